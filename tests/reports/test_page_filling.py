"""Filled pages: where a chart does not fit, something else comes first, and nothing is lost."""

import io
import json
from dataclasses import replace
from typing import Any

import pikepdf
import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.reports.accessibility_pdf import elements, pdf_findings
from helpers.reports.blocks import Block, Exhibit, Heading, Prose
from helpers.reports.document import Document, read_document
from helpers.reports.page_filling import (
    _LEADING,
    _LINE,
    _TOP,
    SCALES,
    Piece,
    _after,
    _least,
    _measured,
    arrange,
    fill_pages,
)
from helpers.reports.page_filling import PAGE as PAGE_HEIGHTS
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.settings import Settings, read_settings
from helpers.reports.typst_code import FONTS
from helpers.reports.typst_source import typst_source
from tests.reports.sample_report import (
    chart,
    code,
    notebook,
    prose,
    sample,
    sample_figure,
    statement,
    table,
    text,
)

PAGE = 700.0
SVG = '<svg viewBox="0 0 453.5 300">'
RESOURCES = {"multivector": {"name": "x", "edition": "2026-11-23"}}


def heading(name: str, height: float = 30) -> Piece:
    return Piece(Heading(1, [], name, name), height)


def words(name: str, height: float = 60) -> Piece:
    return Piece(Prose([{"type": "text", "raw": name}]), height)


def drawn(name: str, height: float = 380) -> Piece:
    return Piece(Exhibit({"kind": "chart", "id": name}, svg=SVG), height)


def listed(name: str, height: float = 300, rows: int = 10) -> Piece:
    return Piece(Exhibit({"kind": "table", "id": name, "rows": [["a"]] * rows}), height)


def name(block: Block) -> str:
    match block:
        case Heading():
            return block.text
        case Prose():
            return str(block.tokens[0]["raw"])
        case Exhibit():
            return str(block.payload["id"])
    raise TypeError


def names(pieces: list[Piece], used: float = 0.0) -> list[str]:
    return [name(block) for block in arrange(pieces, PAGE, used)]


def test_what_fits_stays_as_it_is() -> None:
    pieces = [heading("h"), words("w"), drawn("c"), words("v")]
    assert arrange(pieces, PAGE) == [piece.block for piece in pieces]


def test_text_comes_before_the_chart_that_does_not_fit() -> None:
    pieces = [heading("h"), drawn("a", 450), drawn("b", 450), words("w", 100), words("v", 90)]
    assert names(pieces) == ["h", "a", "w", "v", "b"]


def test_nothing_leaves_its_section() -> None:
    pieces = [heading("h"), drawn("a"), drawn("b"), heading("i"), words("w", 250)]
    assert names(pieces) == ["h", "a", "b", "i", "w"]


def test_a_chart_that_misses_the_page_by_little_is_drawn_smaller() -> None:
    done = arrange([drawn("a", 370), drawn("b", 380)], PAGE)
    scales = [block.payload.get("scale", 1) for block in done if isinstance(block, Exhibit)]
    assert min(scales) < 1 and set(scales) <= {1, *SCALES}
    assert sum(h - (1 - s) * 300 for h, s in zip((370, 380), scales, strict=True)) - 20 <= PAGE


def test_a_table_is_divided_rather_than_leave_half_a_page_white() -> None:
    done = arrange([drawn("a", 350), listed("t", 520), heading("h")], PAGE)
    assert [name(block) for block in done] == ["a", "t", "h"]
    assert isinstance(done[1], Exhibit) and done[1].payload["divided"] is True
    short = arrange([drawn("a", 350), listed("t", 520, rows=4), heading("h")], PAGE)
    assert isinstance(short[1], Exhibit) and "divided" not in short[1].payload


def test_what_the_first_page_already_holds_counts() -> None:
    pieces = [drawn("a", 600), words("w", 90), words("v", 90)]
    assert names(pieces) == ["a", "w", "v"] and names(pieces, 500) == ["w", "v", "a"]


