"""What was declared again and again, against what was traded."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits import chart_words
from helpers.exhibits.charts_axes import (
    label_point,
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
from helpers.exhibits.chart_words import listed, round_money
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.numbers import write_money, write_number
from helpers.exhibits.style import BOLD, INK, PAPER, RULE, SIZE, chart_style
from helpers.exhibits.tables_politics import read_target, write_day
from helpers.tables.study import Study

TRADED = {"turnover": "trade", "export": "exports", "import": "imports"}
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
    targets = [_target(study, row) for row in rows.itertuples()]
    words = _words(study, metric, rows, traded)
    since = min(study.since, int(rows["declared_on"].dt.year.min()))
    ends = [math.ceil(target.deadline) for target in targets if not math.isnan(target.deadline)]
    until = max([study.until, *[end for end in ends if end <= study.until + AHEAD]])
    with chart_style(key):
        figure = new_figure(250)
        axes = place(figure, left=40, right=62, top=16, bottom=46)
        year_axis(axes, since, until)
        money_axis(axes, max(rows["value"].max(), whole["high"].max() if len(whole) else 0))
        undisclosed_gap(
            axes,
            [year for year in traded.index if year not in whole.index],
            high=bool(len(whole) and whole["high"].max() > axes.get_ylim()[1] / 2),
        )
        range_line(axes, whole, study.partner.colour)
        for target in targets:
            _draw(axes, target, until)
        _label_values(axes, targets)
        if len(whole):
            label_point(
                axes,
                (float(whole.index[-1]), whole["central"].iloc[-1]),
                f"traded: {write_money(whole['central'].iloc[-1])}",
                study.partner.colour,
                [(target.position, target.value) for target in targets]
                + [(year, value) for year, value in whole["central"].items()][:-1],
            )
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


def _target(study: Study, row: object) -> Target:
    reading = read_target(
        study,
        row.metric,
        row.unit,
        row.value,
        row.declared_on,
        row.deadline,  # type: ignore[attr-defined]
    )[1]
    deadline = row.deadline  # type: ignore[attr-defined]
    return Target(
        date_position(row.declared_on),  # type: ignore[attr-defined]
        row.value,  # type: ignore[attr-defined]
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


def _label_values(axes: Axes, targets: Sequence[Target]) -> None:
    """Write each amount once, at the right edge, with how often it was declared."""
    values = sorted({target.value for target in targets})
    height = size_in_points(axes)[1]
    limit = axes.get_ylim()[1]
    wanted = [value / limit * height for value in values]
    for value, at, moved in zip(
        values, wanted, spread(wanted, [11.0] * len(values), 0, height), strict=True
    ):
        times = sum(target.value == value for target in targets)
        axes.axhline(value, color=RULE, linewidth=0.6, linestyle=(0, (2, 2)), zorder=1.4)
        axes.annotate(
            round_money(value) + (f", {times}×" if times > 1 else ""),
            (1, value),
            xycoords=("axes fraction", "data"),
            xytext=(5, moved - at),
            textcoords="offset points",
            va="center",
            fontsize=SIZE,
            fontweight=BOLD,
            color=INK,
        )


def _words(study: Study, metric: str, rows: pd.DataFrame, traded: pd.DataFrame) -> Words:
    name, what = study.partner.name, TRADED[metric]
    whole = whole_years(traded)
    counts = rows.groupby("value")["declared_on"].nunique()
    value = float(counts[counts == counts.max()].index.max())
    times = int(counts.max())
    dates = rows.loc[rows["value"] == value, "declared_on"]
    since = whole[whole.index >= dates.min().year]
    sure = [int(year) for year in since.index[since["low"] >= value]]
    some = [int(year) for year in since.index[(since["high"] >= value) & (since["low"] < value)]]
    goal = round_money(value)
    if sure:
        result = f"reached by every figure in {listed(sure)} only" if len(sure) < 4 else "reached"
    elif some:
        result = f"reached in {listed(some)} by some figures only"
    elif len(since):
        best = since["high"].max()
        result = f"the most {'traded' if metric == 'turnover' else 'reached'} since was {write_money(best)}"
    else:
        result = "no figure is known since"
    if times > 1:
        span = chart_words.period(dates.min().year, dates.max().year)
        title = f"{goal} of {what} with {name} was declared {times} times in {span}; {result}"
    elif len(rows) > 1:
        title = (
            f"{len(rows)} targets for {what} with {name}: of {goal} ({dates.min().year}), {result}"
        )
    else:
        title = f"{goal} of {what} with {name} was the goal of {dates.min().year}; {result}"
    other = len(study.targets) - len(rows)
    left_out = (
        f" {other} further target{'s' if other > 1 else ''} without an amount in dollars, or of "
        "something else, not drawn."
        if other
        else ""
    )
    lines = "; ".join(
        f"{write_day(row.declared_on, row.precision)}: {write_money(row.value)}"
        for row in rows.itertuples()
    )
    return Words(
        title=title,
        subtitle=(
            f"Goods {metric if metric == 'turnover' else what} and the targets declared for it, "
            f"{chart_words.money_unit(pd.DataFrame({'high': [rows['value'].max()]}))}"
        ),
        caption=(
            f"{chart_words.CENTRAL} Dashed: amounts declared, ×: how often. A target is dated by "
            f"its declaration.{left_out} {chart_words.flags_caption(traded)}"
        ).strip(),
        alt=(
            f"Timeline of {write_number(float(len(rows)))} declared targets ({lines}) against "
            f"{chart_words.describe(traded, what)}"
        ),
    )
