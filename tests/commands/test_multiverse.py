"""``multiverse`` prints every headline, for people and for machines."""

import json

import pytest
from click.testing import CliRunner

from helpers.commands.multiverse import multiverse
from helpers.errors import UsageError
from helpers.workspace import find_workspace

ROOT = str(find_workspace().root)


def run(*arguments):
    result = CliRunner().invoke(multiverse, [*arguments, "--root", ROOT], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_report_a_name_and_a_code_mean_the_same_partner():
    assert run("kazakhstan") == run("KAZ") == run("Kazakhstan")


def test_json_holds_every_specification_and_counts_those_that_hold():
    for headline in json.loads(run("china", "--json")):
        rows = headline["specifications"]
        assert headline["of"] == sum(row["estimate"] is not None for row in rows)
        assert headline["holds"] == sum(row["holds"] is True for row in rows)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(UsageError, match="Did you mean 'china'"):
        run("chna")
