import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers.reports.execution import Result, execute_job
from helpers.reports.plan import Job, discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import STUBS, copy_workspace


def job_of(workspace: Workspace, name: str, given: dict[str, str], **settings: Any) -> Job:
    (job,) = plan(discover(workspace), [name], given, workspace, exporters=STUBS, **settings)
    return job


def write(workspace: Workspace, *cells: str) -> Job:
    """Write a notebook of code cells without ids and return its job."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4
    (workspace.notebooks / "own.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return job_of(workspace, "own", {})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    return copy_workspace(tmp_path_factory.mktemp("execution") / "w")


@pytest.fixture(scope="module")
def partner(workspace) -> Result:
    """One real run with a parameter that papermill would write as escapes."""
    before = (os.environ.copy(), Path.cwd())
    result = execute_job(job_of(workspace, "partner", {"partner": 'Türkiye "Ж"'}))
    assert (os.environ.copy(), Path.cwd()) == before
    return result


@pytest.fixture(scope="module")
def notebook(partner) -> Any:
    return nbformat.reads(partner.files["ipynb"].decode(), as_version=4)


def test_a_job_gives_every_format_and_the_cover(partner):
    assert (partner.status, partner.message) == ("ok", "")
    assert sorted(partner.files) == ["html", "ipynb", "pdf"]
    assert partner.cover["title"] == 'Ruritania and Türkiye "Ж"'
    assert partner.seconds > 0


def test_the_exporter_learns_name_edition_and_siblings(partner):
    details, _ = json.loads(partner.files["html"])
    assert details["name"].startswith("partner-")
    assert details["edition"] == "2026-11-23"
    assert [other["name"] for other in details["siblings"]] == ["overview", "avalon"]
    assert details["siblings"][1]["title"] == "Avalon"


def test_injected_parameters_are_readable_and_have_a_stable_id(notebook):
    cell = notebook.cells[2]
    assert cell.id == "injected-parameters"
    assert cell.source == "# Parameters\npartner = 'Türkiye \"Ж\"'"
    assert notebook.metadata.papermill == {"parameters": {"partner": 'Türkiye "Ж"'}}


def test_nothing_of_the_run_itself_is_kept(partner, notebook, workspace):
    text = partner.files["ipynb"].decode()
    for word in (str(workspace.root), "start_time", "duration", "iopub", "version", "_path"):
        assert word not in text
    assert [c.execution_count for c in notebook.cells if c.cell_type == "code"] == [1, 2, 3, 4]
    nbformat.validate(notebook)


def test_paths_and_addresses_in_printed_text_are_removed(workspace):
    source = (
        "import os, warnings, sys\nprint(os.environ['MULTIVECTOR_ROOT'] + '/data', object())\n"
        "warnings.warn('odd')\nprint(os.path.basename(os.getcwd()))"
    )
    result = execute_job(write(workspace, source, "1 + 1"))
    assert result.status == "ok", result.message
    first, second = nbformat.reads(result.files["ipynb"].decode(), as_version=4).cells
    texts = {output.name: output.text for output in first.outputs}
    assert texts["stdout"] == "./data <object object>\nnotebooks\n"
    assert texts["stderr"].startswith("<cell>:3: UserWarning: odd")
    assert (first.id, second.id) == ("cell-0", "cell-1")


def test_a_failing_cell_is_named_with_the_last_line_of_its_error(workspace):
    result = execute_job(job_of(workspace, "partner", {"partner": "BAD"}))
    assert result.status == "failed"
    assert result.message == "cell 3: ValueError: no data for BAD"
    assert (result.cell, result.error, dict(result.files)) == (3, "ValueError", {})


def test_a_cell_that_never_ends_is_stopped(workspace):
    job = write(workspace, "1", "import time\ntime.sleep(600)")
    for limits in ({"cell_limit": 1.0}, {"report_limit": 3.0}):
        result = execute_job(replace(job, **limits))
        assert result.message.startswith("cell 2: CellTimeoutError: the cell did not end in time")
        assert result.seconds < 20


def test_a_kernel_that_dies_is_named(workspace):
    result = execute_job(
        write(workspace, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    )
    assert result.message == "cell 1: DeadKernelError: the kernel died (killed, or out of memory)"


def test_a_parameter_that_the_notebook_does_not_declare_is_never_ignored(workspace):
    job = replace(job_of(workspace, "overview", {}), parameters={"sinc": 2015})
    result = execute_job(job)
    assert result.status == "failed"
    assert "unknown parameters ['sinc']" in result.message


def test_a_renderer_that_fails_fails_the_report(workspace):
    job = write(workspace, "1")
    broken = {**STUBS, "pdf": "tests.reports.stub_exporters.BrokenPDF"}
    result = execute_job(replace(job, exporters=broken))
    assert (result.status, result.message) == ("failed", "RuntimeError: no ink")
    assert not result.files
