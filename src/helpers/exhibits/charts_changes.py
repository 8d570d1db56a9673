"""Losses and gains of exports by partner."""

from matplotlib.axes import Axes

from helpers.exhibits.chart_words import period, round_money
from helpers.exhibits.charts_axes import round_ticks
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_rows import (
    EDGE_OF_ROW,
    row_names,
    value_axis,
    write_at,
)
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.numbers import write_money, write_number
from helpers.exhibits.overview_data import (
    CHANGED,
    FOUR,
    Change,
    export_change,
)
from helpers.exhibits.overview_words import (
    change_words,
    floor_words,
)
from helpers.exhibits.style import BOLD, INK, MUTED, PAPER, chart_style
from helpers.tables.study import Study

COLOURED = {"RUS", "EU27_2020", *FOUR}
ROW = 21.0


def loss_and_gain(study: Study) -> Exhibit:
    """Return the change in goods exports of each partner as bars, from 2021 (or 2019) on."""
    key = "loss-and-gain"
    found = [change for code in CHANGED if (change := export_change(study, code))]
    if not any(change.value == change.value for change in found):
        return note_exhibit(key, f"No two years of {study.focal.name}’s exports can be compared.")
    order = sorted(found, key=lambda one: -one.value if one.value == one.value else float("inf"))
    with chart_style(key):
        figure = new_figure(ROW * len(order) + 28)
        axes = place(figure, left=142, right=14, top=4, bottom=24)
        ends = [v for one in order for v in (one.value, one.low, one.high, one.floor) if v == v]
        low, high = min(0.0, *ends), max(0.0, *ends)
        axes.set_xlim(low - 0.02 * (high - low), high + 0.2 * (high - low))
        ticks = [tick for tick in round_ticks(low, high) if low <= tick <= high * 1.1]
        value_axis(axes, ticks, [_signed(tick) for tick in ticks])
        tones = [tone_of(study, one.partner) for one in order]
        row_names(axes, [study.country(one.partner).short for one in order], tones, left=142)
        for row, (one, tone) in enumerate(zip(order, tones, strict=True)):
            write_at(
                axes, period(one.first, one.last), (0, row), (-62, 0), MUTED, coords=EDGE_OF_ROW
            )
            _change_bar(axes, row, one, tone or MUTED)
    rows = study.everyone[
        study.everyone["partner"].isin(CHANGED) & study.everyone["flow"].eq("export")
    ]
    used = {(one.partner, year) for one in order for year in (one.first, one.last)}
    rows = rows[[pair in used for pair in zip(rows["partner"], rows["year"], strict=True)]]
    data = [
        [study.name(one.partner), str(one.first), str(one.last)]
        + ["" if v != v else write_number(v) for v in (one.value, one.low, one.high, one.floor)]
        for one in order
    ]
    columns = ["Partner", "From", "To", "Change", "Low", "High", "At least"]
    return chart_exhibit(
        key, figure, change_words(study, order), columns, data,
        source_numbers(study, rows["source_ids"]),
    )  # fmt: skip


def _change_bar(axes: Axes, row: int, one: Change, colour: str) -> None:
    if one.value == one.value:
        axes.barh(row, one.value, height=0.56, color=colour, linewidth=0, zorder=2)
        axes.plot([one.low, one.high], [row] * 2, color=INK, linewidth=1.1, zorder=4)
        end = max(one.value, one.high, 0)
        write_at(axes, write_money(one.value, sign=True), (end, row), (7, 0), colour, BOLD)
        return
    text = f"later years undisclosed; {write_money(one.base)} in {one.first}"
    if one.floor == one.floor:
        (bar,) = axes.barh(row, one.floor, height=0.56, facecolor=PAPER, edgecolor=colour, zorder=2)
        bar.set_linestyle("--")
        text = f"{floor_words(one)}: {one.months} months of {one.last} known"
    write_at(axes, text, (one.floor if one.floor > 0 else 0, row), (7, 0), MUTED)


def _signed(tick: float) -> str:
    return "0" if tick == 0 else "+" * (tick > 0) + round_money(tick)


def tone_of(study: Study, code: str) -> str:
    """Return the colour of a partner of interest, or of a benchmark; empty for context."""
    return study.country(code).colour if code in COLOURED else ""
