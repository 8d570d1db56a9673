import base64
import hashlib
import re
import time
from html.parser import HTMLParser

import pytest

from helpers.reports.accessibility import MOST_BYTES, html_findings
from helpers.reports.manifest import Entry, Output
from helpers.reports.site import make_card, readable_date, render_index, size
from helpers.reports.spark import make_spark, number


def outputs(name: str) -> dict[str, Output]:
    return {kind: Output(f"{name}.{kind}", "0", 412_000) for kind in ("html", "ipynb", "pdf")}


def cover(**changes) -> dict:
    return {
        "kind": "cover",
        "title": "Avalon <b>buys</b> & sells",
        "subtitle": "Invented",
        "question": "Did exports grow?",
        "figures": [
            {"label": f"Figure {place}", "value": f"{place} bn", "note": "2025"}
            for place in range(6)
        ],
        "spark": {"label": "Turnover, USD bn", "values": [1, 2, 4], "years": [2010, 2011, 2012]},
        **changes,
    }


def compared(name: str, turnover: float | None, **changes) -> list[dict]:
    return [
        {"label": "Partner", "value": name, "note": "", "sort": None, "about": ""},
        {
            "label": "Turnover",
            "value": "undisclosed" if turnover is None else f"${turnover:g} bn",
            "note": "2025; range 1–2",
            "sort": turnover,
            "about": "goods of a year",
            **changes,
        },
    ]


def report(name: str, turnover: float | None = 1.0, **changes) -> Entry:
    found = cover(title=f"{name} grows", compared=compared(name, turnover))
    fields = {"outputs": outputs(name.lower()), "cover": found, "edition": "2026-11-23"}
    return Entry(name.lower(), name, **{"status": "ok", **fields, **changes})


def page(**entries: Entry) -> str:
    return render_index(entries, "2026-11-23")


