"""Axes: years below, money or shares at the left, gaps that say why, labels that do not collide."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator

from helpers.exhibits.charts_data import runs
from helpers.exhibits.style import BOLD, FAINT, MUTED, PAPER, RULE, SIZE, SMALL, TEXT, text_width
from helpers.tables.numbers import SCALES, SYMBOLS, THIN, write_number

EDGE = 0.6  # years of air at either end
UPRIGHT = 0.6  # of its length: in a narrower gap a word stands upright
UPRIGHT_FROM = 11.0  # points: the narrowest gap that an upright word fits into
GAP = "#c9d0d6"
LEADER_FROM = 4.0  # points
LEADER = {"arrowstyle": "-", "color": RULE, "linewidth": 0.7, "relpos": (0, 0.5), "shrinkA": 0}
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
    reach = max(ticks[-1], top) - min(ticks[0], bottom)
    axes.set_ylim(min(ticks[0], bottom) - 0.02 * reach * (bottom < 0), max(ticks[-1], top) * 1.02)
    shown = [tick for tick in ticks if bottom - reach * 0.1 <= tick <= max(ticks[-1], top)]
    labels = money_labels(shown, shown[-1] if top > 0 else shown[0], unit)
    rule_ticks(axes, shown, dict(zip(shown, labels, strict=True)).__getitem__)


def money_labels(ticks: Sequence[float], bearer: float, unit: str = "USD") -> list[str]:
    """Return amounts in one scale and with the same decimals; one of them carries the unit.

    Parameters
    ----------
    ticks : sequence of float
        In `unit`.
    bearer : float
        The tick with the unit.
    unit : str
        USD or EUR.
    """
    size = max(abs(tick) for tick in ticks)
    scale, name = next(((s, n) for s, n in SCALES if size >= s), SCALES[-1])
    decimals = max(_decimals(tick / scale) for tick in ticks)

    def write(tick: float) -> str:
        number = write_number(tick / scale, decimals if tick else 0)
        if tick != bearer:
            return number
        sign, digits = (number[0], number[1:]) if tick < 0 else ("", number)
        return f"{sign}{SYMBOLS[unit]}{digits}{THIN}{name}"

    return [write(tick) for tick in ticks]


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
    axes: Axes,
    years: Iterable[int],
    word: str = "undisclosed",
    *,
    clear_of: Iterable[float] = (),
) -> None:
    """Hatch the years for which nobody has published the figure, and say so; never a zero.

    Parameters
    ----------
    axes : Axes
        Limits already set: the word is fitted to the width of the gap.
    years : iterable of int
        Years without a figure.
    word : str
        What the gap is; written in every gap it fits into, or else in the widest, and upright in
        one much narrower than the word, where it would cover what stands beside the gap.
    clear_of : iterable of float
        Values beside which something else is written; the word stands as low as it can without
        touching them.
    """
    first, last = axes.get_xlim()
    box = axes.get_position()
    points = axes.figure.get_figure(root=True).get_figwidth() * 72 * box.width / (last - first)
    gaps = [(max(a - 0.5, first), min(b + 0.5, last)) for a, b in runs(list(years))]
    long = text_width(word, SMALL) + 6
    half = long / points / 2
    taken = list(clear_of)
    widest = max((right - left for left, right in gaps), default=0)
    for left, right in gaps:
        axes.axvspan(
            left, right, facecolor="none", edgecolor=GAP, hatch="////", linewidth=0, zorder=0.5
        )
        if not word or right - left < min(2 * half, widest):
            continue
        upright = UPRIGHT_FROM < (right - left) * points < UPRIGHT * long
        middle = (left + right) / 2
        if not upright:
            middle = min(max(middle, first + half), last - half)
        middle_height = clear_height(axes, taken, long if upright else 0)
        axes.annotate(
            word,
            (middle, 0),
            xycoords=("data", "axes fraction"),
            xytext=(0, middle_height),
            rotation=90 if upright else 0,
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=SMALL,
            color=MUTED,
            bbox=BACKING,
            zorder=3,
        )


def clear_height(axes: Axes, values: Iterable[float], length: float = 0.0) -> float:
    """Return where the middle of a gap's word stands clear of some values, in points.

    Parameters
    ----------
    axes : Axes
        Limits already set.
    values : iterable of float
        What to keep clear of, in data coordinates.
    length : float
        Points the word takes upwards; 0 for one line of text.

    Returns
    -------
    float
        Points above the bottom of the axes: the lowest place with a line of text between the word
        and every value, or else the clearest.
    """
    height = axes.figure.get_figure(root=True).get_figheight() * 72 * axes.get_position().height
    low, high = axes.get_ylim()
    taken = [(value - low) / (high - low) * height for value in values]
    margin = max(length / 2 + 1, 9.0)
    middles = [margin + step / 20 * (height - 2 * margin) for step in range(21)]

    def room(middle: float) -> float:
        return min((abs(middle - one) for one in taken), default=height)

    clear = [middle for middle in middles if room(middle) >= length / 2 + 18]
    return clear[0] if clear else max(middles, key=room)


def label_ends(
    axes: Axes, labels: Sequence[tuple[float, float, str, str]], gap: float = 11, dx: float = 9
) -> None:
    """Write labels at the right of line ends, pushed apart where they would touch.

    A label pushed far from its line is tied to the end of it.

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
            arrowprops=LEADER if abs(got - want) > LEADER_FROM else None,
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
