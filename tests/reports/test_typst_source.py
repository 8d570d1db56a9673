"""The Typst writer: order of the page, sources of numbers, layout of tables."""

from nbformat.v4 import new_output

from helpers.reports.document import Document, Exhibit, Heading, read_document
from helpers.reports.settings import FIXED_DATE, read_settings
from helpers.reports.table_layout import table_layout
from helpers.reports.typst_exhibits import svg_bytes
from helpers.reports.typst_source import TEMPLATE, typst_source
from tests.reports.sample_report import (
    code,
    cover,
    notebook,
    number,
    prose,
    references,
    sample,
    statement,
    table,
    text,
)

DOT = "R0lGODdhAQABAIEAAAAAAAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="


def document(*cells: object) -> Document:
    return read_document(notebook(*cells), "sample")  # type: ignore[arg-type]


def calls(report: Document) -> str:
    """The markup after the template."""
    template = TEMPLATE.read_text(encoding="utf-8")
    return typst_source(report, read_settings({})).split(template)[1]


def test_the_cover_comes_first_and_the_contents_after_the_key_findings() -> None:
    source = calls(read_document(sample(), "sample"))
    order = ["#cover(", '#"Key findings"', "#findings(", "#contents(", "Weight: a seventh partner"]
    places = [source.index(part) for part in order]
    assert places == sorted(places)
    assert "Setup" not in source and "Parameters" not in source and "LOADED" not in source


def test_sections_are_numbered_after_the_front_and_levels_never_skip() -> None:
    report = document(
        prose("# Title"),
        prose("## Key findings"),
        code("x", statement("s", [text("a")], "finding")),
        prose("## Weight\n\nwords\n\n#### Deep"),
        prose("## Sources"),
    )
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    assert report.title == "Title"
    assert [(h.number, h.level, h.text) for h in headings] == [
        ("", 1, "Key findings"),
        ("1", 1, "Weight"),
        ("1.1", 2, "Deep"),
        ("2", 1, "Sources"),
    ]


def test_the_title_comes_from_the_cover_then_the_heading_then_the_name() -> None:
    assert document(code("x", cover()), prose("# Other")).title.startswith("Belarus and Ruritania")
    assert document(prose("# A heading")).title == "A heading"
    assert document(prose("words")).title == "sample"


def test_charts_and_titled_tables_are_numbered_apart() -> None:
    blocks = read_document(sample(), "sample").blocks
    numbers = [(b.kind, b.number) for b in blocks if isinstance(b, Exhibit) and b.number]
    assert numbers == [
        ("chart", 1),
        ("table", 1),
        ("table", 2),
        ("chart", 2),
        ("chart", 3),
        ("table", 3),
        ("table", 4),
    ]


def test_numbers_with_the_same_sources_share_one_mark_after_the_last() -> None:
    parts = [number("1", "", 1), text(" and "), number("2", "", 1), text(", "), number("3", "", 2)]
    source = calls(document(code("x", statement("s", parts)), code("y", references())))
    assert '#reported("1", sources: ())' in source
    assert '#reported("2", sources: (1, ))' in source
    assert '#reported("3", sources: (2, ))' in source


def test_a_sentence_without_a_number_is_a_sentence_too() -> None:
    assert '#statement([#"Words."]' in calls(document(code("x", statement("s", [text("Words.")]))))


def test_only_references_that_exist_are_link_targets() -> None:
    with_list = typst_source(document(code("x", references())), read_settings({}))
    without = typst_source(document(prose("words")), read_settings({}))
    assert with_list.startswith("#let known-sources = (1, 2, 3, 4, 5, 6, 7, 8, 9, )")
    assert without.startswith("#let known-sources = ()")