@given(
    st.lists(
        st.builds(
            lambda make, at, height: make(f"{make.__name__}-{at}", height),
            st.sampled_from([heading, words, drawn, listed]),
            st.integers(0, 99),
            st.floats(20, 900),
        ),
        max_size=14,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_block_stays_once_and_no_figure_passes_a_figure(pieces: list[Piece]) -> None:
    before = [name(piece.block) for piece in pieces]
    after = names(pieces)
    assert sorted(after) == sorted(before)
    for kind in ("drawn", "listed", "heading", "words"):
        assert [n for n in after if n.startswith(kind)] == [n for n in before if n.startswith(kind)]
    sections = [[], []]  # type: list[list[set[str]]]
    for found, order in zip(sections, (before, after), strict=True):
        found.append(set())
        for one in order:
            if one.startswith("heading"):
                found.append(set())
            found[-1].add(one)
    assert sections[0] == sections[1]


def test_a_report_without_a_chart_is_not_measured(monkeypatch: Any) -> None:
    monkeypatch.setattr("helpers.reports.page_filling._measured", None)
    document = read_document(notebook(prose("# T\n\n## S\n\nText.")), "x")
    assert fill_pages(document, read_settings(RESOURCES)) is document


def test_what_typst_refuses_is_left_to_the_writer_of_the_pages(monkeypatch: Any) -> None:
    nb = notebook(prose("# T"), code("x", chart("a", sample_figure("bars"), title="A", alt="a")))
    monkeypatch.setattr("helpers.reports.page_filling.typst_source", lambda *_, **__: "#panic()")
    document = read_document(nb, "x")
    assert fill_pages(document, read_settings(RESOURCES)) is document


def test_the_sample_keeps_its_blocks_and_its_numbers() -> None:
    before = read_document(sample(), "x")
    after = fill_pages(before, read_settings(RESOURCES))
    labels = [
        {(b.payload.get("id"), b.number) for b in one.blocks if isinstance(b, Exhibit)}
        for one in (before, after)
    ]
    assert labels[0] == labels[1] and len(before.blocks) == len(after.blocks)
    assert before.blocks[: before.front] == after.blocks[: after.front]


def pages_of(nb: Any) -> tuple[list[str], bytes]:
    pdf = bytes(ReportPDFExporter().from_notebook_node(nb, RESOURCES)[0])
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages], pdf


def test_three_rows_and_the_notes_stay_together_at_the_end_of_a_long_table() -> None:
    columns = [("Name", "", "left"), ("Value", "", "right")]
    for count in range(38, 46):
        rows = [[f"row-{i}-of-{count}", str(i)] for i in range(count)]
        shown = table("t", "Title of it", columns, rows, notes=("First note.", "Last note."))
        pages, pdf = pages_of(notebook(prose("# T\n\n## S\n\nText."), code("x", shown)))
        last = next(page for page in pages if "Last note." in page)
        for expected in ("First note.", *(f"row-{count - i}-of" for i in (1, 2, 3))):
            assert expected in last, count
        assert [str(one) for one in pdf_findings(pdf)] == []


def test_a_table_does_not_start_with_a_single_row_at_the_foot_of_a_page() -> None:
    columns = [("Name", "", "left"), ("Value", "", "right")]
    rows = [[f"row-{i}.", str(i)] for i in range(30)]
    for count in range(22, 32):
        text = "\n\n".join(["# T", "## S", *["Text of a line."] * count])
        pages, _ = pages_of(notebook(prose(text), code("x", table("t", "Title", columns, rows))))
        first = next(page for page in pages if "row-0." in page)
        assert "row-2." in first and "Title" in first, count


def test_a_divided_table_keeps_its_tags() -> None:
    columns = [("Name", "", "left"), ("Value", "", "right")]
    nb = notebook(
        prose("# T\n\n## S\n\nText."),
        code("x", chart("a", sample_figure("bars"), title="A", alt="a")),
        code("x", chart("b", sample_figure("bars"), title="B", alt="b")),
        code("x", table("t", "T", columns, [[f"r{i}", "1"] for i in range(12)])),
    )
    _, pdf = pages_of(nb)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        tags = list(elements(file.Root.StructTreeRoot))
    assert sum(tag.S == "/TR" for tag in tags) == 13
    assert [str(one) for one in pdf_findings(pdf)] == []


def test_what_fits_by_a_hair_is_not_counted_on() -> None:
    """The page may need a point or two more than the sheet: the second chart is made to fit."""
    done = arrange([drawn("a", 380), drawn("b", PAGE - 380 + 18)], PAGE)
    assert min(block.payload.get("scale", 1) for block in done if isinstance(block, Exhibit)) < 1


def test_a_long_table_that_fits_without_the_space_below_it_is_not_taken_for_a_torn_one() -> None:
    pieces = [drawn("a", 380), listed("t", 330, rows=20), drawn("b", 360), drawn("c", 350)]
    done = arrange(pieces, PAGE)
    assert done == [piece.block for piece in pieces]


def test_two_charts_share_a_page_if_both_are_drawn_smaller_however_many_came_before() -> None:
    earlier = [drawn(f"e{n}", 340) for n in range(12)]
    done = arrange([*earlier, drawn("a", 405), words("w", 60), drawn("b", 355)], PAGE)
    last = [one for one in (done[-3], done[-1]) if isinstance(one, Exhibit)]
    assert len(last) == 2
    assert all(one.payload.get("scale", 1) < 1 for one in last)


def test_the_wider_space_before_a_heading_counts_where_the_order_has_changed() -> None:
    """A chart measured before a paragraph ends later on the page if a heading follows it."""
    chart_, head = drawn("a", 380), heading("h", 22)
    narrow = replace(chart_, space=22.0)
    used = [_after(one, [head], 0.0, PAGE) for one in (narrow, replace(chart_, space=31.5))]
    assert used == [380 - 22 + 31.5, 380]


def test_one_page_with_much_white_is_worse_than_two_with_some() -> None:
    pieces = [listed("a", 480, 4), listed("b", 530, 4), words("w", 70), listed("c", 690, 4)]
    assert names(pieces) == ["a", "w", "b", "c"]  # 31 % and 14 % white would be less in all


def lines(count: int, space: float = 20.0) -> Piece:
    return words(f"{count} lines", count * _LINE - _LEADING + space)


def test_no_line_of_a_paragraph_stands_alone() -> None:
    room = 3 * _LINE  # for three lines
    whole, torn = lines(3), lines(4)
    assert _least(whole, []) <= room and _least(lines(3), []) > 2 * _LINE
    assert _after(whole, [], PAGE - room, PAGE) == PAGE - room + whole.height
    two = 2 * _LINE - _LEADING
    assert abs(_after(torn, [], PAGE - room, PAGE) - (two + 20)) < 0.01
    assert _least(torn, []) == two
    assert _after(torn, [], PAGE - two + 1, PAGE) == torn.height  # all four on the next page


def starts(document: Document, options: Settings) -> list[float]:
    """Where Typst puts the blocks of the body on the pages, in points from the top of the text."""
    source = typst_source(document, options, measured=True)
    assert source.count("\n#set page(height: auto)") == 1
    source = source.replace("\n#set page(height: auto)", "")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(input=source.encode(), font_paths=fonts)
    _, *places = json.loads(compiler.query("<places>", field="value", one=True))
    return [y - _TOP for _, _, y in places]


@pytest.mark.parametrize("paper", PAGE_HEIGHTS)
@pytest.mark.parametrize("findings", [1, 12])
def test_the_pages_end_where_typst_ends_them(paper: str, findings: int) -> None:
    """With few findings the first page stands alone; many run on, and the contents with them."""
    found = [
        statement(f"f{n}", [text("A finding of some length. " * 12)], "finding")
        for n in range(findings)
    ]
    lengths = [1, 3, 5, 7, 9, 11] * 4
    sections = [f"## S{n}\n\n{'Words of a section. ' * 3 * n_}" for n, n_ in enumerate(lengths)]
    nb = notebook(prose("# T\n\n## Key findings"), code("x", *found), prose("\n\n".join(sections)))
    document, options = read_document(nb, "x"), read_settings(RESOURCES, paper=paper)
    used, pieces = _measured(document, options)
    assert (used > 0) == (findings == 12)
    page, tops = PAGE_HEIGHTS[paper], []
    for n, piece in enumerate(pieces):
        left = pieces[n + 1 :]
        tops.append(0.0 if _least(piece, left) > page - used else used)
        used = _after(piece, left, used, page)
    real = starts(document, options)
    heads = [n for n, piece in enumerate(pieces) if piece.kind == "heading"]
    assert len(heads) == len(lengths)
    assert max(abs(tops[n] - real[n]) for n in heads) < 1


def test_a_long_table_has_no_more_space_above_it_than_another() -> None:
    """Below a paragraph and below a chart; at the head of a page it has none."""
    drawing = chart("a", sample_figure("bars"), title="A", alt="a")
    columns = [("Name", "", "left"), ("Value", "", "right")]
    above = []
    for count in (6, 16):
        shown = [table(key, "T", columns, [["r", "1"]] * count) for key in ("t", "u")]
        nb = notebook(prose("# T\n\n## S\n\nText."), code("x", shown[0], drawing, shown[1]))
        _, pieces = _measured(read_document(nb, "x"), read_settings(RESOURCES))
        kinds = [piece.kind for piece in pieces]
        assert kinds == [
            "heading",
            "text",
            *(["table", "chart", "table"] if count == 6 else ["long", "chart", "long"]),
        ]
        above.append([pieces[1].height, pieces[3].height])
    assert above[0] == pytest.approx(above[1], abs=0.1)


def test_a_table_that_goes_before_a_chart_may_be_divided() -> None:
    pieces = [words("w", 470), drawn("a", 345), listed("t", 340), heading("h"), words("v", 400)]
    done = arrange(pieces, PAGE)
    assert [name(block) for block in done] == ["w", "t", "a", "h", "v"]
    assert isinstance(done[1], Exhibit) and done[1].payload["divided"] is True
