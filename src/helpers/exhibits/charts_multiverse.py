"""The specification curve of a headline: every estimate, and the choices behind it."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.exhibits.charts_axes import BACKING, round_ticks, rule_ticks
from helpers.exhibits.charts_data import runs
from helpers.exhibits.charts_rows import write_at
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.headlines import UNDISCLOSED, Headline, headlines
from helpers.exhibits.style import BOLD, FAINT, GRID, INK, MUTED, SMALL, chart_style
from helpers.exhibits.tables_robustness import CHOICES
from helpers.indicators.baselines import BASELINES
from helpers.indicators.multiverse import holding
from helpers.tables.numbers import write_number, write_percent
from helpers.tables.study import Study

ROW, HEAD, CURVE, LEFT = 10.5, 16.0, 110.0, 120.0
TICK = 5.0  # points: the height of an estimate; narrow, so that neighbours do not touch


def specification_curve(study: Study, key: str) -> Exhibit:
    """Return a headline's estimates, smallest first, over a matrix of the choices behind each.

    Parameters
    ----------
    study : Study
        The pair, or the focal country and the world.
    key : str
        Key of the headline (:func:`helpers.exhibits.headlines.headlines`).
    """
    chosen = next((one for one in headlines(study) if one.key == key), None)
    curve = chosen.curve.dropna(subset=["estimate"]) if chosen else pd.DataFrame()
    if chosen is None or len(curve) < 2:
        return note_exhibit(f"curve-{key}", "Insufficient data. No specification has an estimate.")
    lines = _lines(chosen, curve)
    colour = study.country(study.partner.code).colour if study.partner.code != "WLD" else INK
    with chart_style(f"curve-{key}"):
        heads = len({name for name, _, _ in lines})
        figure = new_figure(CURVE + 34 + ROW * len(lines) + HEAD * heads)
        _draw_curve(figure, chosen, curve, colour)
        _draw_choices(figure, curve, lines, colour)
    data = [
        [*(str(row[name]) for name in chosen.choices), write_number(row["estimate"], 3)]
        for row in curve.to_dict("records")
    ]
    columns = [*(CHOICES[name] for name in chosen.choices), "Estimate"]
    return chart_exhibit(f"curve-{key}", figure, _words(chosen, curve), columns, data)


def _draw_curve(figure: Figure, chosen: Headline, curve: pd.DataFrame, colour: str) -> None:
    height = figure.get_size_inches()[1] * 72
    axes = place(figure, left=LEFT, right=10, top=12, bottom=height - CURVE - 12)
    values = curve["estimate"]
    low, high = min(values.min(), chosen.threshold), max(values.max(), chosen.threshold)
    rule_ticks(axes, round_ticks(low, high, 4), lambda tick: write_percent(tick, 0))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-1, len(curve))
    axes.axhline(chosen.threshold, color=INK, linewidth=0.9, linestyle="--", zorder=1.6)
    _shade_failing(axes, curve)
    axes.plot(
        range(len(curve)), values, linestyle="none", marker="|", markersize=TICK,
        markeredgecolor=colour, markeredgewidth=1.1, zorder=3,
    )  # fmt: skip
    _tell_sides(axes, chosen, curve)


def _shade_failing(axes: Axes, curve: pd.DataFrame) -> None:
    """Shade the ways in which the finding does not hold, so that their choices are found below."""
    for first, last in runs([n for n, held in enumerate(curve["holds"]) if not held]):
        axes.axvspan(first - 0.5, last + 0.5, color=GRID, linewidth=0, zorder=0.2)


def _tell_sides(axes: Axes, chosen: Headline, curve: pd.DataFrame) -> None:
    """Write at the threshold what either side of it means, and how many estimates lie there."""
    held, known = holding(curve)
    texts = {True: f"holds: {held}", False: f"does not hold: {known - held}"}
    above = chosen.relation.startswith(">")
    counts = {above: held, not above: known - held}  # estimates above and below
    ends = [abs(curve["estimate"].iloc[end] - chosen.threshold) for end in (0, -1)]
    left = bool(ends[0] >= ends[1])  # the end of the curve that is further off leaves more room
    for upper, count in counts.items():
        if not count:
            continue
        axes.annotate(
            texts[upper == above], (0 if left else 1, chosen.threshold),
            xycoords=("axes fraction", "data"), xytext=(2 if left else -2, 8 if upper else -8),
            textcoords="offset points", ha="left" if left else "right", va="center",
            fontsize=SMALL, fontweight=BOLD, color=MUTED, bbox=BACKING, zorder=2.5,
        )  # fmt: skip


def _draw_choices(figure: Figure, curve: pd.DataFrame, lines: list, colour: str) -> None:
    height = figure.get_size_inches()[1] * 72
    heads = len({name for name, _, _ in lines})
    room = ROW * len(lines) + HEAD * heads
    axes = place(figure, left=LEFT, right=10, top=height - room - 6, bottom=6)
    axes.set_xlim(-1, len(curve))
    axes.set_ylim(room, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    _shade_failing(axes, curve)
    level, last = 0.0, ""
    for name, alternative, label in lines:
        if name != last:
            level += HEAD
            _label(axes, CHOICES[name], level - 5, MUTED, BOLD)
            last = name
        chosen = [n for n, value in enumerate(curve[name]) if value == alternative]
        axes.vlines(chosen, level + 1.5, level + ROW - 1.5, color=colour, linewidth=1.1)
        axes.axhline(level + ROW, color=FAINT, linewidth=0.3)
        _label(axes, label, level + ROW / 2, MUTED, 400)
        level += ROW


def _label(axes: Axes, text: str, level: float, colour: str, weight: int) -> None:
    write_at(axes, text, (0, level), (-LEFT, 0), colour, weight, coords=("axes fraction", "data"))
    axes.texts[-1].set_fontsize(SMALL)


def _lines(chosen: Headline, curve: pd.DataFrame) -> list[tuple[str, object, str]]:
    """Return choice, alternative and label of the rows of the matrix that have a mark.

    A choice of which only one alternative is left tells nothing apart and gets no row.
    """
    cut = 2022
    years = curve["year"].dropna() if "year" in curve else pd.Series(dtype="float64")
    if len(years):
        cut = int(years.min())
    names: dict[object, str] = {name: rule.words(cut) for name, rule in BASELINES.items()}
    words: dict[str, dict[object, str]] = {
        "freight": {"low": "none", "value": "central", "high": "high"},
        "undisclosed": {one: f"{write_percent(one)} of expected" for one in UNDISCLOSED},
    }
    found = []
    for name, alternatives in chosen.choices.items():
        marked = [one for one in alternatives if (curve[name] == one).any()]
        for one in marked if len(marked) > 1 else []:
            found.append((name, one, words.get(name, {}).get(one, names.get(one, str(one)))))
    return found


def _words(chosen: Headline, curve: pd.DataFrame) -> Words:
    held, known = holding(curve)
    low, middle, high = (
        write_percent(value)
        for value in (curve["estimate"].min(), curve["estimate"].median(), curve["estimate"].max())
    )
    return Words(
        title=f"{chosen.finding.rstrip('.')}: true in {held} of {known} ways of computing it",
        subtitle=f"{chosen.measure.capitalize()}; every combination of choices, smallest first",
        caption=(
            "A tick is one way of computing it, and below it the choices made. Dashed: "
            f"{write_percent(chosen.threshold)}. Grey: ways in which the finding does not hold. "
            "Ways without a figure in the tables are left out."
        ),
        alt=(
            f"Specification curve. {known} estimates from {low} to {high}, median {middle}; the "
            f"finding holds in {held}."
        ),
    )
