"""EU exports of sanctioned goods over what was to be expected, one row a destination."""

import numpy as np
import pandas as pd
from matplotlib.ticker import NullLocator

from helpers.exhibits.charts_marks import mark_key
from helpers.exhibits.charts_rows import EDGE_OF_ROW, row_names, value_axis, write_at
from helpers.exhibits.diversion_data import (
    CUT,
    Diverted,
    measure_diversion,
    substitution,
    transit_sources,
)
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import BOLD, FAINT, INK, MUTED, PAPER, TEXT, chart_style, tint
from helpers.indicators.diversion import OTHERS, TREND
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.numbers import DASH, write_money, write_number, write_percent, write_range
from helpers.tables.study import Study

ROW, LEFT, RIGHT = 23.0, 78.0, 158.0
TICKS = {0.125: "⅛", 0.25: "¼", 0.5: "½", 1.0: "1", 2.0: "2", 4.0: "4", 8.0: "8", 16.0: "16"}
MARKS = {OTHERS: "D", TREND: "^"}


def diversion_chart(study: Study) -> Exhibit:
    """Return exports of sanctioned goods as a multiple of what was to be expected, with ranges.

    Parameters
    ----------
    study : Study
        Any pair of the focal country: the chart is about where EU goods go instead.
    """
    key = "diversion"
    try:
        diverted = measure_diversion(study)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    rows = _rows(diverted)
    tones = {"RUS": INK, study.focal.code: study.focal.colour}
    with chart_style(key):
        figure = new_figure(ROW * len(rows) + 66)
        axes = place(figure, left=LEFT, right=RIGHT, top=20, bottom=46)
        axes.set_xscale("log", base=2)
        low, high = rows["low"].min() * 0.9, rows["high"].max() * 1.1
        axes.set_xlim(low, high)
        axes.xaxis.set_minor_locator(NullLocator())
        ticks = [tick for tick in TICKS if low <= tick <= high]
        value_axis(axes, ticks, [TICKS[tick] for tick in ticks])
        axes.axvline(1, color=FAINT, linewidth=0.9, zorder=1.5)
        names = [study.country(code).short for code in rows.index]
        row_names(axes, names, [tones.get(code, TEXT) for code in rows.index], left=LEFT)
        for at, (code, row) in enumerate(rows.iterrows()):
            colour = tones.get(str(code), MUTED)
            axes.plot([row["low"], row["high"]], [at] * 2, color=tint(colour, 0.3), linewidth=6)
            for name, mark in MARKS.items():
                axes.plot(
                    row[name], at, marker=mark, markersize=4.4, markerfacecolor=PAPER,
                    markeredgecolor=colour, markeredgewidth=1, zorder=3,
                )  # fmt: skip
            axes.plot(
                row["middle"], at, marker="o", markersize=6.6, color=colour,
                markeredgecolor=PAPER, markeredgewidth=0.6, zorder=4,
            )  # fmt: skip
            text = write_money(row["excess"], "EUR", sign=True)
            write_at(axes, text, (1, at), (62, 0), colour, BOLD, "right", EDGE_OF_ROW)
            ends = write_range(row["excess_low"], row["excess_high"], "EUR")
            write_at(axes, ends, (1, at), (RIGHT, 0), MUTED, 400, "right", EDGE_OF_ROW)
        for text, x in (("excess", 62), ("90% interval", RIGHT)):
            write_at(axes, text, (1, 1), (x, 10), MUTED, align="right", coords="axes fraction")
        key_of = [
            ("o", MUTED, True, "mean of both"),
            ("D", MUTED, False, "other goods"),
            ("^", MUTED, False, "own trend"),
        ]
        mark_key(axes, key_of, below=34, left=-LEFT)
    data = [
        [name, *(write_number(row[column] / 1e6) for column in ("actual", "expected", "excess",
                                                                "excess_low", "excess_high"))]
        for name, (_, row) in zip(names, rows.iterrows(), strict=True)
    ]  # fmt: skip
    return chart_exhibit(
        key,
        figure,
        _words(study, diverted, rows),
        ["Destination (EUR m)", "Exported", "Expected", "Excess", "Low", "High"],
        data,
        study.numbers(transit_sources(study)),
    )


def _rows(diverted: Diverted) -> pd.DataFrame:
    """Return one row a destination, the largest rise first: multiples, and the excess in EUR."""
    table = diverted.found.table
    rows = table[["actual", "expected", "excess"]].assign(
        excess_low=np.fmin(table["low"], table["excess"]),
        excess_high=np.fmax(table["high"], table["excess"]),
    )
    actual = rows["actual"]
    rows["middle"] = actual / rows["expected"]
    rows["low"] = actual / (actual - rows["excess_low"])
    rows["high"] = actual / (actual - rows["excess_high"])
    for name in MARKS:
        rows[name] = actual / (actual - table[name])
    return rows.sort_values("middle", ascending=False)


def _words(study: Study, diverted: Diverted, rows: pd.DataFrame) -> Words:
    since, until = f"{CUT:%B}", f"{diverted.until:%B %Y}"
    top = str(rows.index[0])
    title = (
        f"{study.name(top)} got {write_number(rows.loc[top, 'middle'], 1)} times the sanctioned EU "
        "goods that were to be expected"
    )
    try:
        found = substitution(diverted)
    except InsufficientData:
        ratio = ""
    else:
        title += (
            "; the excess in the countries around Russia equals "
            f"{write_percent(found.ratio)} of the shortfall"
        )
        ratio = (
            f" Shortfall: {study.name('RUS')} and {study.focal.name} together "
            f"({write_money(found.shortfall, 'EUR')}); interval of the share "
            f"{write_percent(found.low)} to {write_percent(found.high)}."
        )
    told = " ".join(
        f"{study.name(str(code))}: {write_number(row['middle'], 2)} times "
        f"({write_number(row['low'], 2)} to {write_number(row['high'], 2)}), "
        f"{write_money(row['excess'], 'EUR', sign=True)}."
        for code, row in rows.iterrows()
    )
    return Words(
        title=title,
        subtitle=(
            "EU exports of goods that were under export sanctions on Russia by December 2022, as a "
            f"multiple of what was to be expected (logarithmic), {since}{DASH}{until}; euros"
        ),
        caption=(
            "Eurostat, monthly; the list of goods is one researcher’s reading. Expected: path of "
            "other goods to the same destination, and the goods’ own trend before the break. Pale "
            f"bars: 90 percent interval over both, block bootstrap.{ratio} More than expected is "
            f"not proof of re-export. Sanctions on {study.focal.name} covered fewer of these goods."
        ),
        alt=f"Dots with ranges, one row a destination. {told}",
    )
