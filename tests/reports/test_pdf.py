"""The PDF: complete, tagged, archival, the same bytes every time, and safe against its data."""

import io
import re
from functools import cache
from typing import Any

import pikepdf
import pypdf
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_output

from helpers.errors import ReportFailed, UsageError
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.typst_code import FONTS
from helpers.reports.typst_source import TypstExporter
from tests.reports.sample_report import (
    chart,
    code,
    exhibit,
    notebook,
    number,
    prose,
    references,
    sample,
    sample_figure,
    statement,
    table,
    text,
)

DETAILS = {"name": "sample", "edition": "2026-11-23"}
RESOURCES = {"multivector": DETAILS}
HOSTILE = [
    "</script>",
    "#import",
    "$x$",
    "]]",
    "*x*",
    "@ref",
    "<label>",
    "`x`",
    "~a~b",
    "'q' \"r\"",
    "//c",
    "/*d*/",
    "= e",
    "- f",
    "+ g",
    "\\h",
    "#{}",
    '"#panic()"',
    "_u_",
    "a--b...c",
    "http://i",
]


def export(nb: Any, resources: dict[str, Any] | None = None) -> bytes:
    pdf, _ = ReportPDFExporter().from_notebook_node(nb, resources or RESOURCES)
    return bytes(pdf)


@cache
def sample_pdf() -> bytes:
    return export(sample())


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def elements(node: Any) -> list[Any]:
    """All structure elements below a node of the tag tree."""
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found + [inner for kid in found for inner in elements(kid)]


def test_title_finding_caption_and_cyrillic_can_be_read_out_of_the_file() -> None:
    found = words(sample_pdf())
    for expected in (
        "Belarus and Ruritania: trade that was promised",
        "It grew when others shrank:",
        "Trade tripled in fifteen years",
        "торговля выросла втрое",
        "Figure 3",
        "Table 4",
        "Hollow marks: part years",
        "of the same flow; insurance and freight",
        "Беларусь",
    ):
        assert expected in found
    for hidden in ("LOADED", "Parameters", "say(...)", "chart(...)"):
        assert hidden not in found


def test_the_first_page_stands_alone() -> None:
    first = " ".join(pypdf.PdfReader(io.BytesIO(sample_pdf())).pages[0].extract_text().split())
    for expected in (
        "Has trade with",
        "$3.9 bn",
        "One target of five was met.",
        "Sources",
        "23 November 2026",
        "page 1 of",
    ):
        assert expected in first


def test_the_file_is_tagged_titled_dated_and_in_english() -> None:
    with pikepdf.open(io.BytesIO(sample_pdf())) as pdf:
        root = pdf.Root
        assert str(root.Lang).startswith("en") and bool(root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == "Belarus and Ruritania: trade that was promised"
        assert str(pdf.docinfo.CreationDate).startswith("D:20261123")
        tags = elements(root.StructTreeRoot)
        figures = [tag for tag in tags if tag.S == "/Figure"]
        assert len(figures) == 3 and all(str(figure.Alt) for figure in figures)
        assert {"/Table", "/TH", "/H1", "/L", "/Note", "/Caption"} <= {str(t.S) for t in tags}
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
        assert "Key findings" in titles and any("What we do not know" in t for t in titles)
        conformance = pdf.open_metadata()
        assert conformance["pdfaid:part"] == "3" and conformance["pdfuaid:part"] == "1"


def test_the_head_of_a_long_table_is_repeated_on_every_page_it_reaches() -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(sample_pdf())).pages]
    assert sum("Turnover" in page and "Реконсилированный" in page for page in pages) >= 3


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert export(sample()) == sample_pdf()


def test_the_layout_settles_so_that_page_numbers_are_right() -> None:
    import typst

    source, _ = TypstExporter().from_notebook_node(sample(), RESOURCES)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    _, warnings = typst.Compiler(source.encode(), font_paths=fonts).compile_with_warnings(
        format="pdf"
    )
    assert warnings == []


def test_hostile_text_arrives_as_text() -> None:
    cells = table("t", "T", [("c", "", "left")], [[value] for value in HOSTILE])
    parts = [text("]] #x @y $z <l> "), number("#n", "t", 99)]
    figure = chart("c", sample_figure("bars"), title="#set $x @y", alt="<a>#", caption="]*c*[")
    nb = notebook(
        prose("# #let x $ ]"),
        prose("## $ # @ref <label> ]] </script>\n\n#panic() ]] </script>"),
        code("x", cells),
        code("x", statement("s", parts)),
        code("x", figure),
        code("x", references()),
    )
    found = words(export(nb))
    for value in [
        *HOSTILE,
        "#let x $ ]",
        "#panic() ]] </script>",
        "]] #x @y $z <l> #n",
        "#set $x @y",
        "]*c*[",
    ]:
        assert value in found, value


