"""What the script of the page does in a browser: charts to enlarge, contents that follow."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from helpers.reports.html import ReportHTMLExporter
from tests.reports.browser import find_browser
from tests.reports.sample_report import sample

BROWSER = find_browser()
# Shows the first chart large, says where the drawings are, closes it and says so again.
_TRY = """<script>window.addEventListener("load", function () {
  var button = document.querySelector(".mv-enlarge");
  var said = [];
  function say() {
    said.push(["large", "exhibit-chart"].map(function (name) {
      return document.querySelectorAll(".mv-" + name + " svg").length;
    }).join("/"));
  }
  if (!button) { return; }
  button.click();
  say();
  document.querySelector(".mv-large").addEventListener("close", function () {
    say();
    said.push(document.activeElement === button ? "back" : "lost");
    document.body.dataset.said = said.join(" ");
  });
  document.querySelector(".mv-large button").click();
});</script>"""

pytestmark = pytest.mark.skipif(not BROWSER, reason="needs Chromium")


def rendered(width: int, folder: Path) -> Any:
    """Return the sample page as a window of that width has it after its script ran."""
    page, _ = ReportHTMLExporter().from_notebook_node(sample(), {"multivector": {"name": "s"}})
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", str(page))
    file = folder / "page.html"
    file.write_text(page.replace("</body>", f"{_TRY}</body>"), encoding="utf-8")
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={width},900",
        "--virtual-time-budget=3000",
        "--dump-dom",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return lxml_html.document_fromstring(done.stdout)


def test_on_a_narrow_screen_a_chart_is_shown_large_and_put_back(tmp_path: Path) -> None:
    root = rendered(500, tmp_path)
    buttons = root.xpath("//button[@class='mv-enlarge'][not(@hidden)]")
    charts = root.xpath("//div[contains(@class, 'mv-exhibit-chart')]//*[local-name()='svg']")
    assert len(buttons) == len(charts) == 3
    assert all(button.get("aria-label").startswith("Enlarge: ") for button in buttons)
    assert root.body.get("data-said") == "1/2 0/3 back"
    assert "mv-follows" in root.xpath("//nav[@aria-label='Contents']/@class")[0]
    assert not root.xpath("//nav[@aria-label='Contents']/details/@open")


def test_on_a_wide_screen_charts_need_no_button_and_the_contents_stay_open(tmp_path: Path) -> None:
    root = rendered(1400, tmp_path)
    assert not root.xpath("//button[@class='mv-enlarge']")
    assert root.xpath("//nav[@aria-label='Contents']/details[@open]")
