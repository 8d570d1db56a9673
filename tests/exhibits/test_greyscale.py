"""Every chart can be read in greyscale: two series differ by more than hue."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.exhibits import charts, drawing
from helpers.exhibits.drawing import new_figure, place
from helpers.exhibits.style import chart_style
from helpers.tables.study import Study, load_study
from tests.exhibits.greyscale import LEAST, confused, lightness
from tests.exhibits.invented_offset import invented

ROOT = Path(__file__).parents[2]
RED, TEAL, NAVY = "#c0392b", "#00798c", "#16202a"  # red and teal are of one lightness

FOR_ALL = [name for name in charts.__all__ if name not in ("specification_curve", "fiscal_years")]
OF_PARTNERS = {
    "trade_with_range", "flows", "mirror_comparison", "share_and_rank", "target_timeline",
    "voting", "quadrant",
}  # fmt: skip
CASES = [
    *((name, code) for name in FOR_ALL for code in ["CHN" if name in OF_PARTNERS else "WLD"]),
    *((name, "IND") for name in ("flows", "fiscal_years", "potash_by_supplier")),
    *((name, "CHN") for name in ("potash_by_supplier", "price_volume_chart")),
    *((name, "WLD") for name in ("flows", "trade_with_range", "quadrant")),
    ("target_timeline", "KAZ"),
    ("specification_curve", "WLD", "offset-by-the-four"),
]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


@cache
def drawn(name: str, code: str, *more: str) -> tuple[Figure, ...]:
    """Return the figures of a chart as they are about to be written."""
    return kept(lambda: getattr(charts, name)(study(code), *more))


def kept(draw: Callable[[], object]) -> tuple[Figure, ...]:
    found: list[Figure] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "to_svg", lambda figure, *_: found.append(figure) or "<svg/>")
        draw()
    return tuple(found)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_no_two_series_of_a_chart_differ_by_hue_alone(case):
    assert [line for figure in drawn(*case) for line in confused(figure)] == []


def test_the_invented_waterfall_can_be_read_in_greyscale():
    (figure,) = kept(lambda: charts.offset_waterfall(invented()))
    assert confused(figure) == []


def test_every_chart_is_drawn_here():
    """A new chart is tested without being named, and a case that draws nothing tests nothing."""
    assert {case[0] for case in CASES if drawn(*case)} == set(charts.__all__)


def two(draw_first, draw_second, *labels: tuple[str, float, float]) -> list[str]:
    """Return what is confused among two series drawn in axes of 100 by 100."""
    with chart_style("two"):
        figure = new_figure(220)
        axes = place(figure, left=40, right=60, top=10, bottom=20)
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        draw_first(axes)
        draw_second(axes)
        for text, across, up in labels:
            axes.annotate(text, (across, up), xytext=(5, 0), textcoords="offset points",
                          va="center", annotation_clip=False)  # fmt: skip
        return confused(figure)


def line(up: float, colour: str, **look):
    def draw(axes: Axes) -> None:
        axes.plot([0, 50, 100], [up, up + 10, up], color=colour, **look)

    return draw


def bar(across: float, colour: str, **look):
    def draw(axes: Axes) -> None:
        axes.bar([across], [60], width=20, color=colour, **look)

    return draw


def test_lightness_runs_from_black_to_white():
    assert lightness((0, 0, 0)) == 0
    assert lightness((1, 1, 1)) == pytest.approx(100)
    assert lightness((0.5, 0.5, 0.5)) == pytest.approx(53.39, abs=0.01)
    assert lightness((1, 0, 0)) == pytest.approx(53.24, abs=0.01)
    assert lightness((0.01, 0.01, 0.01)) == pytest.approx(0.70, abs=0.01)


def test_two_lines_of_one_lightness_are_found():
    (found,) = two(line(20, RED), line(60, TEAL))
    assert "axes 0" in found


@pytest.mark.parametrize("look", [{"linestyle": "--"}, {"linewidth": 7}, {"color": NAVY}])
def test_a_dash_a_wide_bar_or_lightness_tells_two_lines_apart(look):
    look = {"color": TEAL} | look
    assert two(line(20, RED), lambda axes: axes.plot([0, 99], [60, 60], **look)) == []


def test_a_label_at_each_line_tells_them_apart_and_a_label_at_one_does_not():
    both = [("one", 100, 20), ("other", 100, 60)]
    assert two(line(20, RED), line(60, TEAL), *both) == []
    assert len(two(line(20, RED), line(60, TEAL), *both[:1])) == 1


def test_a_number_or_a_distant_word_is_no_label():
    assert len(two(line(20, RED), line(60, TEAL), ("12", 100, 20), ("34", 100, 60))) == 1
    assert len(two(line(0, RED), line(80, TEAL), ("one", 30, 40), ("other", 60, 50))) == 1


def test_a_label_belongs_to_the_nearer_line():
    close = [("one", 100, 52), ("other", 100, 50.5)]
    assert len(two(line(20, RED), line(50, TEAL), *close)) == 1


def test_marks_differ_by_shape_or_by_being_hollow():
    red = line(20, RED, marker="o", linestyle="none")
    assert len(two(red, line(60, TEAL, marker="o", linestyle="none"))) == 1
    assert two(red, line(60, TEAL, marker="s", linestyle="none")) == []
    hollow = {"markerfacecolor": "none", "markeredgecolor": TEAL}
    assert two(red, line(60, TEAL, marker="o", linestyle="none", **hollow)) == []


def test_bars_differ_by_hatch_and_every_one_needs_its_label():
    assert len(two(bar(20, RED), bar(60, TEAL))) == 1
    assert two(bar(20, RED), bar(60, TEAL, hatch="//")) == []
    assert two(bar(20, RED), bar(60, TEAL), ("one", 18, 30), ("other", 58, 30)) == []

    def pair(axes: Axes) -> None:
        bar(60, TEAL)(axes)
        bar(90, TEAL)(axes)

    assert len(two(bar(20, RED), pair, ("one", 18, 30), ("other", 58, 30))) == 1


def test_the_least_difference_is_what_the_test_says():
    greys = ["#808080", "#a4a4a4", "#aeaeae"]
    light = [lightness((int(grey[1:3], 16) / 255,) * 3) for grey in greys]
    assert light[1] - light[0] < LEAST < light[2] - light[0]
    assert len(two(line(20, greys[0]), line(60, greys[1]))) == 1
    assert two(line(20, greys[0]), line(60, greys[2])) == []
