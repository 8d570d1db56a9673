"""``estimate`` gives the shipped digits again, says what differs, and writes nothing on a check."""

import json
import shutil

import pytest
from click.testing import CliRunner

from helpers.commands.estimate import estimate
from helpers.errors import UsageError
from helpers.indicators.estimates import COLUMNS, gravity_frame
from helpers.indicators.gravity import predict_left_out
from helpers.indicators.gravity_covariates import COVARIATES
from helpers.indicators.gravity_rows import PREDICTED_YEARS
from helpers.sources.bulk import find_bulk, read_dyads, read_world_trade
from helpers.tables.loading import load_tables
from helpers.tables.schemas import ESTIMATES
from helpers.workspace import Workspace, find_workspace

ROOT = find_workspace().root


def bulk():
    try:
        return find_bulk(Workspace(ROOT))
    except UsageError:
        return None


needs_bulk = pytest.mark.skipif(bulk() is None, reason="no bulk data beside the workspace")


def run(*arguments):
    return CliRunner().invoke(estimate, list(arguments), catch_exceptions=False)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_the_columns_are_those_of_the_schema():
    assert tuple(ESTIMATES.columns) == COLUMNS


def test_without_bulk_data_there_is_a_way_out(copy):
    with pytest.raises(UsageError, match="--bulk"):
        run("--root", str(copy), "--bulk", str(copy))


@needs_bulk
def test_a_changed_base_rate_is_found_and_all_of_them_come_out_as_shipped(copy):
    path = copy / "data" / "estimates.csv"
    text = path.read_text(encoding="utf-8")
    start = text.index("base_rate.50-150.10x.5y")
    line = text[start : text.index("\n", start)]
    value = line.split(",")[5]
    path.write_text(text.replace(line, line.replace(f",{value},", ",0.5,", 1)), encoding="utf-8")
    options = ("--only", "base_rates", "--root", str(copy), "--bulk", str(bulk()))
    result = run(*options, "--check", "--json")
    assert result.exit_code == 4
    (changed,) = json.loads(result.output)
    assert (changed["id"], changed["column"]) == ("base_rate.50-150.10x.5y", "value")
    assert "0.5," in path.read_text(encoding="utf-8")
    assert run(*options).exit_code == 0
    assert path.read_text(encoding="utf-8") == text


@needs_bulk
def test_predictions_follow_from_the_stored_coefficients():
    """The whole estimate takes over a minute; here the stored coefficients predict again."""
    tables = load_tables(find_workspace(ROOT))
    shipped = tables["estimates"].set_index("id")["value"]
    coefficients = shipped[[f"gravity.coefficient.without_BLR.{name}" for name in COVARIATES]]
    coefficients.index = list(COVARIATES)
    frame = gravity_frame(
        read_world_trade(bulk()), read_dyads(bulk()), tables["geography"], tables["groups"]
    )
    late = frame[frame["year"].isin(PREDICTED_YEARS)].reset_index(drop=True)
    pairs = ["BLR.CHN", "BLR.IND", "BLR.IRN", "BLR.KAZ", "BLR.RUS"]
    predicted = late.assign(found=predict_left_out(late, coefficients, pairs))
    turnover = predicted.groupby("pair")["found"].sum() / len(PREDICTED_YEARS)
    for pair in pairs:
        key = f"gravity.BLR.{pair.removeprefix('BLR.')}.turnover.predicted"
        assert turnover[pair] == pytest.approx(shipped[key], rel=5e-3)
