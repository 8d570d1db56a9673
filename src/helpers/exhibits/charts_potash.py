"""Who sells potash to a partner: tonnes and shares by supplier, for the periods that are known."""

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.charts_axes import GAP, heading, round_ticks
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_marks import size_in_points
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.numbers import THIN, write_number, write_percent
from helpers.exhibits.periods import write_period
from helpers.exhibits.potash_periods import Period, potash_periods, potash_rows
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
from helpers.tables.study import Study

ROW = 20.0  # points
GREYS = {"RUS": 0.52, "CAN": 0.36, "LAO": 0.24}  # strength of ink; others are lighter still


def potash_by_supplier(study: Study) -> Exhibit:
    """Return what is known of the partner's potash imports by supplier, in tonnes and shares.

    Parameters
    ----------
    study : Study
        The partner is the importer.
    """
    key = f"potash-{study.partner.code.lower()}"
    tonnes, shares = potash_periods(study)
    if not any(study.focal.code in period.parts for period in (*tonnes, *shares)):
        return note_exhibit(
            key,
            f"How much potash {study.partner.name} buys, and from whom, is not in our tables.",
        )
    top, between, foot = 20.0, 46.0, 24.0
    blocks = [block for block in (tonnes, shares) if block]
    height = top + foot + sum(ROW * len(block) for block in blocks) + between * (len(blocks) - 1)
    with chart_style(key):
        figure = new_figure(height)
        done = top
        for block in blocks:
            below = height - done - ROW * len(block)
            axes = place(figure, left=104, right=60, top=done, bottom=below)
            _draw(study, axes, block, percent=block is shares)
            done += ROW * len(block) + between
    data = [
        [write_period(period.start, period.end), study.country(code).short,
         write_number(value, 1 if block is shares else 0), "%" if block is shares else "t",
         "about" if period.about else ""]
        for block in blocks for period in block
        for code, value in (*period.parts.items(), ("WLD", period.total)) if pd.notna(value)
    ]  # fmt: skip
    rows, context = potash_rows(study)
    return chart_exhibit(
        key,
        figure,
        _words(study, tonnes, shares),
        ["Period", "Supplier", "Value", "Unit", "Precision"],
        data,
        source_numbers(study, rows["source_id"], context["source_id"]),
    )


def _draw(study: Study, axes: Axes, periods: list[Period], *, percent: bool) -> None:
    scale, unit = (1.0, "%") if percent else (1e6, "Mt")
    most = max(_end(period) for period in periods) / scale
    ticks = [0, 25, 50, 75, 100] if percent else round_ticks(0, most, 4)
    axes.set_xlim(0, max(most, ticks[-1] if percent else most))
    axes.set_ylim(len(periods) - 0.5, -0.5)
    shown = [tick for tick in ticks if tick <= axes.get_xlim()[1] * 1.001]
    axes.set_xticks(shown)
    axes.set_xticklabels(
        [
            write_number(tick, 0 if float(tick).is_integer() else 1)
            + (f"{THIN}{unit}" if tick == shown[-1] else "")
            for tick in shown
        ]
    )
    axes.grid(axis="x")
    axes.set_yticks(range(len(periods)))
    axes.set_yticklabels([_label(period) for period in periods])
    heading(axes, "Share of imports" if percent else "Million tonnes of product")
    for row, period in enumerate(periods):
        order = sorted(period.parts, key=lambda one: (one != study.focal.code, -period.parts[one]))
        left = 0.0
        for code in order:
            width = period.parts[code] / scale
            own = code == study.focal.code
            colour = study.focal.colour if own else tint(INK, GREYS.get(code, 0.16))
            light = own or GREYS.get(code, 0) > 0.5
            axes.barh(row, width, left=left, height=0.72, color=colour, edgecolor=PAPER)
            _name(axes, study.country(code).short, row, left, width, PAPER if light else TEXT)
            left += width
        if pd.notna(period.total) and period.total / scale > left * 1.01:
            axes.barh(
                row, period.total / scale - left, left=left, height=0.72, facecolor="none",
                edgecolor=GAP, hatch="////", linewidth=0.6,
            )  # fmt: skip
        text = "" if percent else "total n/k"
        if not percent and pd.notna(period.total):
            text = f"{write_number(period.total / scale, 1)}{THIN}Mt"
        axes.annotate(
            text, (_end(period) / scale, row), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=SIZE, fontweight=BOLD if text[:1].isdigit() else 400,
            color=TEXT if text[:1].isdigit() else MUTED, annotation_clip=False,
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


def _words(study: Study, tonnes: list[Period], shares: list[Period]) -> Words:
    name, focal, code = study.partner.name, study.focal.name, study.focal.code
    dated = sorted(
        (one for one in (*tonnes, *shares) if pd.notna(one.end)), key=lambda one: one.end
    )
    with_share = [one for one in dated if code in one.parts and pd.notna(one.total)]
    title = f"What is known of {name}’s potash imports by supplier"
    if with_share:
        last = with_share[-1]
        about = "about " if last.about else ""
        title = (
            f"{focal} supplied {about}{write_percent(last.parts[code] / last.total)} of {name}’s "
            f"potash imports in {_label(last)}"
        )
        later = [one for one in dated if one.end > last.end and code not in one.parts]
        named = [one for one in later if one.parts]
        if named:
            title += f"; in {_label(named[-1])} only others are named"
        elif later:
            title += "; no share is known since"
    lines = "; ".join(
        f"{_label(one)}: "
        + ", ".join(
            [f"{study.country(c).short} {_amount(v, one in shares)}" for c, v in one.parts.items()]
            + ([f"total {_amount(one.total, False)}"] if one not in shares and pd.notna(one.total)
               else [])
        )
        for one in (*tonnes, *shares)
    )  # fmt: skip
    return Words(
        title=title,
        subtitle=f"Potassium chloride (HS 310420) bought by {name}, for every period known",
        caption=(
            f"Every figure as published, by {name}’s customs or officials, or else "
            "by the press; periods of different length do not compare, "
            "and overlapping ones need not agree. Hatched: other suppliers, or not named; a "
            "supplier keeps its shade. n/k: not known."
        ),
        alt=f"Bar chart by period and supplier. {lines}.",
    )


def _amount(value: float, percent: bool) -> str:
    return write_percent(value / 100) if percent else f"{write_number(value / 1e6, 2)}{THIN}Mt"
