import pytest

from helpers.tables.quantity import Quantity


def test_an_unknown_unit_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"USD.*found 'dollars'"):
        Quantity(1.0, "dollars")


def test_nan_is_missing_and_zero_is_not():
    assert Quantity(float("nan"), "USD").missing
    assert not Quantity(0.0, "USD").missing
