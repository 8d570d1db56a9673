"""Weight, balance and growth, against numbers checked by hand."""

import math
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.indicators import (
    Period,
    balance,
    cagr,
    coverage_ratio,
    growth,
    growth_by_year,
    log_linear_growth,
    normalised_balance,
    rank,
    share,
    turnover,
)

money = st.floats(min_value=1, max_value=1e12)
ELEVEN_MONTHS = date(2022, 11, 30)


def test_kazakhstan_january_to_november_2022_as_the_brief_gives_it():
    """Turnover 915.6 and exports 707 leave imports of 208.6 and a surplus of 498.4 (million)."""
    assert turnover(707.0, 208.6) == pytest.approx(915.6)
    assert balance(707.0, 208.6) == pytest.approx(498.4)
    assert normalised_balance(707.0, 208.6) == pytest.approx(498.4 / 915.6)
    assert coverage_ratio(707.0, 208.6) == pytest.approx(3.3892617)


def test_normalised_balance_runs_from_imports_only_to_exports_only():
    assert normalised_balance(0.0, 5.0) == -1
    assert normalised_balance(5.0, 5.0) == 0
    assert normalised_balance(5.0, 0.0) == 1


@given(money, money)
def test_coverage_ratio_and_normalised_balance_are_the_same_fact(exports, imports):
    """With r = X/M, (X-M)/(X+M) is (r-1)/(r+1)."""
    covered = coverage_ratio(exports, imports)
    expected = (covered - 1) / (covered + 1)
    assert normalised_balance(exports, imports) == pytest.approx(expected, abs=1e-9)


def test_missing_flows_stay_missing_and_zero_wholes_have_no_shares():
    exports, imports = pd.Series([3.0, math.nan, 0.0]), pd.Series([1.0, 2.0, 0.0])
    assert turnover(exports, imports).isna().tolist() == [False, True, False]
    assert coverage_ratio(exports, imports).isna().tolist() == [False, True, True]
    assert normalised_balance(exports, imports).isna().tolist() == [False, True, True]
    assert math.isnan(turnover(math.nan, 2.0))
    assert coverage_ratio(pd.Series([5.0]), pd.Series([0.0])).isna().all()
    assert math.isnan(coverage_ratio(5.0, 0.0))
    assert math.isnan(share(0.0, 0.0))


def test_a_balance_is_not_a_flow():
    with pytest.raises(ValueError, match=r"Exports: expected numbers of at least 0, found KAZ: -3"):
        turnover(pd.Series({"CHN": 1.0, "KAZ": -3.0}), pd.Series({"CHN": 1.0, "KAZ": 1.0}))
    with pytest.raises(ValueError, match=r"Imports.*-1"):
        balance(1.0, -1.0)
    with pytest.raises(ValueError, match="Exports"):
        coverage_ratio(-1.0, 1.0)


def test_share_of_the_whole_for_one_and_for_many():
    assert share(5.8, 77.0) == pytest.approx(0.0753247)
    assert share(
        pd.Series({"RUS": 50.0, "CHN": 5.0}), pd.Series({"RUS": 80.0, "CHN": 80.0})
    ).to_dict() == {
        "RUS": 0.625,
        "CHN": 0.0625,
    }


def test_ranks_share_places_and_skip_the_missing():
    values = pd.Series({"RUS": 50.0, "CHN": 5.0, "UKR": 5.0, "IRN": math.nan, "KAZ": 1.0})
    ranks = rank(values)
    assert ranks.drop("IRN").to_dict() == {"RUS": 1, "CHN": 2, "UKR": 2, "KAZ": 4}
    assert pd.isna(ranks["IRN"])


def test_growth_compares_the_same_months_of_two_years():
    """The brief: 915.6 is 13.4 percent more than 807.4, both January to November."""
    before = Period(date(2021, 1, 1), date(2021, 11, 30))
    after = Period(date(2022, 1, 1), ELEVEN_MONTHS)
    assert growth(807.4, 915.6, before, after) == pytest.approx(0.134, abs=5e-5)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Period.of_years(2021), Period(date(2022, 1, 1), ELEVEN_MONTHS)),
        (Period(date(2021, 1, 1), date(2021, 3, 31)), Period(date(2022, 4, 1), date(2022, 6, 30))),
        (Period.of_years(2021), Period.of_years(2021)),
        (Period.of_years(2022), Period.of_years(2021)),
        (Period.of_years(2021), Period(date(2022, 4, 1), date(2023, 3, 31))),
        (Period.of_years(2021), Period.of_years(2022, 2023)),
    ],
    ids=["length", "months", "same", "order", "fiscal", "two years"],
)
def test_growth_refuses_periods_that_differ(earlier, later):
    with pytest.raises(ValueError, match="like with like") as caught:
        growth(1.0, 2.0, earlier, later)
    assert str(earlier) in str(caught.value)
    assert str(later) in str(caught.value)


