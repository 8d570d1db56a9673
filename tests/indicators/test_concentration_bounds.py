"""The range of the HHI when some partners are undisclosed."""

import math
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators import herfindahl, herfindahl_bounds

known_amounts = st.lists(st.integers(0, 1000), max_size=8)
hidden_amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any)


def test_six_tenths_known_and_four_hidden_by_hand():
    """Known 0.36. Alone 0.16; spread 0; capped at 0.3, 0.09 + 0.01; over two 0.08; both."""
    known = pd.Series({"RUS": 0.6})
    assert herfindahl_bounds(known, 0.4) == pytest.approx((0.36, 0.52))
    assert herfindahl_bounds(known, 0.4, largest_unknown=0.3) == pytest.approx((0.36, 0.46))
    assert herfindahl_bounds(known, 0.4, n_unknown=2) == pytest.approx((0.44, 0.52))
    assert herfindahl_bounds(known, 0.4, 0.3, 2) == pytest.approx((0.44, 0.46))


def test_a_cap_that_divides_the_remainder_leaves_no_crumb():
    """0.4 in parts of 0.1 is four of them: 0.04."""
    assert herfindahl_bounds(pd.Series([0.6]), 0.4, 0.1, 4) == pytest.approx((0.40, 0.40))


@given(known_amounts, hidden_amounts, st.integers(0, 3))
def test_the_true_index_lies_within_the_bounds(known, hidden, spare):
    """Whatever the hidden partners are, knowing their sum, cap and number brackets the index."""
    truth = herfindahl(pd.Series([*known, *hidden], dtype=float))
    disclosed = pd.Series(known, dtype=float)
    for cap in (None, max(hidden), max(hidden) + 7):
        for count in (None, len(hidden), len(hidden) + spare):
            low, high = herfindahl_bounds(disclosed, sum(hidden), cap, count)
            assert low - 1e-12 <= truth <= high + 1e-12
            assert 0 <= low <= high + 1e-12 <= 1 + 2e-12


@given(known_amounts, st.integers(1, 1000), st.integers(1, 60), st.integers(1, 12))
def test_both_bounds_are_reached_by_a_completion(known, rest, parts, size):
    """Exact: n even parts reach the low end; parts of the cap and one crumb reach the high end."""
    cap = min(size, rest)
    parts = max(parts, -(-rest // cap))
    total = sum(known) + rest
    low, high = herfindahl_bounds(pd.Series(known, dtype=float), rest, cap, parts)
    disclosed = sum(Fraction(value, total) ** 2 for value in known)
    even = parts * Fraction(rest, parts * total) ** 2
    crumbs = [cap] * (rest // cap) + [rest % cap]
    assert low == pytest.approx(float(disclosed + even), rel=1e-9)
    assert high == pytest.approx(
        float(disclosed + sum(Fraction(c, total) ** 2 for c in crumbs)), rel=1e-7
    )


@given(known_amounts, st.integers(1, 1000), st.floats(1e-3, 1e6))
def test_the_unit_does_not_matter(known, rest, scale):
    series = pd.Series(known, dtype=float)
    scaled = herfindahl_bounds(series * scale, rest * scale, rest / 2 * scale, 5)
    assert scaled == pytest.approx(herfindahl_bounds(series, rest, rest / 2, 5))


def test_more_knowledge_never_widens_the_range():
    known = pd.Series([50.0, 10.0])
    ranges = [
        herfindahl_bounds(known, 40),
        herfindahl_bounds(known, 40, largest_unknown=10),
        herfindahl_bounds(known, 40, largest_unknown=10, n_unknown=20),
    ]
    assert all(a[0] <= b[0] and b[1] <= a[1] for a, b in pairwise(ranges))


def test_nothing_hidden_is_the_index_itself_and_nothing_known_is_anything():
    assert herfindahl_bounds(pd.Series([3.0, 1.0]), 0) == (0.625, 0.625)
    assert herfindahl_bounds(pd.Series(dtype=float), 5.0) == (0, 1)


def test_missing_numbers_leave_both_ends_missing():
    for bounds in (
        herfindahl_bounds(pd.Series([3.0, math.nan]), 1),
        herfindahl_bounds(pd.Series([3.0]), math.nan),
        herfindahl_bounds(pd.Series([3.0]), 1, largest_unknown=math.nan),
        herfindahl_bounds(pd.Series([0.0]), 0),
    ):
        assert all(math.isnan(end) for end in bounds)


def test_a_remainder_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"share of 0\.4, found 3 partners of at most 0\.1"):
        herfindahl_bounds(pd.Series([0.6]), 0.4, largest_unknown=0.1, n_unknown=3)
    with pytest.raises(ValueError, match="partners of size 0"):
        herfindahl_bounds(pd.Series([0.6]), 0.4, largest_unknown=0)
    with pytest.raises(ValueError, match="Undisclosed remainder: expected numbers of at least 0"):
        herfindahl_bounds(pd.Series([0.6]), -0.1)
