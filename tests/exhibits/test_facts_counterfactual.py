"""Facts of the counterfactuals: a number with its interval, or a reason, for every partner."""

import pytest

from helpers.exhibits.facts_counterfactual import counterfactual_facts
from helpers.tables.study import load_study

KEYS = ("rus", "chn", "kaz", "lost", "own")


@pytest.fixture(scope="module", params=["WLD", "IND", "EU27_2020"])
def known(request):
    return counterfactual_facts(load_study(request.param))


@pytest.mark.parametrize("key", [f"{way}_{key}" for way in ("its", "synthetic") for key in KEYS])
def test_there_is_a_number_or_a_reason_and_never_both(known, key):
    number, reason = known[key], known[f"{key}_reason"]
    assert number.missing == bool(reason)
    if not number.missing:
        assert number.unit == "share"
        assert number.low <= number.value <= number.high
        assert number.sources
        assert "interval" in number.note


def test_undisclosed_years_are_no_effect_on_the_sanctioning_partners(known):
    assert known["its_lost"].missing
    assert "no whole year after it is in these tables" in known["its_lost_reason"]


def test_an_estimate_is_marked_as_one(known):
    assert known["its_rus_years"] == "2022–2023"
    assert "no statistical office behind it" in known["its_rus"].note


def test_too_few_partners_disclose_for_a_synthetic_control(known):
    assert all(known[f"synthetic_{key}"].missing for key in KEYS)
    assert "at least 9 donors" in known["synthetic_rus_reason"]


def test_the_own_partner_is_that_of_the_study():
    facts = counterfactual_facts(load_study("RUS"))
    assert facts["its_own"] == facts["its_rus"]