class Outline(HTMLParser):
    """Collects links and checks that every element is closed."""

    VOID = frozenset({"meta", "link", "br", "line", "path", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.links += [values[key] for key in ("href", "src") if key in values]
        self.ids += [values["id"]] if "id" in values else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_asks_nothing_of_any_server():
    text = page(
        overview=Entry("overview", "O", "ok", outputs=outputs("overview"), cover=cover()),
        avalon=Entry("avalon", "A", "ok", outputs=outputs("avalon"), cover=cover()),
    )
    outline = Outline(text)
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert not [link for link in outline.links if "//" in link]
    assert set(re.findall(r"url\((\w+):", text)) == {"data"}
    for name in ("avalon.html", "avalon.pdf", "avalon.ipynb", "manifest.json"):
        assert name in outline.links


def test_text_of_a_cover_cannot_become_markup():
    text = page(avalon=Entry("avalon", "A", "ok", outputs=outputs("avalon"), cover=cover()))
    assert "Avalon &lt;b&gt;buys&lt;/b&gt; &amp; sells" in text
    assert "<b>buys" not in text


def test_the_overview_leads_and_reports_on_request_come_last():
    text = page(
        overview=Entry("overview", "First", "ok", outputs=outputs("overview")),
        avalon=Entry("avalon", "Second", "ok", outputs=outputs("avalon")),
        zenda=Entry("partner", "Third", "ok", {"partner": "ZEN"}, outputs=outputs("zenda")),
    )
    places = [text.index(word) for word in ("First</a>", "Second", "Built on request", "Third")]
    assert places == sorted(places)
    assert text.count('class="card ok lead"') == 1


def test_a_failed_report_says_so_and_keeps_the_links_to_its_last_good_files():
    entry = Entry(
        "avalon", "A", "failed", message="cell 3: ValueError: x", outputs=outputs("avalon")
    )
    text = page(avalon=entry)
    assert "Cell 3: ValueError: x" in text
    assert "last good run" in text
    assert "1 report failed" in text
    assert 'href="avalon.html"' in text


def test_a_report_that_never_succeeded_has_no_links():
    text = page(avalon=Entry("avalon", "A", "failed", message="cell 3: ValueError: x"))
    assert "Cell 3" in text
    assert "avalon.html" not in text
    assert "last good run" not in text


@pytest.mark.parametrize(
    ("status", "words"),
    [("stale", "have changed since"), ("partial", "Not part of this edition: PDF.")],
)
def test_a_report_that_is_not_whole_or_not_fresh_never_looks_so(status, words):
    files = {"html": outputs("avalon")["html"], "ipynb": outputs("avalon")["ipynb"]}
    assert words in page(avalon=Entry("avalon", "A", status, outputs=files))


def test_a_card_shows_at_most_four_figures():
    assert len(make_card("avalon", Entry("avalon", "A", "ok", cover=cover())).figures) == 4


def test_the_line_starts_at_zero_and_breaks_at_a_missing_year():
    spark = make_spark(
        {"label": "x", "values": [0, 10, None, 5, 10], "years": [2010, 2011, 2012, 2013, 2014]}
    )
    assert spark.paths == ["M5.0 59.0 L82.5 5.0", "M237.5 32.0 L315.0 5.0"]
    assert spark.baseline == 59.0
    assert spark.description == "x: 0 in 2010, 10 in 2014"


def test_a_lone_year_is_a_dot_and_the_last_known_year_is_named():
    spark = make_spark({"label": "x", "values": [1, None, 2, None], "years": [1, 2, 3, 4]}, (1, 5))
    assert spark.paths == []
    assert len(spark.dots) == 3
    assert spark.latest == "2 in 3"


@pytest.mark.parametrize(
    "spark", [{}, {"values": [1], "years": [2010]}, {"values": [1, None], "years": [2010, 2011]}]
)
def test_one_value_is_not_a_line(spark):
    assert make_spark(spark) is None


def test_negative_values_hang_below_the_zero_line():
    spark = make_spark({"label": "x", "values": [-5, 5], "years": [2010, 2011]})
    assert spark.baseline == 32.0
    assert spark.description.startswith("x: −5 in 2010")


def test_numbers_sizes_and_dates_are_for_people():
    assert [number(value) for value in (0.083, 8.84, -12, 1234.5)] == [
        "0.083",
        "8.84",
        "−12",
        "1\u2009234",
    ]
    assert [size(count) for count in (10, 412_300, 999_499, 1_300_000)] == [
        "1 kB",
        "412 kB",
        "999 kB",
        "1.3 MB",
    ]
    assert readable_date("2026-11-03") == "3 November 2026"
    assert [readable_date(text) for text in ("", "2026")] == ["", "2026"]


def test_only_the_pages_own_script_may_run():
    text = page(avalon=report("Avalon"), zenda=report("Zenda"))
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == text.count("<script") == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text


def test_reports_stand_side_by_side_under_the_overview():
    text = page(
        overview=report("Overview", cover=cover(compared=[])),
        avalon=report("Avalon", 5.5),
        zenda=report("Zenda", None),
    )
    assert '<h2 id="side-by-side">Partners side by side</h2>' in text
    assert text.count("<tr") == 3
    assert '<th scope="row"><a href="avalon.html">Avalon</a></th>' in text
    assert '<td data-s="5.5">$5.5 bn<small class=k>2025</small>' in text
    assert '<td class="no">undisclosed' in text
    assert "goods of a year" in text
    assert html_findings(text.encode()) == []


def test_without_comparable_covers_there_is_no_table():
    text = page(avalon=Entry("avalon", "A", "ok", outputs=outputs("avalon"), cover=cover()))
    assert "<table" not in text
    assert html_findings(text.encode()) == []


def test_a_report_that_is_not_current_says_so_in_its_row():
    text = page(
        avalon=report("Avalon", status="failed", message="cell 3"),
        zenda=report("Zenda", status="stale"),
    )
    rows = re.findall(r"<tr class=.*?</tr>", text, re.DOTALL)
    assert ["Failed" in rows[0], "Out of date" in rows[1]] == [True, True]
    assert all("23 Nov 2026" in row for row in rows)


def test_without_script_no_control_stands_on_the_page():
    text = page(avalon=report("Avalon"), zenda=report("Zenda"))
    markup = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert "<button" not in markup
    assert re.search(r"<form[^>]* hidden>", markup)


def test_text_of_a_row_cannot_become_markup():
    text = page(avalon=report("<i>A</i>"), zenda=report("Zenda"))
    assert "&lt;i&gt;A&lt;/i&gt;</a>" in text
    assert "<i>" not in text


def on_request(count: int) -> dict[str, Entry]:
    return {
        f"partner-{place:04d}": report(
            f"Land {place}", place, parameters={"partner": f"L{place:03d}"}
        )
        for place in range(count)
    }


def test_a_few_reports_on_request_have_cards_and_many_only_rows():
    few = page(avalon=report("Avalon"), **on_request(30))
    many = page(avalon=report("Avalon"), **on_request(31))
    assert few.count("<article") == 31
    assert many.count("<article") == 1
    assert "Built on request" in few and "Built on request" not in many
    assert 'href="land 30.pdf"' in many
    assert "partner L030" in many


def test_a_folded_report_that_failed_keeps_its_reason_and_one_without_a_row_its_card():
    entries = on_request(31)
    entries["partner-0007"] = report(
        "Land 7", parameters={"partner": "L007"}, status="failed", message="cell 3: ValueError"
    )
    entries["foreign"] = Entry("f", "Foreign", "ok", {"x": 1}, outputs=outputs("f"), cover=cover())
    text = page(**entries)
    assert "Cell 3: ValueError" in text
    assert text.count("<article") == 1
    assert "f.html" in text


def test_a_thousand_reports_are_one_page_of_tolerable_size():
    entries = on_request(1000)
    start = time.process_time()
    text = page(**entries)
    assert time.process_time() - start < 2
    assert len(text.encode()) < MOST_BYTES
    assert text.count("<tr") == 1001


def test_two_reports_of_one_title_are_told_apart():
    text = page(
        a=report("Zenda", parameters={"partner": "ZEN"}),
        b=report("Zenda", parameters={"partner": "ZEN", "since": 2015}),
    )
    assert html_findings(text.encode()) == []
    assert "partner ZEN, since 2015" in text
