"""The waterfall and its table: from the expected to the actual, and every baseline beside it."""

from dataclasses import replace

import pytest

from helpers.exhibits.charts_offset import offset_waterfall
from helpers.exhibits.facts_offset import offset_facts
from helpers.exhibits.offset_data import measure_offset
from helpers.exhibits.offset_words import waterfall_steps
from helpers.exhibits.tables_offset import offset_by_year, offset_table
from tests.exhibits.invented_offset import invented, real


def test_the_title_tells_what_a_lost_dollar_brought_elsewhere():
    title = offset_waterfall(invented()).payload["title"]
    assert title == ("For every dollar of exports lost, Russia brought 50 cents, China 30 cents")


@pytest.mark.parametrize("study", [invented, real])
def test_the_steps_lead_from_the_expected_to_the_actual(study):
    steps = waterfall_steps(study(), measure_offset(study()))
    height = steps[0].value
    for step in steps[1:-1]:
        assert min(height, height + step.value) == pytest.approx(
            min(step.start, step.start + step.value)
        )
        height += step.value
    assert height == pytest.approx(steps[-1].value)


def test_the_chart_carries_its_data_and_a_text_for_those_who_do_not_see_it():
    payload = offset_waterfall(invented()).payload
    rows = {row[0]: row[1] for row in payload["data"]["rows"]}
    assert rows["China"] == "24\u202f000\u202f000"
    assert "EU27: −$80.0\u202fm" in payload["alt"]


def test_without_figures_after_the_break_it_says_insufficient_data():
    early = invented().history.query("year < 2022")
    exhibit = offset_waterfall(replace(invented(), history=early))
    assert exhibit.text.startswith("Insufficient data")


def test_the_table_has_a_column_for_every_baseline_and_both_totals():
    payload = offset_table(invented()).payload
    rows = {row[0]: row[1:] for row in payload["rows"]}
    assert rows["China"] == ["30\u202f%"] * 5 + ["30\u202f% to 30\u202f%"]
    assert rows["All customers"][0] == "100\u202f%"
    assert len(payload["columns"]) == 7


def test_the_table_says_why_synthetic_control_is_not_among_the_baselines():
    notes = " ".join(offset_table(invented(donors=8)).payload["notes"])
    assert "Synthetic control is not among the baselines, insufficient data." in notes
    assert "at least 9 donors known in all of its 11 periods, found 8 of" in notes


def test_with_nine_donors_synthetic_control_is_a_baseline_like_the_others():
    study = invented(donors=9)
    payload = offset_table(study).payload
    assert [column["label"] for column in payload["columns"]][5:7] == [
        "Mix of other partners",
        "Mean",
    ]
    china = next(row for row in payload["rows"] if row[0] == "China")
    assert china[1:7] == [*["30\u202f%"] * 4, "2.2\u202f%", "20\u202f%"]  # 4 / 180, 20 / 100
    assert not any("insufficient" in note for note in payload["notes"])
    assert "mean of 5 baselines" in offset_waterfall(study).payload["caption"].lower()
    assert offset_facts(study)["offset_baselines"].value == 5


def test_every_year_since_the_break_has_a_column_and_hidden_partners_none():
    payload = offset_by_year(invented()).payload
    assert [column["label"] for column in payload["columns"]] == ["Partner", "2022", "2023"]
    rows = {row[0]: row[1:] for row in payload["rows"][: len(payload["rows"]) // 2]}
    assert rows["Lost"] == ["$80.0\u202fm ($80.0\u202fm to $80.0\u202fm)"] * 2
    assert rows["China"] == ["30\u202f% (30\u202f% to 30\u202f%)"] * 2
    assert "Iran" not in rows


def test_a_year_without_a_figure_is_a_dash_and_not_a_zero():
    """Iran disclosed no exports of 2023, and its turnover of both years."""
    found = [row[1:] for row in offset_by_year(real()).payload["rows"] if row[0] == "Iran"]
    assert [row.index("–") if "–" in row else None for row in found] == [1, None]
