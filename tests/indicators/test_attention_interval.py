"""Gap between attention and results, both known within a range."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.indicators.attention_interval import gain_interval, gap_interval, results_interval


def ranges(*rows):
    """Make results of (partner, central, low, high)."""
    return pd.DataFrame(rows, columns=["partner", "central", "low", "high"])


def shares(*rows):
    """Make shares of (partner, share, low, high)."""
    return pd.DataFrame(rows, columns=["partner", "share", "low", "high"])


def test_the_widest_share_takes_the_others_at_their_other_end():
    """China 6 (4 to 8) of 10: at least 4 of 4 + 6, at most 8 of 8 + 2."""
    found = results_interval(ranges(("CHN", 6, 4, 8), ("IRN", 4, 2, 6))).set_index("partner")
    assert found.loc["CHN"].tolist() == pytest.approx([0.6, 0.4, 0.8])
    assert found.loc["IRN"].tolist() == pytest.approx([0.4, 0.2, 0.6])


def test_one_figure_has_no_range_and_nobody_has_a_share_where_one_is_missing():
    found = results_interval(ranges(("CHN", 3, 3, 3), ("IRN", 1, 1, 1)))
    assert found[["share", "low", "high"]].to_numpy().tolist() == [[0.75] * 3, [0.25] * 3]
    hidden = results_interval(ranges(("CHN", 3, 3, 3), ("IRN", math.nan, 1, math.nan)))
    assert hidden[["share", "low", "high"]].isna().all(axis=None)


def test_a_gain_runs_from_the_worst_to_the_best_and_a_loss_is_none():
    """10 (9 to 11) to 14 (13 to 16): 4, from 13 - 11 to 16 - 9."""
    before = ranges(("CHN", 10, 9, 11), ("IND", 5, 4, 6))
    after = ranges(("IND", 2, 1, 5), ("CHN", 14, 13, 16))
    found = gain_interval(before, after).set_index("partner")
    assert found.loc["CHN"].tolist() == [4, 2, 7]
    assert found.loc["IND"].tolist() == [0, 0, 1]
    with pytest.raises(ValueError, match=r"same partners on both sides, found \['IND'\]"):
        gain_interval(before, after[after["partner"] == "CHN"])


def test_the_gap_takes_each_end_with_the_other_end():
    """0.5 (0.4 to 0.6) less 0.3 (0.2 to 0.5): 0.2, from 0.4 - 0.5 to 0.6 - 0.2."""
    said = shares(("IRN", 0.5, 0.4, 0.6), ("CHN", 0.5, 0.4, 0.6))
    done = shares(("CHN", 0.7, 0.7, 0.7), ("IRN", 0.3, 0.2, 0.5))
    found = gap_interval(said, done)
    assert found["partner"].tolist() == ["IRN", "CHN"]
    found = found.set_index("partner")
    assert found.loc["IRN"].tolist() == pytest.approx([0.2, -0.1, 0.4])
    assert found.loc["CHN"].tolist() == pytest.approx([-0.2, -0.3, -0.1])


amounts = st.tuples(*[st.floats(0, 1000, allow_subnormal=False)] * 3).map(sorted)


@given(st.lists(amounts, min_size=2, max_size=6))
def test_a_share_inside_its_ranges_is_never_outside_its_interval(rows):
    table = ranges(*[(f"P{n}", mid, low, high) for n, (low, mid, high) in enumerate(rows)])
    assume(table["central"].sum() > 1e-6 and table["low"].sum() > 1e-6)
    found = results_interval(table)
    assert (found["low"] <= found["share"] + 1e-12).all()
    assert (found["high"] >= found["share"] - 1e-12).all()
    assert found[["low", "high"]].stack().between(0, 1 + 1e-12).all()


def test_ends_on_the_wrong_side_and_other_partners_are_refused():
    with pytest.raises(ValueError, match=r"Results: expected low <= value.*\['CHN'\]"):
        results_interval(ranges(("CHN", 6, 7, 8)))
    with pytest.raises(ValueError, match=r"Results, low.*CHN: -1"):
        results_interval(ranges(("CHN", 6, -1, 8)))
    with pytest.raises(ValueError, match=r"every partner once, found \['CHN'\]"):
        results_interval(ranges(("CHN", 1, 1, 1), ("CHN", 1, 1, 1)))
    good = shares(("CHN", 0.5, 0.4, 0.6))
    with pytest.raises(ValueError, match=r"Attention: expected low <= value.*\['CHN'\]"):
        gap_interval(shares(("CHN", 0.5, 0.6, 0.6)), good)
    with pytest.raises(ValueError, match="same partners"):
        gap_interval(good, shares(("IRN", 0.5, 0.4, 0.6)))
