"""Axes: years below, money or shares at the left, gaps that say why, labels that do not collide."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator

from helpers.exhibits.charts_data import runs
from helpers.exhibits.numbers import SCALES, SYMBOLS, THIN, write_number
from helpers.exhibits.style import BOLD, FAINT, MUTED, PAPER, RULE, SIZE, SMALL, TEXT, text_width

EDGE = 0.6  # years of air at either end
GAP = "#c9d0d6"
BACKING = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}


def year_axis(axes: Axes, since: int, until: int, *, labels: bool = True) -> None:
    """Draw years: a tick each, a label on about six, the last one always labelled.

    Parameters
    ----------
    axes : Axes
        A year is centred on its number.
    since, until : int
        First and last year.
    labels : bool
        Without, only the ticks (the panel below carries the labels).
    """
    step = max(1, math.ceil((until - since) / 6))
    named = set(range(until, since - 1, -step))
    years = list(range(since, until + 1))
    axes.set_xlim(since - EDGE, until + EDGE)
    axes.xaxis.set_major_locator(FixedLocator(years))
    axes.set_xticklabels([str(year) if labels and year in named else "" for year in years])
    axes.tick_params(axis="x", length=3, width=0.6, color=RULE, pad=3)


def money_axis(
    axes: Axes, top: float, *, bottom: float = 0.0, unit: str = "USD", most: int = 5
) -> None:
    """Draw horizontal rules at few round amounts; only the highest label carries the unit.

    Parameters
    ----------
    axes : Axes
        Its vertical limits are set.
    top, bottom : float
        What must be seen, in `unit`; zero is always seen.
    unit : str
        USD or EUR.
    most : int
        At most so many steps.
    """
    ticks = round_ticks(bottom, top, most)
    size = max(ticks[-1], -ticks[0])
    scale, name = next(((s, n) for s, n in SCALES if size >= s), SCALES[-1])
    reach = max(ticks[-1], top) - min(ticks[0], bottom)
    axes.set_ylim(min(ticks[0], bottom) - 0.02 * reach * (bottom < 0), max(ticks[-1], top) * 1.02)
    shown = [tick for tick in ticks if bottom - reach * 0.1 <= tick <= max(ticks[-1], top)]
    decimals = max((_decimals(tick / scale) for tick in shown), default=0)
    highest = shown[-1] if top > 0 else shown[0]

    def write(tick: float) -> str:
        number = write_number(tick / scale, decimals if tick else 0)
        if tick != highest:
            return number
        sign, digits = (number[0], number[1:]) if tick < 0 else ("", number)
        return f"{sign}{SYMBOLS[unit]}{digits}{THIN}{name}"

    rule_ticks(axes, shown, write)


def rule_ticks(axes: Axes, ticks: Sequence[float], write: Callable[[float], str]) -> None:
    """Draw a thin rule at every tick and its label at the left; zero is firmer."""
    axes.yaxis.set_major_locator(FixedLocator(list(ticks)))
    axes.set_yticklabels([write(tick) for tick in ticks])
    axes.grid(axis="y")
    if 0 in ticks:
        axes.axhline(0, color=FAINT, linewidth=0.8, zorder=1.5)


def heading(axes: Axes, text: str) -> None:
    """Write what one of several panels shows over its upper left corner."""
    axes.annotate(
        text,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 9),
        textcoords="offset points",
        va="center",
        fontsize=SIZE,
        fontweight=BOLD,
        color=MUTED,
    )


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return few round numbers that span an interval, zero among them if it lies inside."""
    if not high > low:
        high = low + 1
    ticks = MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks]


def undisclosed_gap(
    axes: Axes, years: Iterable[int], word: str = "undisclosed", *, high: float = 0.0
) -> None:
    """Hatch the years for which nobody has published the figure, and say so; never a zero.

    Parameters
    ----------
    axes : Axes
        Limits already set: the word is fitted to the width of the gap.
    years : iterable of int
        Years without a figure.
    word : str
        What the gap is; written in every gap it fits into, or else in the widest.
    high : float
        Where to write: 0 at the bottom, 1 at the top.
    """
    first, last = axes.get_xlim()
    box = axes.get_position()
    points = axes.figure.get_figure(root=True).get_figwidth() * 72 * box.width / (last - first)
    gaps = [(max(a - 0.5, first), min(b + 0.5, last)) for a, b in runs(list(years))]
    half = (text_width(word, SMALL) + 6) / points / 2
    widest = max((right - left for left, right in gaps), default=0)
    for left, right in gaps:
        axes.axvspan(
            left, right, facecolor="none", edgecolor=GAP, hatch="////", linewidth=0, zorder=0.5
        )
        if not word or right - left < min(2 * half, widest):
            continue
        middle = min(max((left + right) / 2, first + half), last - half)
        axes.annotate(
            word,
            (middle, float(high)),
            xycoords=("data", "axes fraction"),
            xytext=(0, 9 - 18 * float(high)),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=SMALL,
            color=MUTED,
            bbox=BACKING,
            zorder=3,
        )


