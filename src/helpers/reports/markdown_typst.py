"""Markdown tokens as Typst markup.

The markup consists of calls and string literals only (``#"text"#emph[#"text"]``): nothing a text
contains is ever read as markup. So are formulas; one that is not understood stays as text.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.reports.markdown_tokens import (
    Tokens,
    is_display,
    parse_inline,
    parse_markdown,
    text_of,
)
from helpers.reports.math_typst import math_to_typst
from helpers.reports.pictures import decoded, kind_of
from helpers.reports.typst_code import Markup, call, content, drawable, literal

_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
MOST_OF_A_LINK = 2000  # characters; Typst refuses 8000
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,(.*)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SLOT = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def markdown_to_typst(source: str, attachments: Mapping[str, str] | None = None) -> str:
    """Return a whole Markdown text as Typst markup; a heading becomes a line that is strong."""
    tokens, notes = parse_markdown(source)
    return TypstMarkdown(notes, attachments or {}).blocks(tokens)


def inline_to_typst(source: str, slots: Sequence[Markup] = ()) -> Markup:
    """Return inline Markdown as one Typst content block.

    Parameters
    ----------
    source : str
        Text with emphasis, links and code, but no lists or headings; may hold ``slot(i)``.
    slots : sequence of Markup
        What stands in the place of each ``slot(i)``, even inside emphasis or links.
    """
    return content(TypstMarkdown(slots=slots).inline(parse_inline(source)))


def slot(position: int) -> str:
    """Return the mark that ``inline_to_typst`` replaces by ``slots[position]``."""
    return f"\ue000{position}\ue001"


def without_marks(text: str) -> str:
    """Drop private-use characters: they are our marks, and PDF/A forbids them in text."""
    return _PRIVATE.sub("", text)


def is_link(url: str) -> bool:
    """Tell whether an address leads anywhere from a PDF: not into a folder, nor to a script."""
    return bool(_LINK.match(url)) and len(url) <= MOST_OF_A_LINK


class TypstMarkdown:
    """Walks tokens; one method per token type, named after it."""

    def __init__(
        self,
        notes: Mapping[str, Tokens] | None = None,
        attachments: Mapping[str, str] | None = None,
        slots: Sequence[Markup] = (),
    ) -> None:
        self.notes = notes or {}
        self.attachments = attachments or {}
        self.slots = slots

    def blocks(self, tokens: Tokens) -> str:
        """Return block tokens as markup, one call a line."""
        return "\n".join(filter(None, (self._write(token) for token in tokens)))

    def inline(self, tokens: Tokens) -> str:
        """Return inline tokens as markup."""
        return "".join(self._write(token) for token in tokens)

    def _write(self, token: dict[str, Any]) -> str:
        method = getattr(self, "_" + token["type"], None)
        if method is None:
            raise TypeError(
                f"Expected a Markdown token that has a writer, found {token['type']!r}."
            )
        return str(method(token))

    def _body(self, token: dict[str, Any]) -> Markup:
        return content(self.inline(token["children"]))

    # Blocks
    def _blank_line(self, token: dict[str, Any]) -> str:
        return ""

    def _paragraph(self, token: dict[str, Any]) -> str:
        if is_display(token["children"]):
            return self._math(token["children"][0], block=True)
        return call("par", self._body(token))

    def _block_text(self, token: dict[str, Any]) -> str:
        return self.inline(token["children"])

    def _heading(self, token: dict[str, Any]) -> str:
        # Only those in a list or a quotation arrive here: they are not sections of the report.
        return call("par", content(call("strong", self._body(token))))

    def _list(self, token: dict[str, Any]) -> str:
        items = [content(self.blocks(item["children"])) for item in token["children"]]
        if token["attrs"]["ordered"]:
            start = token["attrs"].get("start", 1)
            return call("enum", *items, start=start, tight=bool(token["tight"]))
        return call("list", *items, tight=bool(token["tight"]))

    def _block_quote(self, token: dict[str, Any]) -> str:
        return call("quote", content(self.blocks(token["children"])), block=True)

    def _block_code(self, token: dict[str, Any]) -> str:
        return call("raw", token["raw"].rstrip("\n"), block=True)

    def _block_html(self, token: dict[str, Any]) -> str:
        text = _COMMENT.sub("", token["raw"]).strip()
        return call("par", content(self._literal(text))) if text else ""

    def _thematic_break(self, token: dict[str, Any]) -> str:
        return call("rule")

    def _table(self, token: dict[str, Any]) -> str:
        head, *bodies = token["children"]
        rows = [row for body in bodies for row in body["children"]]
        return call(
            "prose-table",
            align=[cell["attrs"].get("align") or "left" for cell in head["children"]],
            head=[self._body(cell) for cell in head["children"]],
            rows=[[self._body(cell) for cell in row["children"]] for row in rows],
        )

    # Inline
    def _text(self, token: dict[str, Any]) -> str:
        return self._literal(token["raw"])

    def _literal(self, text: str) -> str:
        # re.split with one group alternates text and slot numbers; a text may look like a slot.
        pieces = _SLOT.split(text.replace("\n", " "))
        return "".join(
            (self.slots[int(piece)] if int(piece) < len(self.slots) else f"#{literal(piece)}")
            if odd % 2
            else f"#{literal(piece)}"
            for odd, piece in enumerate(pieces)
            if piece
        )

    def _softbreak(self, token: dict[str, Any]) -> str:
        return '#" "'

    def _linebreak(self, token: dict[str, Any]) -> str:
        return call("linebreak")

    def _emphasis(self, token: dict[str, Any]) -> str:
        return call("emph", self._body(token))

    def _strong(self, token: dict[str, Any]) -> str:
        return call("strong", self._body(token))

    def _strikethrough(self, token: dict[str, Any]) -> str:
        return call("strike", self._body(token))

    def _math(self, token: dict[str, Any], block: bool = False) -> str:
        attrs = token["attrs"]
        return math_to_typst(attrs["tree"], token["raw"], attrs["display"], block)

    def _codespan(self, token: dict[str, Any]) -> str:
        return call("raw", _SLOT.sub("", token["raw"]))

    def _inline_html(self, token: dict[str, Any]) -> str:
        if re.fullmatch(r"<br\s*/?>", token["raw"], re.IGNORECASE):
            return call("linebreak")
        return self._literal(_COMMENT.sub("", token["raw"]))

    def _link(self, token: dict[str, Any]) -> str:
        url = token["attrs"]["url"]
        if url.startswith("#"):
            return call("jump", url[1:], self._body(token))
        return call("link", url, self._body(token)) if is_link(url) else self._body_inline(token)

    def _anchor(self, token: dict[str, Any]) -> str:
        return call("target", token["attrs"]["key"])

    def _body_inline(self, token: dict[str, Any]) -> str:
        return self.inline(token["children"])

    def _image(self, token: dict[str, Any]) -> str:
        url = token["attrs"]["url"]
        found = _DATA.match(self.attachments.get(url.removeprefix("attachment:"), url))
        alt = text_of(token["children"])
        data = decoded(found[1]) if found else b""
        if not kind_of(data):
            return self._literal(alt)
        return call("picture", data, alt=drawable(alt) or "Picture")

    def _footnote_ref(self, token: dict[str, Any]) -> str:
        note = self.notes.get(token["raw"], [])
        paragraphs = [child for child in note if child["type"] == "paragraph"]
        if len(paragraphs) == 1:  # no block, so that the note starts beside its mark
            return call("footnote", self._body(paragraphs[0]))
        return call("footnote", content(self.blocks(note)))
