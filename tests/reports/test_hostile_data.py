"""Any text in the tables and in parameters is refused by name, or arrives as text in both files.

`test_hostile_text` puts it into what a notebook shows; here it takes the way of a reader's own data
and of the command line, through the tables, the exhibits and both exporters.
"""

import csv
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.errors import GateError
from helpers.exhibits.evidence import evidence_files
from helpers.exhibits.tables_figures import figures_by_reporter
from helpers.exhibits.tables_politics import events_table, references, targets_table
from helpers.reports.accessibility import html_findings
from helpers.reports.cleaning import injected_source
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.parameters import Parameter, parse_value
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.plan import report_name
from helpers.reports.verification import open_evidence, problems_inside
from helpers.tables.study import load_study
from tests.reports.sample_report import code, exhibit, notebook, prose
from tests.reports.test_hostile_text import ANY, PIECES

ROOT = Path(__file__).parents[2]
# Columns of free text, and how long a text may be there.
FREE = {
    "sources": {"publisher": 99_999, "title": 99_999},
    "events": {"title": 90, "note": 99_999},
    "observations": {"locator": 99_999, "note": 99_999},
    "targets": {"declared_by": 99_999, "outcome_note": 99_999, "note": 99_999},
}
EVERYTHING = " ".join(piece for piece in PIECES if not re.search(r"[\r\n\ud800-\udfff]", piece))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "data", root / "data")
    return root


def write(root: Path, hostile: str) -> None:
    """Put the text before what stands in every column of free text of the tables."""
    for table, columns in FREE.items():
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            row.update({name: f"Q{hostile}{row[name]}"[:most] for name, most in columns.items()})
        with (root / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def report(root: Path) -> Any:
    study = load_study("IRN", root=root)
    shown = [
        figures_by_reporter(study, years=range(2019, 2024)),
        events_table(study, limit=4),
        targets_table(study),
        references(study),
        evidence_files(study),
    ]
    cells = [code("show()", exhibit(dict(one.payload), one.html)) for one in shown]
    return notebook(prose("# T"), *cells)


def check(nb: Any, name: str = "hostile") -> tuple[str, bytes]:
    """Both files are whole, hold no code that came with the text, and lead to web pages only."""
    resources = {"multivector": {"name": name, "edition": "2026-11-23"}}
    html, _ = ReportHTMLExporter().from_notebook_node(nb, resources)
    page = BeautifulSoup(html.encode(), "html.parser")
    assert len(page.find_all("script")) == 1
    assert not page.find_all(["img", "iframe", "object", "embed", "form", "base", "link"])
    assert not [tag for tag in page.find_all(True) for key in tag.attrs if key.startswith("on")]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", html)
    broken = {"no request", "unique ids", "landmarks", "row head", "table head"}
    assert not [str(one) for one in html_findings(html.encode()) if one.rule in broken]
    pdf, _ = ReportPDFExporter().from_notebook_node(nb, resources)
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for note in sheet.get("/Annots", [])
    ]
    assert all(not link or re.match(r"(https?|mailto):", link, re.I) for link in links)
    assert problems_inside(open_evidence(pdf)) == []
    return html, pdf


def test_every_hostile_piece_in_every_free_column_arrives(folder: Path) -> None:
    write(folder, EVERYTHING)
    html, pdf = check(report(folder))
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for mark in ("</script>", "#import", "]]", "onerror=alert(1)"):
        assert mark in BeautifulSoup(html.encode(), "html.parser").get_text() and mark in words


def test_ten_thousand_characters_in_the_name_of_a_source_arrive(folder: Path) -> None:
    write(folder, "")
    sources = folder / "data" / "sources.csv"
    text = sources.read_text(encoding="utf-8")
    cited = next(iter(load_study("IRN", root=folder).targets["source_id"]))
    line = next(one for one in text.splitlines() if one.startswith(f"{cited},"))
    long = line.replace(",Q", f",Q{'x' * 10_000}", 1)
    sources.write_text(text.replace(line, long), encoding="utf-8")
    html, pdf = check(report(folder))
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "x" * 10_000 in html and words.count("x") >= 10_000


@settings(
    deadline=None, derandomize=True, database=None, max_examples=2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(ANY.filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_any_text_in_the_tables_is_refused_by_name_or_arrives(folder: Path, hostile: str) -> None:
    write(folder, hostile)
    try:
        nb = report(folder)
    except GateError as error:
        assert re.search(r"data/\w+\.csv, row \d+, column '\w+': expected", str(error))
        return
    check(nb)


@settings(deadline=None, derandomize=True, database=None, max_examples=12)
@given(st.one_of(ANY, st.sampled_from([*PIECES, "x" * 10_000])))
def test_any_text_of_a_parameter_is_refused_by_name_or_arrives(hostile: str) -> None:
    try:
        value = parse_value(Parameter("note", "str", "x"), hostile)
    except ValueError as error:
        assert str(error).startswith("Parameter 'note': expected")
        assert not hostile.strip() or re.search("[\ud800-\udfff]", hostile)
        return
    found: dict[str, Any] = {}
    exec(injected_source({"note": value}), found)  # as the kernel does
    assert found["note"] == value
    name = report_name("hostile", {"note": value})
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name)
    nb = notebook(prose("# T"), prose(f"Said: {value}"), code("x"))
    nb.metadata["papermill"] = {"parameters": {"note": value}}
    _, pdf = check(nb, name)
    assert open_evidence(pdf).manifest["parameters"] == {"note": value}
