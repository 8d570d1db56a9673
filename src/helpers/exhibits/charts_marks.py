"""Marks: a central line in its range, reports shaped by reporter, events as thin rules."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.charts_data import runs
from helpers.exhibits.style import FAINT, MUTED, PAPER, SMALL, TEXT, text_width, tint

STEP = 11.0  # points between two rows of event labels


class Rule(NamedTuple):
    """An event on the axis of years: its label is written over the chart, the rest told below."""

    position: float
    label: str
    told: str = ""


class Placed(NamedTuple):
    """An event's label in points from the left end of the axis; row 0 is next to the chart."""

    label: str
    at: float
    left: float
    right: float
    row: int


def range_line(
    axes: Axes, rows: pd.DataFrame, colour: str, *, band: float = 0.2, width: float = 2.0
) -> None:
    """Draw central values as a line inside the band of their range, broken where a year is missing.

    Parameters
    ----------
    axes : Axes
        Years across.
    rows : DataFrame
        Whole years: central, low, high, indexed by year.
    colour : str
        Of the line; the band is its tint.
    band : float
        Strength of the tint.
    width : float
        Of the line, in points.
    """
    for first, last in runs([int(year) for year in rows.index]):
        part = rows.loc[first:last]
        if first == last:
            axes.vlines(first, part["low"], part["high"], color=tint(colour, band), linewidth=8)
            axes.plot(
                [first - 0.22, first + 0.22],
                [part["central"].iloc[0]] * 2,
                color=colour,
                linewidth=width,
                zorder=3,
            )
            continue
        axes.fill_between(
            part.index, part["low"], part["high"], color=tint(colour, band), linewidth=0, zorder=2
        )
        axes.plot(part.index, part["central"], color=colour, linewidth=width, zorder=3)


def report_marks(
    axes: Axes, figures: pd.DataFrame, mark_of: dict[str, str], colour_of: dict[str, str]
) -> None:
    """Draw published figures: the shape is the reporter, a hollow mark is part of a year.

    Parameters
    ----------
    axes : Axes
        Years across.
    figures : DataFrame
        As :func:`helpers.exhibits.charts_data.published_figures`.
    mark_of, colour_of : dict
        Shape and colour of each reporter.
    """
    for (reporter, whole), group in figures.groupby(
        ["reporter", figures["months"].eq(12)], sort=True
    ):
        colour = colour_of.get(reporter, MUTED)
        axes.plot(
            group["position"].to_numpy(dtype=float),
            group["value"].to_numpy(dtype=float),
            linestyle="none",
            marker=mark_of[reporter],
            markersize=3.4 if mark_of[reporter] == "D" else 5,
            markerfacecolor=colour if whole else PAPER,
            markeredgecolor=PAPER if whole else colour,
            markeredgewidth=0.6 if whole else 1.2,
            zorder=4,
            clip_on=False,
        )


def mark_key(
    axes: Axes, entries: Sequence[tuple[str, str, bool, str]], below: float, left: float = 0.0
) -> None:
    """Draw a one-line key of marks under the axes.

    Parameters
    ----------
    axes : Axes
        The key starts at its left edge.
    entries : sequence of (shape, colour, filled, text)
        In the order shown.
    below, left : float
        Distance under and right of the axes' lower left corner, in points.
    """
    at = left + 3
    for shape, colour, filled, text in entries:
        size = axes.figure.get_figure(root=True).get_size_inches() * 72
        box = axes.get_position()
        axes.plot(
            [at / (size[0] * box.width)],
            [-below / (size[1] * box.height)],
            transform=axes.transAxes,
            marker=shape,
            markersize=4 if shape == "D" else 5.2,
            markerfacecolor=colour if filled else PAPER,
            markeredgecolor=colour,
            markeredgewidth=0 if filled else 1.2,
            clip_on=False,
        )
        axes.annotate(
            text,
            (0, 0),
            xytext=(at + 6, -below),
            va="center",
            fontsize=SMALL,
            color=TEXT,
            annotation_clip=False,
            xycoords="axes fraction",
            textcoords="offset points",
        )
        at += 6 + text_width(text, SMALL) + 14


def place_rules(rules: Sequence[Rule], first: float, last: float, width: float) -> list[Placed]:
    """Return where each event's label stands, so that no label touches another or another's rule.

    A label hangs left of its rule, where time has passed, or right of it when nothing follows
    closely; it takes the lowest row that is free. An event without a free place is left out.

    Parameters
    ----------
    rules : sequence of Rule
        In order of time.
    first, last : float
        Ends of the axis.
    width : float
        Length of the axis in points.
    """
    at = [(rule.position - first) / (last - first) * width for rule in rules]
    placed: list[Placed] = []
    for index, rule in enumerate(rules):
        need = text_width(rule.label, SMALL) + 3
        following = at[index + 1] if index + 1 < len(at) else width
        sides = [(at[index] - need, at[index])] if at[index] >= need else []
        if at[index] + need <= following - 4:
            sides.append((at[index], at[index] + need))
        if not sides and need <= width:  # no room on either side: over its rule
            sides.append((0.0, need))
        options = (
            Placed(rule.label, at[index], left, right, row)
            for row in range(len(rules))
            for left, right in sides
        )
        free = (new for new in options if not any(_touch(new, old) for old in placed))
        placed += [new for new in [next(free, None)] if new]
    return placed


def draw_rules(axes: Axes, placed: Iterable[Placed]) -> None:
    """Draw a thin rule for each event, with its label above the chart."""
    width, height = size_in_points(axes)
    for event in placed:
        top = (8 + event.row * STEP) / height
        over = event.left < event.at < event.right
        axes.plot(
            [event.at / width] * 2,
            [0, 1 + top + (-5 if over else 3.5) / height],
            transform=axes.transAxes,
            color=FAINT,
            linewidth=0.6,
            clip_on=False,
            zorder=1.2,
        )
        hangs_left = event.right == event.at
        axes.annotate(
            event.label,
            ((event.left if over else event.at) / width, 1 + top),
            xycoords="axes fraction",
            xytext=(-3 if hangs_left else 0 if over else 3, 0),
            textcoords="offset points",
            va="center",
            ha="right" if hangs_left else "left",
            fontsize=SMALL,
            color=TEXT,
            annotation_clip=False,
        )


def size_in_points(axes: Axes) -> tuple[float, float]:
    """Return width and height of axes in points."""
    box = axes.get_position()
    inches = axes.figure.get_figure(root=True).get_size_inches()
    return float(inches[0] * 72 * box.width), float(inches[1] * 72 * box.height)


def _touch(new: Placed, old: Placed) -> bool:
    if new.row == old.row:
        return new.left < old.right + 5 and old.left - 5 < new.right
    lower, upper = sorted((new, old), key=lambda event: event.row)
    # The rule of the upper one passes through the row of the lower; not the other way round.
    return lower.left - 2 < upper.at < lower.right + 2
