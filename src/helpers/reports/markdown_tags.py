"""Raw HTML in Markdown cells: tags that only format go, their words stay; all other HTML is text.

Nothing of it is ever written as markup. Tags whose loss would change what is said (`<sup>`), that
hold a script, or that are unknown, are shown as they were written. The ``id`` of a tag, and the
``name`` of an `<a>`, becomes a token ``anchor``.
"""

import re
from html import unescape
from typing import Any

from helpers.reports.foreign import plain_text

Tokens = list[dict[str, Any]]

_NAMES = (
    "a|b|i|u|em|strong|center|div|p|span|font|small|big|code|kbd|tt|h[1-6]|hr|img|ul|ol|li|dl|dt|dd|"
    "table|thead|tbody|tr|td|th|details|summary|blockquote|pre|section|figure|figcaption"
)
_ATTRIBUTES = (
    "id|name|class|style|align|valign|width|height|alt|title|target|rel|border|color|size|face|"
    "colspan|rowspan|src|href|lang|dir"
)
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)"""
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s+(?:{_ATTRIBUTES})\s*=\s*{_VALUE})*\s*/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(
    rf"""<(?:[a-z][a-z0-9]*(?=\s)[^>]*?\sid|a(?=\s)[^>]*?\sname)\s*=\s*({_VALUE})[^>]*>""",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of a name that anybody links to
_ALT = re.compile(r"""<img\b[^>]*?\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def without_tags(tokens: Tokens) -> Tokens:
    """Return tokens in which formatting tags have given way to their words, at any depth."""
    return [_bare(token) for token in tokens]


def is_formatting(html: str) -> bool:
    """Tell whether HTML holds no tag but those that only format."""
    return "script:" not in html.lower() and "<" not in _TAG.sub("", _BREAK.sub("", html))


def _bare(token: dict[str, Any]) -> dict[str, Any]:
    kind, raw = token["type"], token.get("raw", "")
    if kind == "inline_html" and _TAG.fullmatch(raw) and is_formatting(raw):
        return next(iter(_anchors(raw)), {"type": "text", "raw": _alt(raw)})
    if kind == "block_html" and is_formatting(raw):
        words = plain_text(_ALT.sub(lambda found: _alt(found[0]) + found[0], raw))
        children = [*_anchors(raw), *([{"type": "text", "raw": words}] if words else [])]
        return {"type": "paragraph", "children": children} if children else {"type": "blank_line"}
    if "children" in token:
        return {**token, "children": without_tags(token["children"])}
    return token


def _anchors(html: str) -> Tokens:
    names = (unescape(found[1].strip("\"'")) for found in _NAMED.finditer(_BREAK.sub("", html)))
    return [
        {"type": "anchor", "attrs": {"name": name}} for name in names if 0 < len(name) <= _LONGEST
    ]


def _alt(tag: str) -> str:
    found = _ALT.match(tag)
    return (found[1] or found[2] or "") if found else ""