def test_growth_from_nothing_has_no_rate():
    years = Period.of_years(2021), Period.of_years(2022)
    assert math.isnan(growth(0.0, 5.0, *years))
    assert growth(5.0, 0.0, *years) == -1


def test_growth_by_year_needs_two_whole_neighbouring_years():
    """2022 covers eleven months and 2024 is absent: 2022, 2023 and 2025 have no growth rate."""
    years = [2020, 2021, 2022, 2023, 2025]
    values = pd.Series([100.0, 110.0, 90.0, 120.0, 150.0], index=years)
    months = pd.Series([12, 12, 11, 12, 12], index=years)
    rates = growth_by_year(values, months)
    assert rates[2021] == pytest.approx(0.10)
    assert rates.isna().to_dict() == {2020: True, 2021: False, 2022: True, 2023: True, 2025: True}


def test_cagr_of_turnover_with_china_2019_to_2022():
    """The brief's 3.8 to 5.8 billion is 15.1 percent a year over three years."""
    assert cagr(3.8, 5.8, 3) == pytest.approx(0.151, abs=5e-4)
    assert math.isnan(cagr(0.0, 5.8, 3))
    with pytest.raises(ValueError, match="more than 0 years"):
        cagr(3.8, 5.8, 0)


@given(money, st.floats(min_value=-0.5, max_value=1), st.integers(min_value=1, max_value=30))
def test_cagr_finds_the_rate_that_made_the_series(first, rate, years):
    assert cagr(first, first * (1 + rate) ** years, years) == pytest.approx(rate, abs=1e-9)


def test_least_squares_growth_of_1_4_4_by_hand():
    """ln 1, ln 4, ln 4 against 0, 1, 2: the slope is ln 4 / 2 = ln 2, so growth is 100 percent."""
    assert log_linear_growth(pd.Series([1.0, 4.0, 4.0], index=[2020, 2021, 2022])) == pytest.approx(
        1.0
    )


@given(st.lists(money, min_size=2, max_size=12))
def test_least_squares_growth_equals_the_normal_equations(values):
    """Golden: the slope (n Sxy - Sx Sy) / (n Sxx - Sx Sx) with exact sums of the logarithms."""
    logs = [Fraction(math.log(value)) for value in values]
    time = range(len(values))
    count, sum_x, sum_xx = len(values), sum(time), sum(t * t for t in time)
    sum_xy = sum(t * log for t, log in zip(time, logs, strict=True))
    slope = (count * sum_xy - sum_x * sum(logs)) / (count * sum_xx - sum_x**2)
    assume(slope < 25)
    series = pd.Series(values, index=range(2010, 2010 + count))
    assert log_linear_growth(series) == pytest.approx(math.exp(slope) - 1, rel=1e-6, abs=1e-9)


def test_least_squares_growth_respects_a_gap_in_the_years():
    """Fourfold in two years is 100 percent a year, not 300."""
    assert log_linear_growth(pd.Series([1.0, 4.0], index=[2020, 2022])) == pytest.approx(1.0)


def test_least_squares_growth_of_an_incomplete_series_is_missing():
    years = [2020, 2021, 2022]
    assert math.isnan(log_linear_growth(pd.Series([1.0, math.nan, 4.0], index=years)))
    assert math.isnan(log_linear_growth(pd.Series([1.0, 0.0, 4.0], index=years)))
    with pytest.raises(ValueError, match="at least 2 years, found 1"):
        log_linear_growth(pd.Series([1.0], index=[2020]))
    with pytest.raises(ValueError, match="every year once, found \\[2020\\]"):
        log_linear_growth(pd.Series([1.0, 2.0], index=[2020, 2020]))
