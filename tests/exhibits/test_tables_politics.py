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


YEARS = pd.DataFrame(
    {"flow": "turnover", "year": [2024, 2025], "central": 100.0, "low": 90.0, "high": 110.0,
     "months": 12, "flags": ""}
)  # fmt: skip


def reading(value: float, declared: str, deadline: str | None = None, **cells: object) -> str:
    shown = replace(study("KAZ"), panel=YEARS.assign(**cells))
    day, end = pd.Timestamp(declared), pd.Timestamp(deadline) if deadline else pd.NaT
    return read_target(shown, "turnover", "USD", value, day, end)[1]


def test_a_target_is_not_reached_only_once_a_whole_year_after_it_is_known():
    """Figures end in 2025: a target of 2024 has had its year, one of 2025 has not."""
    assert reading(200.0, "2024-06-01") == "not reached by 2025"
    assert reading(200.0, "2025-11-04") == "open: no whole year after 2025 yet"
    assert reading(100.0, "2025-11-04") == "open: no whole year after 2025 yet, 2025 disputed"
    assert reading(80.0, "2025-11-04") == "reached in 2025"


def test_a_deadline_without_its_figure_is_open_at_first_and_later_not_known():
    none = {"central": float("nan")}
    assert reading(80.0, "2024-06-01", "2025-12-31", **none).startswith("open: no whole-year")
    assert reading(80.0, "2020-06-01", "2021-12-31").startswith("not known: no whole-year")


def test_a_rough_figure_does_not_decide_against_a_target_within_its_error():
    rough = {"flags": "estimate;approximate"}
    assert reading(111.0, "2024-01-01", "2025-12-31") == "not met"
    assert reading(111.0, "2024-01-01", "2025-12-31", **rough) == "not clear: rough figure"
    assert reading(300.0, "2024-01-01", "2025-12-31", **rough) == "not met"