def test_a_failed_cell_raises_unless_the_caller_allows_it() -> None:
    nb = notebook(code("x", new_output("error", ename="E", evalue="boom", traceback=[])))
    with pytest.raises(ReportFailed, match="boom"):
        export(nb)
    allowed = {"multivector": {"name": "x", "allow_errors": True}}
    assert "This cell failed: E: boom" in words(export(nb, allowed))


def test_characters_without_a_glyph_do_not_stop_the_report() -> None:
    assert "[U+4E2D]" in words(export(notebook(prose("trade with 中"))))


def test_a_misspelt_option_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean 'edition'"):
        export(notebook(prose("x")), {"multivector": {"editon": "2026-11-23"}})


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("multivector_pdf", ".pdf"), ("multivector_html", ".html"), ("multivector_typst", ".typ")],
)
def test_nbconvert_finds_each_exporter_and_jupyterlab_can_list_it(name: str, suffix: str) -> None:
    exporter = get_exporter(name)()
    assert exporter.file_extension == suffix
    assert exporter.export_from_notebook and exporter.output_mimetype
    _, resources = exporter.from_notebook_node(notebook(prose("# T")))
    assert resources["output_extension"] == suffix


def test_the_menu_of_jupyterlab_can_address_the_exporters():
    """Jupyter Server reads the format from the address as a word: a hyphen would be not found."""
    from importlib.metadata import entry_points

    names = {
        one.name for one in entry_points(group="nbconvert.exporters") if "multivector" in one.name
    }
    formats = ("html", "pdf", "typst", "markdown", "docx")
    assert names == {f"multivector_{name}" for name in formats}
    assert all(re.fullmatch(r"\w+", name) for name in names)


def test_a_number_from_many_sources_names_three_and_counts_the_rest() -> None:
    many, few = number("28 %", "Of the loss", *range(1, 10)), number("31 %", "", 1, 2, 3, 4)
    found = words(export(notebook(code("say()", statement("s-1", [many, text(" and "), few])))))
    assert "1,2,3+6" in found.replace(" ", "")
    assert "1,2,3,4" in found.replace(" ", "")


def test_the_paper_is_a4_or_letter_and_the_colophon_says_how_the_file_was_made() -> None:
    pages = {}
    for paper in ("a4", "letter"):
        pdf = export(notebook(prose("# T\n\nText.")), {"multivector": {**DETAILS, "paper": paper}})
        page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
        pages[paper] = round(float(page.width)), round(float(page.height))
    assert pages == {"a4": (595, 842), "letter": (612, 792)}
    assert "Edition of 23 November 2026. Made with multivector" in words(pdf)


PERSIAN = "ایران"


def test_arabic_script_is_drawn_joined_and_can_be_read_out_of_the_file() -> None:
    half_spaced = "می\u200cخواهم"
    cells = table("t", PERSIAN, [("c", "", "left")], [[PERSIAN], ["العربية ١٢٣"]])
    nb = notebook(
        prose(f"# T\n\nTrade with {PERSIAN}, **پژوهش** and {half_spaced}."), code("x", cells)
    )
    pdf = export(nb)
    found = words(pdf)
    assert found.count(PERSIAN) >= 3 and "پژوهش" in found and "U+" not in found
    # PDF/A refuses a character without a glyph; here each has one in a face made for the script.
    faces = {face for run, face in runs(pdf) if re.search("[\u0600-\u06ff]", run)}
    assert {face.split("+")[1] for face in faces} == {
        "IBMPlexSansArabic",
        "IBMPlexSansArabic-SmBld",
    }


def runs(pdf: bytes) -> list[tuple[str, str]]:
    """Every run of text with the face that draws it."""
    found: list[tuple[str, str]] = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(
            visitor_text=lambda run, _, __, font, ___: found.append(
                (run, str(font["/BaseFont"]) if font else "")
            )
        )
    return found


def test_the_countries_own_names_stand_under_the_title_or_not_at_all() -> None:
    def shown(*names: str) -> str:
        payload = {"kind": "cover", "id": "cover", "title": "T", "names": list(names)}
        return words(export(notebook(code("cover()", exhibit(payload, "")))))

    assert f"Беларусь · {PERSIAN}" in shown("Беларусь", PERSIAN)
    assert "Беларусь" not in shown("Беларусь", "中国")
    assert "Беларусь" not in shown("Беларусь", "")
