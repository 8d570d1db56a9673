"""The facts that the reports rest on, and that every partner gets without an error."""

import pytest

from helpers.errors import MultivectorError
from helpers.exhibits import facts as facts_module
from helpers.exhibits.comparisons import attention_and_results, coverage_of_mirrors
from helpers.exhibits.facts import all_facts
from helpers.tables.study import load_study


@pytest.fixture(scope="module")
def china():
    study = load_study("CHN")
    return study, all_facts(study)


def test_the_briefs_2019_is_the_belarusian_2018(china):
    _, known = china
    brief, belarus = known["brief_turnover_2019"].value, known["turnover_2018_blr"].value
    assert brief == pytest.approx(belarus, rel=0.01)
    assert brief != pytest.approx(known["turnover_2019_blr"].value, rel=0.1)


def test_growth_is_told_apart_by_reporter(china):
    _, known = china
    assert known["brief_growth"].value == pytest.approx(5.8 / 3.8 - 1)
    assert known["customs_growth"].value == pytest.approx(5080 / 2714 - 1, abs=0.005)


def test_russia_is_several_times_china(china):
    _, known = china
    assert known["russia_times"].low > 4
    assert known["russia_share"].value > 0.5


def test_bounds_after_2020_are_ranges_and_before_are_numbers(china):
    _, known = china
    assert known["effective_2020"].low is None
    assert known["effective_2023"].low < known["effective_2023"].high


def test_attention_and_results_each_add_up_to_one(china):
    study, _ = china
    frame = attention_and_results(study)
    assert frame["attention_share"].sum() == pytest.approx(1)
    assert frame["results_share"].sum() == pytest.approx(1)
    assert frame["gap"].sum() == pytest.approx(0, abs=1e-12)
    assert "RUS" not in set(frame["partner"])


def test_iran_gets_far_more_attention_than_it_brings(china):
    study, _ = china
    gap = attention_and_results(study).set_index("partner")["gap"]
    assert gap["IRN"] == gap.max()


def test_officials_widen_the_coverage_never_narrow_it(china):
    study, _ = china
    for year in (2021, 2022, 2023):
        with_officials = coverage_of_mirrors(study, year, officials=True)
        assert coverage_of_mirrors(study, year) <= with_officials <= 1


@pytest.mark.parametrize("partner", ["TUR", "ARE", "VNM", "SRB", "RUS", "UKR", "EU27_2020", "WLD"])
def test_every_partner_has_facts(partner):
    assert len(all_facts(load_study(partner))) > 200


def test_two_sections_may_not_use_one_name(monkeypatch, china):
    study, _ = china
    section = facts_module.SECTIONS[0]
    monkeypatch.setattr(facts_module, "SECTIONS", (section, section))
    with pytest.raises(MultivectorError, match="in trade_facts and in a section before it"):
        all_facts(study)
