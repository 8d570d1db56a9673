"""The verdicts on the claims of the brief, counted."""

import dataclasses

import pytest

from helpers.claims.verdicts import VERDICTS
from helpers.exhibits.facts_verdicts import name_of, verdict_facts
from helpers.exhibits.verdicts import judge
from helpers.tables.study import load_study


def test_every_claim_about_a_partner_is_counted_once():
    study = load_study("IND")
    facts = verdict_facts(study)
    counts = [facts[name_of(word)].value for word in VERDICTS]
    assert sum(counts) == facts["verdicts"].value == len(judge(study, ("IND",))) > 0


def test_of_the_world_every_claim_is_counted():
    world, india = (verdict_facts(load_study(code))["verdicts"].value for code in ("WLD", "IND"))
    assert world > india


def test_figures_and_what_is_read_out_of_them_are_counted_by_kind():
    study = load_study("IRN")
    facts = verdict_facts(study)
    judged = judge(study, ("IRN",))
    assert facts["verdicts_value"].value == sum(one.claim.kind == "value" for one in judged)
    assert facts["verdicts_value_partly"].value == 2  # the goal of the visit, trade in 2017
    assert facts["verdicts_value_contradicted"].value == 0
    assert facts["verdicts_reading_contradicted"].value == 2  # slightly more; no year above


def test_a_partner_of_whom_the_brief_says_nothing_has_no_verdicts():
    facts = verdict_facts(load_study("SRB"))
    assert facts["verdicts"].value == 0
    assert all(facts[name_of(word)].missing for word in VERDICTS)


def test_without_a_file_of_claims_there_are_none(tmp_path):
    facts = verdict_facts(dataclasses.replace(load_study("IND"), root=tmp_path))
    assert facts["verdicts"].value == 0
    assert facts["verdicts_supported"].missing


@pytest.mark.parametrize(("verdict", "name"), [("not checkable", "verdicts_not_checkable")])
def test_names_have_no_spaces(verdict, name):
    assert name_of(verdict) == name
