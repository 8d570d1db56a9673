"""``show`` prints what the tables hold, for people and for machines."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from helpers.commands.show import SUBJECTS, show
from helpers.errors import UsageError
from helpers.workspace import find_workspace

ROOT = str(find_workspace().root)


def run(*arguments):
    result = CliRunner().invoke(show, [*arguments, "--root", ROOT], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_readable(subject):
    assert len(run(subject, "IRN" if subject != "sources" else "CHN").splitlines()) > 3


def test_the_panel_is_in_millions_with_its_range():
    lines = run("panel", "KAZ", "--year", "2022").splitlines()
    assert "central_usd_m" in lines[0]
    (turnover,) = [line for line in lines if " turnover " in line]
    assert "1,040.8" in turnover and "1,092.1" in turnover


def test_machines_get_all_columns():
    rows = json.loads(run("observations", "KAZ", "--year", "2022", "--json"))
    assert {"source_id", "note", "value"} <= set(rows[0])
    assert any(row["value"] == 915.6e6 for row in rows)


def test_csv_can_be_read_back(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(run("targets", "IRN", "--csv"), encoding="utf-8")
    assert (pd.read_csv(path)["partner"] == "IRN").all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["panle"], "Did you mean 'panel'"),
        (["panel", "CHM"], "Did you mean 'CHN'"),
        (["sources", "--year", "2020"], "has no year"),
    ],
)
def test_what_is_unknown_is_answered_with_the_nearest(arguments, message):
    result = CliRunner().invoke(show, [*arguments, "--root", ROOT])
    assert isinstance(result.exception, UsageError)
    assert message in str(result.exception)
