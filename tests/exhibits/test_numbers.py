"""Numbers as they are printed: a table of rows is the specification."""

import pytest

from helpers.exhibits.numbers import (
    write_money,
    write_number,
    write_percent,
    write_quantity,
    write_range,
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
