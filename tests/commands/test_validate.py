"""``validate`` counts in other processes, prints a table, and fails where a method does."""

import json

import pytest
from click.testing import CliRunner

from helpers.commands import validate as module
from helpers.commands.validate import validate
from helpers.errors import UsageError
from helpers.worlds import coverage

QUICK = ["interrupted", "--seeds", "6", "--jobs", "1"]


def run(*arguments):
    return CliRunner().invoke(validate, list(arguments), catch_exceptions=False)


def test_a_table_has_one_line_a_case():
    result = run(*QUICK)
    assert result.exit_code == 0
    header, line = result.output.splitlines()
    assert header.split() == ["case", "seeds", "covered", "share", "minimum", "result"]
    assert line.split()[:2] == ["interrupted", "6"]
    assert "passed" in line


def test_machines_get_the_same_and_processes_do_not_matter():
    one, two = (json.loads(run(*QUICK[:3], "--jobs", jobs, "--json").output) for jobs in "12")
    assert one == two
    assert one[0]["share"] == one[0]["covered"] / one[0]["seeds"]


def test_a_case_under_its_minimum_ends_with_1(monkeypatch):
    (case,) = coverage.pick_cases(["interrupted"])
    monkeypatch.setattr(coverage, "CASES", (case._replace(minimum=1.01),))
    result = run(*QUICK)
    assert result.exit_code == 1
    assert "FAILED" in result.output


def test_an_unknown_case_is_answered_with_the_nearest():
    result = CliRunner().invoke(validate, ["interupted"])
    assert isinstance(result.exception, UsageError)
    assert "Did you mean 'interrupted'" in str(result.exception)


@pytest.mark.parametrize("words", ["Examples:", "Exit code 1", "multivector validate offset"])
def test_help_says_how(words):
    assert words in run("--help").output


def test_a_seed_without_a_result_is_said():
    row = {"case": "x", "seeds": 2, "covered": 1, "failed": 1, "share": 0.5, "minimum": 0.9}
    assert "FAILED (1 without a result)" in module._written([{**row, "passed": False, "what": "y"}])
