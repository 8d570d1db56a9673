"""The pages that a browser looks at: a report, an index and a diff, plain and with hostile text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from helpers.exhibits.tabular import Column, table_exhibit
from helpers.reports.edition_diff import diff_editions
from helpers.reports.edition_reading import read_edition
from helpers.reports.edition_text import to_html
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.site import render_index
from tests.reports.sample_report import code, exhibit, notebook, prose, sample
from tests.reports.test_accessibility import data_chart
from tests.reports.test_hostile_text import PIECES, PLACES
from tests.reports.test_hostile_text import report as hostile_notebook
from tests.reports.test_site import report as entry
from tests.reports.two_editions import payload, set_number, write_edition

# Whatever runs of it leaves a mark that the test looks for.
_MARK = "window.ranHere=1"
HOSTILE = " ".join(
    [
        *PIECES,
        f"<script>{_MARK}</script>",
        f"</script><script>{_MARK}//",
        f"<img src=x onerror={_MARK}>",
        f'"><svg onload={_MARK}>',
        f"</style><svg onload={_MARK}>",
        f"' onmouseover='{_MARK}' onfocus='{_MARK}' autofocus='",
        f'" onmouseover="{_MARK}" onfocus="{_MARK}" autofocus="',
        f'<a href="javascript:{_MARK}">x</a>',
        f"[x](javascript:{_MARK})",
        "<iframe srcdoc='<script>parent.ranHere=1</script>'></iframe>",
        "![x](https://x.example/x.png)",
        "<style>@import 'https://x.example/x.css';</style>",
    ]
)
_LONG = "x" * 2_000


def write_pages(folder: Path) -> dict[str, Path]:
    """Write the pages into a folder and return where each is."""
    old = write_edition(folder / "old")
    pages = {
        "report": _html(_whole_report()),
        "index": _index(lambda text: text),
        "diff": _diff(old, write_edition(folder / "new", _edited)),
        "hostile-report": _html(hostile_notebook({**dict.fromkeys(PLACES, HOSTILE), "url": ""})),
        "hostile-index": _index(lambda text: f"{text} {HOSTILE}"),
        "hostile-diff": _diff(old, write_edition(folder / "bad", _edited_badly)),
        "long-report": _html(hostile_notebook({**dict.fromkeys(PLACES, _LONG), "url": ""})),
        "long-index": _index(lambda text: f"{text} {_LONG}"),
        "long-diff": _diff(old, write_edition(folder / "long", _edited_at_length)),
    }
    files = {name: folder / f"{name}.html" for name in pages}
    for name, page in pages.items():
        files[name].write_text(page, encoding="utf-8")
    return files


def _html(nb: NotebookNode) -> str:
    names = {"name": "sample", "edition": "2026-11-23", "siblings": ["sample", "china"]}
    page, _ = ReportHTMLExporter().from_notebook_node(nb, {"multivector": names})
    return str(page)


def _whole_report() -> NotebookNode:
    """Every kind of exhibit and of output that a report can hold."""
    toned = table_exhibit(
        "toned",
        "Verdicts in words and colours",
        [Column("Claim"), Column("Verdict"), Column("Share", "%", "right")],
        [["Of 2024", "", ""], ["Exports grew", "holds", "4.1"], ["All", "fails", "−0.3"]],
        notes=["Invented."],
        row_kinds=["group", "", "total"],
        tones={"holds": "good", "fails": "bad"},
    )
    told = "A sentence that is long enough to be read as one, and not as a word of a table. " * 3
    sentences = table_exhibit(
        "sentences",
        "What was said",
        [Column("Who"), Column("What"), Column("What followed")],
        [["President", told, told], ["Minister", told, told]],
    )
    return notebook(
        *sample().cells,
        prose("## More kinds\n\nA share is $s = x / \\sum_i x_i$, and\n\n$$a^2 = \\frac{b}{c}$$\n"),
        *(code("show()", exhibit(dict(one.payload), one.html)) for one in (toned, sentences)),
        code("chart()", data_chart()),
        code("print(1)", new_output("display_data", data={"text/plain": "plain " * 60})),
    )


def _index(say: Callable[[str], str]) -> str:
    entries = [
        entry("overview", 4.0),
        *(entry(say(f"Land {n}"), float(n), edition="2026-11-23") for n in range(1, 5)),
        entry(say("Undisclosed"), None),
        entry(say("Stale"), 2.0, status="stale", message=say("An input changed")),
        entry(say("Failed"), 3.0, status="failed", message=say("Cell 4: ValueError")),
    ]
    return render_index({f"r{place}": one for place, one in enumerate(entries)}, "2026-11-23")


def _diff(old: Path, new: Path) -> str:
    return to_html(diff_editions(read_edition(old), read_edition(new)))


def _edited(nb: NotebookNode) -> None:
    set_number("f1", 1, "$4.1 bn")(nb)
    payload(nb, "targets")["rows"][0][4] = "9.9"
    payload(nb, "growth")["title"] = "Another title"


def _edited_with(nb: NotebookNode, text: str) -> None:
    set_number("f1", 1, text)(nb)
    payload(nb, "growth")["title"] = text
    table: dict[str, Any] = payload(nb, "targets")
    table["title"] = text
    table["rows"][0][0] = table["rows"][1][4] = text
    nb.cells[-2].source += f"\n\n{text}"


def _edited_badly(nb: NotebookNode) -> None:
    _edited_with(nb, HOSTILE.replace("\x00", "").replace("\ud800", ""))


def _edited_at_length(nb: NotebookNode) -> None:
    _edited_with(nb, _LONG)
