"""``check`` as a user runs it: exit codes, what is printed, a changed table, another text."""

import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

from helpers.cli import main
from helpers.workspace import find_workspace

ROOT = find_workspace().root
TURNOVER = "BLR.CHN.turnover.2022.BLR.rossa-primavera-7f5036"
OTHER = """
[text]
id = "other"
title = "Another text"
author = "nobody"
published = "2024"
focal = "BLR"
as_of = 2024-01-01
note = "invented"

[[claim]]
id = "russia-first"
section = "One"
partner = "RUS"
says = "Russia is the first partner."
kind = "ranking"
settle = "Ranks"
[claim.check]
measure = "rank"
partner = "RUS"
year = 2022
relation = "equals"
expected = 1
tolerance = 0
"""


@pytest.fixture
def workspace(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def run(root, *arguments):
    return CliRunner().invoke(main, ["check", *arguments, "--root", str(root)])


def change(root, table, row, column, value):
    path = root / "data" / f"{table}.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert (frame["id"] == row).sum() == 1
    frame.loc[frame["id"] == row, column] = value
    frame.to_csv(path, index=False)


def test_the_recorded_verdicts_are_those_of_the_tables():
    result = run(ROOT)
    assert result.exit_code == 0, result.output
    assert "contradicted   kazakhstan-billion-not-reached" in result.output
    assert "Claims: " in result.output
    assert "differ from" not in result.output


def test_a_changed_observation_changes_the_verdict_and_is_named(workspace):
    change(workspace, "observations", TURNOVER, "value", "4800000000")
    result = run(workspace, "china")
    assert result.exit_code == 3
    changes = result.output.split("differ from")[1]
    assert "china-turnover-2022: was partly, is contradicted" in changes
    assert f"{TURNOVER}: 5790000000 -> 4800000000" in changes
    assert "multivector check --update" in changes


def test_a_change_that_is_right_is_recorded(workspace):
    change(workspace, "events", "2006-11-01.IRN.visit", "date", "2007-05-01")
    assert "iran-last-visit-2007: was contradicted, is supported" in run(workspace, "IRN").output
    assert run(workspace, "--update").exit_code == 0
    assert run(workspace, "iran").exit_code == 0
    before, after = (
        pd.read_csv(root / "data" / "verdicts.csv").set_index("id") for root in (ROOT, workspace)
    )
    assert list(before.index[before["verdict"] != after["verdict"]]) == ["iran-last-visit-2007"]


def test_another_text_is_checked_and_compared_with_nothing(tmp_path):
    path = tmp_path / "other.toml"
    path.write_text(OTHER, encoding="utf-8")
    result = run(ROOT, "--claims", str(path), "--json")
    assert result.exit_code == 0, result.output
    content = json.loads(result.output)
    assert content["changes"] == []
    (claim,) = content["claims"]
    assert (claim["id"], claim["verdict"]) == ("russia-first", "supported")
    assert claim["evidence"] and claim["firm"]


@pytest.mark.parametrize("name", ["claims_eu_neighbours.toml", "claims_osw_2023.toml"])
def test_the_texts_that_come_with_the_package_can_be_checked(name):
    result = run(ROOT, "--claims", str(ROOT / "data" / name), "--json")
    assert result.exit_code == 0, result.output
    verdicts = {claim["verdict"] for claim in json.loads(result.output)["claims"]}
    assert {"supported", "contradicted"} <= verdicts


def test_a_faulty_text_is_refused_with_all_its_faults(tmp_path):
    path = tmp_path / "other.toml"
    path.write_text(
        OTHER.replace('"rank"', '"rnak"').replace("2024-01-01", '"soon"'), encoding="utf-8"
    )
    result = run(ROOT, "--claims", str(path))
    assert result.exit_code == 2
    assert "other.toml has 2 fault(s)" in result.output
    assert "Did you mean 'rank'" in result.output


def test_update_is_for_the_brief_as_a_whole(tmp_path):
    result = run(ROOT, "china", "--update")
    assert result.exit_code == 2
    assert "leave NAME and --claims out" in result.output


def test_an_unknown_partner_is_answered_with_the_nearest():
    result = run(ROOT, "chnia")
    assert result.exit_code == 2
    assert "Did you mean 'china'" in result.output


def test_every_claim_has_a_record_and_every_record_a_claim():
    result = CliRunner().invoke(main, ["show", "claims", "--json", "--root", str(ROOT)])
    rows = json.loads(result.output)
    recorded = pd.read_csv(ROOT / "data" / "verdicts.csv")
    assert [row["id"] for row in rows] == list(recorded["id"])
    assert "not recorded" not in {row["verdict"] for row in rows}
    settled = [row for row in rows if row["verdict"] not in ("not checkable", "opinion")]
    assert len(settled) > 60


def test_accessibility_is_checked_page_by_page(tmp_path):
    workspace = tmp_path / "w"
    (workspace / "data").mkdir(parents=True)
    (workspace / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    arguments = ["check", "--accessibility", "--root", str(workspace)]
    missing = CliRunner().invoke(main, arguments)
    assert missing.exit_code == 2 and "Nothing to check" in missing.output
    (workspace / "reports").mkdir()
    (workspace / "reports" / "x.html").write_text("<img src='y.png'>", encoding="utf-8")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 4
    assert "x.html:" in result.output and "finding(s)" in result.output
