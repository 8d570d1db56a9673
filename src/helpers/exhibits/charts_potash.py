"""Who sells potash to a partner: tonnes, value and shares by supplier, period by period."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.charts_axes import BACKING, GAP, heading, round_ticks
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_marks import size_in_points
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.periods import write_period
from helpers.exhibits.potash_periods import (
    Period,
    potash_imports,
    potash_periods,
    potash_rows,
    potash_values,
)
from helpers.exhibits.style import (
    BOLD,
    INK,
    MUTED,
    PAPER,
    SIZE,
    SMALL,
    TEXT,
    chart_style,
    text_width,
    tint,
)
from helpers.tables.numbers import THIN, write_number, write_percent
from helpers.tables.study import Study

ROW = 20.0  # points
UNKNOWN = "total n/k"
# Strength of ink, 15 of 100 steps of lightness apart in print; others are white with an outline.
GREYS = {"RUS": 0.54, "CAN": 0.36, "LAO": 0.17}


class Kind(NamedTuple):
    """What a block of bars measures; numbers are written after division by `scale`."""

    heading: str
    unit: str
    scale: float
    before: str
    after: str

    def write(self, number: float, decimals: int, *, named: bool) -> str:
        """Return a number, `named` with what it counts."""
        text = write_number(number, decimals)
        return f"{self.before}{text}{THIN}{self.after}" if named else text


TONNES = Kind("Million tonnes of product", "t", 1e6, "", "Mt")
DOLLARS = Kind("Value, billion US dollars", "USD", 1e9, "$", "bn")
PERCENT = Kind("Share of imports", "%", 1.0, "", "%")


def potash_by_supplier(study: Study) -> Exhibit:
    """Return what is known of the partner's potash imports by supplier: tonnes, value, shares.

    Parameters
    ----------
    study : Study
        The partner is the importer.
    """
    key = f"potash-{study.partner.code.lower()}"
    tonnes, shares = potash_periods(study)
    values = potash_values(study)
    if not any(study.focal.code in period.parts for period in (*tonnes, *values, *shares)):
        return note_exhibit(
            key,
            f"How much potash {study.partner.name} buys, and from whom, is not in our tables.",
        )
    top, between, foot = 20.0, 46.0, 24.0
    blocks = [
        (block, kind)
        for block, kind in ((tonnes, TONNES), (values, DOLLARS), (shares, PERCENT))
        if block
    ]
    height = top + foot + sum(ROW * len(block) for block, _ in blocks) + between * (len(blocks) - 1)
    with chart_style(key):
        figure = new_figure(height)
        done = top
        for block, kind in blocks:
            below = height - done - ROW * len(block)
            axes = place(figure, left=104, right=60, top=done, bottom=below)
            _draw(study, axes, block, kind)
            done += ROW * len(block) + between
    data = [
        [write_period(period.start, period.end), study.country(code).short,
         write_number(value, 1 if kind is PERCENT else 0), kind.unit,
         "about" if period.about else ""]
        for block, kind in blocks for period in block
        for code, value in (*period.parts.items(), ("WLD", period.total)) if pd.notna(value)
    ]  # fmt: skip
    rows, context = potash_rows(study)
    paid = [potash_imports(study, DOLLARS.unit)["source_id"]] if values else []
    return chart_exhibit(
        key,
        figure,
        _words(study, tonnes, values, shares),
        ["Period", "Supplier", "Value", "Unit", "Precision"],
        data,
        source_numbers(study, rows["source_id"], context["source_id"], *paid),
    )


def _draw(study: Study, axes: Axes, periods: list[Period], kind: Kind) -> None:
    percent = kind is PERCENT
    scale = kind.scale
    most = max(_end(period) for period in periods) / scale
    ticks = [0, 25, 50, 75, 100] if percent else round_ticks(0, most, 4)
    axes.set_xlim(0, max(most, ticks[-1] if percent else most))
    axes.set_ylim(len(periods) - 0.5, -0.5)
    shown = [tick for tick in ticks if tick <= axes.get_xlim()[1] * 1.001]
    axes.set_xticks(shown)
    axes.set_xticklabels(
        [
            kind.write(tick, 0 if float(tick).is_integer() else 1, named=tick == shown[-1])
            for tick in shown
        ]
    )
    axes.grid(axis="x")
    axes.set_yticks(range(len(periods)))
    axes.set_yticklabels([_label(period) for period in periods])
    heading(axes, kind.heading)
    for row, period in enumerate(periods):
        order = sorted(period.parts, key=lambda one: (one != study.focal.code, -period.parts[one]))
        left = 0.0
        for code in order:
            width = period.parts[code] / scale
            own = code == study.focal.code
            colour = study.focal.colour if own else tint(INK, GREYS.get(code, 0))
            axes.barh(
                row, width, left=left, height=0.72, color=colour,
                edgecolor=PAPER if own or code in GREYS else GAP,
            )  # fmt: skip
            _name(axes, study.country(code).short, row, left, width, PAPER if own else INK)
            left += width
        if pd.notna(period.total) and period.total / scale > left * 1.01:
            axes.barh(
                row, period.total / scale - left, left=left, height=0.72, facecolor="none",
                edgecolor=GAP, hatch="////", linewidth=0.6,
            )  # fmt: skip
        text = "" if percent else UNKNOWN
        if not percent and pd.notna(period.total):
            text = kind.write(period.total / scale, 1, named=True)
        axes.annotate(
            text, (_end(period) / scale, row), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=SIZE, fontweight=400 if text == UNKNOWN else BOLD,
            color=MUTED if text == UNKNOWN else TEXT, annotation_clip=False, bbox=BACKING,
        )  # fmt: skip


def _name(axes: Axes, name: str, row: int, left: float, width: float, colour: str) -> None:
    """Write a supplier into its part of the bar, if it fits."""
    points = width / axes.get_xlim()[1] * size_in_points(axes)[0]
    if text_width(name, SMALL) + 6 <= points:
        axes.annotate(
            name, (left, row), xytext=(4, 0), textcoords="offset points", va="center",
            fontsize=SMALL, color=colour,
        )  # fmt: skip


def _label(period: Period) -> str:
    return "no date given" if pd.isna(period.start) else write_period(period.start, period.end)


def _end(period: Period) -> float:
    return max(sum(period.parts.values()), period.total if pd.notna(period.total) else 0.0)


def _words(study: Study, tonnes: list[Period], values: list[Period], shares: list[Period]) -> Words:
    name, focal, code = study.partner.name, study.focal.name, study.focal.code
    dated, valued = (
        sorted((one for one in block if pd.notna(one.end)), key=lambda one: one.end)
        for block in ((*tonnes, *shares), values)
    )
    with_share = [one for one in dated if code in one.parts and pd.notna(one.total)]
    title = f"What is known of {name}’s potash imports by supplier"
    if with_share:
        last = with_share[-1]
        title = (
            f"{focal} supplied {_share(last, code)} of {name}’s potash imports in {_label(last)}"
        )
        by_value = [
            one for one in valued
            if one.end > last.end and code in one.parts and pd.notna(one.total)
        ]  # fmt: skip
        later = [one for one in (*dated, *valued) if one.end > last.end and code not in one.parts]
        named = [one for one in later if one.parts]
        if by_value:
            title += f", {_share(by_value[-1], code)} of their value in {_label(by_value[-1])}"
        elif any(one.end > last.end and code in one.parts for one in (*dated, *valued)):
            pass
        elif named:
            title += f"; in {_label(named[-1])} only others are named"
        elif later:
            title += "; no share is known since"
    lines = "; ".join(
        f"{_label(one)}: "
        + ", ".join(
            [f"{study.country(c).short} {_amount(v, kind)}" for c, v in one.parts.items()]
            + ([f"total {_amount(one.total, kind)}"]
               if kind is not PERCENT and pd.notna(one.total) else [])
        )
        for block, kind in ((tonnes, TONNES), (values, DOLLARS), (shares, PERCENT))
        for one in block
    )  # fmt: skip
    return Words(
        title=title,
        subtitle=f"Potassium chloride (HS 310420) bought by {name}, for every period known",
        caption=(
            f"Every figure as published, by {name}’s customs or officials, or else "
            "by the press; periods of different length do not compare, "
            "and overlapping ones need not agree. Hatched: other suppliers, or not named; a "
            "supplier keeps its shade, and one without a shade is white. n/k: not known."
        ),
        alt=f"Bar chart by period and supplier. {lines}.",
    )


def _share(period: Period, code: str) -> str:
    about = "about " if period.about else ""
    return f"{about}{write_percent(period.parts[code] / period.total)}"


def _amount(value: float, kind: Kind) -> str:
    return (
        write_percent(value / 100)
        if kind is PERCENT
        else kind.write(value / kind.scale, 2, named=True)
    )
