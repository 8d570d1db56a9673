"""Attention from a catalogue of events, against trade results."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.indicators import (
    Period,
    attention_gap,
    attention_per_year,
    attention_share,
    event_scores,
    gained_share,
    hostility_per_year,
    results_share,
)

WEIGHTS = pd.DataFrame(
    [
        ("kind", "visit", 3.0),
        ("kind", "agreement", 2.0),
        ("kind", "sanction", -4.0),
        ("kind", "incident", 0.0),
        ("level", "head_of_state", 5.0),
        ("level", "minister", 2.0),
        ("rule", "repeat_cap", 2.0),
    ],
    columns=["dimension", "value", "weight"],
)
YEAR = Period.of_years(2022)
PARTNERS = ["CHN", "KAZ", "RUS", "IRN"]


def catalogue(*rows):
    """Make events of (date, partner, kind, level)."""
    events = pd.DataFrame(rows, columns=["date", "partner", "kind", "level"])
    return events.assign(
        id=[f"e{number}" for number in range(len(rows))],
        date=pd.to_datetime(events["date"]),
        direction="inward",
    )


EVENTS = catalogue(
    ("2022-01-10", "CHN", "visit", "head_of_state"),
    ("2022-02-10", "KAZ", "visit", "minister"),
    ("2022-02-11", "KAZ", "visit", "minister"),
    ("2022-03-31", "KAZ", "visit", "minister"),
    ("2022-04-01", "KAZ", "visit", "minister"),
    ("2022-04-01", "RUS", "sanction", "minister"),
    ("2022-05-01", "CHN", "incident", "minister"),
    ("2023-01-01", "CHN", "agreement", "head_of_state"),
)


def test_kind_times_level_with_the_third_visit_of_a_quarter_not_counted():
    scored = event_scores(EVENTS, WEIGHTS)
    assert scored["score"].tolist() == [15, 6, 6, 6, 6, -8, 0, 10]
    assert scored["counted"].tolist() == [True, True, True, False, True, True, True, True]
    assert scored["quarter"].tolist()[:5] == ["2022Q1"] * 4 + ["2022Q2"]
    assert scored["stance"].tolist()[4:7] == ["cooperative", "hostile", "neutral"]


def test_attention_is_cooperative_only_and_hostility_stands_apart():
    """2022: China 15, Kazakhstan three of four visits at 6; 8 hostile apart; Iran nothing."""
    scored = event_scores(EVENTS, WEIGHTS)
    expected = {"CHN": 15, "KAZ": 18, "RUS": 0, "IRN": 0}
    assert attention_per_year(scored, YEAR, PARTNERS).to_dict() == expected
    hostile = {"CHN": 0, "KAZ": 0, "RUS": 8, "IRN": 0}
    assert hostility_per_year(scored, YEAR, PARTNERS).to_dict() == hostile


def test_scores_are_per_year_whatever_the_period():
    """Two years hold 15 + 10 for China: 12.5 a year; the first quarter holds 15: 60.8 a year."""
    scored = event_scores(EVENTS, WEIGHTS)
    assert attention_per_year(scored, Period.of_years(2022, 2023), ["CHN"])["CHN"] == 12.5
    quarter = Period(pd.Timestamp("2022-01-01"), pd.Timestamp("2022-03-31"))
    assert attention_per_year(scored, quarter, ["CHN"])["CHN"] == pytest.approx(15 * 365 / 90)


def test_first_and_last_day_belong_to_the_period():
    scored = event_scores(EVENTS, WEIGHTS)
    day = Period(pd.Timestamp("2022-01-10"), pd.Timestamp("2022-01-10"))
    assert attention_per_year(scored, day, ["CHN"])["CHN"] == pytest.approx(15 * 365)


def test_the_cap_keeps_the_earliest_and_may_be_changed():
    reverse = EVENTS.iloc[[3, 2, 1]]
    assert event_scores(reverse, WEIGHTS)["counted"].tolist() == [False, True, True]
    assert event_scores(reverse, WEIGHTS, cap=1)["counted"].tolist() == [False, False, True]


def test_an_act_binds_whoever_signs_it_if_the_table_says_so():
    """With level_neutral a minister's sanction is -4, not -8; a minister's visit stays 6."""
    neutral = pd.DataFrame([("rule", "level_neutral", 1.0)], columns=WEIGHTS.columns)
    scored = event_scores(EVENTS, pd.concat([WEIGHTS, neutral]))
    assert scored["score"].tolist() == [15, 6, 6, 6, 6, -4, 0, 10]


event = st.tuples(
    st.dates(pd.Timestamp("2022-01-01").date(), pd.Timestamp("2023-12-31").date()).map(str),
    st.sampled_from(PARTNERS),
    st.sampled_from(["visit", "agreement", "sanction", "incident"]),
    st.sampled_from(["head_of_state", "minister"]),
)


@settings(max_examples=40)
@given(st.lists(event, min_size=1, max_size=40), st.integers(1, 3), st.randoms())
def test_the_cap_holds_for_any_catalogue_in_any_order(rows, cap, random):
    events = catalogue(*rows)
    scored = event_scores(events, WEIGHTS, cap)
    repeats = scored.groupby(["partner", "kind", "level", "quarter"])["counted"]
    sizes = repeats.size()
    assert (repeats.sum() == sizes.clip(upper=cap)).all()
    shuffled = events.sample(frac=1, random_state=random.randrange(1000))
    again = event_scores(shuffled, WEIGHTS, cap)
    assert again["counted"].sort_index().equals(scored["counted"])


@settings(max_examples=40)
@given(st.lists(event, min_size=1, max_size=40))
def test_attention_shares_add_up_to_one_or_are_missing(rows):
    scores = attention_per_year(event_scores(catalogue(*rows), WEIGHTS), YEAR, PARTNERS)
    shares = attention_share(scores)
    if scores.any():
        assert shares.sum() == pytest.approx(1)
        assert shares.between(0, 1).all()
    else:
        assert shares.isna().all()


def test_every_word_without_a_weight_is_named():
    events = catalogue(
        ("2022-01-01", "CHN", "summit", "minister"), ("2022-01-01", "CHN", "toast", "minister")
    )
    with pytest.raises(ValueError, match=r"kind: .*visit.*found \['summit', 'toast'\]"):
        event_scores(events, WEIGHTS)
    with pytest.raises(ValueError, match=r"level: .*found \['nan'\]"):
        event_scores(EVENTS.assign(level=math.nan), WEIGHTS)


def test_a_broken_weights_table_or_date_is_refused():
    with pytest.raises(ValueError, match=r"every value once, found \['visit'\]"):
        event_scores(EVENTS, pd.concat([WEIGHTS, WEIGHTS.iloc[[0]]]))
    with pytest.raises(ValueError, match="cap of at least 1, found None"):
        event_scores(EVENTS, WEIGHTS[WEIGHTS["dimension"] != "rule"])
    with pytest.raises(ValueError, match="cap of at least 1, found 0"):
        event_scores(EVENTS, WEIGHTS, cap=0)
    with pytest.raises(ValueError, match=r"Weights, level.*minister: -2"):
        event_scores(EVENTS, WEIGHTS.assign(weight=-WEIGHTS["weight"].abs()))
    shared = pd.DataFrame([("rule", "group_share", 0.5)], columns=WEIGHTS.columns)
    with pytest.raises(ValueError, match="group_share: expected 0"):
        event_scores(EVENTS, pd.concat([WEIGHTS, shared]))
    with pytest.raises(ValueError, match=r"a date for each, found none for \['e0'"):
        event_scores(EVENTS.assign(date=pd.NaT), WEIGHTS)


def test_results_are_shares_among_the_same_partners_only():
    """Without the world: 45 and 5 are 90 and 10 percent."""
    trade = pd.Series({"WLD": 80.0, "RUS": 45.0, "CHN": 5.0, "IRN": math.nan})
    assert results_share(trade, ["CHN", "RUS"]).to_dict() == {"CHN": 0.1, "RUS": 0.9}
    assert results_share(trade, ["CHN", "IRN"]).isna().all()
    with pytest.raises(ValueError, match=r"lacking \['KAZ'\]"):
        results_share(trade, ["CHN", "KAZ"])


def test_gains_are_shared_among_those_who_gained():
    """China 3 more and Russia 9 more of 12 gained; Ukraine lost 7, which nobody is charged for."""
    before = pd.Series({"RUS": 40.0, "CHN": 4.0, "UKR": 7.0})
    after = pd.Series({"RUS": 49.0, "CHN": 7.0, "UKR": 0.0})
    expected = {"RUS": 0.75, "CHN": 0.25, "UKR": 0.0}
    assert gained_share(before, after, ["RUS", "CHN", "UKR"]).to_dict() == expected
    assert gained_share(after, before, ["RUS", "CHN"]).isna().all()


def test_the_gap_is_attention_less_results_and_adds_up_to_nothing():
    attention = pd.Series({"CHN": 0.5, "KAZ": 0.3, "RUS": 0.2})
    results = pd.Series({"RUS": 0.8, "CHN": 0.15, "KAZ": 0.05})
    gap = attention_gap(attention, results)
    assert gap.to_dict() == pytest.approx({"CHN": 0.35, "KAZ": 0.25, "RUS": -0.6})
    assert gap.sum() == pytest.approx(0)
    with pytest.raises(ValueError, match=r"same partners on both sides, found \['RUS'\]"):
        attention_gap(attention.drop("RUS"), results)
