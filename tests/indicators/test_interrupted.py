"""Interrupted time series: an exact line with a jump, units, bounds of the data, honest errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.interrupted import interrupted
from helpers.worlds.series import broken_series

YEARS = range(2010, 2024)  # twelve before 2022, two after


def line(start=100.0, step=10.0, jump=0.0, years=YEARS, cut=2022):
    """Return a straight line by year that jumps at the cut."""
    values = [start + step * at + jump * (year >= cut) for at, year in enumerate(years)]
    return pd.Series(values, index=list(years))


def test_an_exact_line_with_a_jump_of_50():
    found = interrupted(line(jump=50), 2022, log=False)
    assert found.level == pytest.approx(50)
    assert (found.level_low, found.level_high) == (pytest.approx(50), pytest.approx(50))
    # 100 in 2010 and 10 more a year: 220 in 2022, and 270 with the jump.
    assert found.counterfactual.loc[2022] == pytest.approx(220)
    assert found.fitted.loc[2022] == pytest.approx(270)
    assert (found.n_before, found.n_after) == (12, 2)


def test_a_change_of_slope_is_told_from_the_level_with_three_years_after():
    series = line(years=range(2010, 2026), jump=50)
    series.loc[2023:] += [5, 10, 15]
    found = interrupted(series, 2022, log=False)
    assert found.level == pytest.approx(50)
    assert found.slope == pytest.approx(5)
    # 100 in 2010 and 10 more a year, whatever came after the break.
    assert found.counterfactual.loc[2025] == pytest.approx(250)


def test_two_years_after_give_a_level_and_no_slope():
    found = interrupted(line(jump=50), 2022, log=False)
    assert (found.slope, found.slope_low, found.slope_high) == (None, None, None)


def test_with_logarithms_the_level_is_a_share():
    series = pd.Series(100 * 1.05 ** np.arange(14), index=list(YEARS))
    series.loc[2022:] *= 0.7
    found = interrupted(series, 2022)
    assert found.level == pytest.approx(-0.30)
    assert found.counterfactual.loc[2023] == pytest.approx(100 * 1.05**13)


def test_months_have_their_season_taken_out():
    months = pd.period_range("2018-01", "2022-12", freq="M")
    series = pd.Series(100 + 20 * (months.month == 12) - 30 * (months >= "2022-03"), months)
    found = interrupted(series, pd.Period("2022-03", "M"), log=False)
    assert found.level == pytest.approx(-30)
    assert found.slope == pytest.approx(0, abs=1e-9)


@given(st.floats(1e-3, 1e6), st.integers(0, 20))
def test_a_relative_effect_does_not_depend_on_the_unit(factor, seed):
    world = broken_series(seed)
    one, other = (interrupted(world.series * by, world.cut) for by in (1, factor))
    assert other.level == pytest.approx(one.level)
    assert other.level_low == pytest.approx(one.level_low)


@given(st.integers(0, 60))
def test_the_interval_holds_the_estimate_and_is_no_narrower_than_by_newey_west(seed):
    found = interrupted(broken_series(seed).series, 2022)
    assert found.level_low < found.level < found.level_high
    assert found.error >= found.newey_west
    assert 0 <= found.correlation <= 0.95


def test_the_estimate_is_that_of_least_squares():
    """Golden: numpy's own solution of the same regression."""
    series = broken_series(4).series
    after = (series.index >= 2022).astype(float)
    matrix = np.column_stack([np.ones(12), np.arange(12.0), after])
    slope = np.linalg.lstsq(matrix, np.log(series.to_numpy()), rcond=None)[0]
    assert interrupted(series, 2022).level == pytest.approx(np.expm1(slope[2]))


@pytest.mark.parametrize("seed", [0, 6, 9, 13, 28])
def test_the_error_is_the_largest_of_three_and_the_interval_that_of_t(seed):
    """Golden: the least squares errors, with and without correlation, from numpy alone."""
    series = broken_series(seed).series
    found = interrupted(series, 2022)
    after = (series.index >= 2022).astype(float)
    matrix = np.column_stack([np.ones(12), np.arange(12.0), after])
    inverse = np.linalg.pinv(matrix)
    resid = np.log(series.to_numpy()) - matrix @ inverse @ np.log(series.to_numpy())
    raw = sum(resid[1:] * resid[:-1]) / sum(resid**2)
    correlation = min(max((12 * raw + 2) / 8, 0), 0.95)
    errors = []
    for strength in (0.0, correlation):
        pattern = np.array([[strength ** abs(i - j) for j in range(12)] for i in range(12)])
        left = np.eye(12) - matrix @ inverse
        scale = sum(resid**2) / np.trace(left @ pattern @ left.T)
        errors.append(np.sqrt(scale * (inverse @ pattern @ inverse.T)[2, 2]))
    assert found.correlation == pytest.approx(correlation)
    assert found.error == pytest.approx(max(*errors, found.newey_west))
    reach = stats.t.ppf(0.975, 12 - 3) * found.error
    assert np.log1p(found.level_high) - np.log1p(found.level) == pytest.approx(reach)
    assert np.log1p(found.level) - np.log1p(found.level_low) == pytest.approx(reach)


def test_the_lag_grows_with_the_series_and_can_be_given():
    assert interrupted(line(jump=1), 2022).lag == 2  # 4 (14/100)^(2/9) is 2.6
    assert interrupted(line(jump=1), 2022, lag=1).lag == 1


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (line(years=range(2015, 2024)), "at least 8 years before the break, found 7"),
        (line(years=range(2010, 2023)), "at least 2 years after the break, found 1"),
        (line(years=range(2010, 2022)), "2 years after the break; no whole year after it is in"),
        (line().drop(2016), "found none for 2016"),
        (line(start=-5), "positive values for a relative effect, found -5 in 2010"),
    ],
)
def test_too_few_data_are_answered_with_a_reason(series, words):
    with pytest.raises(InsufficientData, match=words):
        interrupted(series, 2022)


def test_a_missing_year_inside_is_a_gap_and_at_the_end_is_not():
    series = line(years=range(2010, 2026), jump=50)
    ends = series.astype(float)
    ends.loc[2024:] = np.nan
    assert interrupted(ends, 2022, log=False).n_after == 2
    inside = series.astype(float)
    inside.loc[2021] = np.nan
    with pytest.raises(InsufficientData, match="2021"):
        interrupted(inside, 2022)


def test_months_need_two_years_before():
    months = pd.period_range("2021-01", "2022-12", freq="M")
    with pytest.raises(InsufficientData, match="24 months before the break, found 14"):
        interrupted(pd.Series(1.0, months), pd.Period("2022-03", "M"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((line(), pd.Period("2022-01", "M")), "same kind"),
        ((line(), 2022, False, -1), "lag"),
        ((line(), 2022, False, None, 1.5), "level between 0 and 1"),
        ((pd.concat([line(), line()]), 2022), "each period once"),
    ],
)
def test_an_impossible_question_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        interrupted(*arguments)
