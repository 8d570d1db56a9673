"""Diversion: facts, chart and table say what the monthly figures hold."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_diversion import diversion_chart
from helpers.exhibits.diversion_data import (
    CUT,
    PRIORITY,
    SANCTIONED,
    TOTAL,
    UNION,
    annual_records,
    measure_diversion,
    monthly_exports,
    unrecorded,
)
from helpers.exhibits.facts_diversion import diversion_facts
from helpers.exhibits.tables_diversion import diversion_table
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]
SEVEN = ["ARM", "BLR", "GEO", "KAZ", "KGZ", "RUS", "UZB"]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


@cache
def facts() -> dict:
    return diversion_facts(study("KAZ"))


def value(name: str) -> float:
    return float(facts()[name].value)


def without_months(code: str = "KAZ") -> Study:
    """Return a study without figures of a month."""
    rows = study(code).elsewhere
    return replace(
        study(code), elsewhere=rows[(rows["period_end"] - rows["period_start"]).dt.days > 31]
    )


@pytest.mark.parametrize("product", [TOTAL, SANCTIONED, PRIORITY, "27"])
def test_every_destination_has_35_months(product):
    table = monthly_exports(study("KAZ"), product, SEVEN)
    assert table.shape == (35, 7)
    assert (table > 0).all(axis=None)


def test_the_groups_lie_inside_each_other():
    total, goods, priority = (
        monthly_exports(study("KAZ"), product, SEVEN) for product in (TOTAL, SANCTIONED, PRIORITY)
    )
    assert (priority < goods).all(axis=None)
    assert (goods < total).all(axis=None)


def test_the_months_add_up_to_the_years_published_elsewhere():
    """Two extracts of one dataset: a few revisions apart."""
    rows = study("KAZ").elsewhere
    total = monthly_exports(study("KAZ"), TOTAL, SEVEN).loc["2021"].sum()
    for code in sorted(set(SEVEN) - {"BLR"}):
        (year,) = rows.loc[
            rows["id"].eq(f"EU27_2020.{code}.export.2021.EU27_2020.eurostat-comext"), "value"
        ]
        assert total[code] == pytest.approx(year, rel=0.005)


def test_the_study_of_belarus_is_not_changed_by_them():
    """The new rows have another focal country: no panel of Belarus may see them."""
    panel = study("KAZ").history
    assert set(panel["focal"]) == {"BLR"}
    assert not study("KAZ").all_observations["product"].isin([SANCTIONED, PRIORITY]).any()


def test_facts_agree_with_each_other():
    third = [value(f"diversion_excess_{code}") for code in ("kaz", "kgz", "arm", "uzb", "geo")]
    lost = value("diversion_excess_rus") + value("diversion_excess_blr")
    assert value("diversion_excess_third") == pytest.approx(sum(third))
    assert value("diversion_shortfall") == pytest.approx(-lost)
    assert value("diversion_ratio") == pytest.approx(sum(third) / -lost)
    assert value("diversion_ratio_union") < value("diversion_ratio")
    ends = sorted([value("diversion_ratio_others"), value("diversion_ratio_trend")])
    assert ends[0] < value("diversion_ratio") < ends[1]


def test_every_range_holds_its_value():
    for name, fact in facts().items():
        if isinstance(fact, Quantity) and fact.low is not None and not fact.missing:
            assert fact.low <= fact.value <= fact.high, name


def test_what_the_figures_show():
    """Kyrgyzstan several times, Russia down by more than half, high-priority goods almost gone."""
    assert facts()["diversion_rise_kgz"].low > 1
    assert facts()["diversion_excess_kaz"].low > 0
    assert facts()["diversion_rise_rus"].high < -0.5
    assert value("priority_after_rus") < value("priority_before_rus") / 10
    assert value("priority_after_kaz") > value("priority_before_kaz")
    assert facts()["diversion_ratio"].high < 0.5


def test_more_than_half_of_the_additional_exports_to_the_three_are_not_recorded():
    """Around half for 2022-23 in CEPR DP 20097, with the United Kingdom and by product."""
    three = facts()["transit_lost_union_2022"]
    assert 0.5 < three.low <= three.value <= three.high < 0.7
    records = annual_records(study("KAZ"))
    by_hand = unrecorded(study("KAZ"), records, UNION, 2022).transit
    parts = [unrecorded(study("KAZ"), records, (code,), 2022).transit for code in UNION]
    assert by_hand.exports == pytest.approx(sum(one.exports for one in parts))
    assert by_hand.imports == pytest.approx(sum(one.imports for one in parts))


def test_a_year_without_imports_is_a_reason():
    assert facts()["transit_lost_kgz_2023"].missing
    assert "2023" in facts()["transit_lost_kgz_2023_reason"]
    assert "transit_lost_kaz_2023_reason" not in facts()


def test_only_kazakhstan_and_the_world_have_these_facts():
    assert diversion_facts(study("CHN")) == {}
    world = diversion_facts(study("WLD"))
    assert world["diversion_ratio"].value == value("diversion_ratio")


def test_without_monthly_figures_there_is_a_reason_and_a_note():
    assert "none to" in diversion_facts(without_months())["diversion_reason"]
    assert diversion_chart(without_months()).payload["kind"] == "statement"
    assert diversion_table(without_months()).payload["kind"] == "statement"


def test_a_month_that_lacks_one_destination_is_a_reason():
    rows = study("KAZ").elsewhere
    gone = rows["id"].str.contains("EU27_2020.KGZ.export.2022-05-01", regex=False)
    with pytest.raises(InsufficientData, match="not so for KGZ"):
        measure_diversion(replace(study("KAZ"), elsewhere=rows[~gone]))


def test_the_chart_shows_what_was_measured():
    exhibit = diversion_chart(study("KAZ"))
    table = measure_diversion(study("KAZ")).found.table
    rows = exhibit.payload["data"]["rows"]
    assert len(rows) == 7
    assert rows[0][0] == "Kyrgyzstan"
    shown = f"{table.at['KGZ', 'actual'] / 1e6:.0f}"
    assert rows[0][1] == shown
    assert "21\u202f%" in exhibit.payload["title"]
    assert "not proof" in exhibit.payload["caption"]
    assert exhibit.payload["sources"]


def test_the_title_follows_the_figures():
    """With ten times the sanctioned goods sold to Russia there is no shortfall to name."""
    rows = study("KAZ").elsewhere.copy()
    more = monthly_exports(study("KAZ"), SANCTIONED, ["RUS"])["RUS"] * 9
    sold = rows["partner"].eq("RUS") & rows["product"].isin([SANCTIONED, TOTAL])
    sold &= rows["period_start"].ge(CUT) & rows["reporter"].eq("EU27_2020")
    sold &= (rows["period_end"] - rows["period_start"]).dt.days.le(31)
    rows.loc[sold & rows["flow"].eq("export"), "value"] += rows["period_start"].map(more)
    title = diversion_chart(replace(study("KAZ"), elsewhere=rows)).payload["title"]
    assert title.endswith("that were to be expected")


def test_the_table_has_a_row_a_destination_and_two_sums():
    exhibit = diversion_table(study("WLD"))
    names = [row[0] for row in exhibit.payload["rows"]]
    assert names[5:] == ["The five together", "Russia", "Belarus", "Russia and Belarus"]
    sums = [
        [float(row[column].replace("\u202f", "").replace("\u2212", "-")) for column in (1, 2, 3)]
        for row in exhibit.payload["rows"]
    ]
    assert pd.DataFrame(sums[:5]).sum().tolist() == pytest.approx(sums[5], abs=3)
    assert exhibit.payload["row_kinds"].count("total") == 2
