"""Published figures become comparable, and what cannot be compared stays out."""

import pytest

from helpers.tables.evidence import calendarise, comparable
from tests.tables.invented import ASSUMPTIONS, RATES, observe


def test_a_partners_import_is_brought_to_free_on_board():
    """106 m cif is 100 m fob at the central factor; 96.4 to 106 m over its range."""
    row = observe(dict(year=2022, flow="export", reporter="KAZ", valuation="cif", value=106e6))
    found = comparable(row, RATES, ASSUMPTIONS).iloc[0]
    assert found["value"] == pytest.approx(100e6)
    assert (found["low"], found["high"]) == (pytest.approx(106e6 / 1.10), pytest.approx(106e6))


def test_euros_become_dollars_at_the_rate_of_the_year():
    row = observe(dict(year=2022, unit="EUR", value=100.0))
    assert comparable(row, RATES, ASSUMPTIONS)["value"].item() == pytest.approx(105.0)


def test_euros_of_a_year_without_a_rate_are_left_out():
    row = observe(dict(year=2021, unit="EUR", value=100.0))
    assert comparable(row, RATES, ASSUMPTIONS).empty


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "services"},
        {"scope": "goods_services"},
        {"product": "310420"},
        {"unit": "t"},
        {"status": "brief"},
        {"note": "superseded by revision"},
    ],
)
def test_what_is_not_a_total_of_goods_stays_out(change):
    assert comparable(observe(dict(year=2022, value=1.0) | change), RATES, ASSUMPTIONS).empty


def test_months_count_the_period():
    rows = observe(
        dict(period_start="2022-01-01", period_end="2022-11-30", value=1.0),
        dict(period_start="2022-01-01", period_end="2022-12-31", value=1.0),
        dict(period_start="2022-03-21", period_end="2023-03-20", value=1.0),
    )
    assert comparable(rows, RATES, ASSUMPTIONS)["months"].tolist() == [11, 12, 12]


def test_two_fiscal_years_make_one_calendar_year():
    """April-March years of 400 and 100: 2022 has a quarter of the first, the rest of the second."""
    fiscal = observe(
        dict(period_start="2021-04-01", period_end="2022-03-31", value=400.0),
        dict(period_start="2022-04-01", period_end="2023-03-31", value=100.0),
    )
    years = calendarise(comparable(fiscal, RATES, ASSUMPTIONS), margin=0.10)
    assert years["start"].dt.year.tolist() == [2022]
    only = years.iloc[0]
    assert only["value"] == pytest.approx(400 * 90 / 365 + 100 * 275 / 365)
    assert only["low"] < only["value"] < only["high"]
    assert only["calendarised"]


def test_a_calendar_year_with_half_its_cover_is_not_estimated():
    one = observe(dict(period_start="2021-04-01", period_end="2022-03-31", value=400.0))
    assert calendarise(comparable(one, RATES, ASSUMPTIONS), margin=0.10).empty
