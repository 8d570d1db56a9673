"""Both files of a report and the index, held to the rules that a machine can check, offline."""

import io
import re
from functools import cache
from typing import Any

import pikepdf
import pytest

from helpers.reports.accessibility import MOST_BYTES, html_findings
from helpers.reports.accessibility_pdf import attribute, elements, pdf_findings
from helpers.reports.contrast import PAIRS, contrast, contrast_findings, themes
from helpers.reports.html import TEMPLATES, ReportHTMLExporter
from helpers.reports.manifest import Entry, Output
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.site import render_index
from tests.reports.sample_report import (
    chart,
    code,
    notebook,
    prose,
    sample,
    sample_figure,
    statement,
    text,
)
from tests.reports.sample_report import number as reported

RESOURCES = {
    "multivector": {"name": "sample", "edition": "2026-11-23", "siblings": ["sample", "china"]}
}
COVER = {
    "kind": "cover",
    "title": "Avalon",
    "question": "Did exports grow?",
    "figures": [{"label": "Turnover", "value": "4 bn", "note": "2025"}],
    "spark": {"label": "Turnover", "values": [1, 2, 4], "years": [2010, 2011, 2012]},
}


def html(nb: Any) -> str:
    page, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    return str(page)


@cache
def page() -> str:
    return html(notebook(*sample().cells, code("chart()", data_chart())))


@cache
def index() -> str:
    files = {kind: Output(f"avalon.{kind}", "0", 412_000) for kind in ("html", "pdf")}
    entries = {
        name: Entry(name, "", status, message="x", cover={**COVER, "title": name}, outputs=files)
        for name, status in (("overview", "ok"), ("stale", "stale"), ("failed", "failed"))
    }
    return render_index(entries, "2026-11-23")


@cache
def pdf() -> bytes:
    return bytes(ReportPDFExporter().from_notebook_node(sample(), RESOURCES)[0])


def data_chart() -> Any:
    data = {"columns": ["Year", "Value"], "rows": [["2024", "1\u202f200"], ["2025", "<b>−3</b>"]]}
    figure = sample_figure("bars")
    return chart("with-data", figure, title="Two years", alt="Two bars.", data=data)


def rules(source: str) -> set[str]:
    return {finding.rule for finding in html_findings(source.encode())}


def test_the_page_and_the_index_break_no_rule() -> None:
    assert [str(one) for one in html_findings(page().encode())] == []
    assert [str(one) for one in html_findings(index().encode())] == []


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ('<html lang="en">', "<html>", "lang"),
        ("<title>", "<title></title><p hidden>", "title"),
        ("initial-scale=1", "initial-scale=1, user-scalable=no", "zoom"),
        ("<h1>", "<h1>x</h1><h1>", "one h1"),
        ('<h2 id="notes">', '<h5 id="notes">', "heading order"),
        ('<main id="report" tabindex="-1">', '<main id="report">', "skip link"),
        ("<footer", "<header></header><footer", "landmarks"),
        ('aria-label="Contents"', 'aria-label="Edition"', "landmark names"),
        ('role="img"', "", "drawing"),
        ("</main>", '<img src="data:,"></main>', "picture"),
        ("</main>", "<button></button></main>", "control"),
        ('tabindex="0" role="button"', 'tabindex="-1" role="button"', "keyboard"),
        ('tabindex="0" role="button"', 'tabindex="0"', "keyboard"),
        ("</main>", '<p tabindex="3">x</p></main>', "focus order"),
        ('<th scope="col"', "<th", "table head"),
        ('<th scope="row">Belarus</th>', "<td>Belarus</td>", "row head"),
        ("</main>", '<p id="report">x</p></main>', "unique ids"),
        ("</main>", '<a href="#nowhere">x</a></main>', "inner link"),
        ('aria-labelledby="notes"', 'aria-labelledby="none"', "reference"),
        ("</main>", '<img alt="x" src="https://x.example/a.png"></main>', "no request"),
        ("</style>", "@import 'x';</style>", "no request"),
        ("</style>", "p{background:url(https://x.example)}</style>", "no request"),
        ("--quiet: #4d545c", "--quiet: #9d949c", "contrast"),
        ("</main>", "x" * MOST_BYTES + "</main>", "size"),
    ],
)
def test_each_rule_is_noticed_when_it_is_broken(before: str, after: str, rule: str) -> None:
    assert before in page()
    assert rule in rules(page().replace(before, after))


def test_a_finding_says_what_was_expected_where_and_what_was_found() -> None:
    broken = page().replace('<h2 id="notes">Notes</h2>', '<h6 id="notes">Notes</h6>')
    found = [str(one) for one in html_findings(broken.encode())]
    assert found == ["heading order: <h6> Notes: expected at most h4, found h6"]


