"""Tables of figures: what is not counted is not shown, claims are read by rule."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.tables_claims import brief_figures, read_claim
from helpers.exhibits.tables_figures import (
    figures_by_reporter,
    mirror_table,
    yearly_panel,
)
from helpers.tables.study import Study, load_study
from tests.tables.invented import observe

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def test_exports_and_imports_of_one_source_are_added_and_the_row_set_aside_is_absent():
    """3 and 4 million make 7; the 9 million are not counted."""
    rows = observe(
        {"flow": "export", "year": 2022, "value": 3e6},
        {"flow": "import", "year": 2022, "value": 4e6},
        {"flow": "turnover", "year": 2022, "value": 9e6, "note": "not counted: invented"},
    )
    exhibit = figures_by_reporter(replace(study("KAZ"), observations=rows))
    (row,) = exhibit.payload["rows"]
    assert row[2:5] == ["3.0", "4.0", "sum 7.0"]


@pytest.mark.parametrize(
    ("value", "whole", "reading"),
    [
        (100.0, True, "within the range"),
        (200.0, True, "outside every source"),
        (100.0, False, "not comparable: part of the year"),
    ],
)
def test_a_claim_is_read_by_rule(value, whole, reading):
    panel = pd.DataFrame(
        {"flow": ["turnover"], "year": [2022], "central": [100.0], "low": [95.0], "high": [105.0]}
    )
    shown = replace(study("KAZ"), panel=panel, observations=observe({"year": 2022, "value": 1.0}))
    assert read_claim(shown, "turnover", value, 2022, whole=whole) == reading


@pytest.mark.parametrize("table", [brief_figures, figures_by_reporter, mirror_table, yearly_panel])
@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM"])
def test_thin_data_never_raises(table, code):
    payload = table(study(code)).payload
    assert payload.get("rows") or payload["parts"]
