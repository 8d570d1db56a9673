"""The Markdown file: what GitHub shows, with pictures beside it and nothing lost."""

import base64
import io
import re
from functools import cache
from html import unescape
from typing import Any

import mistune
import pytest
from nbformat.v4 import new_output
from PIL import Image

from helpers.errors import ReportFailed
from helpers.reports.markdown_export import ReportMarkdownExporter
from helpers.reports.markdown_tokens import parse_markdown
from helpers.reports.markdown_write import MarkdownWriter, at_start, escaped
from helpers.reports.raster import as_file
from tests.reports.sample_report import (
    code,
    notebook,
    number,
    prose,
    sample,
    statement,
    table,
    text,
)

RESOURCES = {"multivector": {"name": "sample", "edition": "2026-11-23"}}
PNG = b"\x89PNG\r\n\x1a\n"


def export(nb: Any, resources: dict[str, Any] | None = None) -> tuple[str, dict[str, bytes]]:
    written, produced = ReportMarkdownExporter().from_notebook_node(nb, resources)
    return str(written), produced["outputs"]


@cache
def report() -> tuple[str, dict[str, bytes]]:
    return export(sample(), RESOURCES)


def rendered(source: str) -> str:
    return str(mistune.create_markdown(escape=False, plugins=["table", "strikethrough"])(source))


def bare(page: str) -> list[str]:
    """HTML without what is free: the slash of a break, the line end of a code block."""
    return page.replace("<br />", " ").replace("<br>", " ").replace("</code>", " </code>").split()


def test_it_begins_with_title_dates_and_key_figures() -> None:
    lines = report()[0].split("\n\n")
    assert lines[0] == "# Belarus and Ruritania: trade that was promised"
    assert lines[3] == "Edition of 23 November 2026 · data as known on 20 November 2026"
    assert "| Share of all trade | 4.6 % | 2.1 % in 2010 |" in lines[4]


def test_numbers_carry_linked_sources_and_every_link_arrives() -> None:
    written = report()[0]
    assert "4.6 %<sup>[1](#source-1), [2](#source-2)</sup> of the whole." in written
    targets = set(re.findall(r'id="(source-\d+)"', written))
    assert targets and set(re.findall(r"\(#(source-\d+)\)", written)) == targets


def test_contents_link_to_the_anchors_that_github_makes() -> None:
    written = report()[0]
    headings = re.findall(r"^#{2,6} (.+)$", written, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}
    linked = re.findall(r"^ *- \[.+\]\(#(.+)\)$", written, re.MULTILINE)
    assert "1-weight-a-seventh-partner-not-a-second" in linked and "11-by-reporter" in linked
    assert set(linked) <= anchors


def test_charts_are_png_files_beside_the_document() -> None:
    written, files = report()
    shown = re.findall(r"!\[(.+)\]\((.+)\)", written)
    assert [file for _, file in shown] == list(files)
    assert list(files) == ["sample.growth.png", "sample.ranks.png", "sample.mirror.png"]
    assert all(data.startswith(PNG) for data in files.values())
    assert shown[1][0] == "Bar chart of five partners."


def test_a_chart_folds_its_data_below() -> None:
    nb = sample()
    payload = next(
        output.data["application/vnd.multivector+json"]
        for cell in nb.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get("application/vnd.multivector+json", {}).get("id") == "ranks"
    )
    payload["data"] = {"columns": ["Partner", "Share"], "rows": [["Aland", "5.2"], ["A|B", None]]}
    written, _ = export(nb, RESOURCES)
    assert "<details><summary>Data of figure 2</summary>" in written
    assert "| Aland | 5.2 |\n| A\\|B |  |" in written


def test_tables_keep_units_alignment_and_totals() -> None:
    written = report()[0]
    assert "| Year | Imports (bn USD) | Exports (bn USD) |\n| --- | --: | --: |" in written
    assert "| **All five** |  |  |  |  | **1 of 5** |" in written
    assert "| **Year 2012** |  |  |  |  |" in written


def test_text_from_data_is_never_markup() -> None:
    hostile = "1. *a* _b_ `c` <b>d</b> [e](f) $g$ | ~~h~~ &amp; \\ #"
    nb = notebook(code("x", new_output("display_data", data={"text/plain": "x\n```\ny"})))
    assert export(nb)[0] == "# Notebook\n\n````\nx\n```\ny\n````\n"
    page = rendered(at_start(escaped(hostile)))
    assert unescape(page) == f"<p>{hostile}</p>\n" and re.findall("<[^>]+>", page) == [
        "<p>",
        "</p>",
    ]
    cells = table("t", "A | B", [("x|y", "", "left")], [["p|q"]])
    written, _ = export(notebook(code("x", cells)))
    assert "| x\\|y |\n| --- |\n| p\\|q |" in written and "**Table 1. A \\| B**" in written


@pytest.mark.parametrize("start", ["# a", "- a", "+ a", "1. a", "12) a", "---", "==="])
def test_a_paragraph_does_not_start_like_another_block(start: str) -> None:
    assert rendered(at_start(start)) == f"<p>{start}</p>\n"


@pytest.mark.parametrize(
    "source",
    [
        "a *b* **c** `d` ~~e~~",
        "- one\n- two\n  - three",
        "3. one\n4. two",
        "> quoted",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        "    code `here`",
        "[text](https://example.org/a_b)",
        "a  \nb",
    ],
)
def test_markdown_written_anew_means_the_same(source: str) -> None:
    written = MarkdownWriter().blocks(parse_markdown(source)[0])
    assert bare(rendered(source)) == bare(rendered(written))


def test_numbers_with_many_sources_name_three_and_count_the_rest() -> None:
    many = statement("s", [text("It was "), number("$5", "n", *range(1, 8)), text(".")])
    assert "It was \\$5<sup>1, 2, 3, +4</sup>." in export(notebook(code("x", many)))[0]


def test_footnotes_have_marks_of_their_own() -> None:
    nb = notebook(prose("a[^1]\n\n[^1]: one\n"), prose("b[^1]\n\n[^1]: two\n"))
    written, _ = export(nb)
    assert written == "# Notebook\n\na[^a]\n\nb[^b]\n\n[^a]: one\n\n[^b]: two\n"


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (2, 1), "red").save(stream, kind)
    return stream.getvalue()


def test_pictures_of_the_notebook_become_files_and_remote_ones_words() -> None:
    data = base64.b64encode(picture("PNG")).decode()
    source = (
        f"![own](data:image/png;base64,{data}) ![far](https://x.example/a.png) "
        "![broken](data:image/png;base64,eA==)"
    )
    written, files = export(notebook(prose(source)), RESOURCES)
    assert "![own](sample.picture.png) far broken" in written
    assert files == {"sample.picture.png": picture("PNG")}


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpeg"), ("GIF", "gif"), ("WEBP", "png")])
def test_pictures_get_a_format_that_is_shown_everywhere(kind: str, suffix: str) -> None:
    data, found = as_file(f"image/{kind.lower()}", picture(kind))
    assert found == suffix
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.format == suffix.upper() and opened.size == (2, 1)


def test_links_that_lead_nowhere_are_words() -> None:
    written, _ = export(notebook(prose("[a](javascript:b) [c](../d.ipynb)")))
    assert written.endswith("\n\na c\n")


def test_a_failed_run_is_refused() -> None:
    nb = notebook(code("x", new_output("error", ename="E", evalue="boom", traceback=[])))
    with pytest.raises(ReportFailed, match="boom"):
        export(nb)


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert export(sample(), RESOURCES) == report()
