"""The chart of attention against results: who is on it, what it says, where its labels stand."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits import charts_quadrant, quadrant_words
from helpers.exhibits.attention_data import GAINED, TRADED, Comparison, compare, compared_partners
from helpers.exhibits.charts_quadrant import quadrant
from helpers.exhibits.label_places import Box, overlap
from helpers.exhibits.quadrant_words import write_share_range
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study() -> Study:
    """The real tables, with Iran as partner."""
    return load_study("IRN", root=ROOT)


@pytest.fixture(scope="module")
def world(study) -> Study:
    """The same with the World as partner."""
    return replace(study, partner=study.country("WLD"))


def comparison(study, attention, results, gap, until=2024) -> Comparison:
    """Make a comparison of Iran and China by hand: (share, low, high) of each."""
    codes = ["IRN", "CHN"]

    def frame(rows, name="share"):
        table = pd.DataFrame(rows, columns=[name, "low", "high"])
        return table.assign(partner=codes)[["partner", name, "low", "high"]]

    real = compare(study).weightings.among(codes)
    known = pd.Series(until, index=codes)
    return Comparison(frame(attention), frame(results), frame(gap, "gap"), known, real)


def test_the_world_shows_the_four_and_russia_in_colour_against_growth(world):
    exhibit = quadrant(world)
    assert exhibit.payload["kind"] == "chart"
    assert exhibit.payload["id"] == "quadrant-wld"
    rows = {row[0] for row in exhibit.payload["data"]["rows"]}
    assert {"Russia", "China", "Kazakhstan", "India", "Iran"} <= rows
    for code in ("RUS", "CHN", "KAZ", "IND", "IRN"):
        assert world.country(code).colour in exhibit.html
    assert "Share of growth" in exhibit.payload["data"]["columns"]


def test_a_partner_stands_out_among_all_that_trade_and_russia_is_apart(study):
    exhibit = quadrant(study)
    rows = [row[0] for row in exhibit.payload["data"]["rows"]]
    assert set(rows) == {study.name(code) for code in compared_partners(study)}
    assert "Russia" not in rows
    assert study.partner.colour in exhibit.html
    assert study.country("CHN").colour not in exhibit.html


@pytest.mark.parametrize("results", [GAINED, TRADED])
def test_shares_add_up_and_the_gap_lies_in_its_range(study, results):
    found = compare(study, results)
    assert found.attention["share"].sum() == pytest.approx(1)
    assert found.results["share"].sum() == pytest.approx(1)
    assert found.gap["gap"].sum() == pytest.approx(0)
    assert (found.gap["low"] <= found.gap["gap"]).all()
    assert (found.gap["high"] >= found.gap["gap"]).all()
    assert ("RUS" in set(found.gap["partner"])) == (results == GAINED)


def test_the_title_says_what_the_ranges_allow(study, monkeypatch):
    said = [(0.5, 0.4, 0.6), (0.5, 0.4, 0.6)]
    done = [(0.25, 0.2, 0.3), (0.75, 0.7, 0.8)]

    def title(low, high):
        gap = [(0.25, low, high), (-0.25, -high, -low)]
        made = comparison(study, said, done, gap)
        monkeypatch.setattr(charts_quadrant, "compare", lambda *_: made)
        return quadrant(study).payload["title"]

    start = "Iran gets 50\u202f% of the attention and brings 25\u202f% of the trade; "
    assert title(0.1, 0.4) == start + "more attention than trade, both ranges counted"
    assert title(-0.1, 0.4) == start + "the ranges overlap"
    assert title(-0.4, -0.1) == start + "less attention than trade, both ranges counted"


def test_two_in_colour_are_told_from_both_ends(study, monkeypatch):
    made = comparison(
        study,
        [(0.5, 0.4, 0.6), (0.5, 0.4, 0.6)],
        [(0.0, 0.0, 0.1), (1.0, 0.9, 1.0)],
        [(0.5, 0.3, 0.6), (-0.5, -0.6, -0.3)],
    )
    words = quadrant_words.quadrant_words(study, made, GAINED, ["IRN", "CHN"])
    assert words.title == (
        "Iran gets 50\u202f% of the attention and brings 0.00\u202f% of the growth of trade; "
        "China, 50\u202f% and 100\u202f%"
    )
    monkeypatch.setattr(charts_quadrant, "compare", lambda *_: made)
    # Zero has a place on the axis, and the whole has too.
    assert re.search(r">\s*0\u202f%\s*<", quadrant(study, GAINED).html)


def test_trade_known_to_2020_only_is_marked(study, monkeypatch):
    made = comparison(
        study,
        [(0.5, 0.4, 0.6)] * 2,
        [(0.5, 0.4, 0.6)] * 2,
        [(0.0, -0.2, 0.2)] * 2,
        until=2020,
    )
    monkeypatch.setattr(charts_quadrant, "compare", lambda *_: made)
    exhibit = quadrant(study)
    assert "Iran †" in exhibit.html
    assert "† Trade known to 2020 only" in exhibit.payload["caption"]
    growth = quadrant(study, GAINED)
    assert "†" not in growth.html


def test_labels_keep_clear_of_each_other_and_inside(study, world, monkeypatch):
    placed = []
    write = charts_quadrant.write_clear

    def spy(axes, text, spots, taken, *look):
        box = write(axes, text, spots, taken, *look)
        placed.append((text, Box(box.left + 4, box.right - 4, box.bottom + 1, box.top - 1)))
        return box

    monkeypatch.setattr(charts_quadrant, "write_clear", spy)
    for one in (study, world):
        placed.clear()
        quadrant(one)
        assert len(placed) > 3
        for n, (text, box) in enumerate(placed):
            assert box.left >= 0, text
            for other, its in placed[:n]:
                assert overlap(box, its) == 0, (text, other)


@pytest.mark.parametrize("table", ["all_events", "weights", "everyone"])
def test_a_missing_side_gives_a_note(study, table):
    empty = replace(study, **{table: getattr(study, table).iloc[:0]})
    payload = quadrant(empty).payload
    assert payload["style"] == "note"
    assert "Insufficient data." in payload["parts"][0]["text"]


def test_unknown_results_are_refused(study):
    with pytest.raises(ValueError, match="expected one of gained, traded, found 'money'"):
        quadrant(study, "money")


def test_ranges_are_written_with_one_unit():
    assert write_share_range(0.14, 0.16) == "14–16\u202f%"
    assert write_share_range(0.15, 0.15) == "15\u202f%"
    assert write_share_range(-0.41, 0.02, sign=True) == "−41\u202f% to +2.0\u202f%"
