"""Bennet's decomposition by eye, and its properties."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.price_volume import bennet, bennet_chained, bennet_range


def period(**items):
    return pd.DataFrame(items, index=["quantity", "value"]).T


def test_by_eye():
    """10 t at 5 become 20 t at 4: the mean price 4.5 times 10 t, the mean 15 t times -1."""
    parts = bennet(period(A=(10, 50)), period(A=(20, 80))).loc["A"]
    assert parts.to_dict() == {"volume": 45.0, "price": -15.0, "change": 30.0}


def test_a_doubled_price_is_all_price_and_a_doubled_quantity_all_volume():
    dearer = bennet(period(A=(10, 50)), period(A=(10, 100))).loc["A"]
    more = bennet(period(A=(10, 50)), period(A=(20, 100))).loc["A"]
    assert (dearer["volume"], dearer["price"]) == (0, 50)
    assert (more["volume"], more["price"]) == (50, 0)


def test_a_new_item_is_all_volume():
    table = bennet(period(A=(10, 50), B=(0, 0)), period(A=(10, 50), B=(4, 12)))
    assert table.loc["B"].to_dict() == {"volume": 12.0, "price": 0.0, "change": 12.0}


def test_an_unknown_quantity_is_a_reason_not_a_zero():
    with pytest.raises(InsufficientData, match="quantity of B"):
        bennet(period(A=(10, 50), B=(math.nan, 5)), period(A=(10, 50), B=(4, 12)))
    with pytest.raises(InsufficientData, match="last period, not known: quantity of B, value of B"):
        bennet(period(A=(10, 50), B=(4, 12)), period(A=(10, 50)))


def test_a_value_without_quantity_is_refused():
    with pytest.raises(ValueError, match=r"not so for A in the first period"):
        bennet(period(A=(0, 50)), period(A=(10, 50)))


def test_the_chain_follows_the_price_on_its_way():
    """The price rises and falls back while the quantity doubles late: the ends see no price."""
    steps = [period(A=(10, 50)), period(A=(10, 100)), period(A=(20, 100))]
    ends, chain = bennet(steps[0], steps[-1]).loc["A"], bennet_chained(steps).loc["A"]
    assert (ends["volume"], ends["price"]) == (50, 0)
    assert (chain["volume"], chain["price"]) == (75, -25)
    assert chain["change"] == ends["change"]


def test_a_chain_needs_two_periods():
    with pytest.raises(InsufficientData, match="found 1"):
        bennet_chained([period(A=(10, 50))])


def test_the_range_by_eye():
    """Only the first value is open, 40 to 60: the price part may have either sign."""
    ends = [pd.Series({"quantity": 10.0, "value": value}) for value in (40.0, 60.0)]
    after = pd.Series({"quantity": 10.0, "value": 50.0})
    found = bennet_range(*ends, after, after)
    assert found.loc["price"].tolist() == [-10, 10]
    assert found.loc["volume"].tolist() == [0, 0]


POSITIVE = st.floats(0.01, 1e6)
PERIODS = st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=4)


def frames(pairs):
    """Return two periods out of pairs of (quantity, value): the second one turns them around."""
    index = [f"S{n}" for n in range(len(pairs))]
    first = pd.DataFrame(pairs, index=index, columns=["quantity", "value"])
    return first, first.iloc[::-1].set_axis(index)


@given(PERIODS, PERIODS)
def test_the_parts_add_up_and_swapping_periods_flips_the_sign(one, two):
    size = min(len(one), len(two))
    before, after = frames(one[:size])[0], frames(two[:size])[0]
    table, back = bennet(before, after), bennet(after, before)
    change = after["value"] - before["value"]
    scale = 1e-9 * (1 + table.abs().max(axis=None))
    assert (table["volume"] + table["price"] - change).abs().max() <= scale
    assert (table + back).abs().max(axis=None) <= scale


@given(PERIODS)
def test_the_chain_adds_up(pairs):
    first, second = frames(pairs)
    chain = bennet_chained([first, second, first])
    scale = 1e-9 * (1 + first.max(axis=None) ** 2)
    assert chain["change"].abs().max() <= scale
    assert (chain["volume"] + chain["price"]).abs().max() <= scale


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE, st.floats(0, 1), st.floats(0, 1))
def test_the_range_holds_what_lies_inside(q0, v0, q1, v1, wide, at):
    low = [pd.Series({"quantity": q, "value": v}) for q, v in ((q0, v0), (q1, v1))]
    high = [one * (1 + wide) for one in low]
    inner = [(one * (1 + at * wide)).to_frame("A").T for one in low]
    found = bennet_range(low[0], high[0], low[1], high[1])
    parts = bennet(*inner).loc["A"]
    slack = 1e-9 * (1 + found.abs().max(axis=None))
    assert (parts >= found["low"] - slack).all()
    assert (parts <= found["high"] + slack).all()
