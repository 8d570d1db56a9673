"""From one value to the next: what more tonnes added, and what the price added or took."""

from typing import NamedTuple

from matplotlib.axes import Axes

from helpers.exhibits.charts_axes import money_labels, round_ticks
from helpers.exhibits.charts_rows import EDGE_OF_ROW, row_names, value_axis, write_at
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.price_data import Split, contract_split, potash_split
from helpers.exhibits.style import BOLD, FAINT, INK, MUTED, RULE, chart_style, tint
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.numbers import write_money, write_number, write_range
from helpers.tables.study import Study

ROW, LEFT, RIGHT = 22.0, 92.0, 150.0
PART_NAMES = {"volume": "More tonnes", "price": "Higher price"}
FALLING = {"volume": "Fewer tonnes", "price": "Lower price"}


class Bar(NamedTuple):
    """One row, USD: a value of a period (no range), or a part that starts where the last ended."""

    name: str
    value: float
    low: float
    high: float
    start: float
    total: bool


def price_volume_chart(study: Study) -> Exhibit:
    """Return how volume and price lead from one value of potash sales to the next.

    Deliveries of the focal country to the partner where tonnes and dollars of two comparable
    periods are known, else contracts; else a note.

    Parameters
    ----------
    study : Study
        The partner is the importer.
    """
    key = f"price-volume-{study.partner.code.lower()}"
    contracts = False
    try:
        split = potash_split(study, study.focal.code)
    except InsufficientData as reason:
        contracts = True
        try:
            split = contract_split(study)
        except InsufficientData:
            return note_exhibit(key, f"Insufficient data. {reason}")
    bars = split_bars(split)
    with chart_style(key):
        figure = new_figure(ROW * len(bars) + 44)
        axes = place(figure, left=LEFT, right=RIGHT, top=18, bottom=26)
        top = max(bar.start + max(bar.value, 0) for bar in bars)
        axes.set_xlim(0, top * 1.02)
        ticks = [tick for tick in round_ticks(0, top) if tick <= top * 1.02]
        value_axis(axes, ticks, money_labels(ticks, ticks[-1]))
        row_names(axes, [bar.name for bar in bars], [""] * len(bars), left=LEFT)
        for row, bar in enumerate(bars):
            _draw(axes, row, bar, study.focal.colour, last=row == len(bars) - 1)
        if any(bar.low < bar.high for bar in bars):
            write_at(
                axes, "range", (1, 1), (RIGHT, 10), MUTED, align="right", coords="axes fraction"
            )
    data = [
        [bar.name, *(write_number(one / 1e6) for one in (bar.value, bar.low, bar.high))]
        for bar in bars
    ]
    return chart_exhibit(
        key,
        figure,
        _words(study, split, bars, contracts=contracts),
        ["Step (USD m)", "Value", "Low", "High"],
        data,
        study.numbers(split.sources),
    )


def split_bars(split: Split) -> list[Bar]:
    """Return the rows from the value of the first to that of the last period; they add up."""
    parts = split.parts
    first = split.first
    bars = [Bar(split.before, first, first, first, 0.0, True)]
    level = first
    for part, rising in PART_NAMES.items():
        row = parts.loc[part]
        ends = float(row["low"]), float(row["high"])
        name = rising if row["value"] >= 0 else FALLING[part]
        if ends[0] < 0 < ends[1]:
            name = part.capitalize()
        bars.append(Bar(name, float(row["value"]), *ends, level, False))
        level += float(row["value"])
    return [*bars, Bar(split.after, level, level, level, 0.0, True)]


def _draw(axes: Axes, row: int, bar: Bar, colour: str, *, last: bool) -> None:
    fill = FAINT if bar.total else colour if bar.value >= 0 else tint(INK, 0.6)
    axes.barh(row, bar.value, left=bar.start, height=0.6, color=fill, linewidth=0, zorder=2)
    if not last:
        end = bar.start + bar.value
        axes.plot([end, end], [row - 0.3, row + 1.3], color=RULE, linewidth=0.8, zorder=1.8)
    text = write_money(bar.value, sign=not bar.total)
    write_at(axes, text, (1, row), (52, 0), INK, BOLD, "right", EDGE_OF_ROW)
    if bar.low < bar.high:
        ends = write_range(bar.low, bar.high)
        write_at(axes, ends, (1, row), (RIGHT, 0), MUTED, 400, "right", EDGE_OF_ROW)


def _words(study: Study, split: Split, bars: list[Bar], *, contracts: bool) -> Words:
    volume, price = (split.parts.loc[part] for part in PART_NAMES)
    what = "contracts with" if contracts else "sales to"
    sure = price["low"] * price["high"] > 0
    share = volume["value"] / split.parts.at["change", "value"]
    verdict = (
        "what the price did is lost in rounding"
        if not sure
        else f"price {'added' if price['value'] > 0 else 'took'} {write_money(abs(price['value']))}"
    )
    title = (
        f"Potash {what} {study.name(study.partner.code)}, {split.before} to {split.after}: "
        f"tonnes {'added' if volume['value'] > 0 else 'took'} "
        f"{write_money(abs(volume['value']))}, {verdict}"
    )
    told = " ".join(f"{bar.name}: {write_money(bar.value, sign=not bar.total)}." for bar in bars)
    origin = (
        "Contract volume times contract price: what was agreed, not what was shipped. Range: a "
        "price agreed anew later in the year."
        if contracts
        else "Range: rounding of the published figures."
    )
    return Words(
        title=title,
        subtitle=f"Value of potash from {study.focal.name}, US dollars",
        caption=(
            f"Dollars a tonne: {write_number(split.prices[0])} ({split.before}) and "
            f"{write_number(split.prices[1])} ({split.after}). Tonnes make "
            f"{write_number(share * 100)} percent of the change. Bennet’s decomposition: each "
            f"change is weighed by the mean of both periods. {origin}"
        ),
        alt=f"Waterfall of horizontal bars. {told}",
    )
