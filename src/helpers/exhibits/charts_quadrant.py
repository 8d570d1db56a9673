"""Who gets attention and who brings results: one mark a partner, with the range of both."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.countries import WORLD
from helpers.exhibits.attention_data import GAINED, TRADED, Comparison, compare
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_rows import DAGGER, RECENT, write_at
from helpers.exhibits.comparisons import AFTER, BEFORE, BENCHMARK, DURING
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.label_places import Box, box_of_text, write_clear
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.quadrant_words import quadrant_rows, quadrant_words
from helpers.exhibits.style import (
    BOLD,
    FAINT,
    GRID,
    MUTED,
    RULE,
    SIZE,
    SMALL,
    TEXT,
    chart_style,
    text_width,
    tint,
)
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.numbers import write_percent
from helpers.tables.study import Study

HEIGHT = 344.0
PROPORTION = "in proportion"
LINEAR = 0.01  # below one percent the axes are linear, so that zero has a place
TICKS = (0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
CORNERS = (
    ("little attention, much result", (0, 1), (4, 8), "left"),
    ("much attention, much result", (1, 1), (-4, 8), "right"),
    ("little attention, little result", (0, 0), (4, 8), "left"),
    ("much attention, little result", (1, 0), (-4, 8), "right"),
)


class Mark(NamedTuple):
    """A partner on the chart: place and ranges as shares, name and colour (empty: grey)."""

    code: str
    name: str
    colour: str
    across: tuple[float, float, float]
    up: tuple[float, float, float]


def quadrant(study: Study, results: str = "") -> Exhibit:
    """Return attention against results as a scatter with whiskers and a line of proportion.

    Parameters
    ----------
    study : Study
        The partner of the study stands out; with the World as partner, the four and Russia do.
    results : {"", "gained", "traded"}
        As in :func:`helpers.exhibits.attention_data.compare`; empty: gained for the World and for
        Russia, who is apart elsewhere, else traded.
    """
    key = f"quadrant-{study.partner.code.lower()}"
    own = study.partner.code
    results = results or (GAINED if own in (WORLD, BENCHMARK) else TRADED)
    try:
        found = compare(study, results)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    partners = list(found.attention["partner"])
    wanted = (*FOUR, BENCHMARK) if own == WORLD else (own,)
    shown = [code for code in wanted if code in partners]
    marks = [_mark(study, found, code, code in shown, results) for code in partners]
    with chart_style(key):
        figure = new_figure(HEIGHT)
        axes = place(figure, left=36, right=10, top=34, bottom=38)
        taken, ends = _frame(axes, marks)
        for mark in marks:
            _draw(axes, mark)
        _labels(axes, marks, taken, ends)
        _names_of_axes(axes, results)
    rows = [[study.name(row[0]), *row[1:]] for row in quadrant_rows(found)]
    heads = ["Partner", "Share of attention", "90% of weightings"]
    heads += ["Share of growth" if results == GAINED else "Share of trade", "Range of reports"]
    return chart_exhibit(
        key,
        figure,
        quadrant_words(study, found, results, shown),
        [*heads, "Gap", "Range of the gap"],
        rows,
        _sources(study, shown or partners, results),
    )


def _mark(study: Study, found: Comparison, code: str, shown: bool, results: str) -> Mark:
    said, done = (
        tuple(map(float, frame.set_index("partner").loc[code, ["share", "low", "high"]]))
        for frame in found[:2]
    )
    country = study.country(code)
    late = results == GAINED or found.known_until[code] > RECENT
    name = country.short if late else f"{country.short} {DAGGER}"
    return Mark(code, name, country.colour if shown else "", said, done)  # type: ignore[arg-type]


def _frame(axes: Axes, marks: list[Mark]) -> tuple[list[Box], list[tuple[float, float]]]:
    """Set both axes, draw what is even and what is in proportion.

    Returns where all that lies, and the two ends of the line of proportion, in points.
    """
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=0.6)
    axes.set_yscale("symlog", linthresh=LINEAR, linscale=0.6)
    across = _span([mark.across for mark in marks], below=0.92)
    up = _span([mark.up for mark in marks], below=0.65)
    axes.set_xlim(*across)
    axes.set_ylim(*up)
    for axis, span in ((axes.xaxis, across), (axes.yaxis, up)):
        ticks = [tick for tick in TICKS if span[0] <= tick <= span[1]]
        axis.set_major_locator(FixedLocator(ticks))
        axis.set_minor_locator(NullLocator())
        axis.set_ticklabels([write_percent(tick, 0) for tick in ticks])
    axes.grid(color=GRID)
    axes.spines["bottom"].set_visible(False)
    even = 1 / len(marks)
    axes.axvline(even, color=FAINT, linewidth=0.8, zorder=1.5)
    axes.axhline(even, color=FAINT, linewidth=0.8, zorder=1.5)
    first, last = max(across[0], up[0]), min(across[1], up[1])
    steps = [first + (last - first) * (n / 200) ** 2 for n in range(201)]
    axes.plot(steps, steps, color=MUTED, linewidth=0.9, dashes=(4, 3), zorder=1.6)
    end = axes.transAxes.inverted().transform(axes.transData.transform((across[1], even)))
    share = (f"even share, {write_percent(even)}", (1.0, float(end[1])), (-4.0, -7.0), "right")
    rooms = []
    for text, at, offset, align in (*CORNERS, share):
        write_at(axes, text, at, offset, MUTED, align=align, coords="axes fraction")
        rooms.append(box_of_text(axes, text, at, offset, align))
    places = (axes.transData.transform((step, step)) for step in steps)
    dots = [(float(x), float(y)) for x, y in places]
    rooms += [Box(x - 2, x + 2, y - 2, y + 2) for x, y in dots]
    (left, low), (right, high) = axes.transAxes.transform([(0, 0), (1, 1)])
    x, y = axes.transData.transform((even, even))
    rooms += [Box(left, right, y - 1, y + 1), Box(x - 1, x + 1, low, high)]
    return rooms, [dots[0], dots[-1]]


def _span(ranges: Sequence[tuple[float, float, float]], below: float) -> tuple[float, float]:
    """Return the ends of an axis with some air, zero inside if a range comes near it."""
    low, high = min(one[1] for one in ranges), max(one[2] for one in ranges)
    return (low * below if low > LINEAR / 4 else -LINEAR * 0.3, high * 1.3)


def _draw(axes: Axes, mark: Mark) -> None:
    line = tint(mark.colour, 0.55) if mark.colour else RULE
    wide, order = (2.2, 3.0) if mark.colour else (1.4, 2.0)
    axes.plot(mark.across[1:], [mark.up[0]] * 2, color=line, linewidth=wide, zorder=order)
    axes.plot([mark.across[0]] * 2, mark.up[1:], color=line, linewidth=wide, zorder=order)
    axes.plot(
        mark.across[0],
        mark.up[0],
        marker="o",
        markersize=7 if mark.colour else 5,
        color=mark.colour or FAINT,
        markeredgewidth=0,
        zorder=order + 0.5,
    )


def _labels(
    axes: Axes, marks: list[Mark], taken: list[Box], ends: list[tuple[float, float]]
) -> None:
    """Write names beside the marks, in colour first, each where it covers least."""
    dots = {mark.code: _points(axes, mark) for mark in marks}
    taken = [*taken, *(box for boxes in dots.values() for box in boxes)]
    for mark in sorted(marks, key=lambda one: not one.colour):
        size, weight = (SIZE, BOLD) if mark.colour else (SMALL, 400)
        wide = text_width(mark.name, size, weight)
        dot, across, up = dots[mark.code]
        x, y = (dot.left + dot.right) / 2, (dot.bottom + dot.top) / 2
        spots = [
            (x + 6, y), (x - 6 - wide, y), (x + 5, y + 10), (x + 5, y - 10), (x - 5 - wide, y + 10),
            (x - 5 - wide, y - 10), (across.right + 4, y), (across.left - 4 - wide, y),
            (x - wide / 2, up.top + 8), (x - wide / 2, up.bottom - 8),
        ]  # fmt: skip
        taken.append(write_clear(axes, mark.name, spots, taken, mark.colour or TEXT, size, weight))
    wide = text_width(PROPORTION, SIZE)
    (left, low), (right, high) = ends
    spots = [(left + 4, low - 9), (right - 4 - wide, high + 9), (left + 4, low + 26)]
    write_clear(axes, PROPORTION, spots, taken, MUTED)


def _points(axes: Axes, mark: Mark) -> tuple[Box, Box, Box]:
    """Return the boxes of the mark and of its two whiskers."""
    (x, y), (left, bottom), (right, top) = (
        axes.transData.transform((mark.across[n], mark.up[n])) for n in range(3)
    )
    return (
        Box(x - 4, x + 4, y - 4, y + 4),
        Box(left, right, y - 1, y + 1),
        Box(x - 1, x + 1, bottom, top),
    )


def _names_of_axes(axes: Axes, results: str) -> None:
    up = "Share of the growth of trade" if results == GAINED else "Share of trade"
    write_at(axes, up, (0, 1), (-30, 26), TEXT, BOLD, coords="axes fraction")
    write_at(axes, "Share of attention", (1, 0), (0, -28), TEXT, BOLD, "right", "axes fraction")


def _sources(study: Study, codes: list[str], results: str) -> list[int]:
    years = (*BEFORE, *AFTER) if results == GAINED else DURING
    panel = study.everyone
    rows = panel["partner"].isin(codes) & panel["flow"].eq("turnover") & panel["year"].isin(years)
    return source_numbers(study, panel.loc[rows, "source_ids"])
