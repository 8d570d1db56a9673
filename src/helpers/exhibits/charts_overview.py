"""The four partners and the benchmarks side by side."""

import pandas as pd

from helpers.exhibits.chart_words import period, round_money
from helpers.exhibits.charts_axes import money_axis, undisclosed_gap, year_axis
from helpers.exhibits.charts_data import source_numbers, whole_years
from helpers.exhibits.charts_marks import mark_key, range_line
from helpers.exhibits.charts_rows import (
    DAGGER,
    EDGE_OF_ROW,
    RECENT,
    row_names,
    value_axis,
    write_at,
)
from helpers.exhibits.comparisons import BEFORE
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.overview_data import (
    FOUR,
    ROUGH,
    before_and_latest,
    is_rough,
    part_years,
    partner_flow,
    tone_of,
)
from helpers.exhibits.overview_words import (
    compared_words,
    multiples_words,
)
from helpers.exhibits.style import BOLD, FAINT, MUTED, PAPER, RULE, chart_style, tint
from helpers.tables.numbers import write_money, write_number
from helpers.tables.study import Study

BOX = ((40.0, 0.0), (262.0, 0.0), (40.0, 1.0), (262.0, 1.0))  # left edge and row of each panel


def small_multiples(study: Study) -> Exhibit:
    """Return turnover of the four partners as four panels, each with its own scale."""
    key = "small-multiples"
    series = {code: partner_flow(study, code, "turnover") for code in FOUR}
    drawn = [code for code in FOUR if len(whole_years(series[code]))]
    if not drawn:
        return note_exhibit(key, f"No whole year of trade of {study.focal.name} was found.")
    with chart_style(key):
        height = 136 * ((len(drawn) + 1) // 2)
        figure = new_figure(height)
        for code, (left, line) in zip(drawn, BOX, strict=False):
            rows, country = series[code], study.country(code)
            top = 24 + 136 * line
            axes = place(figure, left, 453.6 - left - 178, top, height - top - 88)
            year_axis(axes, study.since, study.until)
            parts = part_years(rows)
            reach = max(float(whole_years(rows)["high"].max()), *parts["low"], 0)
            money_axis(axes, reach)
            range_line(axes, whole_years(rows), country.colour)
            axes.plot(
                parts.index,
                parts["low"],
                linestyle="none",
                marker="^",
                markersize=5,
                markerfacecolor=PAPER,
                markeredgecolor=country.colour,
                markeredgewidth=1.2,
                zorder=4,
            )
            known = {*whole_years(rows).index, *parts.index}
            # Too narrow for the word; the caption says what hatching is.
            undisclosed_gap(axes, [year for year in rows.index if year not in known], "")
            write_at(
                axes, country.short, (0, 1), (0, 12), country.colour, BOLD, coords="axes fraction"
            )
            last = whole_years(rows).iloc[-1]
            about = ROUGH if is_rough(last) else ""
            label = f"{about}{write_money(last['central'])} in {last.name}"
            write_at(axes, label, (1, 1), (0, 12), MUTED, align="right", coords="axes fraction")
    rows = pd.concat(series.values())
    words = multiples_words(study, {code: series[code] for code in drawn})
    data = [
        [study.name(code), str(year), *_written(row), row["flags"]]
        for code in drawn
        for year, row in series[code].iterrows()
    ]
    columns = ["Partner", "Year", "Central", "Low", "High", "Flags"]
    return chart_exhibit(
        key, figure, words, columns, data, source_numbers(study, rows["source_ids"])
    )


def partners_compared(study: Study) -> Exhibit:
    """Return mean turnover of 2017-2019 and that of the latest known year, on a log scale."""
    key = "partners-compared"
    frame = before_and_latest(study)
    if len(frame) < 2:
        return note_exhibit(key, f"Too few partners of {study.focal.name} can be compared.")
    with chart_style(key):
        figure = new_figure(18 * len(frame) + 60)
        axes = place(figure, left=96, right=104, top=16, bottom=46)
        values = frame[["low", "high", "before_low", "before_high"]]
        low, high = float(values.min().min()), float(values.max().max())
        axes.set_xscale("log")
        axes.minorticks_off()
        axes.set_xlim(low / 1.3, high * 1.3)
        ticks = [10.0**n for n in range(5, 13) if low / 1.3 <= 10**n <= high * 1.3]
        value_axis(axes, ticks, [round_money(tick) for tick in ticks])
        tones = [tone_of(study, code) for code in frame["partner"]]
        names = [
            study.country(row.partner).short + (f" {DAGGER}" if row.year <= RECENT else "")
            for row in frame.itertuples()
        ]
        row_names(axes, names, tones, left=96)
        for place_, (row, tone) in enumerate(zip(frame.itertuples(), tones, strict=True)):
            colour = tone or MUTED
            rough = is_rough(row._asdict())
            axes.plot([row.before, row.central], [place_] * 2, color=RULE, linewidth=1, zorder=1.6)
            axes.plot([row.before_low, row.before_high], [place_] * 2, color=FAINT, linewidth=2.4)
            axes.plot([row.low, row.high], [place_] * 2, color=tint(colour, 0.35), linewidth=7)
            axes.plot(
                row.before,
                place_,
                marker="D",
                markersize=4.6,
                color=MUTED,
                markeredgecolor=PAPER,
                markeredgewidth=0.6,
                zorder=5,
            )
            axes.plot(
                row.central,
                place_,
                marker="o",
                markersize=6.5 if not rough else 5.8,
                markerfacecolor=PAPER if rough else colour,
                markeredgecolor=colour,
                markeredgewidth=1.4 if rough else 1,
                zorder=4,
            )
            write_at(axes, str(row.year), (1, place_), (14, 0), MUTED, coords=EDGE_OF_ROW)
            money = (ROUGH if rough else "") + write_money(row.central)
            write_at(axes, money, (1, place_), (102, 0), colour, BOLD, "right", coords=EDGE_OF_ROW)
        write_at(
            axes, "latest year", (1, 1), (102, 9), MUTED, align="right", coords="axes fraction"
        )
        entries = [
            ("D", MUTED, True, f"mean of {period(BEFORE[0], BEFORE[-1])}"),
            ("o", MUTED, True, "latest year known"),
            ("o", MUTED, False, "the same, one rounded figure"),
        ]
        mark_key(axes, entries, below=32, left=-96)
    data = [
        [study.name(row.partner), write_number(row.before), str(row.year)]
        + [write_number(value) for value in (row.central, row.low, row.high)]
        for row in frame.itertuples()
    ]
    rows = study.everyone[
        study.everyone["partner"].isin(frame["partner"]) & study.everyone["flow"].eq("turnover")
    ]
    years = dict(zip(frame["partner"], frame["year"], strict=True))
    used = rows["year"].isin(BEFORE) | rows["year"].eq(rows["partner"].map(years))
    columns = ["Partner", "Mean 2017–2019", "Latest year", "Turnover", "Low", "High"]
    return chart_exhibit(
        key, figure, compared_words(study, frame), columns, data,
        source_numbers(study, rows.loc[used, "source_ids"]),
    )  # fmt: skip


def _written(row: pd.Series) -> list[str]:
    return ["" if pd.isna(row[n]) else write_number(row[n]) for n in ("central", "low", "high")]
