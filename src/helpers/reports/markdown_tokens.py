"""Markdown, parsed once by mistune (nbconvert's own parser) into tokens that both writers walk.

A formula in a whole text becomes a token ``math`` with its tree; in the sentences of exhibits there
are no formulas: a dollar sign is money.
"""

import re
from functools import cache
from typing import Any

import mistune

from helpers.reports.latex_math import NotUnderstoodError, parse_latex
from helpers.reports.markdown_tags import without_tags

Tokens = list[dict[str, Any]]

_INLINE = (
    r"\$\$(?P<mv_display>[^$]+)\$\$(?!\$)"
    r"|(?<![\\$\w])\$(?P<mv_inline>(?:\\\$|[^$`])+)(?<!\\)\$(?![\w$])"
)
_BLOCK = (
    r"^ {0,3}(?:\$\$(?P<mv_block>[^$]+?)\$\$"
    r"|(?P<mv_bare>\\begin\{(?P<mv_name>(?:equation|align|eqnarray|gather|multline)\*?)\}"
    r"[\s\S]+?\\end\{(?P=mv_name)\}))[ \t]*$"
)
_FORMULA_ONLY = re.compile(r"[\\^_=]")
_LETTER = re.compile(r"\s*[A-Za-z]\s*")


def parse_markdown(source: str) -> tuple[Tokens, dict[str, Tokens]]:
    """Return the block tokens of a Markdown text, and its footnotes by key."""
    tokens: Any = _parser(formulas=True)(source)
    notes: dict[str, Tokens] = {}
    if tokens and tokens[-1]["type"] == "footnotes":
        for item in tokens.pop()["children"]:
            notes[item["attrs"]["key"]] = item["children"]
    for part in (tokens, *notes.values()):
        _as_paragraphs(part)
    return without_tags(tokens), {key: without_tags(note) for key, note in notes.items()}


def parse_inline(source: str) -> Tokens:
    """Return the inline tokens of a text in which nothing is a list, heading or other block."""
    inline = _parser().inline
    state = inline.state_cls({"ref_links": {}})
    state.src = source
    return inline.render(state)


def is_display(tokens: Tokens) -> bool:
    """Tell whether a paragraph is one formula on lines of its own."""
    return len(tokens) == 1 and tokens[0]["type"] == "math" and tokens[0]["attrs"]["display"]


def text_of(tokens: Tokens) -> str:
    """Return the bare text of inline tokens."""
    parts = (
        " "
        if token["type"] in ("softbreak", "linebreak")
        else token.get("raw", "")
        if token["type"] != "footnote_ref" and "children" not in token
        else text_of(token.get("children", []))
        for token in tokens
    )
    return "".join(parts)


@cache
def _parser(formulas: bool = False) -> mistune.Markdown:
    parser = mistune.create_markdown(renderer=None, plugins=["footnotes", "table", "strikethrough"])
    if formulas:
        parser.inline.register("math", _INLINE, _inline_math, before="link")
        parser.block.register("math", _BLOCK, _block_math, before="list")
    return parser


def _inline_math(inline: Any, found: re.Match[str], state: Any) -> int:
    display, latex = found["mv_display"], found["mv_inline"]
    if display is None and not _is_formula(latex):
        state.append_token({"type": "text", "raw": "$"})
        return found.start() + 1
    state.append_token(_token(found[0], display or latex, display is not None))
    return found.end()


def _block_math(block: Any, found: re.Match[str], state: Any) -> int:
    raw = found[0].strip()
    latex = found["mv_block"] or found["mv_bare"]
    # Not yet a paragraph: mistune would write the next line into it.
    state.append_token({"type": "formula", "children": [_token(raw, latex, True)]})
    return found.end() + 1


def _as_paragraphs(tokens: Tokens) -> None:
    for token in tokens:
        if token["type"] == "formula":
            token["type"] = "paragraph"
        _as_paragraphs(token.get("children", []))


def _is_formula(latex: str) -> bool:
    """Tell a formula from two sums of money in one paragraph."""
    if "\n\n" in latex or "[^" in latex:
        return False
    if latex != latex.strip() or latex[0].isdigit():
        return bool(_FORMULA_ONLY.search(latex) or _LETTER.fullmatch(latex))
    return True


def _token(raw: str, latex: str, display: bool) -> dict[str, Any]:
    try:
        tree = parse_latex(latex.strip())
    except NotUnderstoodError:
        return {"type": "text", "raw": raw}
    return {"type": "math", "raw": raw, "attrs": {"tree": tree, "display": display}}