def low_down(axes: Axes, values: Iterable[float]) -> bool:
    """Return whether a value lies where the word of a gap would stand at the bottom."""
    points = (
        axes.figure.get_figure(root=True).get_size_inches()[1] * 72 * axes.get_position().height
    )
    low, high = axes.get_ylim()
    return any((value - low) / (high - low) * points < 30 for value in values)


def label_ends(
    axes: Axes, labels: Sequence[tuple[float, float, str, str]], gap: float = 11, dx: float = 9
) -> None:
    """Write labels at the right of line ends, pushed apart where they would touch.

    Parameters
    ----------
    axes : Axes
        Limits already set.
    labels : sequence of (x, y, text, colour)
        In data coordinates.
    gap : float
        Least distance between lines of text, in points; a label may have several lines.
    dx : float
        Distance from the end, in points.
    """
    height = axes.figure.get_figure(root=True).get_figheight() * 72 * axes.get_position().height
    wanted = [
        float(axes.transAxes.inverted().transform(axes.transData.transform((x, y)))[1]) * height
        for x, y, _, _ in labels
    ]
    lines = [text.count("\n") + 1 for _, _, text, _ in labels]
    for (x, y, text, colour), want, got in zip(
        labels, wanted, spread(wanted, [gap * n for n in lines], 0, height), strict=True
    ):
        axes.annotate(
            text,
            (x, y),
            xytext=(dx, got - want),
            textcoords="offset points",
            va="center",
            fontsize=SIZE,
            fontweight=BOLD,
            color=colour or TEXT,
            linespacing=1.15,
            annotation_clip=False,
            bbox=BACKING,
            zorder=5,
        )


def label_point(
    axes: Axes,
    point: tuple[float, float],
    text: str,
    colour: str,
    others: Iterable[tuple[float, float]] = (),
) -> None:
    """Write a label beside a point where it covers no other mark: right, above, below or left.

    Parameters
    ----------
    axes : Axes
        Limits already set.
    point : tuple of float
        In data coordinates.
    text, colour : str
        The label.
    others : iterable of tuples
        Points to keep clear, in data coordinates.
    """
    width = text_width(text, SIZE, BOLD)
    # Offset of the label's left middle from the point, in points.
    spots = [(9.0, 0.0), (4, 12), (-width / 2, 14), (4, -12), (-width - 9, 6), (-width / 2, -14)]
    near = [axes.transData.transform(other) - axes.transData.transform(point) for other in others]

    def hits(spot: tuple[float, float]) -> int:
        left, middle = spot
        return sum(left - 5 < x < left + width + 5 and abs(y - middle) < 9 for x, y in near)

    best = min(spots, key=hits)
    axes.annotate(
        text,
        point,
        xytext=best,
        textcoords="offset points",
        va="center",
        fontsize=SIZE,
        fontweight=BOLD,
        color=colour,
        annotation_clip=False,
        bbox=BACKING,
        zorder=3.5,
    )


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return positions as near as possible to those wanted, none closer than their sizes ask.

    Parameters
    ----------
    wanted : sequence of float
        Centres.
    sizes : sequence of float
        Extent of each.
    low, high : float
        Ends of the room; the centres stay inside if they fit.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    placed = [min(max(value, low), high) for value in wanted]
    for _ in range(60):
        moved = 0.0
        for below, above in pairwise(order):
            lack = (sizes[below] + sizes[above]) / 2 - (placed[above] - placed[below])
            if lack > 1e-6:
                placed[below] -= lack / 2
                placed[above] += lack / 2
                moved = max(moved, lack)
        placed = [min(max(value, low), high) for value in placed]
        if moved < 0.05:
            break
    return placed


def _decimals(value: float) -> int:
    return next((n for n in (0, 1) if math.isclose(value, round(value, n), abs_tol=1e-9)), 2)
