"""Concentration indices: hand-made examples, exact fractions, and what must always hold."""

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators import (
    effective_partners,
    entropy,
    herfindahl,
    normalised_entropy,
    normalised_herfindahl,
    shares_of,
    unctad_concentration,
    without,
)

amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=25).filter(any)
several = st.lists(st.integers(0, 10**9), min_size=2, max_size=25).filter(any)
MIX = pd.Series({"RUS": 50.0, "UKR": 30.0, "CHN": 20.0})
EVERY_INDEX = [
    herfindahl,
    normalised_herfindahl,
    unctad_concentration,
    effective_partners,
    entropy,
    normalised_entropy,
]


def test_half_three_tenths_and_a_fifth_by_hand():
    """0.25 + 0.09 + 0.04 = 0.38; with n = 3, (0.38 - 1/3) / (2/3) = 0.07; 1 / 0.38 = 2.63."""
    assert herfindahl(MIX) == pytest.approx(0.38)
    assert normalised_herfindahl(MIX) == pytest.approx(0.07)
    assert effective_partners(MIX) == pytest.approx(2.631579)
    assert unctad_concentration(MIX) == pytest.approx(0.0925, abs=5e-5)
    assert entropy(MIX) == pytest.approx(
        0.5 * math.log(2) + 0.3 * math.log(10 / 3) + 0.2 * math.log(5)
    )


def test_the_two_normalisations_differ_where_roots_are_whole():
    """H = 0.25 + 0.09 + 2 x 0.01 = 0.36, n = 25: 0.32 / 0.96 is 1/3, (0.6 - 0.2) / 0.8 is 1/2."""
    values = pd.Series([0.5, 0.3, 0.1, 0.1])
    assert herfindahl(values) == pytest.approx(0.36)
    assert normalised_herfindahl(values, n=25) == pytest.approx(1 / 3)
    assert unctad_concentration(values, n=25) == pytest.approx(1 / 2)


def test_one_partner_among_four_possible_is_full_concentration():
    values = pd.Series({"RUS": 7.0, "UKR": 0.0, "CHN": 0.0, "KAZ": 0.0})
    assert [index(values) for index in EVERY_INDEX] == [1, 1, 1, 1, 0, 0]


def test_four_even_partners_are_no_concentration():
    values = pd.Series([3.0] * 4)
    expected = [0.25, 0, 0, 4, math.log(4), 1]
    assert [index(values) for index in EVERY_INDEX] == pytest.approx(expected)


@given(amounts)
def test_indices_equal_exact_fractions(values):
    total = sum(values)
    exact = sum(Fraction(value, total) ** 2 for value in values)
    assert herfindahl(pd.Series(values)) == pytest.approx(float(exact), rel=1e-12)
    assert effective_partners(pd.Series(values)) == pytest.approx(float(1 / exact), rel=1e-12)


@given(several)
def test_every_index_stays_in_its_range(values):
    series, n = pd.Series(values), len(values)
    assert 1 / n - 1e-12 <= herfindahl(series) <= 1 + 1e-12
    assert 1 - 1e-12 <= effective_partners(series) <= n + 1e-9
    assert -1e-12 <= entropy(series) <= math.log(n) + 1e-12
    assert -1e-12 <= normalised_entropy(series) <= 1 + 1e-12
    linear, root = normalised_herfindahl(series), unctad_concentration(series)
    assert -1e-12 <= linear <= root + 1e-12 <= 1 + 2e-12


@given(several, st.floats(1e-6, 1e6))
def test_the_unit_does_not_matter(values, scale):
    series = pd.Series(values, dtype=float)
    for index in EVERY_INDEX:
        assert index(series * scale) == pytest.approx(index(series), rel=1e-9, abs=1e-9)


@given(amounts, st.floats(0.01, 0.99))
def test_splitting_a_partner_lowers_concentration_and_raises_entropy(values, part):
    largest = max(values)
    values.remove(largest)
    before = pd.Series([*values, largest], dtype=float)
    after = pd.Series([*values, largest * part, largest * (1 - part)], dtype=float)
    assert herfindahl(after) < herfindahl(before)
    assert entropy(after) > entropy(before)


@given(several)
def test_entropy_is_what_theil_lacks_from_the_maximum(values):
    """Theil's T = (1/n) sum (x/mu) ln (x/mu), computed from its own definition, is ln n - E."""
    mean = sum(values) / len(values)
    theil = sum(x / mean * math.log(x / mean) for x in values if x) / len(values)
    assert entropy(pd.Series(values)) == pytest.approx(math.log(len(values)) - theil, abs=1e-9)


def test_partners_nobody_listed_can_be_counted():
    """Two even partners of four possible: linear (1/2 - 1/4) / (3/4), root (0.7071 - 0.5) / 0.5."""
    values = pd.Series([1.0, 1.0])
    assert normalised_herfindahl(values, n=4) == pytest.approx(1 / 3)
    assert unctad_concentration(values, n=4) == pytest.approx(math.sqrt(2) - 1)
    assert normalised_entropy(values, n=4) == pytest.approx(0.5)
    with pytest.raises(ValueError, match=r"at least 2 .traded with., found 1"):
        normalised_herfindahl(values, n=1)


@pytest.mark.parametrize("index", EVERY_INDEX, ids=lambda index: index.__name__)
def test_a_missing_partner_makes_every_index_missing(index):
    assert math.isnan(index(pd.Series([3.0, math.nan, 1.0])))
    assert math.isnan(index(pd.Series([0.0, 0.0])))


def test_a_single_possible_partner_cannot_be_normalised():
    one = pd.Series({"RUS": 5.0})
    assert herfindahl(one) == 1
    assert math.isnan(normalised_herfindahl(one))
    assert math.isnan(unctad_concentration(one))
    assert math.isnan(normalised_entropy(one))


def test_without_russia_the_others_add_up_to_one():
    """30 and 20 of 50 are 0.6 and 0.4; HHI falls or rises on its own: here 0.52 after 0.38."""
    others = without(MIX, "RUS")
    assert others.to_dict() == pytest.approx({"UKR": 0.6, "CHN": 0.4})
    assert herfindahl(others) == pytest.approx(0.52)
    assert without(MIX, ["RUS", "UKR"]).to_dict() == {"CHN": 1.0}


def test_leaving_out_an_undisclosed_partner_makes_the_rest_known_again():
    values = pd.Series({"RUS": math.nan, "UKR": 3.0, "CHN": 1.0})
    assert without(values, "RUS").to_dict() == {"UKR": 0.75, "CHN": 0.25}
    assert without(values, "UKR").isna().all()


def test_leaving_out_somebody_unknown_is_an_error():
    with pytest.raises(ValueError, match=r"\['RU'\].*CHN, RUS, UKR"):
        without(MIX, "RU")


def test_shares_refuse_what_has_no_shares():
    with pytest.raises(ValueError, match="at least one partner, found none"):
        shares_of(pd.Series(dtype=float))
    with pytest.raises(ValueError, match="found CHN: -1"):
        shares_of(pd.Series({"CHN": -1.0, "RUS": 2.0}))
    with pytest.raises(ValueError, match=r"every partner once, found \['CHN'\]"):
        shares_of(pd.Series([1.0, 2.0], index=["CHN", "CHN"]))
