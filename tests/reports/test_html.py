"""The page: one file that asks for nothing, and says everything the PDF says."""

import base64
import csv
import hashlib
import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from nbformat.v4 import new_output

from helpers.errors import ReportFailed
from helpers.exhibits.style import INK, MUTED, PAPER, TEXT
from helpers.reports.blocks import Exhibit
from helpers.reports.contrast import contrast, themes
from helpers.reports.html import TEMPLATES, ReportHTMLExporter
from helpers.reports.html_exhibits import exhibit_html, references_html
from helpers.reports.markdown_html import letters
from tests.reports.sample_report import code, exhibit, notebook, prose, sample

RESOURCES = {
    "multivector": {"name": "sample", "edition": "2026-11-23", "siblings": ["sample", "china"]}
}


def export(nb: Any, resources: dict[str, Any] | None = None) -> str:
    page, _ = ReportHTMLExporter().from_notebook_node(nb, resources)
    return str(page)


@cache
def page() -> str:
    return export(sample(), RESOURCES)


def tree(source: str) -> Any:
    return lxml_html.document_fromstring(source)


def test_no_request_leaves_the_page() -> None:
    root = tree(page())
    loaded = root.xpath(
        "//@src | //link/@href | //@*[name()='xlink:href'] | //*[name()='use']/@href"
    )
    assert loaded and all(value.startswith(("data:", "#")) for value in loaded)
    assert not root.xpath("//link | //iframe | //object | //embed | //script[@src]")
    styles = " ".join(root.xpath("//style/text()") + root.xpath("//@style"))
    assert "@import" not in styles
    assert all(url.startswith(("data:", "#")) for url in re.findall(r"url\(['\"]?([^)]*)", styles))


def test_the_policy_allows_the_one_script_of_the_page_and_no_other() -> None:
    root = tree(page())
    scripts = root.xpath("//script/text()")
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert len(scripts) == 1 and f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_the_page_stays_small_and_carries_its_fonts() -> None:
    assert page().count("@font-face") == 4
    assert len(page().encode()) < 600_000


def test_a_page_that_holds_arabic_script_carries_one_face_more() -> None:
    payload = {"kind": "cover", "id": "cover", "title": "T", "names": ["Беларусь", "ایران"]}
    nb = notebook(code("cover()", exhibit(payload, "")), prose("Text."))
    source = export(nb)
    assert source.count("@font-face") == 5 and "font-family:'IBM Plex Sans Arabic'" in source
    assert "".join(tree(source).xpath("//p[@class='mv-names']//text()")) == "Беларусь · ایران"
    assert export(notebook(prose("# T"))).count("@font-face") == 4


def test_the_page_has_a_language_a_title_and_landmarks() -> None:
    root = tree(page())
    assert root.get("lang") == "en"
    assert root.findtext(".//title") == "Belarus and Ruritania: trade that was promised"
    assert [len(root.xpath(f"//{tag}")) for tag in ("main", "h1")] == [1, 1]
    assert root.xpath("/html/body/header") and root.xpath("/html/body/footer")
    assert root.xpath("//a[@class='mv-skip']/@href") == ["#report"]


def test_ids_are_unique_and_every_inner_link_arrives() -> None:
    root = tree(page())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")}
    assert targets <= set(ids) and "source-1" in targets and "key-findings" in targets


def test_figures_and_tables_are_numbered_in_their_titles() -> None:
    labels = tree(page()).xpath("//*[@class='mv-title']/span/text()")
    assert labels == [
        "Figure 1",
        "Table 1",
        "Table 2",
        "Figure 2",
        "Figure 3",
        "Table 3",
        "Table 4",
    ]


def test_charts_have_a_description_and_tables_scroll_in_their_own_frame() -> None:
    root = tree(page())
    assert len(root.xpath("//*[local-name()='svg'][@role='img'][@aria-label]")) == 3
    assert all(table.getparent().get("class") == "mv-scroll" for table in root.xpath("//table"))


def test_code_streams_and_hidden_cells_are_not_shown() -> None:
    for hidden in ("LOADED", "say(...)", "partner = ", ">Parameters<", ">Setup<"):
        assert hidden not in page()


def test_the_code_behind_figures_tables_and_foreign_outputs_is_folded_under_them() -> None:
    table = new_output("display_data", {"text/plain": "<x>"})
    nb = notebook(code("a = 1 < 2  # quiet"), code("show('<b>')", table))
    codes = {
        details.xpath("string(summary)"): details.xpath("string(.//code)")
        for details in tree(export(nb)).xpath("//details[contains(@class, 'mv-code')]")
    }
    assert codes == {"Code": "show('<b>')"}
    summaries = tree(page()).xpath("//details[contains(@class, 'mv-code')]/summary/text()")
    assert {"Code of Figure 1", "Code of Table 1"} <= set(summaries)
    assert len(summaries) == len(set(summaries))


def test_neighbours_are_linked_only_when_a_builder_names_them() -> None:
    links = tree(page()).xpath("//a/@href")
    assert {"index.html", "sample.pdf", "china.html"} <= set(links) and "sample.html" not in links
    assert not tree(export(notebook(prose("# T")))).xpath("//a[contains(@href, 'index.html')]")


