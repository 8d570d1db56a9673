"""What the script of the page does in a browser: charts to enlarge, contents that follow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.reports.html import ReportHTMLExporter
from tests.reports.browser import Browser, Tab, find_browser
from tests.reports.sample_report import sample

pytestmark = pytest.mark.skipif(not find_browser(), reason="no Chromium or Chrome on the path")
_CHARTS = 'document.querySelectorAll(".mv-exhibit-chart svg").length'
_LARGE = 'document.querySelectorAll(".mv-large svg").length'
_LABELS = (
    'Array.from(document.querySelectorAll(".mv-enlarge:not([hidden])"), '
    '(one) => one.getAttribute("aria-label"))'
)
_CONTENTS_OPEN = """document.querySelector('nav[aria-label="Contents"] > details').open"""
_FOLLOWS = (
    """document.querySelector('nav[aria-label="Contents"]').classList.contains("mv-follows")"""
)


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with Browser() as browser, Tab(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page, _ = ReportHTMLExporter().from_notebook_node(sample(), {"multivector": {"name": "s"}})
    path = tmp_path_factory.mktemp("script") / "page.html"
    path.write_text(str(page), encoding="utf-8")
    return path


def test_on_a_narrow_screen_a_chart_is_shown_large_and_put_back(tab: Tab, file: Path) -> None:
    tab.look(390)
    tab.open(file)
    labels = tab.run(_LABELS)
    assert len(labels) == tab.run(_CHARTS) == 3
    assert all(label.startswith("Enlarge: ") for label in labels)
    tab.run('document.querySelector(".mv-enlarge").click()')
    assert (tab.run(_LARGE), tab.run(_CHARTS)) == (1, 2)
    tab.run('document.querySelector(".mv-large button").click()')
    tab.settle()
    assert (tab.run(_LARGE), tab.run(_CHARTS)) == (0, 3)
    assert tab.run('document.activeElement === document.querySelector(".mv-enlarge")')
    assert tab.run(_FOLLOWS)
    assert not tab.run(_CONTENTS_OPEN)


def test_on_a_wide_screen_charts_need_no_button_and_the_contents_stay_open(
    tab: Tab, file: Path
) -> None:
    tab.look(1440)
    tab.open(file)
    assert tab.run(_LABELS) == []
    assert tab.run(_CONTENTS_OPEN)
