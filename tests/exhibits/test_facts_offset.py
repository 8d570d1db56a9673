"""The offset by name: the invented numbers come out, and what is hidden is said to be."""

from dataclasses import replace

import pytest

from helpers.exhibits.facts_offset import offset_facts
from tests.exhibits.invented_offset import invented, real


def test_losing_80_million_and_finding_24_of_it_in_china():
    known = offset_facts(invented())
    assert known["offset_loss"].value == pytest.approx(80e6)
    assert known["offset_new"].value == pytest.approx(0.30)
    assert known["offset_rus"].value == pytest.approx(0.50)
    assert known["offset_all"].value == pytest.approx(1.0)
    assert known["offset_year"] == "2023"


def test_partners_that_disclose_nothing_are_named_and_not_counted_as_zero():
    known = offset_facts(invented())
    assert known["offset_counted"] == "China"
    assert known["offset_hidden"] == "Kazakhstan, India and Iran"


def test_a_partner_learns_its_own_part():
    known = offset_facts(invented("CHN"))
    assert known["offset_own"].value == pytest.approx(0.30)
    assert known["offset_gain_own"].value == pytest.approx(24e6)
    assert offset_facts(invented())["offset_gain_own"].missing


def test_without_sanctioning_partners_there_is_a_reason_and_no_number():
    groups = real().groups[lambda frame: ~frame["group"].str.startswith("SANCTIONING")]
    known = offset_facts(replace(invented(), groups=groups))
    assert "SANCTIONING_BLR" in known["offset_reason"]
    assert known["offset_new"].missing and known["offset_own"].missing


def test_on_the_real_tables_the_interval_holds_the_ratio_and_cites_its_sources():
    for name in ("offset_new", "offset_rus", "turnover_offset_all"):
        ratio = offset_facts(real())[name]
        assert ratio.low <= ratio.value <= ratio.high
        assert ratio.sources
