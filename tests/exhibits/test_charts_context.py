"""Charts of context: what they claim is in the figures, and thin data gives a note."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_context import (
    fiscal_years,
    potash_by_supplier,
    roundabout,
    steepest_fall,
)
from helpers.exhibits.charts_roundabout import eu_exports
from helpers.exhibits.potash_periods import potash_periods
from helpers.tables.study import Study, load_study
from tests.tables.invented import observe

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def fiscal(*values: float, note: str | None = None) -> pd.DataFrame:
    rows = [
        {"flow": "export", "reporter": "IND", "partner": "IND", "value": value, "id": str(year),
         "period_start": f"{year}-04-01", "period_end": f"{year + 1}-03-31", "note": note}
        for year, value in enumerate(values, start=2018)
    ]  # fmt: skip
    return observe(*rows)


def test_the_fall_in_the_title_is_the_one_in_the_figures():
    """Of 100, 400, 100 and 80 the steepest fall is three quarters, in 2020/21."""
    exhibit = fiscal_years(replace(study("IND"), observations=fiscal(100e6, 400e6, 100e6, 80e6)))
    assert "fell by 75\u202f% in 2020/21; 2021/22: $80.0\u202fm" in exhibit.payload["title"]
    assert "highest $400\u202fm in 2019/20" in exhibit.payload["alt"]


def test_without_a_fall_by_half_the_title_only_describes():
    exhibit = fiscal_years(replace(study("IND"), observations=fiscal(100e6, 90e6, 95e6)))
    assert "fell" not in exhibit.payload["title"]


def test_a_row_set_aside_by_its_note_is_not_drawn():
    rows = fiscal(1e6, 2e6, 3e6, note="not counted: an invented reason")
    assert fiscal_years(replace(study("IND"), observations=rows)).payload["kind"] == "statement"


def test_a_provisional_year_is_hollow_and_the_caption_says_so():
    rows = fiscal(1e6, 2e6, 3e6, note="provisional")
    caption = fiscal_years(replace(study("IND"), observations=rows)).payload["caption"]
    assert "Hollow: provisional (2020/21)" in caption


def test_a_gap_between_years_is_not_a_fall():
    assert steepest_fall(pd.Series({2018: 100.0, 2020: 10.0})) is None


def test_a_part_year_inside_a_longer_period_is_left_out():
    """January to March is inside January to August, which stays."""
    part = {"focal": "IND", "partner": "BLR", "flow": "import", "product": "310420", "unit": "t"}
    rows = observe(
        {**part, "period_start": "2025-01-01", "period_end": "2025-03-31", "value": 1e5, "id": "a"},
        {**part, "period_start": "2025-01-01", "period_end": "2025-08-31", "value": 3e5, "id": "b"},
    )
    tonnes, _ = potash_periods(replace(study("IND"), elsewhere=rows))
    assert [period.parts for period in tonnes] == [{"BLR": 3e5}]


def test_the_share_in_the_title_is_the_latest_one_with_a_total():
    """Three of twelve is a quarter; the later year has no figure for Belarus."""
    part = {"focal": "CHN", "flow": "import", "product": "310420", "unit": "t"}
    rows = observe(
        {**part, "partner": "BLR", "year": 2023, "value": 3e6, "id": "a"},
        {**part, "partner": "WLD", "year": 2023, "value": 12e6, "id": "b"},
        {**part, "partner": "WLD", "year": 2024, "value": 12e6, "id": "c"},
    )
    title = potash_by_supplier(replace(study("CHN"), elsewhere=rows)).payload["title"]
    assert "25\u202f% of China’s potash imports in 2023; no share is known since" in title


def test_eu_exports_are_one_extract_a_destination_and_year():
    table = eu_exports(study("IND"))
    assert table.index.tolist() == list(range(2015, 2024))
    assert round(table["BLR"][2021] / 1e9, 2) == 6.88  # not the superseded 6.91


def test_the_roundabout_title_agrees_with_its_data():
    table = eu_exports(study("IND"))
    fall = 1 - table["RUS"][2023] / table["RUS"][2021]
    title = roundabout(study("IND")).payload["title"]
    assert f"fell by {fall * 100:.0f}\u202f%" in title


def test_where_the_later_figures_name_only_others_the_title_says_so():
    """Belarus is named in 2023, only Russia in 2024."""
    part = {"focal": "CHN", "flow": "import", "product": "310420", "unit": "t"}
    rows = observe(
        {**part, "partner": "BLR", "year": 2023, "value": 3e6, "id": "a"},
        {**part, "partner": "WLD", "year": 2023, "value": 12e6, "id": "b"},
        {**part, "partner": "RUS", "year": 2024, "value": 4e6, "id": "c"},
    )
    title = potash_by_supplier(replace(study("CHN"), elsewhere=rows)).payload["title"]
    assert title.endswith("in 2024 only others are named")


@pytest.mark.parametrize("chart", [fiscal_years, potash_by_supplier, roundabout])
@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM", "WLD"])
def test_thin_data_never_raises(chart, code):
    assert chart(study(code)).text


@pytest.mark.parametrize("chart", [fiscal_years, potash_by_supplier, roundabout])
def test_the_same_study_draws_the_same_svg(chart):
    assert chart(study("IND")).html == chart(study("IND")).html


def test_where_the_value_names_the_focal_country_the_title_does_not_say_only_others():
    """Tonnes of 2024 name only Russia; in dollars Belarus has 5 of 20."""
    part = {"focal": "CHN", "flow": "import", "product": "310420", "unit": "t"}
    paid = {**part, "unit": "USD", "year": 2024}
    rows = observe(
        {**part, "partner": "BLR", "year": 2023, "value": 3e6, "id": "a"},
        {**part, "partner": "WLD", "year": 2023, "value": 12e6, "id": "b"},
        {**part, "partner": "RUS", "year": 2024, "value": 4e6, "id": "c"},
        {**paid, "partner": "BLR", "value": 5e8, "id": "d"},
        {**paid, "partner": "WLD", "value": 20e8, "id": "e"},
    )
    title = potash_by_supplier(replace(study("CHN"), elsewhere=rows)).payload["title"]
    assert title.endswith("in 2023, 25\u202f% of their value in 2024")
