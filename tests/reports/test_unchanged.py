"""A report whose cells come out as they were is neither rendered nor published again."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from helpers.reports import build as building
from helpers.reports.build import Summary, build
from helpers.reports.execution import execute_job
from helpers.reports.fingerprint import read_inputs
from helpers.reports.keeping import rendered_from
from helpers.reports.manifest import built_from, load_manifest
from helpers.reports.plan import Job, discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import STUBS, contents, copy_workspace, snapshot

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    found = copy_workspace(tmp_path / "w")
    assert statuses(run(found)) == {"ok"}
    return found


def jobs_of(workspace: Workspace, **settings) -> list[Job]:
    return plan(discover(workspace), [], {}, workspace, exporters=STUBS, **settings)


def run(workspace: Workspace, **options) -> Summary:
    jobs = jobs_of(workspace, **options.pop("settings", {}))
    return build(workspace, discover(workspace), jobs, execute=execute_job, **options)


def statuses(summary: Summary) -> set[str]:
    return {result.status for result in summary.results.values()}


def add_unread_table(workspace: Workspace) -> None:
    (workspace.data / "more.csv").write_text("a\n1\n", encoding="utf-8")


def test_files_stay_and_the_report_is_up_to_date_again(workspace):
    before = snapshot(workspace.reports)
    add_unread_table(workspace)
    summary = run(workspace)
    assert statuses(summary) == {"unchanged"}
    assert not summary.failed and not summary.stale
    after = snapshot(workspace.reports)
    assert summary.changed == ("manifest.json",)
    assert {name for name in after if after[name] != before[name]} == {"manifest.json"}
    assert run(workspace).fresh == ("overview", "avalon")
    assert run(workspace, force=True).changed == ()


def test_cells_that_come_out_otherwise_are_rendered(workspace):
    path, table = workspace.notebooks / "avalon.ipynb", workspace.data / "trade.csv"
    book = nbformat.read(path, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("print(open('../data/trade.csv').read())"))
    nbformat.write(book, path)
    run(workspace)
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("2021,800", "2021,801"), encoding="utf-8")
    results = run(workspace).results
    assert results["avalon"].status == "ok"
    assert results["overview"].status == "unchanged"
    again = contents(workspace.reports)
    run(workspace, force=True)
    assert contents(workspace.reports) == again


def test_another_build_that_publishes_meanwhile_has_the_last_word(workspace, monkeypatch):
    """Its files are others than those that were found unchanged: the entry must describe them."""
    add_unread_table(workspace)
    real_staging = building.staging

    def meanwhile(place):
        monkeypatch.setattr(building, "staging", real_staging)
        path = workspace.notebooks / "avalon.ipynb"
        source = path.read_text(encoding="utf-8")
        path.write_text(source.replace("Invented for tests.", "Changed."), encoding="utf-8")
        run(workspace)
        path.write_text(source, encoding="utf-8")
        return real_staging(place)

    monkeypatch.setattr(building, "staging", meanwhile)
    run(workspace)
    manifest = load_manifest(workspace.reports)
    outputs = [one for entry in manifest.reports.values() for one in entry.outputs.values()]
    assert all(one.is_intact(workspace.reports) for one in outputs)
    assert manifest.reports["avalon"].status == "stale"
    run(workspace)
    assert load_manifest(workspace.reports).reports["avalon"].status == "ok"


@pytest.mark.parametrize("kind", ["look", "others", "libraries", "paper", "code"])
def test_what_rendering_depends_on_counts(workspace, kind):
    manifest, inputs = load_manifest(workspace.reports), read_inputs(workspace)
    job = jobs_of(workspace)[0]
    entry = manifest.reports[job.name]
    built = built_from(manifest, entry)
    whole = entry.outputs["ipynb"].sha256
    assert rendered_from(job, entry, built, inputs, workspace.reports) == whole
    name = "src/helpers/reports/html.py" if kind == "code" else "paper"
    other = built | {kind: {**built[kind], name: "another"}}
    assert rendered_from(job, entry, other, inputs, workspace.reports) == ""


@pytest.mark.parametrize("change", ["formats", "edition", "missing", "edited", "never built"])
def test_other_files_are_made_anew(workspace, change):
    manifest, inputs = load_manifest(workspace.reports), read_inputs(workspace)
    job = jobs_of(workspace)[0]
    entry = manifest.reports[job.name]
    built = built_from(manifest, entry)
    if change == "formats":
        job = replace(job, formats=("html",))
    elif change == "edition":
        entry = replace(entry, edition="2000-01-01")
    elif change == "missing":
        (workspace.reports / entry.outputs["pdf"].path).unlink()
    elif change == "edited":
        (workspace.reports / entry.outputs["html"].path).write_text("edited")
    else:
        entry, built = None, {}
    assert rendered_from(job, entry, built, inputs, workspace.reports) == ""


def test_a_row_of_india_renders_india_and_not_its_neighbour(tmp_path):
    """India's imports of 2003 are in no other report; those of 2023 are in every share."""
    workspace = Workspace(tmp_path / "w")
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, workspace.root / folder)
    names = ["kazakhstan", "india"]

    def of_two() -> dict[str, str]:
        books = discover(workspace)
        jobs = plan(books, names, {}, workspace, formats=["html"])
        summary = build(workspace, books, jobs, workers=2)
        return {name: result.status for name, result in summary.results.items()}

    assert of_two() == {"kazakhstan": "ok", "india": "ok"}
    raise_by_a_tenth(workspace.data / "observations.csv", "BLR.IND.import.2003.CEPII.baci")
    assert of_two() == {"kazakhstan": "unchanged", "india": "ok"}
    assert of_two() == {}


def raise_by_a_tenth(path: Path, row_id: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = list(csv.DictReader(lines))
    number = next(number for number, row in enumerate(rows, 1) if row["id"] == row_id)
    value = rows[number - 1]["value"]
    assert lines[number].count(f",{value},") == 1
    lines[number] = lines[number].replace(f",{value},", f",{float(value) * 1.1:.1f},")
    path.write_text("".join(lines), encoding="utf-8")
