"""The table of counterfactuals: numbers where there are enough, a reason where there are not."""

from helpers.exhibits.facts_counterfactual import counterfactual_facts
from helpers.exhibits.tables_counterfactual import INSUFFICIENT, counterfactual_table
from helpers.tables.numbers import write_percent
from tests.exhibits.invented_offset import real


def test_every_partner_has_a_row_and_the_partner_of_the_study_only_one():
    names = [row[0] for row in counterfactual_table(real("IND")).payload["rows"]]
    assert names[0] == "India"
    assert len(names) == len(set(names)) == 6
    assert counterfactual_table(real()).payload["rows"][0][0] == "World"


def test_a_cell_is_the_fact_and_a_gap_has_its_reason_below():
    known = counterfactual_facts(real())
    payload = counterfactual_table(real()).payload
    rows = {row[0]: row for row in payload["rows"]}
    assert rows["India"][1] == write_percent(known["its_ind"].value, sign=True)
    assert rows["India"][3] == known["its_ind_years"]
    assert rows["China"][1] == INSUFFICIENT
    below = " ".join(payload["notes"])
    assert "China: expected every year" in below
    assert "donors" in below
