"""Inner links: to raw HTML anchors, headings and exhibits; never to a place that is not there."""

import io
import re

import pypdf
import pytest
from bs4 import BeautifulSoup
from docx import Document as read_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.reports.accessibility import html_findings
from helpers.reports.accessibility_pdf import pdf_findings
from helpers.reports.blocks import Heading
from helpers.reports.document import read_document
from helpers.reports.docx_report import docx_bytes
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.markdown_export import ReportMarkdownExporter
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.settings import read_settings
from tests.reports.sample_report import chart, code, notebook, prose, sample_figure

RESOURCES = {"multivector": {"name": "r", "edition": "2026-11-23"}}
HOSTILE = (
    """a"b""",
    "a'b",
    "</script><script>alert(1)</script>",
    "x" * 10_000,
    "\u4e2d\u6587 \U0001f600",
    '"><img src=x onerror=alert(1)>',
    "#label('x')",
    "report",
    "note-1",
    " ",
    "\ue0000\ue001",
)


def page_of(*cells: str) -> BeautifulSoup:
    html, _ = ReportHTMLExporter().from_notebook_node(notebook(*map(prose, cells)), RESOURCES)
    assert [str(one) for one in html_findings(html.encode())] == []
    return BeautifulSoup(html, "html.parser")


def inner(page: BeautifulSoup) -> list[tuple[str, str]]:
    """The words of each inner link of the text, and of the element it leads to."""
    found = []
    for link in page.select("main a[href^='#']:not(.mv-anchor)"):
        (target,) = page.find_all(id=str(link["href"])[1:])
        found.append((link.get_text(), " ".join(target.get_text().rstrip("#").split())[:20]))
    return found


def pdf_of(*cells: str) -> bytes:
    pdf, _ = ReportPDFExporter().from_notebook_node(notebook(*map(prose, cells)), RESOURCES)
    assert [str(one) for one in pdf_findings(pdf)] == []
    return bytes(pdf)


def jumps(pdf: bytes) -> int:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    links = [one.get_object() for page in pages for one in page.get("/Annots", [])]
    return sum("/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo" for link in links)


@pytest.mark.parametrize(
    "anchor",
    [
        '<a id="x"></a>',
        "<a name='x'></a>",
        "<a name=x />",
        '<a class="anchor" id="x"></a>',
        '<span style="color:red" id="x">word</span>',
        '\n\n<div id="x">word</div>\n\n',
        '\n\n<h2 id="x">word</h2>\n\n',
        '\n\n- item <a id="x"></a>\n\n',
        '\n\n> quoted <a id="x"></a>\n\n',
    ],
)
def test_an_anchor_in_raw_html_is_a_target_in_both_formats(anchor: str) -> None:
    text = f"[go](#x) [nowhere](#y) before {anchor} after."
    page = page_of("# T\n\n## S", text)
    assert [words for words, _ in inner(page)] == ["go"]
    assert "nowhere" in page.get_text()
    without = text.replace("[go](#x)", "go")
    assert jumps(pdf_of("# T\n\n## S", text)) - jumps(pdf_of("# T\n\n## S", without)) == 1


@pytest.mark.parametrize(
    "cells",
    [
        ('<a id="x"></a>\n## Goal',),
        ('<a id="x"></a>\n\n## Goal',),
        ('## <a name="x"></a>Goal',),
        ("## Goal<a id=x></a>",),
        ('<a id="x"></a>', "## Goal"),
        ('Words.\n\n<a id="w"></a>\n\n<a id="x"></a>\n\n## Goal',),
    ],
)
def test_an_anchor_at_a_heading_leads_to_the_heading(cells: tuple[str, ...]) -> None:
    page = page_of("# T\n\n[go](#x)", *cells)
    assert inner(page)[0] == ("go", "1 Goal")
    assert "<p></p>" not in str(page)


