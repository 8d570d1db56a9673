"""Any text in any place of a report: it arrives as text in both files, and never as code."""

import io
import re
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from nbformat.v4 import new_output

from helpers.exhibits.drawing import Words, chart_exhibit
from helpers.exhibits.tabular import Column, table_exhibit
from helpers.reports.accessibility import html_findings
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.typst_source import TypstExporter
from tests.reports.sample_report import code, exhibit, notebook, number, prose, statement, text

RESOURCES = {"multivector": {"name": "hostile", "edition": "2026-11-23"}}
PIECES = [
    "</script>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--",
    "--> ]]>",
    "</style></title></svg>",
    "&lt;&amp;&#60;",
    "{{ 7*7 }}{% raw %}",
    '"><a href="javascript:alert(1)">',
    "' onmouseover='alert(1)",
    "[l](javascript:alert(1))",
    "![p](https://x.example/p.png)",
    "#import",
    '#panic("x")',
    '"#panic()"',
    "#{ }",
    "$",
    "$ x^2 $",
    "]]",
    "[[",
    "@ref",
    "<label>",
    "\\",
    "\\u{1F600}",
    "`",
    "```\n",
    "| a | b |\n|---|---|\n",
    "~~*_**",
    "/* //",
    "[^1]",
    "\u202etfel\u202c",
    "\u200f\u200e\u2067",
    "مرحبا",
    "中文",
    "😀👩‍👩‍👧",
    "e\u0301\u0323",
    "\x00",
    "\x1b[31m\x07",
    "\r\n",
    "\u2028\u2029\x85",
    "\ue0000\ue001\ue0009\ue001",
    "\ufeff\ufffe\uffff",
    "\ud800",
    " \t ",
    "=1+1",
]
ANY = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=6).map("".join),
    st.text(max_size=40),
)
PLACES = [
    "title",
    "subtitle",
    "question",
    "label",
    "heading",
    "paragraph",
    "cell-of-prose",
    "statement",
    "number",
    "source-of-number",
    "chart",
    "alt",
    "caption",
    "data",
    "column",
    "cell",
    "caption-of-table",
    "note",
    "reference",
    "url",
    "output",
]


def steady(examples: int) -> settings:
    """The same examples on every run, and no deadline on a busy machine."""
    return settings(deadline=None, derandomize=True, database=None, max_examples=examples)


def report(at: dict[str, str]) -> Any:
    """A report that says ``Q<place>`` before each of the texts, so that each can be found again."""
    say = {place: f"Q{place.replace('-', '')} {at.get(place, '')}" for place in PLACES}
    cover = {
        "kind": "cover",
        "id": "cover",
        **{key: say[key] for key in ("title", "subtitle", "question")},
        "figures": [{"label": say["label"], "value": say["number"], "note": say["note"]}],
    }
    figure = Figure(figsize=(3, 1))
    figure.subplots().plot([1, 2], [1, 2])
    words = Words(title=say["chart"], subtitle="s", caption=say["caption"], alt=say["alt"])
    chart = chart_exhibit("c", figure, words, [say["column"], "b"], [[say["data"], "1"]], [1])
    table = table_exhibit(
        "t",
        say["chart"],
        [Column(say["column"]), Column("b", say["column"], "right")],
        [[say["cell"], say["cell"]], [say["cell"], ""]],
        caption=say["caption-of-table"],
        notes=[say["note"]],
        row_kinds=["group", "total"],
        sources=[1],
    )
    item = {"number": 1, "text": say["reference"], "url": at.get("url", "")}
    parts = [text(say["statement"]), number(say["number"], say["source-of-number"], 1)]
    listed = {"kind": "references", "id": "references", "items": [item]}
    return notebook(
        code("cover()", exhibit(cover, "")),
        prose(f"## {say['heading']}\n\n{say['paragraph']}\n\n| {say['cell-of-prose']} |\n|---|\n"),
        code("say()", statement("s", parts)),
        *(code("show()", exhibit(dict(one.payload), one.html)) for one in (chart, table)),
        code("x", new_output("display_data", data={"text/plain": say["output"]})),
        code("references()", exhibit(listed, "")),
    )


def check_page(nb: Any) -> None:
    source, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    page = BeautifulSoup(source.encode("utf-8"), "html.parser")
    assert len(page.find_all("script")) == 1 and page.script is not None
    assert '"use strict"' in page.script.get_text()
    assert not page.find_all(["img", "iframe", "object", "embed", "form", "base", "link"])
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.lower().startswith("on")]
    assert not [a for a in page.find_all("a", href=True) if "script:" in str(a["href"]).lower()]
    seen = page.get_text() + " ".join(str(one.get("aria-label")) for one in page.find_all("svg"))
    seen += " ".join(str(one["title"]) for one in page.find_all(title=True))
    for place in PLACES:
        assert place == "url" or f"Q{place.replace('-', '')}" in seen, place
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", source)
    broken = {"no request", "unique ids", "drawing", "landmarks", "row head", "table head"}
    assert not [str(one) for one in html_findings(source.encode()) if one.rule in broken]


def check_pdf(nb: Any) -> None:
    pdf, _ = ReportPDFExporter().from_notebook_node(nb, RESOURCES)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    seen = "".join("".join(page.extract_text() for page in reader.pages).split())
    for place in PLACES:
        if place not in ("url", "alt", "data", "source-of-number", "column"):
            assert f"Q{place.replace('-', '')}" in seen, place
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]
    assert all(not link or re.match(r"(https?|mailto):", link, re.I) for link in links)


@steady(40)
@given(st.dictionaries(st.sampled_from(PLACES), ANY, max_size=len(PLACES)))
def test_any_text_arrives_as_text_in_the_page(at: dict[str, str]) -> None:
    check_page(report(at))


@steady(25)
@given(st.dictionaries(st.sampled_from(PLACES), ANY, min_size=4, max_size=len(PLACES)))
def test_any_text_arrives_as_text_in_the_pdf(at: dict[str, str]) -> None:
    check_pdf(report(at))


@pytest.mark.parametrize("check", [check_page, check_pdf])
def test_each_hostile_piece_in_every_place(check: Any) -> None:
    everything = " ".join(PIECES)
    check(report(dict.fromkeys(PLACES, everything)))


@pytest.mark.parametrize(
    ("check", "long", "places"),
    [
        (check_page, "x" * 10_000, PLACES),
        (check_page, "ab " * 3_400, PLACES),
        (check_pdf, "x" * 10_000, PLACES),
        (check_pdf, "ab " * 3_400, PLACES[1::2]),  # all of them make a hundred pages
    ],
)
def test_ten_thousand_characters_in_every_place(check: Any, long: str, places: list[str]) -> None:
    check(report({**dict.fromkeys(places, long), "url": f"https://x.example/{long.strip()}"}))


@steady(40)
@given(ANY)
@example("a\\")
@example('"')
def test_text_enters_typst_as_a_literal_only(hostile: str) -> None:
    source, _ = TypstExporter().from_notebook_node(report({"paragraph": hostile}), RESOURCES)
    line = next(line for line in source.splitlines() if "Qparagraph" in line)
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
    assert re.fullmatch(r"[#a-z()\[\],:;\s\d-]*", outside), outside
