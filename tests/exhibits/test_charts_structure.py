"""Where trade moved: 32 of 400 left the EU for Russia and China."""

import pytest

from helpers.exhibits.charts_structure import structure_chart
from helpers.exhibits.facts_moves import move_facts
from helpers.exhibits.structure_data import structure_moves
from tests.exhibits.invented_offset import invented, real


def test_a_fifth_of_trade_moved_and_russia_took_a_tenth():
    """EU 25 to 5 percent, Russia 50 to 60, China 5 to 11, the rest 20 to 24."""
    known = move_facts(invented())
    assert known["moved"].value == pytest.approx(0.20)
    assert known["moved_rus"].value == pytest.approx(10)
    assert known["moved_four"].value == pytest.approx(6)
    assert known["moved_hhi_rus"].value == pytest.approx(0.36 - 0.25)
    assert (known["moved_before"], known["moved_after"]) == ("2021", "2023")


def test_the_shares_before_and_after_are_each_a_whole():
    for study in (invented(), real()):
        blocks = structure_moves(study).blocks
        assert blocks["share_before"].sum() == pytest.approx(1)
        assert blocks["share_after"].sum() == pytest.approx(1)


def test_only_the_overview_tells_of_it():
    assert move_facts(real("CHN")) == {}


def test_the_title_says_how_much_moved_and_whether_it_concentrated():
    assert structure_chart(invented()).payload["title"] == (
        "20\u202f% of trade changed place; Russia’s share rose by 10 points and concentration rose"
    )