def test_footnotes_of_several_cells_share_one_lettered_list() -> None:
    root = tree(export(notebook(prose("a[^1]\n\n[^1]: one\n"), prose("b[^1]\n\n[^1]: two\n"))))
    assert root.xpath("//sup/a/text()") == ["a", "b"]
    notes = [note.text_content().split()[0] for note in root.xpath("//section//li")]
    assert notes == ["one", "two"]
    assert (letters(1), letters(26), letters(27)) == ("a", "z", "aa")


def test_hostile_text_arrives_as_text_and_remote_pictures_are_not_loaded() -> None:
    hostile = "</script><script>alert(1)</script> #import $x$ ]] @ref <label>"
    nb = notebook(
        prose(f"# {hostile}"),
        prose(f"## {hostile}\n\n{hostile}\n\n![alt](https://x.example/a.png) [l](javascript:a)"),
        code("x", new_output("stream", name="stderr", text="warned")),
        code("x", new_output("display_data", data={"text/plain": hostile})),
        code("x", new_output("display_data", data={"text/html": f"<table><tr><td>{hostile}"})),
    )
    source = export(nb)
    assert source.count("<script>") == 1 and "<label>" not in source and "warned" not in source
    assert source.count("&lt;/script&gt;") >= 4 and "javascript:" not in source
    assert "<img" not in source and unescape(source).count(hostile) >= 4


def test_foreign_drawings_are_pictures_that_cannot_run_scripts() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    nb = notebook(code("x", new_output("display_data", data={"image/svg+xml": svg})))
    sources = tree(export(nb)).xpath("//img/@src")
    assert len(sources) == 1 and sources[0].startswith("data:image/svg+xml;base64,")


def test_a_failed_run_is_refused() -> None:
    nb = notebook(code("x", new_output("error", ename="E", evalue="boom", traceback=[])))
    with pytest.raises(ReportFailed, match="boom"):
        export(nb)


def test_a_notebook_that_has_not_run_says_so() -> None:
    nb = notebook(prose("# T"), code("x"))
    nb.cells[1].execution_count = None
    assert "has not been run" in export(nb)


def test_the_same_notebook_gives_the_same_page() -> None:
    assert export(sample(), RESOURCES) == page()


def test_the_range_of_a_number_may_stand_on_the_next_line_but_stays_whole() -> None:
    html = (
        '<div class="mv-statement mv-paragraph"><p>It was <span class="mv-number" tabindex="0" '
        'title="Note (a)">−$1.3 bn (range −$2.0 bn to $0.4 bn)</span> or '
        '<span class="mv-number" tabindex="0" title="Note">12 %</span>.</p></div>'
    )
    payload = {"kind": "statement", "id": "s", "style": "paragraph", "parts": [], "sources": []}
    numbers = tree(export(notebook(code("say()", exhibit(payload, html))))).xpath(
        "//span[@class='mv-number']"
    )
    assert [[part.text for part in number] for number in numbers] == [
        ["−$1.3 bn", "(range −$2.0 bn to $0.4 bn)"],
        [],
    ]
    assert numbers[0].text_content() == "−$1.3 bn (range −$2.0 bn to $0.4 bn)"
    assert numbers[0].get("title") == "Note (a)" and numbers[1].text == "12 %"


def test_a_drawing_lies_on_the_page_itself_not_on_a_white_sheet() -> None:
    sheet = '<path d="M 0 90 \nL 453.6 90 \nL 453.6 0 \nL 0 0 \nz\n" style="fill: #ffffff"/>'
    box = '<path d="M 4 9 \nL 40 9 \nL 40 2 \nL 4 2 \nz\n" style="fill: #ffffff"/>'
    svg = f'<svg viewBox="0 0 453.6 90"><g id="a">{sheet}{box}</g></svg>'
    html = f'<figure class="mv-chart" id="c"><h4 class="mv-title">T</h4>{svg}</figure>'
    shown = exhibit_html(
        Exhibit({"kind": "chart", "id": "c", "title": "T", "alt": "A"}, html), frozenset()
    )
    assert sheet not in shown and box in shown


def test_a_date_in_the_references_is_not_broken() -> None:
    item = {"number": 1, "text": "BelTA. Trade in 2022. 2023-01-05, seen 2026-11.", "url": ""}
    entry = lxml_html.fragment_fromstring(references_html([item]))
    assert [part.text for part in entry.iter("span")] == ["2023-01-05", "2026-11"]
    assert entry.text_content() == item["text"]


def test_colours_of_charts_keep_their_contrast_at_night() -> None:
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    share = float(re.findall(r"filter: invert\((\.\d+)\) hue-rotate\(180deg\)", css)[0])
    page_at_night = themes(css)["dark"]["--page"]
    countries = Path(__file__).parents[2] / "data" / "countries.csv"
    with countries.open(encoding="utf-8", newline="") as lines:
        partners = [row["colour"] for row in csv.DictReader(lines) if row["colour"]]
    assert len(partners) >= 6
    for colour in (*partners, INK, TEXT, MUTED):
        assert contrast(at_night(colour, share), page_at_night) >= 4.5
    assert contrast(at_night(PAPER, share), page_at_night) < 1.05


def at_night(colour: str, share: float) -> str:
    """Return what the filters of the stylesheet make of a colour (Filter Effects Module 1, 9)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (share + (1 - 2 * share) * part for part in parts)
    turned = (
        -0.574 * red + 1.43 * green + 0.144 * blue,
        0.426 * red + 0.43 * green + 0.144 * blue,
        0.426 * red + 1.43 * green - 0.856 * blue,
    )
    return "#" + "".join(f"{round(255 * min(max(part, 0), 1)):02x}" for part in turned)
