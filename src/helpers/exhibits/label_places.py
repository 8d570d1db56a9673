"""Labels beside marks on a crowded chart: each at the place where it covers least.

Places are in points from the lower left corner of the figure, whose dots are points.
"""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from helpers.exhibits.style import SIZE, text_width


class Box(NamedTuple):
    """A rectangle in points."""

    left: float
    right: float
    bottom: float
    top: float


def box_of_text(
    axes: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], align: str
) -> Box:
    """Return the room of a line written with ``charts_rows.write_at`` in axes fractions."""
    x, y = axes.transAxes.transform(at)
    x, y, wide = x + offset[0], y + offset[1], text_width(text, SIZE)
    left = x if align == "left" else x - wide
    return Box(left, left + wide, y - 6, y + 6)


def write_clear(
    axes: Axes,
    text: str,
    spots: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    colour: str,
    size: float = SIZE,
    weight: int = 400,
) -> Box:
    """Write a line at the clearest of some spots, and return the room it takes with some air.

    Parameters
    ----------
    axes : Axes
        Limits already set.
    text : str
        One line.
    spots : sequence of tuples
        Where the middle of its left edge may stand, the best first.
    taken : sequence of Box
        What it should not cover.
    colour, size, weight : str, float, int
        Of the text.
    """
    wide = text_width(text, size, weight)
    boxes = [Box(left, left + wide, middle - 5, middle + 5) for left, middle in spots]
    best = min(boxes, key=lambda box: _covered(axes, box, taken))
    axes.annotate(
        text,
        (best.left, (best.bottom + best.top) / 2),
        xycoords="figure pixels",
        va="center",
        fontsize=size,
        fontweight=weight,
        color=colour,
        annotation_clip=False,
        zorder=5,
    )
    return Box(best.left - 4, best.right + 4, best.bottom - 1, best.top + 1)


def overlap(one: Box, other: Box) -> float:
    """Return the area that two boxes share, in square points."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    return max(wide, 0.0) * max(high, 0.0)


def _covered(axes: Axes, box: Box, taken: Sequence[Box]) -> float:
    """Return how much of a label lies over others or outside the axes, in square points."""
    (left, bottom), (right, top) = axes.transAxes.transform([(0, 0), (1, 1)])
    area = (box.right - box.left) * (box.top - box.bottom)
    outside = area - overlap(box, Box(left, right, bottom, top))
    return outside + sum(overlap(box, one) for one in taken)
