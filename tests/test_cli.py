import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from helpers import __version__
from helpers.cli import main
from helpers.commands._progress import format_line
from helpers.errors import GateError
from helpers.reports.execution import Result
from helpers.reports.manifest import Output
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import copy_workspace

COMMAND = Path(sys.executable).with_name("multivector")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "w")


@pytest.fixture
def priced(workspace) -> Workspace:
    """The workspace with country codes to check partners against."""
    (workspace.data / "observations.csv").write_text("focal,partner\nBLR,TUR\nBLR,CHN\n")
    (workspace.data / "countries.csv").write_text(
        "code,name\nTUR,Türkiye\nCHN,China\nPER,Peru\n", encoding="utf-8"
    )
    return workspace


def invoke(workspace: Workspace, *arguments: str):
    return CliRunner().invoke(main, ["build", "--root", str(workspace.root), *arguments])


def test_a_mistyped_parameter_is_answered_in_about_a_second_and_nothing_is_written(workspace):
    started = time.perf_counter()
    done = subprocess.run(
        [COMMAND, "build", "-p", "partnr=IRN"],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert time.perf_counter() - started < 1.5
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean 'partner'? Known parameters: basis," in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert not workspace.reports.exists()


def test_importing_the_command_line_imports_nothing_heavy():
    script = "import sys, helpers.cli, helpers.commands.build; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"pandas", "papermill", "nbformat", "nbconvert", "jinja2", "typst", "numpy"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["atlantis"], "No report 'atlantis'. Known reports: avalon, overview, partner."),
        (["-p", "since=20x"], "'since': expected a whole number, found '20x'"),
        (["-p", "since"], "'since' is not of the form key=value"),
        (["--to", "odt"], "Unknown format 'odt'. Known formats: docx, html, markdown, pdf, typst."),
        (["-j", "0"], "0 is not in the range"),
    ],
)
def test_a_request_that_cannot_be_understood_exits_2(workspace, arguments, words):
    result = invoke(workspace, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in " ".join(result.stderr.split())
    assert not workspace.reports.exists()


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("TRU", "Did you mean 'TUR'? Known codes: CHN, TUR."),
        ("Turkiye", "Did you mean 'TUR'?"),
        ("PER", "no observations for 'PER'"),
    ],
)
def test_a_partner_without_observations_is_refused_before_any_kernel(priced, value, hint):
    result = invoke(priced, "partner", "-p", f"partner={value}")
    assert result.exit_code == 2
    assert hint in " ".join(result.stderr.split())


def test_outside_a_workspace_the_error_says_what_to_do(tmp_path):
    result = CliRunner().invoke(main, ["build", "--root", str(tmp_path)])
    assert result.exit_code == 2
    assert "No workspace found" in result.stderr


def test_an_unknown_command_suggests_the_known_one():
    result = CliRunner().invoke(main, ["bild"])
    assert result.exit_code == 2
    assert "Did you mean 'build'?" in result.stderr


def test_every_command_has_an_example_in_its_help():
    context = click.Context(main)
    for name in main.list_commands(context):
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0, result.output
        assert f"multivector {name}" in result.output


def test_the_version_is_that_of_the_package():
    assert __version__ in CliRunner().invoke(main, ["--version"]).output


@pytest.mark.parametrize(("error", "code"), [(GateError("row 3"), 5), (TypeError("odd"), 1)])
def test_errors_are_one_paragraph_and_debug_adds_the_traceback(workspace, monkeypatch, error, code):
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("helpers.commands.build.discover", broken)
    result = invoke(workspace)
    assert result.exit_code == code
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr
    arguments = ["--debug", "build", "--root", str(workspace.root)]
    assert "Traceback" in CliRunner().invoke(main, arguments).stderr


def test_a_failed_report_exits_1_with_one_line_that_names_the_cell(workspace):
    """Runs for real: all cells but one are gone, so that only the failure takes time."""
    shutil.copy(workspace.notebooks / "partner.ipynb", workspace.notebooks / "zenda.ipynb")
    for name in ("overview", "avalon"):
        (workspace.notebooks / f"{name}.ipynb").unlink()
    done = subprocess.run(
        [COMMAND, "build", "partner", "-p", "partner=BAD"],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        check=False,
    )
    line, summary = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert line.startswith("partner-BAD  failed")
    assert line.endswith("cell 3: ValueError: no data for BAD")
    assert summary.startswith("1 failed in")


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (Result("china", "ok", 8.12), "china     built         8.1 s  html 412 kB  pdf 1.2 MB"),
        (Result("china", "fresh"), "china     up to date  html 412 kB  pdf 1.2 MB"),
        (
            Result("china", "failed", 2, message="cell 4: ValueError: x"),
            "china     failed        2.0 s  cell 4: ValueError: x",
        ),
    ],
)
def test_a_report_is_one_line(result, line):
    outputs = {"html": Output("a", "0", 412_000), "pdf": Output("b", "0", 1_200_000)}
    assert format_line(result, outputs, len("overview")) == line
