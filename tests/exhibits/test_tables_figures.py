"""Tables of figures: what is not counted is not shown, claims are read by rule."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

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


def test_a_provisional_figure_says_so():
    rows = observe(
        {"flow": "export", "year": 2022, "value": 3e6},
        {"flow": "export", "year": 2023, "value": 4e6, "note": "fiscal year; provisional"},
    )
    exhibit = figures_by_reporter(replace(study("KAZ"), observations=rows))
    final, early = (row[5] for row in exhibit.payload["rows"])
    assert "provisional" not in final
    assert early == f"{final}, provisional"


@pytest.mark.parametrize("table", [figures_by_reporter, mirror_table, yearly_panel])
@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM"])
def test_thin_data_never_raises(table, code):
    payload = table(study(code)).payload
    assert payload.get("rows") or payload["parts"]
