"""Base rates and gravity as facts and tables: what was asked, what is known, why not."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.base_rate_data import NO_DEADLINE, asked_rates, size_before
from helpers.exhibits.facts_base_rates import base_rate_facts
from helpers.exhibits.facts_gravity import estimate_of, gravity_facts
from helpers.exhibits.tables_base_rates import base_rate_table
from helpers.exhibits.tables_gravity import gravity_table
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def goal(code: str, value: float, declared: str, deadline: str | None = None) -> Study:
    one = study(code).targets.iloc[:1].assign(
        id="goal", metric="turnover", unit="USD", value=value,
        declared_on=pd.Timestamp(declared), deadline=pd.Timestamp(deadline) if deadline else pd.NaT,
    )  # fmt: skip
    return replace(study(code), targets=one)


def test_a_goal_starts_from_the_last_whole_year_before_it():
    (asked,) = asked_rates(goal("KAZ", 1e9, "2018-11-20", "2018-12-31"))
    assert (asked.start_year, asked.years) == (2017, 1)
    assert asked.multiple == pytest.approx(1e9 / asked.start.value)
    assert asked.rate and asked.rate.band == (500, 1500)


def test_a_goal_without_a_deadline_gets_five_years():
    (asked,) = asked_rates(goal("IRN", 1e9, "2015-09-07"))
    assert asked.years == NO_DEADLINE
    assert asked.rate and asked.rate.share < 0.05


def test_a_goal_far_beyond_the_grid_has_a_reason_and_no_rate():
    found = base_rate_facts(goal("IRN", 9e9, "2015-09-07"))
    assert found["rate_goal"].missing
    assert "multiples of 1.1 to 20" in found["rate_goal_reason"]
    assert found["rate_goals"].value == 0
    assert found["rate_goals_least"].missing


def test_an_unknown_start_is_not_zero():
    size, year = size_before(study("IRN"), 1995)
    assert size.missing and year == 0
    (asked,) = asked_rates(goal("IRN", 1e9, "1995-01-01"))
    assert asked.rate is None and "No turnover" in asked.reason


def test_rates_of_today_fall_with_the_multiple_and_rise_with_the_years():
    facts = base_rate_facts(study("IRN"))
    for years in (3, 5, 10):
        assert facts[f"rate_20x_{years}y"].value < facts[f"rate_10x_{years}y"].value
    assert facts["rate_10x_3y"].value < facts["rate_10x_5y"].value < facts["rate_10x_10y"].value
    for name in ("rate_1_1x_1y", "rate_10x_5y"):
        assert facts[name].low <= facts[name].value <= facts[name].high
        assert facts[name].sources == ("baci",)


def test_gravity_has_its_three_flows_its_cap_and_its_quality():
    facts = gravity_facts(study("IRN"))
    turnover = facts["gravity_turnover_predicted"]
    assert facts["gravity_cap"].value == turnover.high > turnover.value
    ratio = facts["gravity_turnover_actual"].value / turnover.value
    assert facts["gravity_turnover_ratio"].value == pytest.approx(ratio, rel=1e-3)
    assert facts["gravity_years"] == "2017–2019"
    assert facts["gravity_error"].value > 1
    assert 0 < facts["gravity_within_2"].value < 1


def test_goals_above_the_cap_are_counted():
    found = gravity_facts(goal("IRN", 1e12, "2015-09-07"))
    assert (found["gravity_goals"].value, found["gravity_goals_above"].value) == (1, 1)
    assert gravity_facts(goal("IRN", 1e6, "2015-09-07"))["gravity_goals_above"].value == 0


@pytest.mark.parametrize("code", ["WLD", "EU27_2020"])
def test_groups_have_a_reason_and_no_number(code):
    facts = gravity_facts(study(code))
    assert facts["gravity_turnover_ratio"].missing
    assert "predicts no trade" in facts["gravity_reason"]
    assert estimate_of(study(code), code, "export", "ratio").missing


def test_the_table_of_goals_has_one_line_a_goal_with_a_start():
    payload = base_rate_table(study("KAZ")).payload
    assert len(payload["rows"]) == sum(bool(one.start_year) for one in asked_rates(study("KAZ")))
    assert len(payload["rows"]) > 5


def test_the_table_of_gravity_lists_the_four_the_partner_and_russia():
    first = [row[0] for row in gravity_table(study("IRN")).payload["rows"]]
    assert first == ["China", "Kazakhstan", "India", "Iran", "Russia"]
    assert "Turkey" in [row[0] for row in gravity_table(study("TUR")).payload["rows"]]


@pytest.mark.parametrize("code", ["TUR", "SRB", "VNM", "WLD"])
def test_thin_data_never_raises(code):
    for exhibit in (base_rate_table(study(code)), gravity_table(study(code))):
        assert exhibit.payload.get("rows") or exhibit.payload["parts"]


def test_without_estimates_there_are_reasons_not_numbers():
    empty = replace(study("IRN"), estimates=study("IRN").estimates.iloc[:0])
    assert base_rate_facts(empty)["rate_10x_5y"].missing
    assert gravity_facts(empty)["gravity_cap"].missing
    assert gravity_table(empty).payload["kind"] == "statement"
