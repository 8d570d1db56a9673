"""The chart of targets: how often, how much, and whether it was reached."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_targets import target_timeline
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def declared(value: float, *days: str) -> pd.DataFrame:
    one = study("KAZ").targets.iloc[:1]
    return pd.concat(
        [
            one.assign(
                id=day, metric="turnover", unit="USD", value=value, declared_on=pd.Timestamp(day),
                deadline=pd.NaT,
            )
            for day in days
        ],
        ignore_index=True,
    )  # fmt: skip


def test_a_target_above_every_figure_is_never_said_to_be_reached():
    shown = replace(study("KAZ"), targets=declared(9e9, "2012-01-01", "2014-01-01"))
    title = target_timeline(shown).payload["title"]
    assert "$9\u202fbn of trade with Kazakhstan was declared twice in 2012–2014" in title
    assert "the most traded since was" in title


def test_a_target_below_every_figure_is_reached():
    shown = replace(study("KAZ"), targets=declared(1e6, "2012-01-01"))
    assert target_timeline(shown).payload["title"].endswith("reached")


@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM", "WLD"])
def test_thin_data_never_raises(code):
    payload = target_timeline(study(code)).payload
    assert payload.get("alt") or payload["parts"]


def test_the_same_study_draws_the_same_svg():
    assert target_timeline(study("IRN")).html == target_timeline(study("IRN")).html
