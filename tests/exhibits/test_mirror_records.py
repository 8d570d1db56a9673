"""Records of both sides: a reporter that counts in fiscal years is worked out, and marked."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_mirror import mirror_comparison
from helpers.exhibits.mirror_records import mirror_ratios, records
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study() -> Study:
    return load_study("IND", root=ROOT)


def observe(*rows: dict) -> pd.DataFrame:
    """Return observations of turnover that differ from one of the real ones as given."""
    real = study().observations
    one = real[real["flow"].eq("turnover")].iloc[:1]
    return pd.concat(
        [
            one.assign(
                id=str(number), product="TOTAL", scope="goods", unit="USD", note=None,
                approximate="exact", source_id="s", reporter=row["reporter"], status=row["status"],
                period_start=pd.Timestamp(row["start"]), period_end=pd.Timestamp(row["end"]),
                value=row["value"],
            )
            for number, row in enumerate(rows)
        ],
        ignore_index=True,
    )  # fmt: skip


FISCAL = (
    {"reporter": "IND", "status": "official_statistics", "start": "2022-04-01",
     "end": "2023-03-31", "value": 365.0},
    {"reporter": "IND", "status": "official_statistics", "start": "2023-04-01",
     "end": "2024-03-31", "value": 366.0},
)  # fmt: skip
BELARUS = {"reporter": "BLR", "status": "press", "start": "2023-01-01", "end": "2023-12-31",
           "value": 730.0}  # fmt: skip


def test_a_calendar_year_is_worked_out_by_days_and_marked():
    """One a day in either fiscal year: 365 in 2023, half of the 730 that Belarus names."""
    table, estimated = records(replace(study(), observations=observe(*FISCAL, BELARUS)), "turnover")
    assert table.loc[2023].to_dict() == pytest.approx({"BLR": 730.0, "IND": 365.0})
    assert estimated.loc[2023].to_dict() == {"BLR": False, "IND": True}
    assert mirror_ratios(study(), table)[2023] == pytest.approx(0.5)


def test_a_calendar_year_as_published_goes_before_one_worked_out_of_the_same_kind():
    own = {**BELARUS, "reporter": "IND", "status": "official_statistics", "value": 400.0}
    rows = observe(*FISCAL, BELARUS, own)
    table, estimated = records(replace(study(), observations=rows), "turnover")
    assert table["IND"][2023] == 400.0
    assert not estimated["IND"][2023]


def test_one_fiscal_year_covers_no_calendar_year():
    table, _ = records(replace(study(), observations=observe(FISCAL[0], BELARUS)), "turnover")
    assert table.empty


def test_the_chart_of_india_holds_2024_and_says_what_hollow_means():
    payload = mirror_comparison(study()).payload
    assert "2024" in [row[0] for row in payload["data"]["rows"]]
    assert "India counts in fiscal years" in payload["caption"]
