"""The chart of attention against results: two marks a partner, the subject in its colour."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpers.exhibits import charts_attention
from helpers.exhibits.charts_attention import attention_against_results, compared, highlighted
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study() -> Study:
    """The real tables, with Iran as partner."""
    return load_study("IRN", root=ROOT)


def test_rows_are_sorted_by_gap_and_listed_in_the_data(study):
    frame = compared(study)
    rows = attention_against_results(study).payload["data"]["rows"]
    assert frame["gap"].is_monotonic_decreasing
    assert [row[0] for row in rows] == [study.name(code) for code in frame["partner"]]


def test_only_the_partner_is_in_colour(study):
    svg = attention_against_results(study).html
    assert study.partner.colour in svg
    assert study.country("CHN").colour not in svg


def test_world_highlights_the_four(study):
    world = replace(study, partner=study.country("WLD"))
    svg = attention_against_results(world).html
    assert highlighted(world) == ("CHN", "KAZ", "IND", "IRN")
    assert all(study.country(code).colour in svg for code in highlighted(world))


def test_title_states_both_shares_and_whom_they_compare(study, monkeypatch):
    half = compared(study).assign(attention_share=0.5, results_share=0.25, known_until=2024)
    monkeypatch.setattr(charts_attention, "compared", lambda _: half)
    payload = attention_against_results(study).payload
    assert payload["title"] == (
        f"Of {len(half)} partners other than Russia, Iran gets 50\u202f% of Belarus’s attention "
        "and brings 25\u202f% of the trade"
    )
    assert "†" not in payload["caption"]


def test_trade_known_only_to_2020_is_marked(study, monkeypatch):
    early = compared(study).assign(known_until=2020)
    monkeypatch.setattr(charts_attention, "compared", lambda _: early)
    exhibit = attention_against_results(study)
    assert "Iran †" in exhibit.html
    assert "† Trade known to 2020 only" in exhibit.payload["caption"]


def test_russia_apart_highlights_nobody_and_still_draws(study):
    exhibit = attention_against_results(replace(study, partner=study.country("RUS")))
    assert exhibit.payload["kind"] == "chart"
    assert "Russia is apart" in exhibit.payload["caption"]


@pytest.mark.parametrize("table", ["all_events", "weights", "everyone"])
def test_a_missing_side_gives_a_note(study, table):
    empty = replace(study, **{table: getattr(study, table).iloc[:0]})
    assert attention_against_results(empty).payload["style"] == "note"
