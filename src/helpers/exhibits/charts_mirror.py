"""The same flow in the records of both sides."""

import pandas as pd

from helpers.exhibits.charts_axes import money_labels, round_ticks
from helpers.exhibits.charts_data import published_figures, reporter_name, source_numbers
from helpers.exhibits.charts_marks import mark_key, size_in_points
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.mirror_records import mirror_ratios, records
from helpers.exhibits.mirror_words import mirror_words, reporters_of
from helpers.exhibits.overview_data import ROUGH
from helpers.exhibits.style import (
    BACI,
    BOLD,
    FAINT,
    INK,
    MUTED,
    PAPER,
    RULE,
    SIZE,
    SMALL,
    TEXT,
    chart_style,
    shapes,
)
from helpers.tables.numbers import write_number
from helpers.tables.study import Study

ROW = 14.0  # points
TOUCH, STEP = 5.0, 5.6  # points: nearer marks would hide each other, and stand so far apart
MOST = 14  # rows


def mirror_comparison(study: Study, flow: str | None = None) -> Exhibit:
    """Return what each reporter says about the same flow in the same year, and the mirror ratio.

    Parameters
    ----------
    study : Study
        Pair of countries.
    flow : {"turnover", "export", "import"}, optional
        By default the one that most often has two reporters.
    """
    key = f"mirror-{study.partner.code.lower()}"
    tables = {
        one: records(study, one) for one in ([flow] if flow else ["turnover", "export", "import"])
    }
    flow, (table, estimated) = max(
        tables.items(), key=lambda item: (_both(study, item[1].table), len(item[1].table))
    )
    table, estimated = table.iloc[-MOST:], estimated.iloc[-MOST:]
    if not _both(study, table):
        return note_exhibit(
            key,
            f"No calendar year was found for which both {study.partner.name} and "
            f"{study.focal.name} (or BACI) give goods trade between them: "
            "the two records cannot be compared.",
        )
    ratios = mirror_ratios(study, table)
    marks = shapes(table.columns, study.focal.code, study.partner.code)
    colours = {study.focal.code: INK, study.partner.code: study.partner.colour, BACI: FAINT}
    top = float(table.max(axis=None))
    ticks = round_ticks(0, top, 4)
    with chart_style(key):
        figure = new_figure(ROW * len(table) + 58)
        axes = place(figure, left=34, right=78, top=30, bottom=22)
        axes.set_xlim(0, max(ticks[-1], top))
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.set_xticks(ticks)
        axes.set_xticklabels(money_labels(ticks, ticks[-1]))
        axes.grid(axis="x")
        axes.set_yticks(range(len(table)))
        axes.set_yticklabels([str(year) for year in table.index])
        for row, (year, line) in enumerate(table.iterrows()):
            known = line.dropna()
            axes.plot([known.min(), known.max()], [row, row], color=RULE, linewidth=2.6, zorder=2)
            beside = apart(known, top / size_in_points(axes)[0] * TOUCH)
            for code in known.index:
                axes.plot(
                    [known[code]],
                    [row + beside[code] * STEP / ROW],
                    marker=marks[code],
                    linestyle="none",
                    markersize={"D": 4.5, "o": 7.6}.get(marks[code], 5.4),
                    markerfacecolor=PAPER if estimated[code][year] else colours.get(code, MUTED),
                    markeredgecolor=colours.get(code, MUTED) if estimated[code][year] else PAPER,
                    markeredgewidth=1.3 if estimated[code][year] else 0.6,
                    zorder=4,
                    clip_on=False,
                )
            about = ROUGH if estimated.loc[year].any() else ""
            text = about + write_number(ratios[year], 2) if pd.notna(ratios[year]) else "–"
            axes.annotate(
                text,
                (1, row),
                xycoords=("axes fraction", "data"),
                xytext=(66, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=SIZE,
                fontweight=BOLD if pd.notna(ratios[year]) else 400,
                color=TEXT if pd.notna(ratios[year]) else MUTED,
            )
        axes.annotate(
            "mirror ratio",
            (1, 1),
            xycoords="axes fraction",
            xytext=(66, 14),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=SMALL,
            color=MUTED,
        )
        entries = [
            (marks[code], colours.get(code, MUTED), kept, reporter_name(study, code) + note)
            for code in table.columns
            for kept, note in ((True, ""), (False, ", from fiscal years"))
            if (table[code].notna() & estimated[code].ne(kept)).any()
        ]
        mark_key(axes, entries, below=-size_in_points(axes)[1] - 14)
    words = mirror_words(study, flow, table, ratios, estimated)
    data = [
        [
            str(year),
            *("" if pd.isna(cell) else write_number(cell) for cell in line),
            "" if pd.isna(ratios[year]) else write_number(ratios[year], 2),
            reporters_of(study, estimated.columns[estimated.loc[year]]),
        ]
        for year, line in table.iterrows()
    ]
    columns = ["Year", *(reporter_name(study, code) for code in table.columns), "Mirror ratio"]
    columns.append("From fiscal years")
    figures = published_figures(study, flow)
    return chart_exhibit(
        key, figure, words, columns, data, source_numbers(study, figures["source_id"])
    )


def apart(known: pd.Series, touch: float) -> dict[str, float]:
    """Return how many steps down each mark of a row stands, so that equal ones are all seen.

    Parameters
    ----------
    known : Series
        Values of a row by reporter.
    touch : float
        Marks nearer than this would cover each other; in the unit of the values.

    Returns
    -------
    dict
        0 where a mark stands alone; −0.5 and 0.5 for two that touch, and so on.
    """
    values = known.sort_values(kind="stable")
    groups = values.diff().gt(touch).cumsum()
    return {
        code: place - (len(group) - 1) / 2
        for _, group in values.groupby(groups)
        for place, code in enumerate(group.index)
    }


def _both(study: Study, table: pd.DataFrame) -> int:
    return mirror_ratios(study, table).count() if len(table) else 0
