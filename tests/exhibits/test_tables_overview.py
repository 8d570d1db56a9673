"""Tables of all partners: each cell can be found in the panel."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.exhibits.tables_overview import disclosure_table, goals_reached, partners_table
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study() -> Study:
    return load_study("WLD", root=ROOT)


def test_each_partner_and_benchmark_has_a_row_of_the_same_length():
    payload = partners_table(study()).payload
    assert [row[0] for row in payload["rows"]][:4] == ["China", "Kazakhstan", "India", "Iran"]
    assert {len(row) for row in payload["rows"]} == {len(payload["columns"])}


def test_a_goal_counts_from_the_year_it_was_declared():
    """100 traded in 2019, 60 in 2021; a goal of 80 declared in 2020 is not reached, 50 is."""
    panel = pd.DataFrame(
        {"partner": "IRN", "flow": "turnover", "year": [2019, 2021], "high": [100.0, 60.0],
         "months": 12}
    )  # fmt: skip
    targets = pd.DataFrame(
        {"partner": "IRN", "metric": "turnover", "unit": "USD", "value": [80.0, 50.0],
         "declared_on": pd.Timestamp("2020-05-01"), "deadline": pd.NaT}
    ).astype({"deadline": "datetime64[ns]"})  # fmt: skip
    assert goals_reached(replace(study(), everyone=panel, all_targets=targets), "IRN") == (1, 2)


def test_a_goal_that_no_whole_year_could_decide_yet_does_not_count():
    """40 traded in 2021, the year both goals are declared; that of 2021 itself is decided."""
    panel = pd.DataFrame(
        {"partner": ["IRN"], "flow": "turnover", "year": 2021, "high": 40.0, "months": 12}
    )
    targets = pd.DataFrame(
        {"partner": "IRN", "metric": "turnover", "unit": "USD", "value": [80.0, 50.0],
         "declared_on": pd.Timestamp("2021-05-01"),
         "deadline": [pd.NaT, pd.Timestamp("2021-12-31")]}
    )  # fmt: skip
    assert goals_reached(replace(study(), everyone=panel, all_targets=targets), "IRN") == (0, 1)


def test_a_single_rounded_figure_of_an_official_is_marked():
    rows = {row[0]: row for row in partners_table(study()).payload["rows"]}
    assert rows["EU27"][2].startswith("≈")
    assert not rows["Ukraine"][2].startswith("≈")


def test_disclosure_says_statistics_only_where_the_panel_does():
    payload = disclosure_table(study()).payload
    panel = study().everyone.set_index(["partner", "flow", "year"])
    years = [int(column["label"]) for column in payload["columns"][1:]]
    china = next(row for row in payload["rows"] if row[0] == "China")[1:]
    for year, cell in zip(years, china, strict=True):
        row = panel.loc[("CHN", "turnover", year)]
        assert (cell == "statistics") == (
            pd.notna(row["central"]) and "estimate" not in row["flags"]
        )


def test_without_partners_there_is_a_note():
    empty = replace(study(), everyone=study().everyone.iloc[:0])
    assert partners_table(empty).payload["kind"] == "statement"
    assert disclosure_table(empty).payload["kind"] == "statement"
