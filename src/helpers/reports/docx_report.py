"""A report as a Word file, block by block; needs the extra ``docx``."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from helpers.reports.blocks import Block, Exhibit, Heading, Picture, Plain, Prose
from helpers.reports.citing import (
    LABELS,
    marked_numbers,
    named_at_exhibit,
    named_at_number,
    sources_of,
)
from helpers.reports.cross_references import exhibit_labels
from helpers.reports.document import Document
from helpers.reports.docx_front import add_contents, add_cover
from helpers.reports.docx_package import new_document, to_bytes
from helpers.reports.docx_runs import (
    Cited,
    Look,
    add_bookmark,
    add_link,
    add_marks,
    add_run,
    describe,
)
from helpers.reports.docx_tables import add_table
from helpers.reports.docx_text import WordWriter
from helpers.reports.markdown_html import letters
from helpers.reports.markdown_tokens import parse_inline
from helpers.reports.markdown_typst import slot, without_marks
from helpers.reports.raster import as_file, svg_to_png
from helpers.reports.settings import Settings
from helpers.reports.table_layout import table_layout


def docx_bytes(document: Document, settings: Settings) -> bytes:
    """Return the Word file of a report; the same report gives the same bytes."""
    cover = document.cover
    word = new_document(document.title, str(cover.get("subtitle", "")), settings.date)
    report = _Report(word, document)
    add_cover(word, report.writer, document, settings)
    report.blocks(document.blocks[: document.front])
    add_contents(word, document.blocks)
    report.blocks(document.blocks[document.front :])
    report.notes()
    return to_bytes(word)


class _Report:
    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word = word
        self.known = document.sources
        headings = (block.anchor for block in document.blocks if isinstance(block, Heading))
        self.targets = {*exhibit_labels(document.blocks), *headings}
        self.writer = WordWriter(word, self.known, self.targets)
        self.bookmarks = 0

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Add blocks in their order."""
        for block in blocks:
            self._block(block)

    def notes(self) -> None:
        """Add the footnotes of the Markdown cells."""
        for position, tokens in enumerate(self.writer.footnotes, 1):
            paragraph = self.word.add_paragraph(style="Small Print")
            add_run(paragraph, f"{letters(position)} ", Look(raised=True))
            for token in tokens:
                self.writer.inline(paragraph, token.get("children", []))

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                paragraph = self.word.add_paragraph(style=f"Heading {min(block.level, 9)}")
                text = f"{block.number} {block.text}" if block.number else block.text
                self._bookmarked(paragraph, block.anchor, text)
            case Prose():
                self.writer.blocks(block.tokens, block.notes, block.attachments)
            case Picture():
                self._picture(as_file(block.mime, block.data)[0], block.alt)
            case Plain():
                self.writer.plain(block.text)
            case Exhibit():
                self._exhibit(block)

    def _exhibit(self, block: Exhibit) -> None:
        match block.kind:
            case "statement":
                self._statement(block.payload)
            case "table":
                self._table(block)
            case "chart":
                self._chart(block)
            case "references":
                self._references(block.payload.get("items", []))
            case _:
                add_run(self.word.add_paragraph(), str(block.payload.get("title") or block.kind))

    def _statement(self, payload: Mapping[str, Any]) -> None:
        parts = payload.get("parts", [])
        slots = [
            Cited(number, *named_at_number(sources)) for number, sources in marked_numbers(parts)
        ]
        places = iter(range(len(slots)))
        text = "".join(
            slot(next(places)) if "number" in part else without_marks(str(part.get("text", "")))
            for part in parts
        )
        styles = {"answer": "Answer", "finding": "List Bullet", "note": "Small Print"}
        paragraph = self.word.add_paragraph(style=styles.get(str(payload.get("style")), "Normal"))
        self.writer.inline(paragraph, parse_inline(text), slots=slots)

    def _table(self, block: Exhibit) -> None:
        payload = block.payload
        turned = table_layout(payload)["layout"] == "turned"
        if turned:
            self._turn()
        self._title(block)
        columns = payload["columns"]
        heads = [
            f"{one['label']} ({one['unit']})" if one.get("unit") else str(one["label"])
            for one in columns
        ]
        rows = [["" if cell is None else str(cell) for cell in row] for row in payload["rows"]]
        sides = [str(one.get("align", "left")) for one in columns]
        size = 9 if len(heads) <= 6 else 8 if len(heads) <= 9 else 7
        add_table(self.word, heads, sides, rows, payload.get("row_kinds") or (), size)
        self._under(payload, payload.get("notes", []))
        if turned:
            self._turn()

    def _chart(self, block: Exhibit) -> None:
        payload = block.payload
        self._title(block)
        if payload.get("subtitle"):
            line = self.word.add_paragraph(style="Small Print")
            line.paragraph_format.keep_with_next = True
            add_run(line, str(payload["subtitle"]))
        alt = str(payload.get("alt") or payload.get("title") or "Chart")
        if block.svg:
            self._picture(svg_to_png(block.svg), alt)
        else:
            add_run(self.word.add_paragraph(), alt)
        self._under(payload, [])

    def _title(self, block: Exhibit) -> None:
        title = str(block.payload.get("title") or "")
        if title:
            label = f"{LABELS[block.kind]} {block.number}. " if block.number else ""
            paragraph = self.word.add_paragraph(style="Caption")
            if block.number:
                self._bookmarked(paragraph, str(block.payload.get("id") or label), "")
            add_run(paragraph, f"{label}{title}", Look(bold=True))

    def _under(self, payload: Mapping[str, Any], notes: Sequence[Any]) -> None:
        caption = str(payload.get("caption") or "")
        if caption or sources_of(payload):
            paragraph = self.word.add_paragraph(style="Small Print")
            add_run(paragraph, caption)
            if sources_of(payload):
                add_run(paragraph, " [" if caption else "[")
                cited = Cited("", *named_at_exhibit(payload))
                add_marks(paragraph, cited, self.known, raised=False)
                add_run(paragraph, "]")
        for note in notes:
            add_run(self.word.add_paragraph(style="Small Print"), str(note))

    def _references(self, items: Sequence[Mapping[str, Any]]) -> None:
        for item in items:
            paragraph = self.word.add_paragraph(style="Small Print")
            form = paragraph.paragraph_format
            form.left_indent, form.first_line_indent = Cm(1), Cm(-1)
            number, url = int(item["number"]), str(item.get("url") or "")
            self._bookmarked(paragraph, f"source-{number}", f"{number}\t")
            add_run(paragraph, str(item.get("text", "")))
            if url.startswith(("https://", "http://")):
                add_run(paragraph, " ")
                add_run(paragraph, url, Look(link=True), add_link(paragraph, url=url))

    def _picture(self, data: bytes, alt: str) -> None:
        paragraph = self.word.add_paragraph()
        describe(paragraph.add_run().add_picture(io.BytesIO(data)), alt)

    def _bookmarked(self, paragraph: Paragraph, anchor: str, text: str) -> None:
        self.bookmarks += 1
        add_bookmark(paragraph, anchor, self.bookmarks, text)

    def _turn(self) -> None:
        """Start a page that lies on its side, or stands again."""
        section = self.word.add_section()
        section.page_width, section.page_height = section.page_height, section.page_width
        wide = section.page_width > section.page_height
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
