"""Tables of attention under other weights, of the weights themselves, and the facts of both."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpers.exhibits import attention_data
from helpers.exhibits.attention_data import compare, compared_partners, levels, weigh
from helpers.exhibits.facts_attention import attention_facts
from helpers.exhibits.facts_weightings import RANKS, SHARES, weighting_facts
from helpers.exhibits.tables_attention import sensitivity_table, weights_table
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study() -> Study:
    """The real tables, with Iran as partner."""
    return load_study("IRN", root=ROOT)


def test_one_row_a_partner_most_attention_first_with_its_own_row_marked(study):
    payload = sensitivity_table(study).payload
    assert len(payload["rows"]) == len(compared_partners(study))
    ranks = [int(row[1]) for row in payload["rows"]]
    assert ranks == sorted(ranks)
    marked = [
        row[0]
        for row, kind in zip(payload["rows"], payload["row_kinds"], strict=True)
        if kind == "total"
    ]
    assert marked == ["Iran"]
    assert [column["label"] for column in payload["columns"]][-2:] == [
        "Minsk Barometer",
        "BISS",
    ]


def test_without_spread_every_rank_stays(study, monkeypatch):
    real = attention_data.draw_weightings
    monkeypatch.setattr(
        attention_data,
        "draw_weightings",
        lambda *args, **named: real(*args, **{**named, "draws": 3, "spread": 0}),
    )
    payload = sensitivity_table(study).payload
    assert {row[4] for row in payload["rows"]} == {"100\u202f%"}
    assert "same in 100\u202f% of them" in payload["notes"][0]


def test_every_weight_has_a_row_with_its_reason_and_what_the_presets_make_of_it(study):
    payload = weights_table(study).payload
    assert payload["row_kinds"].count("group") == 3
    rows = [
        row
        for row, kind in zip(payload["rows"], payload["row_kinds"], strict=True)
        if kind != "group"
    ]
    assert len(rows) == len(study.weights)
    assert all(row[4] for row in rows)
    named = {row[0]: row[1:4] for row in rows}
    assert named["visit"] == ["0.80", "1.00", "0.80"]
    assert named["prime minister"] == ["0.80", "1.00", "0.80"]
    assert named["repeat cap"] == ["3", "none", "none"]
    assert named["single scale"] == ["0", "1", "1"]


def test_presets_change_points(study):
    """The Barometer's are whole points over seven years; hostile acts cost the United States."""
    partners = compared_partners(study)
    ours, barometer, biss = (
        weigh(study, partners, name) for name in ("", "minsk_barometer", "biss")
    )
    assert (barometer > ours).sum() > len(partners) / 2
    assert biss["USA"] < ours["USA"]
    per_year = barometer * 7
    assert per_year.to_list() == pytest.approx(per_year.round().to_list())


def test_the_facts_of_a_partner_agree_with_the_comparison(study):
    facts = weighting_facts(study)
    found = compare(study)
    own = found.gap.set_index("partner").loc["IRN"]
    assert float(facts["attention_gap_low"]) == own["low"]
    assert float(facts["attention_gap_high"]) == own["high"]
    assert facts["gap_sure"] == ("yes" if own["low"] > 0 or own["high"] < 0 else "no")
    assert 0 <= float(facts["attention_rank_stable"]) <= 1
    assert float(facts["attention_order_stable"]) <= float(facts["attention_four_stable"])
    table = levels(study, ["IRN"]).set_index("year")
    assert float(facts["level_now"]) == table.loc[2025, "level"]
    assert float(facts["flow_now"]) == table.loc[2025, "flow"]
    assert float(facts["level_before"]) == table.loc[2021, "level"]


def test_attention_and_gap_carry_the_ranges_of_their_own_facts(study):
    facts = attention_facts(study)
    for name, ends in (("attention_share", "attention_share"), ("gap", "attention_gap")):
        assert facts[name].low <= facts[f"{ends}_low"].value
        assert facts[name].high >= facts[f"{ends}_high"].value
        assert facts[name].low <= facts[name].value <= facts[name].high
    results = compare(study).results.set_index("partner").loc["IRN"]
    assert facts["results_share"].low == pytest.approx(results["low"])
    assert facts["results_share"].high == pytest.approx(results["high"])


def test_russia_and_the_world_are_not_compared_and_miss_those_facts(study):
    russia = weighting_facts(replace(study, partner=study.country("RUS")))
    world = weighting_facts(replace(study, partner=study.country("WLD")))
    own = {name for name in (*SHARES, *RANKS)} - {
        "attention_order_stable",
        "attention_four_stable",
    }
    for facts in (russia, world):
        assert all(facts[name].missing for name in own)
        assert not facts["attention_order_stable"].missing
        assert facts["gap_sure"] == "unknown"
    assert not russia["level_now"].missing
    assert world["level_now"].missing
    assert world["gap_range_irn"].low <= world["gap_range_irn"].value
    assert "gap_range_irn" not in russia


@pytest.mark.parametrize("table", ["all_events", "weights", "everyone"])
def test_a_missing_side_gives_a_note_and_missing_facts(study, table):
    empty = replace(study, **{table: getattr(study, table).iloc[:0]})
    assert sensitivity_table(empty).payload["style"] == "note"
    facts = weighting_facts(empty)
    assert facts["attention_gap_low"].missing
    assert facts["attention_order_stable"].missing


def test_without_weights_there_is_a_note(study):
    assert weights_table(replace(study, weights=study.weights.iloc[:0])).payload["style"] == "note"
