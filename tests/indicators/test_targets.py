"""Declared targets against what was traded."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators import (
    attainment,
    declarations_of,
    first_year_reached,
    growth_needed,
    verdict_by_range,
    years_to_target,
)

money = st.floats(min_value=1, max_value=1e12)


def test_kazakhstan_reached_91_6_percent_of_its_billion_in_eleven_months():
    assert attainment(915.6, 1000.0) == pytest.approx(0.9156)
    assert attainment(pd.Series([500.0, math.nan]), 1000.0).isna().tolist() == [False, True]


@given(money, money, money)
def test_more_trade_is_never_less_attainment(one, other, target):
    low, high = sorted([one, other])
    assert attainment(low, target) <= attainment(high, target)
    assert attainment(one, target * 2) <= attainment(one, target)


def test_iran_needs_77_8_percent_a_year_from_2022_to_2026():
    """From 100 million to a billion in four years: the fourth root of ten."""
    assert growth_needed(100.0, 1000.0, 4) == pytest.approx(0.7783, abs=5e-5)
    assert growth_needed(pd.Series([100.0, 1000.0]), 1000.0, 4).tolist() == pytest.approx(
        [0.7783, 0], abs=5e-5
    )
    assert growth_needed(1000.0, 500.0, 1) == pytest.approx(-0.5)
    assert math.isnan(growth_needed(0.0, 1000.0, 4))
    assert math.isnan(growth_needed(math.nan, 1000.0, 4))


@given(money, st.floats(0.001, 1), st.floats(0.1, 40))
def test_growing_as_needed_takes_as_long_as_there_is(actual, growth, years):
    target = actual * (1 + growth) ** years
    assert growth_needed(actual, target, years) == pytest.approx(growth, rel=1e-6)
    assert years_to_target(actual, target, growth) == pytest.approx(years, rel=1e-6)


def test_years_to_target_at_the_edges():
    assert years_to_target(250.0, 1000.0, 1.0) == pytest.approx(2)
    assert years_to_target(1000.0, 1000.0, 0.1) == 0
    assert years_to_target(2000.0, 1000.0, -0.1) == 0
    assert years_to_target(100.0, 1000.0, 0.0) == math.inf
    assert years_to_target(0.0, 1000.0, 0.5) == math.inf
    assert math.isnan(years_to_target(math.nan, 1000.0, 0.5))
    assert math.isnan(years_to_target(100.0, 1000.0, math.nan))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1000, 1200, "met"),
        (900, 999, "not_met"),
        (900, 1000, "disputed"),
        (1000, math.nan, "met"),
        (math.nan, 999, "not_met"),
        (900, math.nan, "unknown"),
        (math.nan, 1200, "unknown"),
        (math.nan, math.nan, "unknown"),
    ],
)
def test_the_verdict_follows_the_range(low, high, verdict):
    assert verdict_by_range(low, high, 1000) == verdict


def test_impossible_questions_are_refused():
    with pytest.raises(ValueError, match="low <= high, found 2 and 1"):
        verdict_by_range(2, 1, 1)
    for ask in (
        lambda: attainment(1.0, 0),
        lambda: verdict_by_range(1, 2, math.nan),
        lambda: years_to_target(1, -1, 0.1),
        lambda: growth_needed(1.0, 0, 1),
        lambda: first_year_reached(pd.DataFrame(), "KAZ", 0),
    ):
        with pytest.raises(ValueError, match="a number above 0"):
            ask()
    with pytest.raises(ValueError, match="more than 0 years left, found 0"):
        growth_needed(1.0, 2.0, 0)
    with pytest.raises(ValueError, match="more than -1"):
        years_to_target(1, 2, -1)


def test_the_first_year_depends_on_whose_figures_are_taken():
    """2021 in the highest figure, 2022 in the central, 2023 beyond dispute; 2020 is a part."""
    panel = pd.DataFrame(
        {
            "partner": "KAZ",
            "flow": "turnover",
            "year": [2023, 2022, 2021, 2020],
            "low": [1000.0, 950.0, 900.0, 1500.0],
            "central": [1050.0, 1000.0, 950.0, 1500.0],
            "high": [1100.0, 1050.0, 1000.0, 1500.0],
            "months": [12, 12, 12, 8],
        }
    )
    assert first_year_reached(panel, "KAZ", 1000) == 2023
    assert first_year_reached(panel, "KAZ", 1000, column="central") == 2022
    assert first_year_reached(panel, "KAZ", 1000, column="high") == 2021
    assert first_year_reached(panel, "KAZ", 1400) is None


def test_the_same_billion_declared_again_is_counted_by_days():
    """Three Kazakh days (one reported twice) for a billion, one for 1.5; no number, no count."""
    days = ["2011-05-24", "2014-08-29", "2014-08-29", "2018-11-20", "2023-01-01", "2016-01-01"]
    targets = pd.DataFrame(
        {
            "partner": ["KAZ"] * 5 + ["IRN"],
            "metric": "turnover",
            "unit": "USD",
            "value": [1e9, 1e9, 1e9, 1e9, 1.5e9, math.nan],
            "declared_on": pd.to_datetime(days),
            "deadline": pd.to_datetime(
                ["2011-12-31", "2014-12-31", None, "2018-12-31", None, None]
            ),
        }
    )
    table = declarations_of(targets)
    assert table[["value", "times", "again"]].to_numpy().tolist() == [[1e9, 3, 2], [1.5e9, 1, 0]]
    billion = table.iloc[0]
    assert (billion["first"], billion["last"]) == (pd.Timestamp(days[0]), pd.Timestamp(days[3]))
    assert billion["last_deadline"] == pd.Timestamp("2018-12-31")
    assert pd.isna(table.loc[1, "last_deadline"])
