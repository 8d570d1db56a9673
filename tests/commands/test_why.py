"""``multivector why`` on the invented workspace, built without a kernel."""

import json

import pytest
from click.testing import CliRunner

from helpers.cli import main
from helpers.reports.build import build
from helpers.reports.execution import Result
from helpers.reports.plan import Job, discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import copy_workspace


def pretend(job: Job) -> Result:
    return Result(job.name, "ok", files={kind: b"x" for kind in ("ipynb", *job.formats)})


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    workspace = copy_workspace(tmp_path / "w")
    notebooks = discover(workspace)
    jobs = plan(notebooks, [], {}, workspace)
    jobs += plan(notebooks, ["partner"], {"partner": "TUR"}, workspace)
    build(workspace, notebooks, jobs, execute=pretend)
    return workspace


def ask(workspace: Workspace, *names: str) -> dict[str, dict]:
    result = CliRunner().invoke(main, ["why", "--json", "--root", str(workspace.root), *names])
    assert result.exit_code == 0, result.stderr
    return {one["report"]: one for one in json.loads(result.stdout)["reports"]}


def test_after_a_build_everything_is_up_to_date(workspace):
    found = ask(workspace)
    assert {name: one["status"] for name, one in found.items()} == {
        "overview": "up to date",
        "avalon": "up to date",
        "partner-TUR": "up to date",
    }


def test_a_cell_and_a_table_are_named(workspace):
    path = workspace.notebooks / "avalon.ipynb"
    content = json.loads(path.read_text())
    cell = content["cells"][-1]
    cell["source"] = ["1 + 1"]
    path.write_text(json.dumps(content))
    (workspace.data / "more.csv").write_text("a\n")
    found = ask(workspace)
    assert {name: [one["kind"] for one in found[name]["reasons"]] for name in found} == {
        "overview": ["data"],
        "avalon": ["notebook", "data"],
        "partner-TUR": ["data"],
    }
    cells, data = found["avalon"]["reasons"]
    assert cells["changed"] == [cell["id"]]
    assert data["added"] == ["data/more.csv"]


def test_a_report_is_chosen_by_its_name_or_its_notebook(workspace):
    assert list(ask(workspace, "partner")) == ["partner-TUR"]
    assert list(ask(workspace, "partner-TUR", "overview")) == ["overview", "partner-TUR"]
    result = CliRunner().invoke(main, ["why", "avalom", "--root", str(workspace.root)])
    assert result.exit_code == 2
    assert "Did you mean 'avalon'?" in result.stderr


def test_an_edited_file_and_a_missing_format_are_named(workspace):
    (workspace.reports / "avalon.pdf").write_bytes(b"edited")
    result = CliRunner().invoke(main, ["why", "avalon", "--root", str(workspace.root)])
    assert result.stdout.splitlines() == [
        "avalon  out of date",
        "          files missing or edited: avalon.pdf",
    ]


def test_without_an_edition_nothing_was_built(workspace):
    (workspace.reports / "manifest.json").unlink()
    assert {one["status"] for one in ask(workspace).values()} == {"never built"}