def test_the_edition_dates_the_file_and_then_the_environment_does(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert read_settings({}).date == FIXED_DATE
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert read_settings({}).date.isoformat() == "1970-01-02"
    options = {"multivector": {"edition": "2026-11-23"}}
    assert read_settings(options).date.isoformat() == "2026-11-23"


def layout(columns: int, width: int, align: str = "right") -> tuple[float, str]:
    payload = {
        "columns": [{"label": "", "unit": "", "align": align}] * columns,
        "rows": [["x" * width] * columns],
    }
    found = table_layout(payload)
    return found["size"], found["layout"]


def test_a_table_takes_the_room_it_needs_then_shrinks_then_turns() -> None:
    assert layout(3, 4) == (8.5, "natural")
    assert layout(6, 9) == (8.5, "column")
    assert layout(8, 9) == (8.5, "wide")
    assert layout(9, 9) == (7.5, "wide")
    assert layout(12, 9) == (8.5, "turned")
    assert layout(16, 9) == (7.5, "turned")


def test_long_heads_are_broken_and_no_cell_is() -> None:
    heads = ["Partner", *["Mean of the years before the break"] * 4, "Interval"]
    cells = ["Everyone else", "1 %", "1 %", "1 %", "1 %", "−27 % to 2079 %"]
    columns = [{"label": heads[0]}, *({"label": head, "align": "right"} for head in heads[1:])]
    found = table_layout({"columns": columns, "rows": [cells]})
    parts = dict(found["flexible"])
    assert found["layout"] in ("column", "wide") and set(parts) == set(range(6))
    room = {"column": 122, "wide": 160}[found["layout"]]
    for place, cell in enumerate(cells):
        width = parts[place] / sum(parts.values()) * room  # mm
        assert width > 0.5 * len(cell) * found["size"] * 0.3528


def test_rows_are_filled_up_to_the_number_of_columns() -> None:
    payload = {"columns": [{"label": "a"}, {"label": "b"}], "rows": [["1"], ["1", "2", "3"]]}
    found = table_layout(payload)
    assert found["rows"] == [["1", ""], ["1", "2"]] and found["row_kinds"] == ["", ""]


def test_foreign_outputs_are_written_too() -> None:
    def shown(**data: str) -> object:
        bundle = {key.replace("_", "/").replace("svg", "svg+xml"): v for key, v in data.items()}
        return code("x", new_output("execute_result", data=bundle, execution_count=1))

    source = calls(
        document(
            shown(text_plain="<Axes: #x>"),
            shown(image_png=DOT, text_plain="a plot"),
            shown(image_svg="<svg viewBox='0 0 1 1'></svg>"),
            shown(text_markdown="*em*"),
            shown(text_html="<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"),
        )
    )
    assert '#plain("<Axes: #x>")' in source
    assert '59,)), alt: "a plot", format: "gif")' in source  # as it is, not as it is labelled
    assert 'format: "svg"' in source and '#emph([#"em"])' in source and "#data-table(" in source


def test_a_table_without_a_title_is_not_numbered() -> None:
    plain = table("t", "", [("a", "", "left")], [["1"]])
    assert "number: 0" in calls(document(code("x", plain)))


def test_bold_words_of_a_chart_name_the_face_that_typst_knows() -> None:
    text_of = "<text style=\"font-weight: {}; font-family: 'IBM Plex Sans', sans-serif\">"
    assert "'IBM Plex Sans SmBld', 'IBM Plex Sans'" in svg_bytes(text_of.format(600))
    assert "SmBld" not in svg_bytes(text_of.format(400))


def test_a_text_that_fits_the_wide_margin_on_one_line_is_given_it():
    columns = [{"label": "Finding"}, {"label": "Holds in", "align": "right"}]
    short, long = (
        "Trade rose.",
        "Trade with Iran is more than before the break, and so is its share.",
    )
    assert table_layout({"columns": columns, "rows": [[long, "63 of 63"]]})["layout"] == "wide"
    assert table_layout({"columns": columns, "rows": [[short, "63 of 63"]]})["layout"] != "wide"


def test_a_head_is_broken_between_words_into_as_few_lines_as_fit():
    """On two lines "Mean of 2017–2019" needs the room of its years, and the space beside them."""
    labels = ["Partner", *["Mean of 2017–2019"] * 6, "90% interval"]
    columns = [{"label": one, "align": "right" if n else "left"} for n, one in enumerate(labels)]
    found = table_layout({"columns": columns, "rows": [["Kazakhstan", *["1.4"] * 7]] * 3})
    parts = dict(found["flexible"])
    assert found["layout"] == "wide" and len(parts) == len(columns)
    years = 9 * 0.6 + 4.2 / (found["size"] * 0.3528)
    assert parts[1] == parts[6] == round(years, 1)
