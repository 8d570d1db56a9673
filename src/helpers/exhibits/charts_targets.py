"""What was declared again and again, against what was traded."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.chart_words import round_money
from helpers.exhibits.charts_axes import (
    money_axis,
    spread,
    undisclosed_gap,
    year_axis,
)
from helpers.exhibits.charts_data import (
    date_position,
    flow_by_year,
    source_numbers,
    whole_years,
)
from helpers.exhibits.charts_marks import mark_key, range_line, size_in_points
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import BOLD, INK, PAPER, RULE, SIZE, chart_style
from helpers.exhibits.target_reading import read_target, write_day
from helpers.exhibits.target_words import TRADED, target_words
from helpers.tables.numbers import write_money
from helpers.tables.study import Study

LINE = 12.0  # points between two labels at the right edge
AHEAD = 5  # a deadline more years ahead than this is left off the axis


class Target(NamedTuple):
    """A declared amount on the axes."""

    position: float
    value: float
    deadline: float
    met: bool


def target_timeline(study: Study) -> Exhibit:
    """Return declared targets at their date and amount, against what was traded by year.

    The metric is the one with most targets in dollars (turnover, exports or imports).
    """
    key = f"target-timeline-{study.partner.code.lower()}"
    rows = study.targets
    rows = rows[rows["unit"].eq("USD") & rows["metric"].isin(list(TRADED)) & rows["value"].notna()]
    if rows.empty:
        return note_exhibit(
            key, f"No target in dollars for trade with {study.partner.name} was found."
        )
    counts = rows["metric"].value_counts()
    metric = next(one for one in TRADED if counts.get(one, 0) == counts.max())
    rows = rows[rows["metric"] == metric].sort_values(["declared_on", "id"])
    traded = flow_by_year(study.panel, metric)
    whole = whole_years(traded)
    targets = [_target(study, row) for _, row in rows.iterrows()]
    words = target_words(study, metric, rows, traded)
    since = min(study.since, int(rows["declared_on"].dt.year.min()))
    ends = [math.ceil(target.deadline) for target in targets if not math.isnan(target.deadline)]
    until = max([study.until, *[end for end in ends if end <= study.until + AHEAD]])
    with chart_style(key):
        figure = new_figure(250)
        axes = place(figure, left=40, right=70, top=16, bottom=46)
        year_axis(axes, since, until)
        money_axis(axes, max(rows["value"].max(), whole["high"].max() if len(whole) else 0))
        undisclosed_gap(
            axes,
            [year for year in traded.index if year not in whole.index],
            clear_of=[*(target.value for target in targets), *_last_traded(whole)],
        )
        range_line(axes, whole, study.partner.colour)
        for target in targets:
            _draw(axes, target, until)
        _label_values(axes, targets, whole, study.partner.colour)
        entries = [("D", INK, False, "target, at the date it was declared; line: to its deadline")]
        if any(target.met for target in targets):
            entries.append(("D", INK, True, "reached in time, by every figure"))
        mark_key(axes, entries, below=34)
    data = [
        [write_day(row.declared_on, row.precision), row.declared_by, write_money(row.value),
         "" if pd.isna(row.deadline) else str(row.deadline.year),
         read_target(study, row.metric, row.unit, row.value, row.declared_on, row.deadline)[1]]
        for row in rows.itertuples()
    ]  # fmt: skip
    columns = ["Declared", "By", "Target", "Deadline", "Reading"]
    return chart_exhibit(
        key,
        figure,
        words,
        columns,
        data,
        source_numbers(study, rows["source_id"], traded["source_ids"]),
    )


def _target(study: Study, row: pd.Series) -> Target:
    declared, deadline = row["declared_on"], row["deadline"]
    reading = read_target(study, row["metric"], row["unit"], row["value"], declared, deadline)[1]
    return Target(
        date_position(declared),
        float(row["value"]),
        math.nan if pd.isna(deadline) else date_position(deadline),
        reading == "met" or reading.startswith("reached"),
    )


def _draw(axes: Axes, target: Target, until: int) -> None:
    if not math.isnan(target.deadline):
        end = min(target.deadline, until + 0.5)
        axes.plot([target.position, end], [target.value] * 2, color=INK, linewidth=1, zorder=3.5)
        axes.plot([end], [target.value], marker="|", markersize=7, color=INK, zorder=3.5)
    axes.plot(
        [target.position],
        [target.value],
        marker="D",
        markersize=5.4,
        zorder=5,
        markerfacecolor=INK if target.met else PAPER,
        markeredgecolor=INK,
        markeredgewidth=1.1,
        clip_on=False,
    )


def _last_traded(whole: pd.DataFrame) -> list[float]:
    return [float(value) for end in ("low", "high") for value in whole[end].iloc[-3:]]


def _label_values(axes: Axes, targets: Sequence[Target], whole: pd.DataFrame, colour: str) -> None:
    """Write at the right edge each amount once, with how often it was declared, and the trade."""
    values = sorted({target.value for target in targets})
    labels = []
    for value in values:
        times = sum(target.value == value for target in targets)
        axes.axhline(value, color=RULE, linewidth=0.6, linestyle=(0, (2, 2)), zorder=1.4)
        labels.append((value, round_money(value) + (f", {times}×" if times > 1 else ""), INK))
    if len(whole):
        last = float(whole["central"].iloc[-1])
        # Two lines: what, and below it how much and when.
        labels.append((last, f"traded {whole.index[-1]}:\n{write_money(last)}", colour))
    height = size_in_points(axes)[1]
    limit = axes.get_ylim()[1]
    wanted = [value / limit * height for value, _, _ in labels]
    sizes = [LINE * (text.count("\n") + 1) for _, text, _ in labels]
    for (value, text, tone), at, moved in zip(
        labels, wanted, spread(wanted, sizes, 0, height), strict=True
    ):
        axes.annotate(
            text,
            (1, value),
            xycoords=("axes fraction", "data"),
            xytext=(6, moved - at),
            textcoords="offset points",
            va="center",
            fontsize=SIZE,
            fontweight=BOLD,
            color=tone,
            linespacing=1.1,
            annotation_clip=False,
        )
