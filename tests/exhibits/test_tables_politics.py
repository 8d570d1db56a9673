"""Tables of politics: targets are read by rule, dates as precisely as they are known."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.tables_politics import events_table, references, targets_table
from helpers.exhibits.target_reading import read_target, write_day
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


@pytest.mark.parametrize(
    ("value", "reading"), [(80.0, "met"), (100.0, "disputed"), (200.0, "not met")]
)
def test_a_target_is_met_by_every_figure_or_disputed(value, reading):
    """In 2022 the figures run from 90 to 110."""
    panel = pd.DataFrame(
        {"flow": ["turnover"], "year": [2022], "central": [100.0], "low": [90.0], "high": [110.0],
         "months": [12]}
    )  # fmt: skip
    day, deadline = pd.Timestamp("2020-01-01"), pd.Timestamp("2022-12-31")
    shown = replace(study("KAZ"), panel=panel)
    assert read_target(shown, "turnover", "USD", value, day, deadline)[1] == reading


def test_a_date_is_written_as_precisely_as_it_is_known():
    day = pd.Timestamp("2022-03-05")
    written = [write_day(day, one) for one in ("day", "month", "year", "about")]
    assert written == ["5 Mar 2022", "Mar 2022", "2022", "about Mar 2022"]


def test_events_are_in_order_of_time_and_limited():
    rows = events_table(study("CHN"), limit=5).payload["rows"]
    years = [int(row[0][-4:]) for row in rows]
    assert len(rows) == 5
    assert years == sorted(years)


def test_references_carry_the_number_the_study_cites():
    items = references(study("KAZ")).payload["items"]
    numbers = set(study("KAZ").sources["number"])
    assert items
    assert {item["number"] for item in items} <= numbers


@pytest.mark.parametrize("table", [targets_table, events_table, references])
@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM"])
def test_thin_data_never_raises(table, code):
    payload = table(study(code)).payload
    assert payload.get("rows") or payload.get("items") or payload["parts"]
