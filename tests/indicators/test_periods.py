"""Lengths of periods, and which are the same stretch of the year."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators import Period

days = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 12, 31))


def test_months_are_what_a_reader_calls_them():
    assert Period(date(2022, 1, 1), date(2022, 11, 30)).months == 11
    assert Period(date(2023, 2, 1), date(2023, 2, 28)).months == 1
    assert Period(date(2022, 4, 1), date(2023, 3, 31)).months == 12
    assert str(Period(date(2023, 2, 1), date(2023, 2, 28))) == "2023-02-01 to 2023-02-28 (1 month)"


def test_years_are_exact_for_whole_years_leap_or_not():
    assert Period.of_years(2023).years == 1
    assert Period.of_years(2024).years == 1
    assert Period.of_years(2021, 2024).years == 4
    assert Period(date(2023, 1, 1), date(2023, 1, 31)).years == pytest.approx(31 / 365)
    assert Period(date(2020, 2, 29), date(2022, 2, 28)).years == pytest.approx(2 + 1 / 365)


def test_the_iranian_year_begins_on_20_or_21_march():
    year_1401 = Period(date(2022, 3, 21), date(2023, 3, 20))
    year_1402 = Period(date(2023, 3, 21), date(2024, 3, 19))
    assert year_1402.years_after(year_1401) == 1


def test_februaries_compare_in_leap_years_but_neighbouring_weeks_do_not():
    leap = Period(date(2024, 2, 1), date(2024, 2, 29))
    common = Period(date(2023, 2, 1), date(2023, 2, 28))
    assert leap.years_after(common) == 1
    assert Period(date(2024, 2, 3), date(2024, 2, 29)).years_after(common) is None
    assert Period(date(2024, 2, 1), date(2024, 2, 26)).years_after(common) is None


@given(days, st.integers(0, 900), st.integers(1, 10))
def test_the_same_days_of_a_later_year_are_comparable_one_way_only(start, length, years):
    end = start + timedelta(days=length)
    later = Period(_later(start, years), _later(end, years))
    assert later.years_after(Period(start, end)) == years
    assert Period(start, end).years_after(later) is None


def test_timestamps_become_days_and_a_period_cannot_run_backwards():
    assert Period(pd.Timestamp("2022-01-01 10:00"), pd.Timestamp("2022-12-31")) == Period.of_years(
        2022
    )
    with pytest.raises(ValueError, match="on or after 2022-01-02, found 2022-01-01"):
        Period(date(2022, 1, 2), date(2022, 1, 1))


def _later(day: date, years: int) -> date:
    short = day.month == 2 and day.day == 29
    return date(day.year + years, day.month, 28 if short else day.day)
