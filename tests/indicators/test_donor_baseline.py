"""Donors as a baseline: what they expect, when they suffice, and that they enter an offset."""

import numpy as np
import pandas as pd
import pytest

from helpers.indicators.baselines import BASELINES, expected
from helpers.indicators.donor_baseline import SYNTHETIC, donor_baseline, require_donors
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.offset import Flows, offset

YEARS = range(2008, 2024)
NAMES = ["A", "B", "C", "D", "E"]


def donors(after: float = 10.0) -> pd.DataFrame:
    """Return five donors at 10 until 2021, each with one year at 30, and another level after."""
    frame = pd.DataFrame(10.0, YEARS, NAMES)
    for place, name in enumerate(NAMES):
        frame.loc[2012 + 2 * place, name] = 30.0
    frame.loc[2022:] = after
    return frame


def test_a_partner_that_moved_like_a_donor_is_expected_to_go_on_like_it():
    values = pd.DataFrame({"T": 5 * donors()["C"]})
    rule = donor_baseline(donors(after=14.0), 5)
    guess = expected(values, 2022, 2023, SYNTHETIC, {SYNTHETIC: rule})
    assert guess["T"] == pytest.approx(70, rel=1e-4)


def test_what_comes_after_the_break_with_the_partner_is_not_used():
    values = pd.DataFrame({"T": donors()["C"]})
    values.loc[2022:, "T"] = np.nan
    rule = donor_baseline(donors(), 5)
    assert rule.expect(values, 2022, 2023)["T"] == pytest.approx(10, rel=1e-4)


def test_a_donor_is_no_donor_of_itself():
    rule = donor_baseline(donors(), 5)
    assert np.isnan(rule.expect(donors()[["A"]], 2022, 2023)["A"])  # four others are left


def test_with_too_few_donors_or_years_nothing_is_expected_and_the_reason_is_told():
    values = pd.DataFrame({"T": donors()["C"]})
    for few, words in (
        (donors().drop(columns="E"), "at least 5 donors"),
        (donors().assign(E=np.nan), "at least 5 donors"),
        (donors().loc[:2022], "at least 5 donors"),
    ):
        assert np.isnan(donor_baseline(few, 5).expect(values, 2022, 2023)["T"])
        with pytest.raises(InsufficientData, match=words):
            require_donors(values, few, 2022, 2023, 5)
    with pytest.raises(InsufficientData, match="at least 8 periods before the break, found 7"):
        require_donors(values.loc[2015:], donors(), 2022, 2023, 5)


def test_errors_need_three_placebo_years():
    values = pd.DataFrame({"T": donors()["C"]})
    require_donors(values.loc[2010:], donors().loc[2010:], 2022, 2023, 5)
    with pytest.raises(InsufficientData, match=r"at least 3 placebo years.*found 2"):
        require_donors(values.loc[2011:], donors().loc[2011:], 2022, 2023, 5)


def test_an_offset_takes_the_donors_as_one_more_baseline():
    """Donors double: 200 were to be expected of the lost, so 180 are lost and 4 of 40 are gained.

    The mean of five baselines expects 120 and 24: 20 of 100 are made up.
    """
    level = pd.Series([1.0 if year < 2022 else 2.0 for year in YEARS], YEARS)
    twice = pd.DataFrame({name: level for name in NAMES})
    frame = pd.DataFrame({"EU": 100.0, "CHN": 20.0, "WLD": 400.0}, YEARS)
    frame.loc[2022:] = [20.0, 44.0, 400.0]
    rules = {**BASELINES, SYNTHETIC: donor_baseline(twice, 5)}
    found = offset(
        Flows(frame, frame, frame), ["EU"], {"NEW": ["CHN"]}, "WLD", 2022, 2023, rules, draws=50
    ).ratios.loc["NEW"]
    assert found["trend"] == pytest.approx(24 / 80)
    assert found[SYNTHETIC] == pytest.approx(4 / 180)
    assert found["ratio"] == pytest.approx(0.20)
    assert found["low"] <= found[SYNTHETIC] <= found["high"]
