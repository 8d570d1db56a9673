"""What stands around a partner's figures: its own fiscal years, and the goods that take a detour."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.exhibits.charts_axes import (
    EDGE,
    heading,
    label_ends,
    money_axis,
    undisclosed_gap,
    year_axis,
)
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_potash import potash_by_supplier
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.numbers import DASH, write_money, write_number, write_percent
from helpers.exhibits.periods import write_period
from helpers.exhibits.style import (
    BOLD,
    FAINT,
    INK,
    MUTED,
    PAPER,
    RULE,
    SIZE,
    TEXT,
    chart_style,
    tint,
)
from helpers.tables.evidence import counted
from helpers.tables.study import Study

__all__ = ["fiscal_years", "potash_by_supplier", "roundabout"]

LEAST = 3  # years, for a chart
TRANSIT = ("KAZ", "KGZ", "ARM", "UZB", "GEO")
BASE, SINCE, UNTIL = 2021, 2015, 2023
INDEX_TICKS = (25, 50, 100, 200, 400, 800, 1600)


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
            (imports, place(figure, left=40, right=12, top=26, bottom=158), study.partner.colour),
            (exports, place(figure, left=40, right=12, top=168, bottom=24), MUTED),
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
    open_ = f" Hollow: provisional ({_fiscal(int(rows.loc[rows['provisional']].index.max()))})." if (
        rows["provisional"].any()
    ) else ""  # fmt: skip
    return Words(
        title=title,
        subtitle=f"Goods as {name} records them, million US dollars a fiscal year",
        caption=f"{name}’s official statistics; the latest fiscal year is {span}.{open_}",
        alt=f"Two bar charts by fiscal year. {lines}",
    )


def _fiscal(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def roundabout(study: Study) -> Exhibit:
    """Return EU exports to Belarus, Russia and the countries around them, as an index of 2021.

    Parameters
    ----------
    study : Study
        Any pair of the focal country: the chart is about where EU goods go instead.
    """
    key = "roundabout"
    exports = eu_exports(study)
    if exports.empty or BASE not in exports.index or UNTIL not in exports.index:
        return note_exhibit(key, f"EU exports to the region are not known for {BASE} and {UNTIL}.")
    exports = exports.dropna(axis=1, subset=[BASE, UNTIL])
    index = exports / exports.loc[BASE] * 100
    focal = study.focal.code
    tones = {focal: study.focal.colour, "RUS": INK}
    with chart_style(key):
        figure = new_figure(236)
        axes = place(figure, left=30, right=140, top=10, bottom=22)
        year_axis(axes, SINCE, UNTIL)
        axes.set_xlim(SINCE - EDGE, UNTIL + 0.15)
        axes.set_yscale("log")
        ticks = [tick for tick in INDEX_TICKS if index.min(axis=None) * 0.8 <= tick * 2]
        ticks = [tick for tick in ticks if tick <= index.max(axis=None) * 1.05]
        axes.set_ylim(min(ticks[0], index.min(axis=None)) * 0.93, index.max(axis=None) * 1.1)
        axes.yaxis.set_major_locator(FixedLocator(ticks))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_yticklabels([write_number(tick) for tick in ticks])
        axes.grid(axis="y")
        axes.axhline(100, color=FAINT, linewidth=0.9, zorder=1.5)
        for code in sorted(index, key=lambda one: one in tones):
            axes.plot(
                index.index,
                index[code],
                color=tones.get(code, RULE),
                linewidth=2.2 if code in tones else 1.5,
                zorder=3,
            )
        label_ends(
            axes,
            [
                (float(UNTIL), index[code][UNTIL],
                 f"{study.country(code).short} {write_number(index[code][UNTIL])} "
                 f"({write_money(exports[code][UNTIL], 'EUR')})", tones.get(code, MUTED))
                for code in index
            ],
        )  # fmt: skip
    rows = [
        [str(year), *("" if pd.isna(cell) else write_number(cell) for cell in line)]
        for year, line in exports.iterrows()
    ]
    return chart_exhibit(
        key,
        figure,
        _roundabout_words(study, exports, index),
        ["Year (EUR)", *(study.country(code).short for code in exports)],
        rows,
        source_numbers(
            study, *_eu_rows(study).groupby("partner")["source_id"].unique().map(pd.Series)
        ),
    )


def eu_exports(study: Study) -> pd.DataFrame:
    """Return exports of the EU's 27 members by destination, EUR, indexed by year, 2015-2023.

    A destination's figures of a year with several extracts are those of the source that covers
    most years, so that the line does not change its definition on the way.
    """
    rows = _eu_rows(study)
    cover = rows.groupby(["partner", "source_id"])["year"].transform("nunique")
    best = rows.assign(cover=-cover).sort_values(["partner", "year", "cover", "id"])
    best = best.drop_duplicates(["partner", "year"])
    table = best.pivot_table(index="year", columns="partner", values="value", aggfunc="first")
    order = [study.focal.code, "RUS", *TRANSIT]
    return table[[code for code in order if code in table]]


def _eu_rows(study: Study) -> pd.DataFrame:
    own, others = study.all_observations, study.elsewhere
    own = own[own["partner"].eq("EU27_2020") & own["flow"].eq("import")]
    others = others[others["focal"].eq("EU27_2020") & others["flow"].eq("export")]
    rows = pd.concat(
        [
            own.assign(partner=study.focal.code),
            others[others["partner"].isin(["RUS", *TRANSIT])],
        ]
    )
    year = rows["period_start"].dt.year
    whole = (rows["period_end"] - rows["period_start"]).dt.days.ge(364)
    kept = (
        rows["reporter"].eq("EU27_2020")
        & rows["unit"].eq("EUR")
        & rows["product"].eq("TOTAL")
        & rows["status"].eq("official_statistics")
    )
    return rows.assign(year=year)[kept & whole & year.between(SINCE, UNTIL) & counted(rows)]


def _roundabout_words(study: Study, exports: pd.DataFrame, index: pd.DataFrame) -> Words:
    change = exports.loc[UNTIL] - exports.loc[BASE]
    transit = [code for code in exports if code in TRANSIT]
    title = f"EU exports to the countries around Russia, {BASE} and {UNTIL}"
    if transit and change[transit].min() > 0 and change.get("RUS", 0) < 0:
        top = index.loc[UNTIL, transit].idxmax()
        title = (
            f"EU exports to Russia fell, to all of its {len(transit)} neighbours here they rose: "
            f"to {study.name(top)} {write_number(index[top][UNTIL] / 100, 1)} times {BASE}"
        )
    sums = f"Together the {len(transit)}: {write_money(change[transit].sum(), 'EUR', sign=True)}"
    russia = f"; Russia: {write_money(change['RUS'], 'EUR', sign=True)}" if "RUS" in change else ""
    lines = "; ".join(
        f"{study.country(code).short} {write_money(exports[code][BASE], 'EUR')} in {BASE}, "
        f"{write_money(exports[code][UNTIL], 'EUR')} in {UNTIL}"
        for code in exports
    )
    return Words(
        title=title,
        subtitle=(
            f"Exports of goods of the EU’s 27 members, index {BASE} = 100 (logarithmic), "
            f"{SINCE}{DASH}{UNTIL}; in brackets {UNTIL}"
        ),
        caption=(
            f"Eurostat, euros at current prices. {sums}{russia} a year from {BASE} to {UNTIL}. A "
            "rise is not proof of re-export: prices and these countries’ own demand rose too."
        ),
        alt=f"Line chart on a logarithmic scale. {lines}.",
    )
