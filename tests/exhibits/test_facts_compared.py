"""The facts that only the comparison on the index needs."""

import pytest

from helpers.exhibits.compared import COMPARED
from helpers.exhibits.facts import all_facts
from helpers.exhibits.facts_compared import compared_facts
from helpers.tables.study import load_study


@pytest.fixture(scope="module")
def kazakhstan():
    return load_study("KAZ")


def test_growth_is_the_last_known_year_over_2021(kazakhstan):
    facts = compared_facts(kazakhstan)
    turnover = kazakhstan.panel[kazakhstan.panel["flow"] == "turnover"].set_index("year")["central"]
    last = int(facts["growth_since_break_year"])
    assert last == turnover.dropna().index[-1]
    assert facts["growth_since_break"].value == pytest.approx(turnover[last] / turnover[2021] - 1)


def test_a_partner_unknown_since_2021_has_no_growth():
    facts = compared_facts(load_study("SRB"))
    assert facts["growth_since_break"].missing
    assert facts["growth_since_break_year"] == ""


def test_goals_met_and_undecided_are_parts_of_the_goals_read(kazakhstan):
    facts = compared_facts(kazakhstan)
    met, undecided, read = (
        facts[name].value for name in ("goals_met", "goals_undecided", "goals_read")
    )
    assert 0 <= met + undecided <= read
    assert 0 < read <= len(kazakhstan.targets)


def test_without_goals_none_is_counted_as_missed():
    facts = compared_facts(load_study("ARE"))
    assert facts["goals_met"].missing and facts["goals_read"].missing


@pytest.mark.parametrize(
    ("code", "who", "kind"),
    [("IND", "India alone", "statistics"), ("SRB", "BACI", "statistics")],
)
def test_the_last_turnover_says_who_stands_behind_it(code, who, kind):
    facts = compared_facts(load_study(code))
    assert (facts["last_reporters"], facts["last_kind"]) == (who, kind)


def test_every_column_of_the_comparison_has_its_fact(kazakhstan):
    known = all_facts(kazakhstan)
    assert [column.fact for column in COMPARED if column.fact not in known] == []
