"""The offset ratio: arithmetic by eye, identities as properties. Coverage: tests/worlds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators.offset import ALL, REST, Flows, offset, simple_ratios
from helpers.worlds.trade import CUT, GROUPS, LOST, TOTAL, YEAR, trade_world

YEARS = range(2010, 2024)


def flows(after, before=None):
    """Return flat flows until 2021 and the given ones in 2022 and 2023."""
    before = before or {"EU": 100.0, "RUS": 200.0, "CHN": 20.0, "WLD": 400.0}
    frame = pd.DataFrame({name: [value] * len(YEARS) for name, value in before.items()}, YEARS)
    frame.loc[2022:] = [after] * 2
    return Flows(frame, frame, frame)


ASK = {
    "lost": ["EU"],
    "groups": {"RUS": ["RUS"], "NEW": ["CHN"]},
    "total": "WLD",
    "cut": 2022,
    "year": 2023,
}


def test_losing_80_and_gaining_24_with_china_is_an_offset_of_three_tenths():
    result = offset(flows([20, 240, 44, 400]), **ASK, draws=40)
    assert result.loss == pytest.approx(80)
    assert result.ratios.loc["NEW", "ratio"] == pytest.approx(0.30)
    assert result.ratios.loc["RUS", "ratio"] == pytest.approx(0.50)
    assert result.ratios.loc[REST, "ratio"] == pytest.approx(0.20)  # 400 - 20 - 240 - 44 less 80
    assert result.ratios.loc[ALL, "ratio"] == pytest.approx(1.0)


def test_flat_trade_has_no_error_so_the_interval_is_a_point():
    result = offset(flows([20, 240, 44, 400]), **ASK, draws=40)
    row = result.ratios.loc["NEW"]
    assert (row["low"], row["high"]) == (pytest.approx(0.30), pytest.approx(0.30))


def test_the_parts_lead_from_the_expected_to_the_actual_total():
    parts = offset(flows([20, 240, 44, 410]), **ASK, draws=40).parts
    steps = parts.loc[parts["role"] != "total", "change"].sum()
    assert parts.loc["WLD", "expected"] + steps == pytest.approx(parts.loc["WLD", "actual"])
    assert parts["role"].to_dict()["EU"] == "lost"


def test_without_a_loss_there_is_no_ratio_and_the_draws_say_so():
    result = offset(flows([130, 240, 44, 480]), **ASK, draws=40)
    assert np.isnan(result.ratios.loc["NEW", "ratio"])
    assert result.lossless == 1.0


def test_a_range_without_a_central_value_stands_in_its_middle():
    known = flows([20, 240, 44, 400])
    central, low, high = known.central.copy(), known.low.copy(), known.high.copy()
    central.loc[2023, "EU"], low.loc[2023, "EU"], high.loc[2023, "EU"] = np.nan, 0.0, 40.0
    result = offset(Flows(central, low, high), **ASK, draws=4000)
    assert result.loss == pytest.approx(80)
    assert 60 < result.loss_low < 70
    assert 90 < result.loss_high < 100


def test_the_ratio_under_one_baseline_is_that_of_the_full_measure():
    reported = flows([20, 240, 44, 400])
    one = simple_ratios(reported, **ASK, baseline="trend")
    assert one["NEW"] == pytest.approx(offset(reported, **ASK, draws=40).ratios.loc["NEW", "trend"])


def test_a_partner_that_is_not_known_goes_to_the_rest():
    reported = flows([20, 240, 44, 400])
    reported.central.loc[2023, "CHN"] = np.nan
    reported.low.loc[2023, "CHN"] = np.nan
    one = simple_ratios(reported, **ASK, baseline="last_year")
    assert np.isnan(one["NEW"])
    assert one[REST] == pytest.approx(0.5)


@given(st.floats(1e-3, 1e6))
def test_the_ratio_does_not_depend_on_the_unit(factor):
    after = [20, 240, 44, 400]
    base = {"EU": 100.0, "RUS": 200.0, "CHN": 20.0, "WLD": 400.0}
    scaled = flows([v * factor for v in after], {k: v * factor for k, v in base.items()})
    one = simple_ratios(scaled, **ASK, baseline="mean_recent")
    assert one["NEW"] == pytest.approx(0.30)


def test_the_same_seed_gives_the_same_interval_and_another_seed_nearly_so():
    world = trade_world(3)
    first, again, other = (
        offset(world.flows, LOST, GROUPS, TOTAL, CUT, YEAR, seed=seed).ratios for seed in (0, 0, 1)
    )
    pd.testing.assert_frame_equal(first, again)
    assert other.loc["new", "low"] == pytest.approx(first.loc["new", "low"], rel=0.2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lost": ["EU", "UKR"]}, "lacking"),
        ({"groups": {"A": ["CHN"], "B": ["CHN"]}}, "twice"),
        ({"year": 2025}, "2025"),
    ],
)
def test_an_impossible_question_says_what_is_lacking(change, words):
    with pytest.raises(ValueError, match=words):
        offset(flows([20, 240, 44, 400]), **{**ASK, **change}, draws=4)
