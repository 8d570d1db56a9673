"""Options of ``multivector build``: partners, progress, resuming; without any kernel."""

import io
import json

import pytest
from click.testing import CliRunner
from rich.console import Console

from helpers.cli import main
from helpers.commands._live import LiveTable
from helpers.commands._partners import partner_codes, template_notebook
from helpers.commands._progress import JsonLines, Progress, make_progress
from helpers.errors import UsageError
from helpers.reports.build import Summary
from helpers.reports.execution import Result, Step
from helpers.reports.manifest import Output
from helpers.reports.plan import discover
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import copy_workspace

COUNTRIES = ["ARE", "ARM", "AZE", "CHN", "DEU", "IND", "IRN", "KAZ", "POL", "RUS", "TUR", "VNM"]


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """The invented workspace with 12 partners, a group, the World, and a partner of another."""
    workspace = copy_workspace(tmp_path / "w")
    rows = [f"BLR,{code}" for code in [*COUNTRIES, "TUR", "EU27", "WLD"]] + ["RUS,BLR", "RUS,JPN"]
    (workspace.data / "observations.csv").write_text("\n".join(["focal,partner", *rows]))
    kinds = [f"{code},{code.title()},country" for code in [*COUNTRIES, "BLR", "JPN", "PER"]]
    kinds += ["EU27,European Union,group", "WLD,World,world"]
    (workspace.data / "countries.csv").write_text("\n".join(["code,name,kind", *kinds]))
    return workspace


def codes(workspace: Workspace, text: str, **given: str) -> list[str]:
    return partner_codes(text, workspace, template_notebook(discover(workspace)), given)


def invoke(workspace: Workspace, *arguments: str):
    return CliRunner().invoke(main, ["build", "--root", str(workspace.root), *arguments])


@pytest.fixture
def built(workspace, monkeypatch) -> list[dict]:
    """What the command asks of the build, which does nothing but report one event of each kind."""
    asked: list[dict] = []

    def build(workspace, notebooks, jobs, **options) -> Summary:
        asked.append({"names": [job.name for job in jobs], **options})
        results = {}
        for job in jobs[:1]:
            outputs = {"html": Output(f"{job.name}.html", "0", 7)}
            result = Result(job.name, "ok", 1.5)
            options["listen"](Result(job.name, "queued"), {})
            options["notify"](Step(job.name))
            options["notify"](Step(job.name, 1, 3))
            options["listen"](result, outputs)
            results[job.name] = result
        return Summary(results)

    monkeypatch.setattr("helpers.reports.build.build", build)
    return asked


def test_all_partners_are_the_countries_with_observations_of_the_focal_country(workspace):
    assert codes(workspace, "all", focal="BLR") == COUNTRIES
    assert codes(workspace, "ALL", focal="RUS") == ["BLR", "JPN"]


def test_partners_may_be_listed(workspace):
    assert codes(workspace, " TUR, CHN,TUR,") == ["TUR", "CHN"]


@pytest.mark.parametrize(("text", "words"), [(",", "expected 'all'"), ("all", "partner of 'PER'")])
def test_no_partner_is_an_error(workspace, text, words):
    with pytest.raises(UsageError, match=words):
        codes(workspace, text, focal="PER")


def test_without_a_template_partners_cannot_be_built(workspace):
    (workspace.notebooks / "partner.ipynb").unlink()
    result = invoke(workspace, "--partners", "all")
    assert result.exit_code == 2
    assert "notebooks/partner.ipynb" in result.stderr.replace("\n", " ")


def test_partners_are_built_alone_or_beside_the_reports_that_are_named(workspace, built):
    invoke(workspace, "--partners", "TUR,CHN")
    invoke(workspace, "overview", "--partners", "CHN", "-p", "since=2015")
    invoke(workspace, "--partners", "RUS")
    assert [one["names"] for one in built] == [
        ["partner-TUR", "partner-CHN"],
        ["overview-since-2015", "partner-CHN-since-2015"],
        ["partner-RUS"],
    ]


def test_every_unknown_partner_is_named_before_anything_runs(workspace, built):
    result = invoke(workspace, "--partners", "TUR,TRU,XXX")
    assert (result.exit_code, built) == (2, [])
    text = " ".join(result.stderr.split())
    assert "Did you mean 'TUR'?" in text and "no observations for 'XXX'" in text