def test_the_contrast_ratio_is_that_of_the_guidelines() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#fff", "#777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("name", ["report.css", "index.html.j2"])
def test_every_colour_of_text_stands_out_by_day_and_by_night(name: str) -> None:
    css = (TEMPLATES / name).read_text(encoding="utf-8")
    found = themes(css)
    assert found["light"] != found["dark"] and set(found["light"]) == set(found["dark"])
    assert sum(front in found["dark"] and back in found["dark"] for front, back, _ in PAIRS) >= 6
    assert list(contrast_findings(css)) == []


def test_a_number_can_be_reached_and_says_its_source() -> None:
    parts = [text("It was "), reported("4 %", 'The "office", 2025', 1)]
    source = html(notebook(code("say()", statement("s", parts))))
    assert 'class="mv-number" tabindex="0" role="button" title="The &quot;office&quot;' in source


def test_the_data_of_a_chart_are_folded_under_it() -> None:
    source = html(notebook(prose("# T"), code("chart()", data_chart())))
    assert "<summary>Data of Figure 1</summary>" in source
    assert '<th scope="row" class="mv-right">2024</th><td>1\u202f200</td>' in source
    assert "&lt;b&gt;−3&lt;/b&gt;" in source and "<b>" not in source
    assert 'aria-label="Copy as CSV: data of Figure 1" hidden>' in source
    assert "mv-data" not in html(notebook(prose("# T"))).split("<main", 1)[1]


def test_titles_of_exhibits_stand_one_level_below_their_section() -> None:
    nb = notebook(
        prose("# T"),
        code("chart()", chart("a", sample_figure("bars"), title="A", alt="a")),
        prose("## S"),
        code("chart()", chart("b", sample_figure("bars"), title="B", alt="b")),
        prose("### S.1"),
        code("chart()", chart("c", sample_figure("bars"), title="C", alt="c")),
    )
    assert re.findall(r'<(h\d) class="mv-title">', html(nb)) == ["h2", "h3", "h4"]


def test_the_pdf_breaks_no_rule() -> None:
    assert [str(one) for one in pdf_findings(pdf())] == []


def _untitled(file: Any) -> None:
    del file.trailer["/Info"]


def _without(name: str) -> Any:
    def change(file: Any) -> None:
        del file.Root[name]

    return change


def _no_alt(file: Any) -> None:
    for tag in elements(file.Root.StructTreeRoot):
        if tag.S == "/Figure":
            del tag["/Alt"]


def _no_scope(file: Any) -> None:
    for tag in elements(file.Root.StructTreeRoot):
        if tag.S == "/TH":
            tag.A = pikepdf.Array([])


def _no_row_head(file: Any) -> None:
    for tag in elements(file.Root.StructTreeRoot):
        if tag.S == "/TH" and attribute(tag, "/Scope") == "/Row":
            tag.S = pikepdf.Name.TD


def _unnamed_row_head(file: Any) -> None:
    for tag in elements(file.Root.StructTreeRoot):
        if tag.S == "/TH" and attribute(tag, "/Scope") == "/Row":
            tag.ID = pikepdf.String("other")


def _deeper(file: Any) -> None:
    for tag in elements(file.Root.StructTreeRoot):
        if tag.S == "/H2":
            tag.S = pikepdf.Name.H4


def _stray(file: Any) -> None:
    file.pages[0].contents_add(b"q 0 0 10 10 re f Q", prepend=False)


def _lost(file: Any) -> None:
    file.pages[0].contents_add(b"/P <</MCID 9999>> BDC 0 0 10 10 re f EMC", prepend=False)


def _no_font(file: Any) -> None:
    for font in file.pages[0].Resources.Font.values():
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in inner.get("/FontDescriptor", {}):
                del inner.FontDescriptor[key]


def _no_metadata(file: Any) -> None:
    with file.open_metadata() as described:
        del described["pdfuaid:part"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_untitled, "title"),
        (_without("/StructTreeRoot"), "tags"),
        (_without("/MarkInfo"), "tags"),
        (_without("/Lang"), "lang"),
        (_without("/ViewerPreferences"), "title"),
        (_no_metadata, "metadata"),
        (_no_alt, "alternative text"),
        (_no_scope, "table head"),
        (_no_row_head, "row head"),
        (_unnamed_row_head, "row head"),
        (_deeper, "heading order"),
        (_stray, "marked content"),
        (_lost, "marked content"),
        (_no_font, "font"),
    ],
)
def test_each_rule_of_the_pdf_is_noticed_when_it_is_broken(change: Any, rule: str) -> None:
    with pikepdf.open(io.BytesIO(pdf())) as file:
        change(file)
        broken = io.BytesIO()
        file.save(broken)
    assert rule in {finding.rule for finding in pdf_findings(broken.getvalue())}


def test_heads_of_columns_are_tagged_as_such() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as file:
        heads = [tag for tag in elements(file.Root.StructTreeRoot) if tag.S == "/TH"]
        assert sum(str(attribute(head, "/Scope")) == "/Column" for head in heads) >= 15
