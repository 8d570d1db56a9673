"""From expected to actual trade: what was lost, and who made it up."""

from matplotlib.axes import Axes

from helpers.countries import WORLD
from helpers.exhibits.chart_words import round_money
from helpers.exhibits.charts_axes import round_ticks
from helpers.exhibits.charts_rows import EDGE_OF_ROW, row_names, value_axis, write_at
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_offset import sources_of
from helpers.exhibits.offset_data import measure_offset
from helpers.exhibits.offset_words import Step, waterfall_steps, waterfall_words
from helpers.exhibits.style import BOLD, FAINT, INK, MUTED, RULE, chart_style
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.numbers import write_number
from helpers.tables.study import Study

ROW = 20.0
RIGHT = 128.0


def offset_waterfall(study: Study, flow: str = "export") -> Exhibit:
    """Return the waterfall from expected trade over losses and gains to actual trade.

    Parameters
    ----------
    study : Study
        Of the focal country and the world.
    flow : str
        export, import or turnover.
    """
    key = f"offset-{flow}"
    try:
        measured = measure_offset(study, flow)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    steps = waterfall_steps(study, measured)
    with chart_style(key):
        figure = new_figure(ROW * len(steps) + 40)
        axes = place(figure, left=92, right=RIGHT, top=16, bottom=24)
        top = max(one.start + max(one.value, 0) for one in steps)
        axes.set_xlim(0, top * 1.01)
        ticks = [tick for tick in round_ticks(0, top) if tick <= top * 1.01]
        value_axis(axes, ticks, [round_money(tick) for tick in ticks])
        row_names(axes, [one.name for one in steps], [one.colour for one in steps], left=92)
        for row, one in enumerate(steps):
            _bar(axes, row, one, last=row == len(steps) - 1)
        for text, x in (("$ bn", 46), ("90% interval", RIGHT)):
            write_at(axes, text, (1, 1), (x, 9), MUTED, align="right", coords="axes fraction")
    rows = measured.offset.parts
    data = [
        [one.name] + ["" if v != v else write_number(v) for v in (one.value, one.low, one.high)]
        for one in steps
    ]
    used = [*measured.lost, *measured.counted, WORLD]
    return chart_exhibit(
        key, figure, waterfall_words(study, measured, steps),
        ["Step", "Value", "Low", "High"], data,
        study.numbers(sources_of(study, measured, *[one for one in used if one in rows.index])),
    )  # fmt: skip


def _bar(axes: Axes, row: int, one: Step, *, last: bool) -> None:
    total = one.low != one.low
    colour = one.colour or (FAINT if total else MUTED)
    axes.barh(row, one.value, left=one.start, height=0.62, color=colour, linewidth=0, zorder=2)
    if not last:
        end = one.start + one.value
        axes.plot([end, end], [row - 0.31, row + 1.31], color=RULE, linewidth=0.8, zorder=1.8)
    text = _billions(one.value, sign=not total)
    write_at(axes, text, (1, row), (46, 0), one.colour or INK, BOLD, "right", EDGE_OF_ROW)
    if not total:
        ends = f"{_billions(one.low)} to {_billions(one.high)}"
        write_at(axes, ends, (1, row), (RIGHT, 0), MUTED, 400, "right", EDGE_OF_ROW)


def _billions(value: float, *, sign: bool = False) -> str:
    """Return USD in billions with one decimal, two where one would show nothing."""
    scaled = value / 1e9
    text = write_number(scaled, 1 if abs(scaled) >= 0.15 else 2)
    return f"+{text}" if sign and scaled > 0 else text
