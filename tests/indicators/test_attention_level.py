"""Flow and level of attention: what accumulates and what fades."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators.attention import attention_per_year, event_scores
from helpers.indicators.attention_level import attention_flow, attention_level, decay_of
from helpers.indicators.periods import Period

WEIGHTS = pd.DataFrame(
    [
        ("kind", "visit", 4.0),
        ("kind", "sanction", -4.0),
        ("level", "minister", 1.0),
        ("rule", "repeat_cap", 1.0),
    ],
    columns=["dimension", "value", "weight"],
)


def flow(partner, *points, since=2020):
    """Make the flows of one partner, a year each."""
    years = range(since, since + len(points))
    return pd.DataFrame({"partner": partner, "year": list(years), "flow": list(points)})


def test_half_is_left_after_the_half_life():
    assert decay_of(1) == 0.5
    assert decay_of(2) ** 2 == pytest.approx(0.5)
    for wrong in (0, -1, math.nan):
        with pytest.raises(ValueError, match="years above 0"):
            decay_of(wrong)


def test_the_level_fades_by_half_and_takes_the_flow_of_the_year():
    """8; 8/2 + 0 = 4; 4/2 + 3 = 5; 5/2 + 1 = 3.5."""
    found = attention_level(flow("CHN", 8, 0, 3, 1), 0.5)
    assert found["level"].tolist() == [8, 4, 5, 3.5]
    assert list(found.columns) == ["partner", "year", "flow", "level"]


def test_partners_do_not_mix_and_years_may_come_in_any_order():
    both = pd.concat([flow("KAZ", 2, 2), flow("CHN", 8, 0)]).sample(frac=1, random_state=1)
    found = attention_level(both, 0.5).set_index(["partner", "year"])["level"]
    assert found.to_dict() == {
        ("KAZ", 2020): 2, ("KAZ", 2021): 3, ("CHN", 2020): 8, ("CHN", 2021): 4,
    }  # fmt: skip


points = st.lists(st.floats(0, 100), min_size=1, max_size=12)


@given(points)
def test_with_decay_0_the_level_is_the_flow_and_with_1_the_sum(values):
    none, all_ = (attention_level(flow("CHN", *values), decay) for decay in (0, 1))
    assert none["level"].tolist() == values
    assert all_["level"].iloc[-1] == pytest.approx(sum(values))


@given(points, st.floats(0, 1))
def test_the_level_lies_between_the_flow_and_the_sum(values, decay):
    level = attention_level(flow("CHN", *values), decay)["level"]
    assert (level >= pd.Series(values) - 1e-9).all()
    assert (level <= pd.Series(values).cumsum() + 1e-9).all()


def test_a_steady_flow_ends_where_the_formula_says():
    level = attention_level(flow("CHN", *[3] * 60, since=1960), decay_of(2))["level"]
    assert level.iloc[-1] == pytest.approx(3 / (1 - decay_of(2)))


def test_flow_counts_cooperation_by_calendar_year_and_a_silent_year_is_0():
    """Two visits in one quarter count once (cap 1); the sanction is not attention."""
    events = pd.DataFrame(
        [
            ("a", "2020-01-01", "CHN", "visit", "minister"),
            ("b", "2020-02-01", "CHN", "visit", "minister"),
            ("c", "2022-12-31", "CHN", "visit", "minister"),
            ("d", "2021-06-01", "USA", "sanction", "minister"),
        ],
        columns=["id", "date", "partner", "kind", "level"],
    )
    scored = event_scores(events.assign(date=pd.to_datetime(events["date"])), WEIGHTS)
    found = attention_flow(scored, [2020, 2021, 2022], ["USA", "CHN"])
    assert found["partner"].tolist() == ["USA"] * 3 + ["CHN"] * 3
    assert found["flow"].tolist() == [0, 0, 0, 4, 0, 4]
    year = attention_per_year(scored, Period.of_years(2022), ["USA", "CHN"])
    assert found[found["year"] == 2022].set_index("partner")["flow"].to_dict() == year.to_dict()


def test_gaps_repeats_and_impossible_numbers_are_named():
    with pytest.raises(ValueError, match=r"gaps or repeats for \['CHN'\]"):
        attention_level(flow("CHN", 1, 2, 3).drop(index=1), 0.5)
    with pytest.raises(ValueError, match=r"gaps or repeats for \['CHN'\]"):
        attention_level(pd.concat([flow("CHN", 1, 2), flow("CHN", 1)]), 0.5)
    with pytest.raises(ValueError, match=r"found none for \['CHN 2021'\]"):
        attention_level(flow("CHN", 1, math.nan), 0.5)
    with pytest.raises(ValueError, match="CHN 2020: -1"):
        attention_level(flow("CHN", -1), 0.5)
    for wrong in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="Decay: expected a number from 0 to 1"):
            attention_level(flow("CHN", 1), wrong)
    assert attention_level(flow("CHN"), 0.5).empty
