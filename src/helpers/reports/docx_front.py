"""First page of a Word report: title, dates, key figures, contents; needs the extra ``docx``."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from helpers.reports.blocks import Block, Heading
from helpers.reports.document import Document
from helpers.reports.docx_runs import Look, add_link, add_run, bookmark_name
from helpers.reports.docx_tables import add_table
from helpers.reports.docx_text import WordWriter
from helpers.reports.markdown_tokens import parse_inline
from helpers.reports.native_names import BETWEEN, native_names
from helpers.reports.settings import Settings, long_date


def add_cover(
    word: WordDocument, writer: WordWriter, document: Document, settings: Settings
) -> None:
    """Add title, dates, question and key figures."""
    cover = document.cover
    edition = long_date(settings.edition or str(cover.get("edition", "")))
    vintage = long_date(str(cover.get("vintage", "")))
    add_run(word.add_paragraph(style="Title"), document.title)
    if names := native_names(cover):
        add_run(word.add_paragraph(style="Subtitle"), BETWEEN.join(names))
    if cover.get("subtitle"):
        add_run(word.add_paragraph(style="Subtitle"), str(cover["subtitle"]))
    if cover.get("question"):
        writer.inline(word.add_paragraph(), parse_inline(str(cover["question"])), Look(italic=True))
    dates = [f"Edition of {edition}"] if edition else []
    dates += [f"data as known on {vintage}"] if vintage else []
    if dates:
        add_run(word.add_paragraph(style="Small Print"), " · ".join(dates))
    figures = [
        [str(figure.get(key, "")) for key in ("label", "value", "note")]
        for figure in cover.get("figures", [])
    ]
    if figures:
        heads = ["Key figure", "Value", "Note"]
        add_table(word, heads, ["left", "right", "left"], figures)


def add_contents(word: WordDocument, blocks: Sequence[Block]) -> None:
    """Add the contents as a field: links now, page numbers once Word updates it."""
    found = [b for b in blocks if isinstance(b, Heading) and b.number and b.level <= 2]
    if not found:
        return
    add_run(word.add_paragraph(style="Caption"), "Contents", Look(bold=True))
    for position, heading in enumerate(found):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
        paragraph.paragraph_format.space_after = Pt(1)
        if position == 0:
            _field(paragraph, "begin")
            _field(paragraph, 'TOC \\o "1-2" \\h')
            _field(paragraph, "separate")
        link = add_link(paragraph, anchor=bookmark_name(heading.anchor))
        add_run(paragraph, f"{heading.number} {heading.text}", parent=link)
        if position == len(found) - 1:
            _field(paragraph, "end")


def _field(paragraph: Paragraph, what: str) -> None:
    run = paragraph.add_run()
    if what in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), what)
    else:
        mark = OxmlElement("w:instrText")
        mark.set(qn("xml:space"), "preserve")
        mark.text = f" {what} "
    run._r.append(mark)
