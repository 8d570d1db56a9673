"""Markdown tokens as runs and paragraphs of a Word file; needs the extra ``docx``."""

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from helpers.reports.docx_runs import (
    PLAIN,
    Cited,
    Look,
    add_link,
    add_marks,
    add_run,
    bookmark_name,
    describe,
)
from helpers.reports.docx_tables import add_table
from helpers.reports.markdown_html import letters
from helpers.reports.markdown_tokens import Tokens, text_of
from helpers.reports.pictures import decoded, kind_of
from helpers.reports.raster import as_file

_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,(.*)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SLOT = re.compile("\ue000(\\d+)\ue001")


class WordWriter:
    """Walks tokens; one method per token type; footnotes are collected for the end."""

    def __init__(
        self,
        document: WordDocument,
        known: frozenset[int],
        targets: Collection[str] = frozenset(),
    ) -> None:
        self.document = document
        self.targets = targets
        self.known = known
        self.footnotes: list[Tokens] = []
        self._notes: Mapping[str, Tokens] = {}
        self._attachments: Mapping[str, str] = {}

    def blocks(
        self,
        tokens: Tokens,
        notes: Mapping[str, Tokens] | None = None,
        attachments: Mapping[str, str] | None = None,
    ) -> None:
        """Add block tokens with the footnotes and pictures of their cell."""
        self._notes, self._attachments = notes or {}, attachments or {}
        for token in tokens:
            self._block(token, "Normal", 0)

    def inline(
        self,
        paragraph: Paragraph,
        tokens: Tokens,
        look: Look = PLAIN,
        slots: Sequence[Cited] = (),
        parent: Any = None,
    ) -> None:
        """Add inline tokens; a ``slot(i)`` in a text becomes ``slots[i]`` with its sources."""
        looks = {
            "emphasis": replace(look, italic=True),
            "strong": replace(look, bold=True),
            "strikethrough": replace(look, strike=True),
        }
        for token in tokens:
            kind = token["type"]
            if kind in looks:
                self.inline(paragraph, token["children"], looks[kind], slots, parent)
            elif kind == "link" and _LINK.match(token["attrs"]["url"]):
                link = add_link(paragraph, url=token["attrs"]["url"])
                self.inline(paragraph, token["children"], replace(look, link=True), slots, link)
            elif kind == "link" and token["attrs"]["url"].removeprefix("#") in self.targets:
                anchor = bookmark_name(token["attrs"]["url"].removeprefix("#"))
                link = add_link(paragraph, anchor=anchor)
                self.inline(paragraph, token["children"], replace(look, link=True), slots, link)
            elif kind == "linebreak" or _is_break(token):
                paragraph.add_run().add_break()
            elif kind == "softbreak":
                add_run(paragraph, " ", look, parent)
            elif kind == "codespan":
                add_run(paragraph, token["raw"], replace(look, code=True), parent)
            elif kind == "footnote_ref":
                self.footnotes.append(self._notes.get(token["raw"], []))
                add_run(paragraph, letters(len(self.footnotes)), replace(look, raised=True))
            elif kind == "image":
                self._picture(paragraph, token)
            elif "children" in token:
                self.inline(paragraph, token["children"], look, slots, parent)
            else:
                self._text(paragraph, _COMMENT.sub("", token.get("raw", "")), look, slots, parent)

    def _text(
        self, paragraph: Paragraph, raw: str, look: Look, slots: Sequence[Cited], parent: Any
    ) -> None:
        # re.split with one group alternates text and slot numbers.
        for odd, piece in enumerate(_SLOT.split(raw.replace("\n", " "))):
            if odd % 2:
                add_run(paragraph, slots[int(piece)].text, look, parent)
                add_marks(paragraph, slots[int(piece)], self.known)
            elif piece:
                add_run(paragraph, piece, look, parent)

    def _block(self, token: dict[str, Any], style: str, depth: int) -> None:
        match token["type"]:
            case "paragraph" | "block_text":
                paragraph = self.document.add_paragraph(style=style)
                if depth > 1:
                    paragraph.paragraph_format.left_indent = Cm(0.63 * depth)
                self.inline(paragraph, token["children"])
            case "list":
                numbered = token["attrs"]["ordered"]
                first = int(token["attrs"].get("start", 1))
                for position, item in enumerate(token["children"], first):
                    self._item(item, f"{position}." if numbered else "•", depth + 1)
            case "block_quote":
                for child in token["children"]:
                    self._block(child, "Quote", depth)
            case "block_code":
                self.plain(token["raw"].rstrip("\n"))
            case "table":
                self._table(token)
            case "block_html":
                text = _COMMENT.sub("", token["raw"]).strip()
                if text:
                    add_run(self.document.add_paragraph(), text)
            case "blank_line" | "thematic_break" | "anchor":
                pass
            case other:
                raise TypeError(f"Expected a Markdown token that has a writer, found {other!r}.")

    def _item(self, item: dict[str, Any], mark: str, depth: int) -> None:
        """Add an item of a list: the mark is text, so that no numbering runs on to the next."""
        for position, child in enumerate(item["children"]):
            if child["type"] not in ("paragraph", "block_text"):
                self._block(child, "Normal", depth)
                continue
            paragraph = self.document.add_paragraph()
            form = paragraph.paragraph_format
            form.left_indent, form.first_line_indent = Cm(0.63 * depth), Cm(-0.63)
            form.tab_stops.add_tab_stop(Cm(0.63 * depth))
            add_run(paragraph, f"{mark}\t" if position == 0 else "\t")
            self.inline(paragraph, child["children"])

    def plain(self, text: str) -> None:
        """Add text as it is, in a face of one width."""
        paragraph = self.document.add_paragraph()
        for position, line in enumerate(text.split("\n")):
            if position:
                paragraph.add_run().add_break()
            add_run(paragraph, line, Look(code=True))

    def _table(self, token: dict[str, Any]) -> None:
        head, *bodies = token["children"]
        rows = [row["children"] for body in bodies for row in body["children"]]
        sides = [one["attrs"].get("align") or "left" for one in head["children"]]
        add_table(
            self.document,
            [text_of(one["children"]) for one in head["children"]],
            sides,
            [[text_of(one["children"]) for one in row] for row in rows],
        )

    def _picture(self, paragraph: Paragraph, token: dict[str, Any]) -> None:
        url = token["attrs"]["url"]
        found = _DATA.match(self._attachments.get(url.removeprefix("attachment:"), url))
        data = decoded(found[1]) if found else b""
        kind, alt = kind_of(data), text_of(token["children"])
        if not kind:
            add_run(paragraph, alt)
            return
        picture = paragraph.add_run().add_picture(io.BytesIO(as_file(kind, data)[0]))
        describe(picture, alt or "Picture")


def _is_break(token: dict[str, Any]) -> bool:
    return token["type"] == "inline_html" and bool(
        re.fullmatch(r"<br\s*/?>", token["raw"], re.IGNORECASE)
    )
