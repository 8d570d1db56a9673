"""References to figures and tables: a key in the notebook, a linked number in every format."""

import io
import re
from typing import Any

import pypdf
import pytest
from docx import Document as read_docx
from lxml import html as lxml_html

from helpers.errors import ReportFailed
from helpers.exhibits.statements import speak_for
from helpers.exhibits.tabular import Column, table_exhibit
from helpers.reports.accessibility_pdf import pdf_findings
from helpers.reports.cross_references import exhibit_labels
from helpers.reports.document import read_document
from helpers.reports.docx_report import docx_bytes
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.markdown_export import ReportMarkdownExporter
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.settings import read_settings
from helpers.tables.study import load_study
from tests.reports.sample_report import chart, code, exhibit, notebook, prose, sample_figure, table

RESOURCES = {"multivector": {"name": "r", "edition": "2026-11-23"}}
COLUMNS = [("c", "", "left"), ("v", "", "right")]


def spoken(template: str) -> Any:
    said = speak_for(load_study("SRB"))(template)
    return code("say()", exhibit(dict(said.payload), said.html, said.text))


def cells(text: str = "[figure](#late) and [table](#second) and [](#second) and [that one](#late)"):
    return notebook(
        prose(f"# T\n\nProse: {text}[^1]\n\n[^1]: Note: [figure](#late)."),
        spoken("Said: **see** [figure](#late) and [](#second)."),
        code("x", table("first", "A", COLUMNS, [["a", "1"]])),
        code("x", chart("early", sample_figure("bars"), title="E", alt="e")),
        code("x", chart("late", sample_figure("bars"), title="L", alt="l")),
        code("x", table("second", "B", COLUMNS, [["b", "2"]])),
    )


def test_a_key_becomes_the_label_and_the_number_that_the_exhibit_carries() -> None:
    labels = exhibit_labels(read_document(cells(), "r").blocks)
    assert labels == {
        "first": "Table 1", "early": "Figure 1", "late": "Figure 2", "second": "Table 2",
    }  # fmt: skip


def test_the_page_links_them() -> None:
    page, _ = ReportHTMLExporter().from_notebook_node(cells(), RESOURCES)
    root = lxml_html.document_fromstring(page)
    found = [(a.get("href"), a.text_content()) for a in root.xpath("//main//a")]
    for expected in (("#late", "Figure 2"), ("#second", "Table 2"), ("#late", "that one")):
        assert expected in found
    assert found.count(("#late", "Figure 2")) == 3 and found.count(("#second", "Table 2")) == 3
    assert root.xpath("//*[@id='late']") and root.xpath("//*[@id='second']")


def test_the_pdf_links_them_to_the_place_of_the_exhibit() -> None:
    pdf = bytes(ReportPDFExporter().from_notebook_node(cells(), RESOURCES)[0])
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Prose: Figure 2 and Table 2 and Table 2 and that one" in words
    assert "Said: see Figure 2 and Table 2." in words and "Note: Figure 2." in words
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert sum("/Dest" in link or "/D" in link.get("/A", {}) for link in links) >= 7
    assert [str(one) for one in pdf_findings(pdf)] == []


def test_the_markdown_links_them_to_an_anchor_at_the_title() -> None:
    text, _ = ReportMarkdownExporter().from_notebook_node(cells(), RESOURCES)
    assert "Prose: [Figure 2](#late) and [Table 2](#second) and [Table 2](#second)" in text
    assert "[that one](#late)" in text and "Said: **see** [Figure 2](#late)" in text
    assert (
        '<a id="late"></a>**Figure 2. L**' in text and '<a id="second"></a>**Table 2. B**' in text
    )


def test_the_word_file_links_them_to_a_bookmark_at_the_title() -> None:
    data = docx_bytes(read_document(cells(), "r"), read_settings(RESOURCES))
    xml = read_docx(io.BytesIO(data)).element.xml
    marks = set(re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', xml))
    aimed = re.findall(r'<w:hyperlink[^>]*w:anchor="([^"]+)"', xml)
    assert aimed.count("b_late") == 4 and aimed.count("b_second") == 3 and set(aimed) <= marks
    assert "Figure 2" in xml and "[figure]" not in xml


@pytest.mark.parametrize("text", ["[figure](#lat)", "[](#lat)", "a [Table](#lat) b"])
def test_an_unknown_key_stops_the_report_and_names_the_nearest(text: str) -> None:
    with pytest.raises(
        ReportFailed, match=r"(?s)'r'.*#lat.*Did you mean 'late'.*early, first, late"
    ):
        read_document(cells(text), "r")
    assert "lat" in str(read_document(cells(text), "r", allow_errors=True).blocks)


def test_an_unknown_key_in_a_spoken_sentence_stops_the_report_too() -> None:
    shown = table_exhibit("t", "T", [Column("c")], [["x"]])
    nb = notebook(spoken("See [table](#u)."), code("x", exhibit(dict(shown.payload), shown.html)))
    with pytest.raises(ReportFailed, match="Known keys: t"):
        read_document(nb, "r")


def test_links_of_another_notebook_are_no_references() -> None:
    nb = notebook(prose("# T\n\n[figure](#x), [](#top) and [section](#y)."))
    page, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    assert "<p>figure,  and section.</p>" in page
    assert bytes(ReportPDFExporter().from_notebook_node(nb, RESOURCES)[0]).startswith(b"%PDF")


def test_code_that_looks_like_a_reference_is_left_alone() -> None:
    page, _ = ReportHTMLExporter().from_notebook_node(cells("`[figure](#late)`"), RESOURCES)
    assert "<code>[figure](#late)</code>" in page