def test_a_partner_is_asked_for_in_one_way(workspace, built):
    result = invoke(workspace, "--partners", "TUR", "-p", "partner=CHN")
    assert (result.exit_code, built) == (2, [])


def test_retries_are_handed_on_and_none_are_the_default(workspace, built):
    invoke(workspace)
    invoke(workspace, "--retries", "2")
    assert [one["retries"] for one in built] == [0, 2]
    assert invoke(workspace, "--retries", "-1").exit_code == 2


def test_resuming_a_workspace_without_an_edition_builds_everything(workspace, built):
    result = invoke(workspace, "--resume")
    assert result.exit_code == 0
    assert built[0]["names"] == ["overview", "avalon"]


def test_progress_as_json_is_one_object_a_line(workspace, built):
    result = invoke(workspace, "overview", "--progress", "json")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(event.pop("elapsed") >= 0 for event in events)
    assert events == [
        {"event": "queued", "report": "overview"},
        {"event": "started", "report": "overview", "attempt": 1},
        {"event": "cell", "report": "overview", "cell": 1, "cells": 3},
        {"event": "done", "report": "overview", "seconds": 1.5, "files": {"overview.html": 7}},
        {
            "event": "summary",
            "built": 1,
            "unchanged": 0,
            "cached": 0,
            "up_to_date": 0,
            "failed": 0,
            "not_started": 0,
            "out_of_date": [],
        },
    ]


def test_progress_of_a_failure_names_the_cell():
    lines: list[str] = []
    failed = Result("a", "failed", 2.0, message="cell 2: no", error="ValueError", cell=2)
    JsonLines(lines.append).report(failed, {})
    (event,) = map(json.loads, lines)
    del event["elapsed"]
    assert event == {
        "event": "failed",
        "report": "a",
        "seconds": 2.0,
        "cell": 2,
        "error": "ValueError",
        "message": "cell 2: no",
    }


def test_plain_lines_when_nobody_watches(workspace, built):
    result = invoke(workspace, "overview")
    first, last = result.stdout.splitlines()
    assert first.split() == ["overview", "built", "1.5", "s", "html", "1", "kB"]
    assert last.startswith("1 built in ")
    assert not isinstance(make_progress("lines", []), JsonLines)


def test_another_attempt_is_said(capsys):
    progress = Progress(["avalon"])
    progress.step(Step("avalon", attempt=2))
    progress.step(Step("avalon", 1, 2, attempt=2))
    assert capsys.readouterr().out == "avalon  tried again (attempt 2)\n"


def drawn(table: LiveTable) -> list[list[str]]:
    console = Console(width=100, file=io.StringIO())
    console.print(table.table.get_renderable())
    return [line.split() for line in console.file.getvalue().splitlines()]


def test_a_live_table_shows_stage_cell_and_times_of_what_runs():
    table = LiveTable(Console(file=io.StringIO()))
    table.close()
    for _ in range(3):
        table.expect()
    table.step(Step("china"))
    table.step(Step("iran", 0, 0))
    table.step(Step("iran", 3, 12))
    rows = drawn(table)
    assert rows[0][:6] == ["all", "reports", "report", "0", "of", "3"]
    assert rows[1][:2] == ["china", "starts"]
    assert rows[2][:5] == ["iran", "cell", "3", "of", "12"]
    assert rows[2][-4:] == ["0:00:00", "spent", "-:--:--", "left"]
    table.step(Step("iran", 12, 12, rendering=True))
    assert drawn(table)[2][:2] == ["iran", "renders"]
    table.step(Step("iran", attempt=2))
    assert drawn(table)[2][:2] == ["iran", "starts"]
    table.done("iran")
    rows = drawn(table)
    assert rows[0][2:6] == ["report", "1", "of", "3"]
    assert [row[0] for row in rows] == ["all", "china"]


def test_lines_stand_above_the_live_table(capsys):
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    with Progress(["avalon"], lambda: LiveTable(console)) as progress:
        progress.report(Result("avalon", "queued"), {})
        progress.step(Step("avalon", 1, 2))
        progress.table.table.refresh()
        progress.report(Result("avalon", "failed", 1.0, message="no"), {})
    assert capsys.readouterr().out == "avalon  failed        1.0 s  no\n"
    assert "cell 1 of 2" in console.file.getvalue()
