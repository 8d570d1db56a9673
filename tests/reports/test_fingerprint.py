"""What counts for which report, on the invented workspace and a copy of the package."""

import json
import shutil
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from helpers.reports import fingerprint, scan_store
from helpers.reports.fingerprint import RENDERERS, RUNNERS, State, read_inputs
from helpers.reports.module_scan import scan_module
from helpers.reports.plan import Job, discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import copy_workspace

ROOT = Path(__file__).parents[2]
NOTEBOOKS = {
    "one": "from helpers.exhibits import charts, tables\ncharts.voting(study)",
    "two": "from helpers.exhibits import charts, tables\ntables.references(study)",
}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> Path:
    """Copy the package once: colleagues may edit it, and so do these tests."""
    folder = tmp_path_factory.mktemp("package") / "helpers"
    shutil.copytree(ROOT / "src" / "helpers", folder, ignore=shutil.ignore_patterns("*.ttf"))
    return folder


@pytest.fixture
def workspace(tmp_path, frozen, monkeypatch) -> Workspace:
    monkeypatch.setattr(fingerprint, "_PACKAGE_FOLDER", frozen)
    workspace = copy_workspace(tmp_path / "w")
    for path in workspace.notebooks.glob("*.ipynb"):
        path.unlink()
    for name, source in NOTEBOOKS.items():
        write(workspace, name, [source])
    return workspace


def write(workspace: Workspace, name: str, cells: list[str], **metadata: object) -> None:
    content = {
        "cells": [
            {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source}
            for number, source in enumerate(cells)
        ],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (workspace.notebooks / f"{name}.ipynb").write_text(json.dumps(content))


def keys(workspace: Workspace) -> dict[str, str]:
    inputs = read_inputs(workspace)
    jobs = plan(discover(workspace), [], {}, workspace)
    return {job.name: inputs.trace(job).key for job in jobs}


def changed(workspace: Workspace, path: Path, added: str) -> list[str]:
    """Return the reports that a line added to a file makes out of date; the file is restored."""
    before, content = keys(workspace), path.read_bytes() if path.is_file() else None
    path.write_bytes((content or b"") + f"\n{added}\n".encode())
    after = keys(workspace)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert keys(workspace) == before
    return [name for name in after if after[name] != before[name]]


@pytest.mark.parametrize(
    ("module", "reports"),
    [
        ("exhibits/charts_voting.py", ["one"]),
        ("exhibits/tables_politics.py", ["two"]),
        ("exhibits/charts.py", []),
        ("exhibits/charts_potash.py", []),
        ("errors.py", ["one", "two"]),
        ("workspace.py", ["one", "two"]),
        ("reports/html.py", ["one", "two"]),
        ("reports/execution.py", ["one", "two"]),
        ("reports/templates/report.css", ["one", "two"]),
        ("reports/templates/index.html.j2", []),
        ("reports/site.py", []),
        ("reports/edition_diff.py", []),
        ("commands/show.py", []),
        ("worlds/gravity.py", []),
        ("cli.py", []),
    ],
)
def test_a_line_of_code_rebuilds_the_reports_that_reach_it(workspace, frozen, module, reports):
    assert changed(workspace, frozen / module, "from os import path as _added") == reports


@pytest.mark.parametrize("module", ["exhibits/charts_voting.py", "errors.py", "reports/html.py"])
def test_a_comment_rebuilds_nothing(workspace, frozen, module):
    assert changed(workspace, frozen / module, "# said in other words") == []


@pytest.mark.parametrize(
    ("name", "reports"),
    [
        ("trade.csv", ["one", "two"]),
        ("claims.toml", ["one", "two"]),
        ("new.csv", ["one", "two"]),
        ("claims_of_others.toml", []),
        ("README.md", []),
        ("datapackage.json", []),
    ],
)
def test_data_count_for_all_reports_and_descriptions_for_none(workspace, name, reports):
    assert changed(workspace, workspace.data / name, "x") == reports


def test_a_module_beside_the_notebooks_counts_for_all(workspace):
    assert changed(workspace, workspace.notebooks / "own.py", "x = 1") == ["one", "two"]


def test_a_new_module_that_nobody_imports_counts_for_nobody(workspace, frozen):
    assert changed(workspace, frozen / "exhibits" / "charts_new.py", "X = 1") == []


def test_a_module_with_a_fault_counts_for_those_that_reach_it(workspace, frozen):
    assert changed(workspace, frozen / "exhibits" / "charts_voting.py", "def f(") == ["one"]


def test_the_text_kind_tags_and_order_of_cells_count_and_nothing_else(workspace):
    path = workspace.notebooks / "one.ipynb"
    write(workspace, "one", ["a = 1", "b = 2"])
    first = keys(workspace)["one"]

    def key_after(change) -> str:
        write(workspace, "one", ["a = 1", "b = 2"])
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content, indent=4))
        return keys(workspace)["one"]

    same = [
        lambda nb: nb["cells"][0].update(id="another"),
        lambda nb: nb["cells"][0].update(source=["a = ", "1"]),
        lambda nb: nb["cells"][0].update(outputs=[1], execution_count=3),
        lambda nb: nb["cells"][0]["metadata"].update(collapsed=True),
        lambda nb: nb["metadata"].update(kernelspec={"name": "other"}),
        lambda nb: nb["cells"][0].pop("id"),
    ]
    other = [
        lambda nb: nb["cells"][0].update(source="a = 1 "),
        lambda nb: nb["cells"][0].update(cell_type="markdown"),
        lambda nb: nb["cells"][0]["metadata"].update(tags=["remove-cell"]),
        lambda nb: nb["cells"].reverse(),
        lambda nb: nb["cells"].pop(),
        lambda nb: nb["metadata"].update(title="Other"),
    ]
    assert {key_after(change) for change in same} == {first}
    others = [key_after(change) for change in other]
    assert len({first, *others}) == len(other) + 1


