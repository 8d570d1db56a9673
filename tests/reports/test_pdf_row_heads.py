"""Heads of rows in the PDF: tagged, named by the other cells, and nothing else has changed."""

import io
import re
from functools import cache
from typing import Any

import pikepdf
import pypdf
import pytest

from helpers.reports.accessibility_pdf import attribute, elements, kids, pdf_findings
from helpers.reports.pdf import STANDARDS, ReportPDFExporter
from helpers.reports.pdf_row_heads import with_row_heads
from tests.reports.sample_report import code, notebook, prose, table

COLUMNS = [("Partner", "", "left"), ("Exports", "bn", "right"), ("Imports", "bn", "right")]
ROWS = [["Avalon", "1.0", "2.0"], ["", "3.0", ""], ["Borduria", "5.0", "6.0"], ["Group", "", ""]]
MARKDOWN = "# T\n\nA[^1]\n\n[^1]: B\n\n| Word | Count |\n|---|--:|\n| mirror | 12 |\n|  | 13 |\n"
RESOURCES = {"multivector": {"name": "x", "edition": "2026-11-23"}}


@cache
def report() -> bytes:
    kinds = ["", "", "total", "group"]
    nb = notebook(prose(MARKDOWN), code("x", table("t", "T", COLUMNS, ROWS, kinds)))
    return bytes(ReportPDFExporter().from_notebook_node(nb, RESOURCES)[0])


@cache
def untouched() -> bytes:
    import typst

    source = (
        '#set document(title: "T", date: datetime(year: 2026, month: 1, day: 1))\n'
        '#set text(lang: "en")\n#std.title[T]\n'
        "#table(columns: 2, table.header([A], [B]), [one], [1], [two], [2])\n"
        '#pdf.attach("a.txt", bytes("1 0 obj\\n<</Type/StructElem/S/TR/P 1 0 R/K[2 0 R 3 0 R]>>"),'
        ' relationship: "data", mime-type: "text/plain", description: "x")\n'
    )
    fonts = typst.Fonts(include_system_fonts=False)
    pdf = typst.Compiler(source.encode(), font_paths=fonts).compile(
        format="pdf", pdf_standards=STANDARDS, timestamp=0
    )
    assert isinstance(pdf, bytes)
    return pdf


def tagged(pdf: bytes) -> list[list[tuple[str, str]]]:
    """Kind and scope of every cell, row by row."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        rows = [tag for tag in elements(file.Root.StructTreeRoot) if tag.S == "/TR"]
        return [
            [(str(cell.S), str(attribute(cell, "/Scope") or "")) for cell in kids(row)]
            for row in rows
        ]


def test_the_first_cell_of_a_row_is_its_head_unless_it_is_empty() -> None:
    column, row, cell = ("/TH", "/Column"), ("/TH", "/Row"), ("/TD", "")
    markdown, ours = tagged(report())[:3], tagged(report())[3:]
    assert markdown == [[column, column], [row, cell], [cell, cell]]
    assert ours == [[column] * 3, [row, cell, cell], [cell] * 3, [row, cell, cell], [column]]


def test_the_other_cells_name_the_head_of_their_column_and_of_their_row() -> None:
    with pikepdf.open(io.BytesIO(report())) as file:
        tree = file.Root.StructTreeRoot
        names = list(tree.IDTree.Names)
        known = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        assert list(known) == sorted(known)
        rows = [kids(tag) for tag in elements(tree) if tag.S == "/TR"]
        heads = [[str(name) for name in attribute(cell, "/Headers")] for cell in rows[4]]
        assert [len(one) for one in heads] == [1, 2, 2]
        for one in heads[1:]:
            assert known[one[1]].objgen == rows[4][0].objgen
            assert known[one[0]].S == "/TH" and attribute(known[one[0]], "/Scope") == "/Column"


def test_nothing_else_in_the_file_changes() -> None:
    before, after = untouched(), with_row_heads(untouched())
    assert tagged(before)[1][0] == ("/TD", "") and tagged(after)[1][0] == ("/TH", "/Row")
    old, new = (pypdf.PdfReader(io.BytesIO(pdf), strict=True) for pdf in (before, after))
    assert new.pages[0].extract_text() == old.pages[0].extract_text()
    assert dict(new.attachments) == dict(old.attachments)
    metadata = [reader.trailer["/Root"]["/Metadata"].get_data() for reader in (old, new)]  # type: ignore[index]
    assert metadata[0] == metadata[1] and b"pdfaid" in metadata[0]
    assert len(new.xref[0]) == len(old.xref[0])


def test_every_place_in_the_table_of_places_is_that_of_its_object() -> None:
    after = report()
    start = int(after[after.rindex(b"startxref\n") + 10 :].split(b"\n")[0])
    lines = after[start:].splitlines()[2:]
    for number, line in enumerate(lines[1:], start=1):
        if not re.fullmatch(rb"\d{10} \d{5} n ?", line):
            break
        assert after.startswith(b"%d 0 obj\n" % number, int(line[:10]))
    assert number > 50 and lines[number] == b"trailer"


def test_the_same_file_gives_the_same_bytes_and_is_changed_once() -> None:
    assert with_row_heads(untouched()) == with_row_heads(untouched())
    assert with_row_heads(report()) == report()
    assert [str(one) for one in pdf_findings(report())] == []


def rewritten() -> bytes:
    file, stream = pypdf.PdfWriter(io.BytesIO(untouched())), io.BytesIO()
    file.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"no PDF", None])
def test_a_file_of_another_make_stays_as_it_is(pdf: Any) -> None:
    pdf = untouched()[:-200] if pdf is None else pdf
    assert with_row_heads(pdf) == pdf


def test_a_file_that_another_program_has_written_stays_readable() -> None:
    done = with_row_heads(rewritten())
    assert len(pypdf.PdfReader(io.BytesIO(done)).pages) == 1