@pytest.mark.parametrize(
    "name",
    [
        "First-Part:-what-we-don’t-say",
        "First-Part:-what-we-don%E2%80%99t-say",
        "first-part-what-we-dont-say",
        "first-part-what-we-don-t-say",
    ],
)
def test_a_heading_answers_to_the_names_of_jupyter_and_github(name: str) -> None:
    page = page_of(f"# T\n\n## First Part: what we don’t say\n\n[go](#{name})")
    assert inner(page)[-1] == ("go", "1 First Part: what w")


def test_the_first_of_two_headings_or_anchors_of_one_name_is_meant() -> None:
    page = page_of('# T\n\n## A\n\none\n\n## A\n\n[go](#A) <a id="x">p</a> <a id="x">q</a> [x](#x)')
    assert [link["href"] for link in page.select("main p a")] == ["#a", "#x"]
    assert len(page.find_all(id="x")) == 1


def test_the_title_and_the_top_lead_to_the_report() -> None:
    page = page_of("# My Title", "[up](#My-Title) and [top](#top)")
    assert [link["href"] for link in page.select("main p a")] == ["#report", "#report"]
    assert jumps(pdf_of("# My Title", "[up](#My-Title) and [top](#top)")) == 2


def test_a_key_of_an_exhibit_comes_before_an_anchor_of_the_same_name() -> None:
    nb = notebook(
        prose('# T\n\n[figure](#c) <a id="c"></a>'),
        code("x", chart("c", sample_figure("bars"), title="E", alt="e")),
    )
    page, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    assert page.count('id="c"') == 1 and '<a href="#c">Figure 1</a>' in page


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_hostile_anchor_is_escaped_or_dropped(name: str, quote: str) -> None:
    text = f"<a id={quote}{name}{quote}></a>Kept. [go](<#{name}>) [note](#note-1)[^1]\n\n[^1]: N."
    page = page_of("# T\n\n## S", text)
    inner(page)
    assert len(page.find_all("script")) == 1 and not page.find_all("img")
    for element in page.select("main [id]"):
        assert len(str(element["id"])) <= 80
    assert b"%PDF" in pdf_of("# T\n\n## S", text)[:8]


@given(name=st.text(min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_an_anchor_is_called_no_link_is_dead_and_no_id_twice(name: str) -> None:
    anchors = f'<a id="{name}"></a>x <b id="{name}">y</b>'
    nb = notebook(prose(f"# T\n\n## S\n\n{anchors} [go](<#{name}>)"))
    html, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    inner(BeautifulSoup(html, "html.parser"))


def test_links_in_notes_and_headings_arrive_or_are_words() -> None:
    page = page_of('# T\n\n## Go [b](#b) [c](#c)\n\n<b id="b">B</b>[^1]\n\n[^1]: [d](#b) [e](#e)')
    assert [link.get_text() for link in page.select("a[href='#b']")] == ["b", "d"]


def test_a_heading_keeps_its_text_and_knows_its_names() -> None:
    nb = notebook(prose('# T\n\n<a id="x"></a>\n\n## <a id="y"></a>Goal'))
    (heading,) = [b for b in read_document(nb, "r").blocks if isinstance(b, Heading)]
    assert heading.text == "Goal" and heading.names == ("x", "y")


def test_the_other_formats_have_no_dead_link() -> None:
    nb = notebook(prose('# T\n\n## Goal\n\n<a id="x"></a>\n\n[go](#x) [up](#Goal) [no](#no)'))
    text, _ = ReportMarkdownExporter().from_notebook_node(nb, dict(RESOURCES))
    assert '<a id="x"></a>' in text and "[go](#x) up no" in text
    word = docx_bytes(read_document(nb, "r"), read_settings(dict(RESOURCES)))
    xml = read_docx(io.BytesIO(word)).element.xml
    aimed = set(re.findall(r'<w:hyperlink[^>]*w:anchor="([^"]+)"', xml))
    marked = set(re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', xml))
    assert "b_goal" in aimed and aimed <= marked
