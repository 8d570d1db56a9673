"""Ranges are combined end to end, and a missing part makes the whole missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import StatementError
from helpers.exhibits.figures import (
    add,
    growth,
    nothing,
    panel_figure,
    published_figure,
    ratio,
    recorded,
    subtract,
)
from helpers.tables.quantity import Quantity
from helpers.tables.study import load_study


def quantity(value, low, high, source="a"):
    return Quantity(value, "USD", low, high, (source,))


@pytest.fixture(scope="module")
def kazakhstan():
    return load_study("KAZ")


def test_a_sum_adds_the_ends_and_keeps_both_sources():
    total = add(quantity(10, 8, 12, "a"), quantity(5, 4, 7, "b"))
    assert (total.value, total.low, total.high, total.sources) == (15, 12, 19, ("a", "b"))


def test_a_difference_is_widest_where_the_ends_oppose():
    rest = subtract(quantity(10, 8, 12), quantity(5, 4, 7))
    assert (rest.value, rest.low, rest.high) == (5, 1, 8)


def test_growth_from_ten_to_fifteen_is_a_half():
    found = growth(quantity(10, 10, 10), quantity(15, 12, 20))
    assert (found.value, found.unit) == (0.5, "share")
    assert (found.low, found.high) == (pytest.approx(0.2), pytest.approx(1.0))


def test_what_is_missing_stays_missing():
    assert add(nothing(), quantity(1, 1, 1)).missing
    assert growth(nothing(), quantity(1, 1, 1)).missing
    assert ratio(quantity(1, 1, 1), nothing(), "share").missing


values = st.floats(1, 1e6)


@given(values, values, values, values)
def test_a_derived_range_contains_its_central_value(a, b, spread_a, spread_b):
    first = quantity(a, a / (1 + spread_a), a + spread_a)
    last = quantity(b, b / (1 + spread_b), b + spread_b)
    for derived in (
        add(first, last),
        subtract(first, last),
        ratio(first, last),
        growth(first, last),
    ):
        assert derived.low <= derived.value <= derived.high


def test_the_billion_depends_on_whose_figure_it_is(kazakhstan):
    """Kazakh statistics: 891 m in 2021 and 1,092 m in 2022; Minsk says over a billion for 2021."""
    theirs = published_figure(kazakhstan, "turnover", 2021, "KAZ")
    said = published_figure(kazakhstan, "turnover", 2021, "BLR", said=True)
    assert theirs.value / 1e6 == pytest.approx(891.0, abs=0.1)
    assert said.value == 1e9
    whole = published_figure(kazakhstan, "turnover", 2022, "KAZ")
    assert whole.value / 1e6 == pytest.approx(1092.1, abs=0.1)


def test_the_panel_keeps_both_readings_in_its_range(kazakhstan):
    year = panel_figure(kazakhstan, "turnover", 2021)
    assert year.low < 891e6 and year.high == 1e9


def test_a_row_that_is_gone_stops_the_report(kazakhstan):
    with pytest.raises(StatementError, match="Did you mean"):
        recorded(kazakhstan, "BLR.KAZ.export.2022.KAZ.kaz-bnz")
