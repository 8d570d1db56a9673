"""Axes: one unit an axis, and words that keep clear of what is written beside them."""

import pytest

from helpers.exhibits.chart_words import round_money
from helpers.exhibits.charts_axes import clear_height, money_labels, undisclosed_gap, year_axis
from helpers.exhibits.drawing import new_figure, place
from helpers.exhibits.style import chart_style


def test_the_amounts_of_an_axis_share_scale_and_decimals_and_one_carries_the_unit():
    assert money_labels([0, 5e8, 1e9, 1.5e9], 1.5e9) == ["0", "0.5", "1.0", "$1.5\u202fbn"]
    assert money_labels([-2e6, 0], -2e6, "EUR") == ["\u2212€2\u202fm", "0"]


def test_an_amount_ends_in_no_zero():
    assert [round_money(one) for one in (1e9, 1.5e9, 3.8e9, 1.05e9, 5e7)] == [
        "$1\u202fbn", "$1.5\u202fbn", "$3.8\u202fbn", "$1.05\u202fbn", "$50\u202fm"
    ]  # fmt: skip


def axes_of(height: float = 200):
    axes = place(new_figure(height + 20), left=40, right=44, top=10, bottom=10)
    year_axis(axes, 2010, 2025)
    axes.set_ylim(0, 1)
    return axes


@pytest.mark.parametrize("values", [[0.05], [0.05, 0.5], [0.95]])
def test_a_word_stands_a_line_of_text_away_from_what_is_beside_it(values):
    axes = axes_of()
    found = clear_height(axes, values)
    assert 0 < found < 200
    assert min(abs(found - value * 200) for value in values) >= 18


def test_a_word_stands_at_the_bottom_if_nothing_is_there_and_as_clear_as_it_can_otherwise():
    axes = axes_of()
    assert clear_height(axes, []) == 9
    crowded = [step / 10 for step in range(11)]
    assert 0 <= clear_height(axes, crowded) <= 200


def test_a_word_is_upright_in_a_narrow_gap_only():
    for years, turned in (([2021], 90), (range(2012, 2020), 0)):
        with chart_style("x"):
            axes = axes_of()
            undisclosed_gap(axes, years)
            assert [text.get_rotation() for text in axes.texts] == [turned]
