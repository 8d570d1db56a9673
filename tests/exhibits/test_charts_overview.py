"""The charts of the overview: small multiples, before and the latest year."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_overview import partners_compared, small_multiples
from helpers.exhibits.overview_data import before_and_latest
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]
NAN = float("nan")
CHARTS = [small_multiples, partners_compared]


def panel(*rows: tuple) -> pd.DataFrame:
    """Return a panel of (partner, flow, year, central, low, high, months), in millions."""
    frame = pd.DataFrame(
        rows, columns=["partner", "flow", "year", "central", "low", "high", "months"]
    )
    frame[["central", "low", "high"]] *= 1e6
    return frame.assign(flags="", reporters="BLR", source_ids="baci")


@pytest.fixture(scope="module")
def real() -> Study:
    """The real tables."""
    return load_study("WLD", root=ROOT)


@pytest.fixture
def invented(real) -> Study:
    """China up, the last year in part; Ukraine not known after 2020."""
    return replace(
        real,
        everyone=panel(
            ("CHN", "turnover", 2018, 20, 20, 20, 12),
            ("CHN", "turnover", 2019, 40, 40, 60, 12),
            ("CHN", "turnover", 2023, 90, 80, 95, 12),
            ("CHN", "turnover", 2024, NAN, 40, NAN, 6),
            ("UKR", "turnover", 2019, 50, 50, 50, 12),
            ("UKR", "turnover", 2020, 40, 40, 40, 12),
        ),
    )


def test_latest_year_is_the_last_whole_one(invented):
    frame = before_and_latest(invented).set_index("partner")
    assert frame.loc["CHN", ["year", "central", "before"]].tolist() == [2023, 90e6, 30e6]
    assert frame.loc["UKR", "year"] == 2020


def test_partner_known_only_to_2020_carries_a_dagger(invented):
    exhibit = partners_compared(invented)
    assert "Ukraine †" in exhibit.html and "China †" not in exhibit.html
    assert exhibit.payload["title"] == (
        "Against 2017–2019, yearly trade is higher with China by $60.0\u202fm"
    )


def test_small_multiples_compare_with_the_range_of_2019_to_2021(invented):
    payload = small_multiples(invented).payload
    assert payload["title"] == "Against 2019–2021, trade is higher with China"
    assert "Hollow: part of the year" in payload["caption"]


@pytest.mark.parametrize("chart", CHARTS)
def test_real_tables_give_a_chart_and_the_same_twice(real, chart):
    first, second = chart(real), chart(real)
    assert first.payload["kind"] == "chart"
    assert first.html == second.html


@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_known_gives_a_note(real, chart):
    unknown = {name: NAN for name in ("central", "low", "high")}
    empty = replace(real, everyone=real.everyone.assign(**unknown))
    assert chart(empty).payload["style"] == "note"
    assert chart(replace(real, everyone=real.everyone.iloc[:0])).payload["style"] == "note"
