"""The pages that a browser looks at: a report, an index and a diff, plain and with hostile text."""

from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output

from helpers.exhibits.tabular import Column, table_exhibit
from helpers.reports.edition_diff import diff_editions
from helpers.reports.edition_reading import read_edition
from helpers.reports.edition_text import to_html
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.outputs import EXHIBIT
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
LANDS = {"Avalon": 3.0, "Borduria": 1.0, "Ruritania": 4.5, "Syldavia": 2.5}
_LONG = "x" * 2_000


def write_page(name: str, folder: Path) -> Path:
    """Write a page into a folder, unless it is there, and return where it is.

    Parameters
    ----------
    name : str
        ``report``, ``index`` or ``diff``, alone or after ``hostile-`` or ``long-``.
    """
    file = folder / f"{name}.html"
    if not file.exists():
        how, _, kind = name.rpartition("-")
        text = {"": "", "hostile": HOSTILE, "long": _LONG}[how]
        # No file of UTF-8 holds a lone surrogate: the report leaves it out, who writes one cannot.
        saved = text.replace("\ud800", "")
        if kind == "report":
            page = _html(
                hostile_notebook({**dict.fromkeys(PLACES, text), "url": ""}) if how else _whole()
            )
        elif kind == "index":
            page = _index(saved)
        else:
            page = _diff(folder / name, saved)
        file.write_text(page, encoding="utf-8")
    return file


def _html(nb: NotebookNode) -> str:
    names = {"name": "sample", "edition": "2026-11-23", "siblings": ["sample", "china"]}
    page, _ = ReportHTMLExporter().from_notebook_node(nb, {"multivector": names})
    return str(page)


def _whole() -> NotebookNode:
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
        *(cell for cell in sample().cells if not _is_long(cell)),
        prose("## More kinds\n\nA share is $s = x / \\sum_i x_i$, and\n\n$$a^2 = \\frac{b}{c}$$\n"),
        *(code("show()", exhibit(dict(one.payload), one.html)) for one in (toned, sentences)),
        code("chart()", data_chart()),
        code("print(1)", new_output("display_data", data={"text/plain": "plain " * 60})),
    )


def _is_long(cell: NotebookNode) -> bool:
    """Whether it shows a hundred rows, which take a while to look at and are like the others."""
    shown = [one.data.get(EXHIBIT, {}) for one in cell.get("outputs", []) if "data" in one]
    return any(len(one.get("rows", [])) > 60 for one in shown)


def _index(text: str) -> str:
    entries = [
        entry("overview", 4.0),
        *(entry(f"{name} {text}".strip(), value) for name, value in LANDS.items()),
        entry(f"Undisclosed {text}", None),
        entry(f"Stale {text}", 2.0, status="stale", message=f"An input changed {text}"),
        entry(f"Failed {text}", 3.0, status="failed", message=f"Cell 4: ValueError {text}"),
    ]
    return render_index({f"r{place}": one for place, one in enumerate(entries)}, "2026-11-23")


def _diff(folder: Path, text: str) -> str:
    text = text or "$4.1 bn"

    def edit(nb: NotebookNode) -> None:
        set_number("f1", 1, text)(nb)
        payload(nb, "growth")["title"] = text
        table = payload(nb, "targets")
        table["title"] = text
        table["rows"][0][0] = table["rows"][1][4] = text
        nb.cells[-2].source += f"\n\n{text}"

    old, new = write_edition(folder / "old"), write_edition(folder / "new", edit)
    return to_html(diff_editions(read_edition(old), read_edition(new)))
