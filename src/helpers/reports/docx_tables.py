"""Tables of a Word file: heads repeat on every page, no row breaks; needs the extra ``docx``."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from helpers.reports.docx_runs import Look, add_run

_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
_STRONG = ("group", "total")
_WRAP, _LEAST, _PADDING = 24, 4, 4


def add_table(
    document: WordDocument,
    heads: Sequence[str],
    sides: Sequence[str],
    rows: Sequence[Sequence[str]],
    kinds: Sequence[str] = (),
    size: float = 9,
) -> None:
    """Add a table.

    Parameters
    ----------
    heads, sides : sequence of str
        Head and alignment (left, right, center) of each column.
    rows : sequence of sequence of str
        Cells; short rows are filled.
    kinds : sequence of str
        One a row: "group" spans the table, "total" is bold, "muted" grey, "" plain.
    size : float
        Of the type, in points.
    """
    if not heads:
        return
    table = document.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = True
    _frame(table)
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    shares = column_shares(heads, rows, kinds)
    columns = [
        (side, Length(int(width * share))) for side, share in zip(sides, shares, strict=True)
    ]
    for column, (_, wide) in zip(table.columns, columns, strict=True):
        column.width = wide
    _row(table, heads, columns, Look(bold=True), size)
    _mark(table.rows[0], "w:tblHeader")
    for position, cells in enumerate(rows):
        kind = kinds[position] if position < len(kinds) else ""
        look = Look(bold=kind in _STRONG, italic=kind == "muted")
        row = _row(table, cells, columns, look, size)
        if kind == "group":
            row.cells[0].merge(row.cells[-1])
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def column_shares(
    heads: Sequence[str], rows: Sequence[Sequence[str]], kinds: Sequence[str] = ()
) -> list[float]:
    """Return the share of the width that each column gets: by its longest text, within limits.

    Rows of the kind "group" span the table and do not count.
    """
    counted = [row for place, row in enumerate(rows) if [*kinds[place : place + 1]] != ["group"]]
    needs = []
    for place, head in enumerate(heads):
        texts = [row[place] for row in counted if place < len(row)]
        word = max((len(word) for text in [head, *texts] for word in text.split()), default=1)
        longest = max(map(len, texts), default=1)
        needs.append(max(word, min(longest, _WRAP), _LEAST) + _PADDING)
    return [need / sum(needs) for need in needs]


def _row(
    table: Any,
    texts: Sequence[str],
    columns: Sequence[tuple[str, Length]],
    look: Look,
    size: float,
) -> Any:
    row = table.add_row()
    _mark(row, "w:cantSplit")
    for place, (cell, (side, width)) in enumerate(zip(row.cells, columns, strict=True)):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _SIDES.get(side, WD_ALIGN_PARAGRAPH.LEFT)
        paragraph.paragraph_format.space_after = Pt(1)
        text = texts[place] if place < len(texts) else ""
        if text:
            add_run(paragraph, text, look).font.size = Pt(size)
    return row


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _frame(table: Any) -> None:
    """Draw horizontal lines only, as in the other formats, and leave narrow gaps between cells."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        drawn = side in ("top", "bottom", "insideH")
        line.set(qn("w:val"), "single" if drawn else "nil")
        if drawn:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "9AA3AB")
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        gap = OxmlElement(f"w:{side}")
        gap.set(qn("w:w"), "60")
        gap.set(qn("w:type"), "dxa")
        margins.append(gap)
    # The order is that of the schema: Word refuses files that break it.
    properties = table._tbl.tblPr
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLook")).addprevious(margins)