def test_one_notebook_does_not_count_for_the_report_of_another(workspace):
    before = keys(workspace)
    write(workspace, "two", [NOTEBOOKS["two"], "1"])
    after = keys(workspace)
    assert [name for name in after if after[name] != before[name]] == ["two"]


def test_parameters_and_libraries_count(workspace, monkeypatch):
    write(workspace, "one", ["since: int = 2010"])
    content = json.loads((workspace.notebooks / "one.ipynb").read_text())
    content["cells"][0]["metadata"]["tags"] = ["parameters"]
    (workspace.notebooks / "one.ipynb").write_text(json.dumps(content))
    inputs, books = read_inputs(workspace), discover(workspace)
    (plain,) = plan(books, ["one"], {}, workspace)
    (later,) = plan(books, ["one"], {"since": "2015"}, workspace)
    assert inputs.trace(plain).key != inputs.trace(later).key
    kinds = ("code", "data", "look", "libraries", "notebook")
    states = [inputs.trace(job).states for job in (plain, later)]
    assert all(states[0][kind] == states[1][kind] for kind in kinds)
    before = inputs.trace(plain).key
    monkeypatch.setattr(fingerprint, "libraries", lambda: {"python": "9.9"})
    assert inputs.trace(plain).key != before


def test_the_store_spares_parsing(workspace, monkeypatch):
    store = workspace.root / ".build" / "modules.json"
    monkeypatch.setattr("helpers.reports.scan_store._seen", {})
    before = keys(workspace)
    assert store.is_file()

    def refuse(*_: object) -> None:
        raise AssertionError("parsed again")

    with monkeypatch.context() as patch:
        patch.setattr("helpers.reports.scan_store._seen", {})
        patch.setattr("helpers.reports.scan_store.scan_module", refuse)
        assert keys(workspace) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"edition": "0", "scans": {}}',
        '{"edition": "EDITION"}',
        '{"edition": "EDITION", "scans": {"helpers.a": 1}}',
    ],
)
def test_a_damaged_store_is_not_believed_and_is_written_anew(tmp_path, monkeypatch, text):
    module, store = tmp_path / "a.py", tmp_path / "s" / scan_store.STORE
    module.write_text("x = 1")
    store.parent.mkdir()
    store.write_text(text.replace("EDITION", scan_store._EDITION))
    for _ in range(2):
        monkeypatch.setattr(scan_store, "_seen", {})
        scans = scan_store.read_scans({"helpers.a": module}, store.parent)
        assert scans == {"helpers.a": scan_module(b"x = 1", "helpers.a")}
    assert [path.name for path in store.parent.iterdir()] == [scan_store.STORE]


@pytest.mark.parametrize(
    ("group", "known"),
    [("nbconvert.exporters", RENDERERS), ("jupyter_client.kernel_provisioners", RUNNERS)],
)
def test_what_runs_and_renders_are_the_entry_points_of_the_package(group, known):
    values = [point.value for point in entry_points(group=group)]
    modules = {value.partition(":")[0] for value in values if value.startswith("helpers.")}
    assert modules
    assert {f"{module}:" for module in modules} <= set(known)


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("reports/pdf.py", True),
        ("reports/templates/report.css", True),
        ("exhibits/charts_voting.py", False),
        ("reports/cleaning.py", False),
        ("reports/kernel_copies.py", False),
        ("exhibits/charts_potash.py", True),
    ],
)
def test_cells_run_the_same_if_only_what_renders_has_changed(workspace, frozen, path, same):
    """The first notebook draws one chart, of votes."""
    before, job = _run_of("one", workspace)
    changed = frozen / path
    content = changed.read_bytes()
    try:
        changed.write_bytes(content + b"\nlate = 1\n")
        assert read_inputs(workspace).runs_the_same(job, before) == same
    finally:
        changed.write_bytes(content)
    assert read_inputs(workspace).runs_the_same(job, before)


def test_cells_run_the_same_if_a_later_one_imports_more(workspace):
    before, job = _run_of("one", workspace)
    write(workspace, "one", [NOTEBOOKS["one"], "charts.potash(study)"])
    after, _ = _run_of("one", workspace)
    assert len(after["code"]) > len(before["code"])
    assert read_inputs(workspace).runs_the_same(job, before)


def test_other_data_or_libraries_run_otherwise(workspace, monkeypatch):
    before, job = _run_of("one", workspace)
    (workspace.data / "more.csv").write_text("a\n")
    assert not read_inputs(workspace).runs_the_same(job, before)
    (workspace.data / "more.csv").unlink()
    monkeypatch.setattr(fingerprint, "libraries", lambda: {"python": "9.9"})
    assert not read_inputs(workspace).runs_the_same(job, before)


def _run_of(name: str, workspace: Workspace) -> tuple[Mapping[str, State], Job]:
    (job,) = plan(discover(workspace), [name], {}, workspace)
    return read_inputs(workspace).trace(job).states, job
