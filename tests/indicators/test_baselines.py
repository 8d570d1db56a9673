"""Baselines: what each expects, and how its errors in quiet years are counted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators.baselines import BASELINES, expected, placebo_errors

YEARS = range(2010, 2024)


def flat(value=10.0):
    return pd.DataFrame({"A": [value] * len(YEARS)}, index=YEARS)


def test_each_baseline_uses_its_own_years():
    values = pd.DataFrame({"A": [float(year - 2009) for year in YEARS]}, index=YEARS)
    assert expected(values, 2022, 2023, "last_year")["A"] == 12  # 2021
    assert expected(values, 2022, 2023, "mean_before")["A"] == 9  # 8, 9, 10 of 2017-2019
    assert expected(values, 2022, 2023, "mean_recent")["A"] == 11  # 10, 11, 12 of 2019-2021


def test_the_trend_extends_steady_growth_exactly():
    values = pd.DataFrame({"A": [100 * 1.05 ** (year - 2010) for year in YEARS]}, index=YEARS)
    assert expected(values, 2022, 2023, "trend")["A"] == pytest.approx(100 * 1.05**13)


def test_what_comes_after_the_break_is_not_used():
    values = flat()
    values.loc[2022:] = 999
    for name in BASELINES:
        assert expected(values, 2022, 2023, name)["A"] == pytest.approx(10)


def test_a_missing_last_year_is_replaced_by_the_year_before_and_no_further():
    values = flat()
    values.loc[2021] = np.nan
    assert expected(values, 2022, 2023, "last_year")["A"] == 10
    values.loc[2020] = np.nan
    assert np.isnan(expected(values, 2022, 2023, "last_year")["A"])


def test_a_mean_needs_two_of_three_years_and_a_trend_six_of_ten():
    values = flat()
    values.loc[[2019, 2020]] = np.nan
    assert np.isnan(expected(values, 2022, 2023, "mean_recent")["A"])
    values = flat()
    values.loc[2012:2016] = np.nan
    assert np.isnan(expected(values, 2022, 2023, "trend")["A"])


def test_placebo_errors_are_log_misses_at_the_same_distance():
    values = flat()
    values.loc[2015] = 20.0
    errors = placebo_errors(values, 2022, 2023, "last_year")
    assert errors["A"][2015] == pytest.approx(np.log(2))  # expected 10 from 2013
    assert errors["A"][2014] == 0
    assert errors["A"][2016] == pytest.approx(np.log(1 / 1))  # distance 1: 2014 stands for 2016
    assert errors.index.max() == 2021
    assert len(errors) <= 10


@given(st.floats(0.001, 1000))
def test_every_baseline_scales_with_its_values(factor):
    values = pd.DataFrame({"A": [3.0 + (year * 7) % 5 for year in YEARS]}, index=YEARS)
    for name in BASELINES:
        once, scaled = (expected(v, 2022, 2022, name)["A"] for v in (values, values * factor))
        assert scaled == pytest.approx(factor * once)


@pytest.mark.parametrize(("year", "name"), [(2021, "trend"), (2023, "guess")])
def test_an_impossible_question_is_refused(year, name):
    with pytest.raises(ValueError, match="expected"):
        expected(flat(), 2022, year, name)
