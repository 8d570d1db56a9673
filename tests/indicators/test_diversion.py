"""Excess, substitution ratio, goods lost in transit and shares of groups, by eye."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators.diversion import (
    OTHERS,
    TREND,
    excess,
    group_share,
    lost_in_transit,
    substitution_ratio,
)
from helpers.indicators.insufficient import InsufficientData

CUT = pd.Timestamp(2022, 1, 1)
MONTHS = pd.date_range("2020-01-01", periods=30, freq="MS")
BEFORE = MONTHS < CUT


def flat(**columns):
    """Return constant columns: (before, after) the break."""
    return pd.DataFrame(
        {name: np.where(BEFORE, *pair) for name, pair in columns.items()}, MONTHS
    ).astype("float64")


GOODS = flat(T=(10, 25), L=(100, 40))
OTHERS_GOODS = flat(T=(20, 30), L=(50, 50))


def test_excess_over_the_path_of_other_goods_by_eye():
    """Other goods to T rose by half: 15 expected of 25, six months; to L they stood still."""
    table = excess(GOODS, OTHERS_GOODS, CUT, [OTHERS], draws=50).table
    assert table.loc["T", ["actual", "expected", "excess"]].tolist() == [150, 90, 60]
    assert table.loc["L", "excess"] == -360
    assert np.allclose(table["low"], table["excess"])  # nothing ever erred before the break
    assert np.allclose(table["high"], table["excess"])


def test_excess_over_the_trend_by_eye():
    """Goods that double every month are expected to go on doubling."""
    goods = pd.DataFrame({"T": 2.0 ** np.arange(30)}, MONTHS)
    table = excess(goods, goods, CUT, [TREND], draws=50).table
    assert table.loc["T", "excess"] == pytest.approx(0, abs=1e-3)
    flat_trend = excess(GOODS, OTHERS_GOODS, CUT, [TREND], draws=50).table
    assert flat_trend.loc["T", "excess"] == pytest.approx(6 * 15)


def test_two_counterfactuals_give_the_mean_and_a_range_over_both():
    row = excess(GOODS, OTHERS_GOODS, CUT, draws=200).table.loc["T"]
    assert (row[OTHERS], row[TREND]) == (pytest.approx(60), pytest.approx(90))
    assert row["excess"] == pytest.approx(75)
    assert (row["low"], row["high"]) == (pytest.approx(60), pytest.approx(90))


def test_what_wavers_more_has_a_wider_interval():
    rng = np.random.default_rng(1)
    calm, wild = (GOODS * np.exp(size * rng.normal(size=GOODS.shape)) for size in (0.02, 0.2))
    widths = [
        (one["high"] - one["low"])["T"]
        for one in (excess(goods, OTHERS_GOODS, CUT, [OTHERS]).table for goods in (calm, wild))
    ]
    assert widths[1] > 5 * widths[0] > 0


def test_the_same_seed_gives_the_same_draws():
    one, two = (excess(GOODS, OTHERS_GOODS, CUT, draws=20, seed=3).draws for _ in range(2))
    assert one.equals(two)
    assert len(one) == 20


@given(st.floats(0.1, 1e6))
def test_the_unit_does_not_matter_for_the_ratio(scale):
    ratios = [
        substitution_ratio(excess(g, o, CUT, draws=20), ["T"], ["L"]).ratio
        for g, o in ((GOODS, OTHERS_GOODS), (GOODS * scale, OTHERS_GOODS * scale))
    ]
    assert ratios[0] == pytest.approx(ratios[1])


def test_substitution_ratio_by_eye():
    """60 more to T over 360 less to L is one sixth."""
    found = substitution_ratio(excess(GOODS, OTHERS_GOODS, CUT, [OTHERS], draws=50), ["T"], ["L"])
    assert found.ratio == pytest.approx(1 / 6)
    assert (found.excess, found.shortfall, found.lossless) == (60, 360, 0)


def test_no_shortfall_is_a_reason():
    found = excess(GOODS, OTHERS_GOODS, CUT, draws=50)
    with pytest.raises(InsufficientData, match="expected a shortfall with T"):
        substitution_ratio(found, ["L"], ["T"])
    with pytest.raises(ValueError, match=r"lacking \['X'\], twice \['T'\]"):
        substitution_ratio(found, ["T", "X"], ["T"])


def test_too_little_is_a_reason():
    with pytest.raises(InsufficientData, match="found 24 and 0"):
        excess(GOODS[BEFORE], OTHERS_GOODS[BEFORE], CUT)
    with pytest.raises(InsufficientData, match="at least 18 periods before 2020-06"):
        excess(GOODS, OTHERS_GOODS, pd.Timestamp(2020, 6, 1))
    gap = GOODS.copy()
    gap.loc[MONTHS[3], "L"] = np.nan
    with pytest.raises(InsufficientData, match="not so for L"):
        excess(gap, OTHERS_GOODS, CUT)


def test_wrong_frames_are_refused():
    with pytest.raises(ValueError, match="same periods and destinations"):
        excess(GOODS, OTHERS_GOODS[["L", "T"]], CUT)
    with pytest.raises(ValueError, match="found guess"):
        excess(GOODS, OTHERS_GOODS, CUT, ["guess"])
    with pytest.raises(ValueError, match="ascending"):
        excess(GOODS.iloc[::-1], OTHERS_GOODS.iloc[::-1], CUT)


EXPORTS = pd.Series({2020: 90.0, 2021: 110.0, 2022: 200.0})
IMPORTS = pd.Series({2020: 80.0, 2021: 80.0, 2022: 135.0})


def test_lost_in_transit_by_eye():
    """100 more exported, 55 more recorded as imports, 50 without freight: half is lost."""
    found = lost_in_transit(EXPORTS, IMPORTS, [2020, 2021], 2022, cif_fob=1.1)
    assert found.exports == 100
    assert found.imports == pytest.approx(50)
    assert found.share == pytest.approx(0.5)


def test_imports_that_rose_more_give_a_negative_share():
    assert lost_in_transit(EXPORTS, IMPORTS * 3, [2020, 2021], 2022).share < 0


def test_lost_in_transit_needs_both_sides_and_a_rise():
    with pytest.raises(InsufficientData, match=r"imports of \[2020, 2021\] and 2022, none for"):
        lost_in_transit(EXPORTS, IMPORTS.drop(2021), [2020, 2021], 2022)
    with pytest.raises(InsufficientData, match="found a change of -20"):
        lost_in_transit(EXPORTS, IMPORTS, [2021], 2020)
    with pytest.raises(InsufficientData, match=r"exports of \[\] and 2022"):
        lost_in_transit(EXPORTS, IMPORTS, [], 2022)


def test_group_share_by_eye():
    whole = GOODS + OTHERS_GOODS
    before = group_share(GOODS, whole, "2020-01-01", "2021-12-01")
    assert before.to_dict() == pytest.approx({"T": 1 / 3, "L": 2 / 3})
    with pytest.raises(InsufficientData, match="every period"):
        group_share(GOODS, whole, "2030-01-01", "2030-12-01")
