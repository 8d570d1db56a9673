"""Charts of trade: titles follow the figures, thin data is shown as thin."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.chart_words import change_title, listed
from helpers.exhibits.charts_data import published_figures
from helpers.exhibits.charts_events import major_events
from helpers.exhibits.charts_mirror import apart, mirror_comparison
from helpers.exhibits.charts_position import share_and_rank
from helpers.exhibits.charts_trade import flows, trade_with_range
from helpers.tables.study import Study, load_study
from tests.tables.invented import observe

ROOT = Path(__file__).parents[2]
CHARTS = [trade_with_range, flows, share_and_rank, mirror_comparison]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def years(**values: float) -> pd.DataFrame:
    """Return whole years without any range: y2019=100.0."""
    central = pd.Series({int(name[1:]): value for name, value in values.items()})
    return pd.DataFrame({"central": central, "low": central, "high": central})


def test_the_title_gives_the_change_against_the_mean_of_three_years():
    rows = years(y2019=100e6, y2020=200e6, y2021=300e6, y2022=100e6)
    title = change_title("Trade", rows)
    assert title == "Trade is 50\u202f% below its mean of 2019–2021: $100\u202fm in 2022"


def test_a_change_inside_the_range_is_not_called_one():
    rows = years(y2020=100e6, y2023=120e6).assign(low=90e6, high=130e6)
    assert "within the range of 2020" in change_title("Trade", rows)


def test_years_are_listed_in_runs():
    assert listed([2021, 2013, 2022, 2023, 2018]) == "2013, 2018 and 2021–2023"


def test_a_row_not_counted_is_not_drawn():
    rows = observe(
        {"year": 2022, "value": 1e6},
        {"year": 2023, "value": 9e6, "note": "not counted: an invented reason"},
    )
    assert published_figures(study("KAZ"), "turnover", rows)["value"].tolist() == [1e6]


def test_without_any_figure_the_chart_is_a_note():
    empty = replace(
        study("SRB"),
        observations=study("SRB").observations.iloc[:0],
        panel=study("SRB").panel.assign(central=float("nan")),
    )
    assert trade_with_range(empty).payload["kind"] == "statement"


def test_events_stand_apart_and_in_order():
    positions = [event.position for event in major_events(study("CHN"), 6)]
    assert positions == sorted(positions)
    assert all(later - one > 0.9 for one, later in pairwise(positions))


def test_the_alternative_text_names_first_and_last_year():
    assert "in 2010" in trade_with_range(study("CHN")).payload["alt"]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM", "WLD"])
def test_thin_data_never_raises(chart, code):
    payload = chart(study(code)).payload
    assert payload.get("alt") or payload["parts"]


@pytest.mark.parametrize("chart", CHARTS)
def test_the_same_study_draws_the_same_svg(chart):
    assert chart(study("KAZ")).html == chart(study("KAZ")).html


def test_events_are_dated_over_the_chart_and_told_whole_in_the_caption():
    payload = trade_with_range(study("KAZ")).payload
    assert "Oct 2023" in trade_with_range(study("KAZ")).html
    assert (
        "Oct 2023, Kazakhstan bans Belarusian carriage of third-country goods" in payload["caption"]
    )
    assert "…" not in payload["caption"]


def test_ends_of_different_years_say_their_year():
    assert "2023<" in flows(study("CHN")).html and "2024<" in flows(study("CHN")).html
    assert "$722\u202fm<" in flows(study("KAZ")).html  # both end in 2023: the axis says so


def test_a_year_with_one_of_two_flows_is_not_called_undisclosed():
    caption = flows(study("CHN")).payload["caption"]
    assert "Only imports known: 2024." in caption
    hatched = caption.split("(hatched, or hollow marks only): ")[1].split(".")[0]
    assert "2024" not in hatched and "2021" in hatched


def test_the_unit_in_words_is_that_of_the_axis():
    """Exports to Kazakhstan stay below a billion, and the axis ends at $1.0 bn."""
    shown = flows(study("KAZ"))
    assert "$1.0\u202fbn<" in shown.html and "billion US dollars" in shown.payload["subtitle"]


def test_marks_that_would_hide_each_other_stand_apart():
    values = pd.Series({"BLR": 8.5, "CHN": 8.4, "CEPII": 3.0})
    assert apart(values, 0.2) == {"CEPII": 0.0, "CHN": -0.5, "BLR": 0.5}
    assert set(apart(values, 0.05).values()) == {0.0}
