"""Numbers as they are printed: a table of rows is the specification."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.tables.numbers import (
    write_ends,
    write_money,
    write_number,
    write_percent,
    write_quantity,
    write_range,
    write_value,
)
from helpers.tables.quantity import Quantity

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.79e9, "$5.8 bn"),
        (915.6e6, "$916 m"),
        (33e6, "$33.0 m"),
        (1.092e9, "$1.09 bn"),
        (999.96e6, "$1.00 bn"),
        (-2.57e9, "−$2.6 bn"),
        (42e3, "$42.0 k"),
        (NAN, "n/a"),
    ],
)
def test_money(value, text):
    assert write_money(value).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (5.08e9, 5.79e9, "$5.1–5.8 bn"),
        (820e6, 1092e6, "$0.82–1.09 bn"),
        (1e9, 1e9, "$1.00 bn"),
        (-3e6, 5e6, "−$3.0 m to $5.0 m"),
        (-5e6, -3e6, "−$5.0 m to −$3.0 m"),
        (-5e6, -5e6, "−$5.0 m"),
    ],
)
def test_ranges_carry_the_unit_once(low, high, text):
    assert write_range(low, high).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.134, "13 %"), (0.0567, "5.7 %"), (0.0012, "0.12 %"), (NAN, "n/a")]
)
def test_percentages_keep_two_figures(share, text):
    assert write_percent(share).replace("\u202f", " ") == text


def test_thousands_are_parted_by_thin_spaces_and_minus_is_a_minus():
    assert write_number(-1234567.8, 1) == "−1\u202f234\u202f567.8"


def test_a_rounded_zero_has_no_sign():
    assert write_number(-0.01) == "0"


def test_a_quantity_says_its_range_only_if_there_is_one():
    wide = Quantity(5.4e9, "USD", 5.08e9, 5.79e9)
    assert write_quantity(wide, "full").replace("\u202f", " ") == "$5.4 bn (range $5.1–5.8 bn)"
    assert write_quantity(Quantity(5.4e9, "USD"), "full").replace("\u202f", " ") == "$5.4 bn"


def test_a_python_format_applies_to_the_central_value():
    assert write_quantity(Quantity(-0.25, "share"), ".1%").replace("\u202f", " ") == "−25.0 %"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3.8e9, "USD", "$3.8 bn"),
        (3.84e9, "USD", "$3.84 bn"),
        (1.003e9, "USD", "$1.003 bn"),
        (915.6e6, "USD", "$915.6 m"),
        (100e6, "EUR", "€100 m"),
        (0.0, "USD", "$0"),
        (0.1345, "share", "13.5 %"),
        (17.61, "share", "1 761 %"),
        (25.0, "percent", "25 %"),
        (1.4e6, "t", "1.4 Mt"),
        (2.5, "ratio", "2.5"),
        (2.5, "weeks", "2.5 weeks"),
    ],
)
def test_an_exact_value_has_a_figure_more_and_no_zeros_at_its_end(value, unit, text):
    assert write_value(value, unit, exact=True).replace("\u202f", " ") == text


@given(value=st.floats(1.0, 1e12))
def test_an_exact_amount_is_within_a_two_hundredth_of_the_value(value):
    text = write_value(value, "USD", exact=True).replace("\u202f", " ").removeprefix("$")
    number, _, name = text.partition(" ")
    scale = {"tn": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3, "": 1.0}[name]
    assert float(number) * scale == pytest.approx(value, rel=1 / 200)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (4.37e9, 4.63e9, "USD", "$4.37–4.63 bn"),
        (0.0025, 1.264, "share", "0.25–126 %"),
        (-0.786, -0.282, "share", "−78.6 to −28.2 %"),
        (1.2e6, 1.4e6, "t", "1.2–1.4 Mt"),
        (0.25, 0.25, "share", "25 %"),
        (2, 5, "count", "2–5"),
        (1000, 2000, "count", "1 000–2 000"),
        (1.0e6, 1.1e6, "TEU", "1 000 000–1 100 000 TEU"),
        (5e4, 2e5, "t", "50 000 t–0.2 Mt"),
    ],
)
def test_exact_ends(low, high, unit, text):
    assert write_ends(low, high, unit, exact=True).replace("\u202f", " ") == text
