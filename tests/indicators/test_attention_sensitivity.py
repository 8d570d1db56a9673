"""Shares and ranks of attention under random weights."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.indicators.attention import attention_per_year, event_scores
from helpers.indicators.attention_presets import weighted_points
from helpers.indicators.attention_sensitivity import (
    Weightings,
    draw_weightings,
    keep_order,
    order_kept,
    rank_kept,
    rank_shares,
    share_intervals,
)
from helpers.indicators.periods import Period

WEIGHTS = pd.DataFrame(
    [
        ("kind", "visit", 0.8),
        ("kind", "meeting", 0.5),
        ("kind", "credit", 0.6),
        ("kind", "sanction", -1.0),
        ("level", "head_of_state", 1.0),
        ("level", "minister", 0.5),
        ("level", "agency", 0.3),
        ("level", "parliament", 0.3),
        ("rule", "repeat_cap", 3.0),
        ("rule", "level_neutral", 1.0),
    ],
    columns=["dimension", "value", "weight"],
)
YEARS = Period.of_years(2022, 2023)
KINDS, LEVELS = (
    list(WEIGHTS.loc[WEIGHTS["dimension"] == name, "value"]) for name in ("kind", "level")
)
PARTNERS = ["CHN", "KAZ", "IRN"]


def catalogue(rows):
    """Make events of (partner, kind, level, day of 2022-2023)."""
    events = pd.DataFrame(rows, columns=["partner", "kind", "level", "day"])
    return events.assign(
        id=[f"e{number:03}" for number in range(len(rows))],
        date=pd.Timestamp("2022-01-01") + pd.to_timedelta(events["day"], unit="D"),
    )


def many(count, seed=1):
    """Make a catalogue of random events."""
    random = np.random.default_rng(seed)
    pick = [random.choice(words, count) for words in (PARTNERS, KINDS, LEVELS)]
    return catalogue(list(zip(*pick, random.integers(0, 730, count), strict=True)))


def weightings(base, *draws):
    """Make weightings by hand."""
    return Weightings(pd.Series(base), pd.DataFrame(list(draws), columns=list(base)))


def test_the_base_is_the_attention_of_the_table_and_spread_0_repeats_it():
    events = many(60)
    found = draw_weightings(events, WEIGHTS, YEARS, PARTNERS, seed=1, draws=7, spread=0)
    expected = attention_per_year(event_scores(events, WEIGHTS), YEARS, PARTNERS)
    pd.testing.assert_series_equal(found.base, expected)
    assert found.draws.shape == (7, 3)
    assert np.allclose(found.draws, expected.to_numpy())


def test_every_draw_is_a_count_by_hand_with_its_own_weights():
    """One kind and level a partner: the points of a draw are proportional to kind times level."""
    rows = [("CHN", "visit", "head_of_state", day) for day in (0, 100)]
    rows += [("KAZ", "credit", "agency", 0), ("IRN", "sanction", "agency", 0)]
    draws = draw_weightings(catalogue(rows), WEIGHTS, YEARS, PARTNERS, seed=3, draws=500).draws
    assert draws["CHN"].between(2 * 0.8 * 0.5 * 0.5 / 2, 2 * 1.0 * 1.0 / 2).all()
    # A credit binds whoever signs it: level 1, so only the kind's own range.
    assert draws["KAZ"].between(0.6 * 0.5 / 2, 0.6 * 1.5 / 2).all()
    assert draws["KAZ"].std() > 0.03
    assert (draws["IRN"] == 0).all()


def test_net_points_fall_below_zero_where_the_table_says_one_scale():
    scale = pd.DataFrame([("rule", "single_scale", 1.0)], columns=WEIGHTS.columns)
    events = catalogue([("IRN", "sanction", "agency", 0), ("CHN", "visit", "minister", 0)])
    net = pd.concat([WEIGHTS, scale])
    found = draw_weightings(events, net, YEARS, PARTNERS, seed=3, draws=100)
    assert found.base.to_dict() == weighted_points(events, net, YEARS, PARTNERS).to_dict()
    assert (found.draws["IRN"] < 0).all()
    shares = share_intervals(found).set_index("partner")
    assert shares.loc["IRN", ["share", "low", "high"]].tolist() == [0, 0, 0]
    assert shares.loc["CHN", ["share", "low", "high"]].tolist() == [1, 1, 1]


def test_the_cap_is_drawn_too():
    """Nine visits in a quarter, cap 3: in the draws two, three or four of them count."""
    rows = [("CHN", "visit", "minister", day) for day in range(9)]
    rows += [("KAZ", "visit", "minister", 0)]
    draws = draw_weightings(catalogue(rows), WEIGHTS, YEARS, PARTNERS, seed=5, draws=300).draws
    assert set((draws["CHN"] / draws["KAZ"]).round(6)) == {2, 3, 4}


def test_the_same_seed_gives_the_same_draws_and_another_others():
    events = many(40)
    first, again, other = (
        draw_weightings(events, WEIGHTS, YEARS, PARTNERS, seed=seed, draws=20).draws
        for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert not np.allclose(first, other)


@pytest.mark.parametrize("factor", [0.01, 7.0])
def test_scaling_all_weights_changes_no_share(factor):
    """Without the rule level_neutral, for with it a credit has level 1 whatever the levels are."""
    table = WEIGHTS[WEIGHTS["value"] != "level_neutral"]
    rule = table["dimension"] == "rule"
    scaled = table.assign(weight=table["weight"].where(rule, table["weight"] * factor))
    one, other = (
        draw_weightings(many(50), weights, YEARS, PARTNERS, seed=1, draws=50)
        for weights in (table, scaled)
    )
    assert np.allclose(other.base, one.base * factor**2)
    pd.testing.assert_frame_equal(share_intervals(one), share_intervals(other))
    pd.testing.assert_frame_equal(rank_shares(one), rank_shares(other))


drawn = arrays(float, (5, 6), elements=st.floats(0, 1))


@given(drawn, st.lists(st.sampled_from([0.1, 0.3, 0.5, 1.0]), min_size=6, max_size=6))
def test_levels_keep_their_order_and_their_own_range(factors, base):
    base = np.array(base)
    values = base * (0.5 + factors)
    found = keep_order(values, base)
    assert np.allclose(np.sort(found, axis=1), np.sort(values, axis=1))
    for row in found:
        for lower, higher in zip(*np.nonzero(base[:, None] < base[None, :]), strict=True):
            assert row[lower] <= row[higher]
    assert (found >= base * 0.5 - 1e-12).all()
    assert (found <= base * 1.5 + 1e-12).all()


def test_equal_levels_keep_what_they_drew():
    values = np.array([[0.9, 0.4, 0.2, 0.1], [0.2, 0.1, 0.4, 0.3]])
    base = np.array([1.0, 0.3, 0.3, 0.1])
    assert keep_order(values, base).tolist() == [[0.9, 0.4, 0.2, 0.1], [0.4, 0.2, 0.3, 0.1]]


def test_shares_of_ranks_and_how_often_they_stay():
    """Four draws: China first in three of them, Iran never above third."""
    found = weightings(
        {"CHN": 3.0, "KAZ": 2.0, "IRN": 1.0}, (3, 2, 1), (5, 2, 1), (2, 3, 1), (3, 2, 2)
    )
    shares = rank_shares(found).set_index(["partner", "rank"])["share"].to_dict()
    assert shares == {
        ("CHN", 1): 0.75, ("CHN", 2): 0.25, ("KAZ", 1): 0.25, ("KAZ", 2): 0.75,
        ("IRN", 2): 0.25, ("IRN", 3): 0.75,
    }  # fmt: skip
    assert rank_kept(found).to_dict() == {"CHN": 0.75, "KAZ": 0.75, "IRN": 0.75}
    assert order_kept(found) == 0.75
    assert order_kept(found.among(["CHN", "IRN"])) == 1


def test_equals_of_the_table_may_come_in_any_order():
    found = weightings({"CHN": 3.0, "KAZ": 1.0, "IRN": 1.0}, (3, 1, 2), (3, 2, 1), (3, 1, 1))
    assert order_kept(found) == 1
    assert rank_kept(found).to_dict() == {"CHN": 1, "KAZ": 1, "IRN": 1}


def test_intervals_of_shares_hold_the_base_share():
    """Shares of China in the draws: 0.5, 0.6, 0.7; the quantiles lie at a tenth of the way."""
    found = weightings({"CHN": 9.0, "IRN": 1.0}, (5, 5), (6, 4), (7, 3))
    table = share_intervals(found).set_index("partner")
    assert table.loc["CHN"].tolist() == pytest.approx([0.9, 0.51, 0.9])
    assert table.loc["IRN"].tolist() == pytest.approx([0.1, 0.1, 0.49])
    assert share_intervals(found, coverage=0).loc[0, "low"] == pytest.approx(0.6)
    nobody = share_intervals(weightings({"CHN": 0.0, "IRN": 0.0}, (0, 0)))
    assert nobody[["share", "low", "high"]].isna().all(axis=None)


def test_too_few_draws_and_wild_spreads_are_refused():
    for wrong in ({"draws": 0}, {"spread": 1.5}, {"spread": -0.1}):
        with pytest.raises(ValueError, match="at least 1 draw and a spread from 0 to 1"):
            draw_weightings(many(5), WEIGHTS, YEARS, PARTNERS, seed=1, **wrong)
    with pytest.raises(ValueError, match="words with a weight"):
        draw_weightings(many(5).assign(kind="toast"), WEIGHTS, YEARS, PARTNERS, seed=1)


def test_a_thousand_weightings_of_three_hundred_events_are_quick():
    events = many(300)
    clock = time.process_time
    start = clock()
    found = draw_weightings(events, WEIGHTS, YEARS, PARTNERS, seed=1)
    spent = clock() - start
    assert len(found.draws) == 1000
    assert spent < 0.6, "expected about 0.05 s of processor time, with room for a busy machine"
