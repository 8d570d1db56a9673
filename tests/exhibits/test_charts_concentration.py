"""The chart of concentration: lines where partners are known, bounds where they are not."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_concentration import concentration, effective_by_year
from helpers.exhibits.facts_structure import concentration_facts
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


def turnover(**by_partner: dict[int, float]) -> pd.DataFrame:
    """Return a panel of turnover."""
    return pd.DataFrame(
        [
            {"partner": code, "flow": "turnover", "year": year, "central": value, "low": value}
            | {"high": value, "months": 12, "flags": "", "reporters": "BLR", "source_ids": "baci"}
            for code, years in by_partner.items()
            for year, value in years.items()
        ]
    )


@pytest.fixture(scope="module")
def study() -> Study:
    """Two halves in 2010; in 2011 Russia's half and a tenth are known."""
    real = load_study("WLD", root=ROOT, since=2010, until=2012)
    halves = turnover(
        WLD={2010: 100.0, 2011: 100.0}, RUS={2010: 50.0, 2011: 50.0}, CHN={2010: 25.0, 2011: 10.0},
        KAZ={2010: 25.0},
    )  # fmt: skip
    return replace(real, everyone=halves)


def test_effective_number_is_one_over_the_herfindahl_index(study):
    rows = effective_by_year(study, concentration_facts(study), "effective_without_russia")
    assert rows.loc[2010, "central"] == pytest.approx(2)
    assert not rows.loc[2010, "bounded"]


def test_year_with_undisclosed_partners_has_only_bounds(study):
    rows = effective_by_year(study, concentration_facts(study), "effective")
    assert rows.loc[2011, "bounded"]
    assert rows.loc[2011, "low"] < rows.loc[2011, "high"] <= 1 / (0.5**2 + 0.1**2) + 1e-9
    assert 2012 not in rows.index


def test_title_counts_partners_and_names_the_years(study):
    payload = concentration(study).payload
    assert "without Russia, two (2010)" in payload["title"]
    assert "60\u202f% in 2011" in payload["caption"]
    assert ["2010", "without Russia", "2.00", "2.00", "2.00", "100\u202f%"] in (
        payload["data"]["rows"]
    )


def test_real_tables_draw_lines_and_bounds():
    html = concentration(load_study("WLD", root=ROOT)).html
    assert html.count("<svg") == 1
    assert "bounds: most" in html and "undisclosed" in html


def test_nothing_known_gives_a_note(study):
    empty = replace(study, everyone=study.everyone.assign(central=float("nan")))
    assert concentration(empty).payload["style"] == "note"
