"""Where goods of the EU go instead: its exports to the countries around Russia."""

import pandas as pd
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.exhibits.charts_axes import EDGE, label_ends, year_axis
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import FAINT, INK, MUTED, RULE, chart_style
from helpers.tables.evidence import counted
from helpers.tables.numbers import DASH, write_money, write_number, write_percent
from helpers.tables.study import Study

TRANSIT = ("KAZ", "KGZ", "ARM", "UZB", "GEO")
BASE, SINCE, UNTIL = 2021, 2015, 2023
INDEX_TICKS = (25, 50, 100, 200, 400, 800, 1600)


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
        low, high = index.min(axis=None) * 0.9, index.max(axis=None) * 1.1
        ticks = [tick for tick in INDEX_TICKS if low <= tick <= high]
        axes.set_ylim(low, high)
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
        source_numbers(study, _eu_rows(study)["source_id"]),
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
        top = str(index.loc[UNTIL, transit].idxmax())
        times = write_number(index[top][UNTIL] / 100, 1)
        title = (
            f"EU exports to Russia fell by {write_percent(1 - index['RUS'][UNTIL] / 100)} in two "
            f"years; to {study.name(top)} they are {times} times those of {BASE}"
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
