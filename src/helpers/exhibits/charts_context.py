"""What stands around a partner's figures: fiscal years here; potash and detours next door."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.charts_axes import (
    heading,
    money_axis,
    undisclosed_gap,
    year_axis,
)
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_potash import potash_by_supplier
from helpers.exhibits.charts_roundabout import roundabout
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.periods import write_period
from helpers.exhibits.style import (
    BOLD,
    MUTED,
    PAPER,
    SIZE,
    TEXT,
    chart_style,
)
from helpers.tables.evidence import counted
from helpers.tables.numbers import write_money, write_number, write_percent
from helpers.tables.study import Study

__all__ = ["fiscal_years", "potash_by_supplier", "roundabout"]

LEAST = 3  # years, for a chart


class Fall(NamedTuple):
    """The steepest fall from one year to the next."""

    before: int
    after: int
    change: float


def fiscal_years(study: Study) -> Exhibit:
    """Return the partner's imports and exports by its own fiscal years, as its office gives them.

    Parameters
    ----------
    study : Study
        Pair of countries; a fiscal year is a twelve-month period that straddles two calendar years.
    """
    name, focal = study.partner.name, study.focal.name
    key = f"fiscal-years-{study.partner.code.lower()}"
    rows = fiscal_figures(study)
    imports, exports = (
        rows[rows["flow"] == flow].set_index("year") for flow in ("export", "import")
    )
    if max(len(imports), len(exports)) < LEAST:
        return note_exhibit(
            key,
            f"Our tables hold fewer than {LEAST} fiscal years of {name}’s own statistics on trade "
            f"with {focal}; calendar years tell the story here.",
        )
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    with chart_style(key):
        figure = new_figure(286)
        panels = (
            (imports, place(figure, left=40, right=20, top=26, bottom=158), study.partner.colour),
            (exports, place(figure, left=40, right=20, top=168, bottom=24), MUTED),
        )
        verbs = (f"{name}’s imports from {focal}", f"{name}’s exports to {focal}")
        for (flow, axes, colour), verb in zip(panels, verbs, strict=True):
            year_axis(axes, years[0], years[-1])
            labels = axes.get_xticklabels()
            axes.set_xticklabels(
                [_fiscal(int(label.get_text())) if label.get_text() else "" for label in labels]
            )
            money_axis(axes, float(rows["value"].max()))
            _bars(axes, flow, colour)
            undisclosed_gap(axes, [year for year in years if year not in flow.index], "no figure")
            heading(axes, verb)
    return chart_exhibit(
        key,
        figure,
        _fiscal_words(study, imports, exports),
        ["Fiscal year", "Flow (seen from the partner)", "USD", "Note"],
        [
            [write_period(row.start, row.end), "import" if row.flow == "export" else "export",
             write_number(row.value), "provisional" if row.provisional else ""]
            for row in rows.itertuples()
        ],
        source_numbers(study, rows["source_id"]),
    )  # fmt: skip


def fiscal_figures(study: Study) -> pd.DataFrame:
    """Return the partner's own figures for twelve months that straddle two calendar years.

    Returns
    -------
    DataFrame
        flow, value (USD), start, end, year (in which it starts), provisional, source_id; by flow
        and year, one row each.
    """
    rows = study.observations
    days = (rows["period_end"] - rows["period_start"]).dt.days + 1
    own = rows["reporter"].eq(study.partner.code) & rows["status"].eq("official_statistics")
    straddling = days.between(364, 366) & rows["period_start"].dt.year.ne(
        rows["period_end"].dt.year
    )
    kind = rows["product"].eq("TOTAL") & rows["scope"].eq("goods") & rows["unit"].eq("USD")
    found = rows[own & straddling & kind & rows["flow"].isin(["export", "import"]) & counted(rows)]
    found = found.rename(columns={"period_start": "start", "period_end": "end"})
    found = found.assign(
        year=found["start"].dt.year,
        provisional=found["note"].fillna("").str.contains("provisional"),
    ).sort_values(["flow", "year", "id"])
    columns = ["flow", "value", "start", "end", "year", "provisional", "source_id"]
    return found.drop_duplicates(["flow", "year"], keep="last")[columns]


def steepest_fall(values: pd.Series) -> Fall | None:
    """Return the steepest relative fall between consecutive years, none if nothing fell by half."""
    falls = [
        Fall(int(year) - 1, int(year), float(value / values[year - 1] - 1))
        for year, value in values.items()
        if year - 1 in values.index
    ]
    worst = min(falls, key=lambda fall: fall.change, default=None)
    return worst if worst and worst.change <= -0.5 else None


def _bars(axes: Axes, flow: pd.DataFrame, colour: str) -> None:
    axes.bar(
        flow.index,
        flow["value"],
        width=0.68,
        color=[PAPER if open_ else colour for open_ in flow["provisional"]],
        edgecolor=colour,
        linewidth=[1.2 if open_ else 0 for open_ in flow["provisional"]],
    )
    fall = steepest_fall(flow["value"])
    last = flow.index[-1:].tolist()
    marks = {year: write_money(flow["value"][year]) for year in last}
    if fall:
        marks |= {
            fall.before: write_money(flow["value"][fall.before]),
            fall.after: write_percent(fall.change),
        }
    for year, text in marks.items():
        axes.annotate(
            text,
            (year, flow["value"][year]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=SIZE,
            fontweight=BOLD,
            color=colour if colour != MUTED else TEXT,
            annotation_clip=False,
        )


def _fiscal_words(study: Study, imports: pd.DataFrame, exports: pd.DataFrame) -> Words:
    name, focal = study.partner.name, study.focal.name
    rows = pd.concat([imports, exports])
    fall = steepest_fall(imports["value"])
    title = f"{name}’s trade with {focal} in its own fiscal years"
    if fall:
        last = int(imports.index[-1])
        title = (
            f"{name}’s imports from {focal} fell by {write_percent(-fall.change)} in "
            f"{_fiscal(fall.after)}; {_fiscal(last)}: {write_money(imports['value'].iloc[-1])}"
        )
    lines = " ".join(
        f"{what}: {write_money(flow['value'].iloc[0])} in {_fiscal(int(flow.index[0]))}, highest "
        f"{write_money(flow['value'].max())} in {_fiscal(int(flow['value'].idxmax()))}, "
        f"{write_money(flow['value'].iloc[-1])} in {_fiscal(int(flow.index[-1]))}."
        for what, flow in (("Imports", imports), ("Exports", exports))
        if len(flow)
    )
    span = write_period(rows["start"].max(), rows["end"].max())
    latest = rows.loc[rows["provisional"]].index.max()
    open_ = "" if pd.isna(latest) else f" Hollow: provisional ({_fiscal(int(latest))})."
    return Words(
        title=title,
        subtitle=f"Goods as {name} records them, million US dollars a fiscal year",
        caption=f"{name}’s official statistics; the latest fiscal year is {span}.{open_}",
        alt=f"Two bar charts by fiscal year. {lines}",
    )


def _fiscal(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
