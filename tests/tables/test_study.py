"""A study is one frozen object, and refuses a pair it knows nothing of."""

import dataclasses

import pandas as pd
import pytest

from helpers.errors import UsageError
from helpers.tables.loading import tables_of
from helpers.tables.study import _history, load_study, warm_up
from helpers.workspace import find_workspace


@pytest.fixture(scope="module")
def study():
    return load_study("IRN", since=2015, until=2022)


def test_the_panel_has_every_year_and_flow_once(study):
    assert len(study.panel) == 8 * 4
    assert not study.panel.duplicated(["year", "flow"]).any()


def test_low_central_and_high_are_in_order(study):
    known = study.everyone.dropna(subset=["central"])
    assert (known["low"] <= known["central"]).all() and (known["central"] <= known["high"]).all()


def test_undisclosed_is_null_with_a_reason_and_never_zero(study):
    unknown = study.everyone[study.everyone["central"].isna()]
    assert len(unknown) and (unknown["reason"] != "").all()
    assert not (study.everyone["central"] == 0).any()


def test_own_sources_are_numbered_first(study):
    own = study.sources.set_index("id").loc[list(set(study.observations["source_id"]))]["number"]
    assert own.max() < len(study.sources)
    assert sorted(study.sources["number"]) == list(range(1, len(study.sources) + 1))


def test_it_cannot_be_changed(study):
    with pytest.raises(dataclasses.FrozenInstanceError):
        study.since = 1990


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"partner": "IRM"}, "Did you mean 'IRN'"),
        ({"partner": "CHN", "focal": "BLX"}, "Did you mean 'BLR'"),
        ({"partner": "CHN", "since": 2022, "until": 2010}, "since <= until"),
    ],
)
def test_what_is_unknown_is_answered_with_the_nearest(arguments, message):
    with pytest.raises(UsageError, match=message):
        load_study(**arguments)


def test_what_was_warmed_up_gives_the_same_study():
    first = load_study("KAZ")
    first.history["central"] = 0.0
    first.events["date"] = None
    warm_up(find_workspace().root)
    second = load_study("KAZ")
    tables_of.cache_clear()
    _history.cache_clear()
    third = load_study("KAZ")
    for name in ("history", "everyone", "panel", "events", "sources", "observations"):
        pd.testing.assert_frame_equal(getattr(second, name), getattr(third, name))
