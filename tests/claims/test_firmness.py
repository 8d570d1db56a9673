"""Whether a verdict holds under each reporter, kind of source, freight factor and scope."""

from helpers.claims.checking import check_claim
from helpers.claims.firmness import Variants
from tests.claims.invented import knowledge, text

CHECK = {"measure": "flow", "partner": "KAZ", "year": 2022, "relation": "equals"}
CHECK |= {"expected": 100.0, "tolerance": 1.0, "because": "rounded"}


def firmness(known, check=CHECK):
    whole = text(check)
    return check_claim(whole.claims[0], whole, known, Variants(known)).firmness


def differing(known, check=CHECK):
    return {(dimension, choice): now for dimension, choice, now in firmness(known, check).differing}


def test_one_reporter_that_agrees_is_firm_and_alone():
    assert firmness(knowledge({"year": 2022, "value": 100.0})).words == "firm, one source"


def test_two_reporters_that_agree_are_firm():
    known = knowledge(
        {"year": 2022, "value": 100.0}, {"year": 2022, "value": 100.5, "reporter": "KAZ"}
    )
    assert firmness(known).words == "firm"


def test_two_that_differ_make_it_depend_on_the_reporter():
    known = knowledge(
        {"year": 2022, "value": 100.0},
        {"year": 2022, "value": 80.0, "reporter": "KAZ", "status": "press"},
    )
    found = differing(known)
    assert found["reporter", "Belarus"] == "supported"
    assert found["reporter", "Kazakhstan"] == "contradicted"
    assert found["kind of source", "press"] == "contradicted"
    assert "depends on the reporter (Belarus: supported" in firmness(known).words


def test_a_figure_with_freight_depends_on_the_factor():
    """106 c.i.f. is 106 at 1.00, 100 at 1.06 and 96 at 1.10."""
    known = knowledge(
        {"flow": "export", "year": 2022, "value": 106.0, "reporter": "KAZ", "valuation": "cif"}
    )
    found = differing(known, CHECK | {"flow": "export"})
    assert found == {
        ("freight", "factor 1.00"): "contradicted",
        ("freight", "factor 1.10"): "contradicted",
    }


def test_a_figure_of_no_stated_scope_depends_on_the_scope():
    known = knowledge(
        {"year": 2022, "value": 100.0, "scope": "unspecified", "reporter": "KAZ"},
        {"year": 2022, "value": 80.0},
    )
    assert differing(known)["scope", "goods named as such"] == "contradicted"


def test_a_figure_that_lies_between_is_refused_by_each_alone():
    known = knowledge(
        {"year": 2022, "value": 120.0}, {"year": 2022, "value": 80.0, "reporter": "KAZ"}
    )
    assert "the reporter (each alone: contradicted)" in firmness(known).words
