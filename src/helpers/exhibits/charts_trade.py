"""Charts of one partner's trade: turnover with its range, and exports against imports."""

from pathlib import Path

import pandas as pd

from helpers.countries import WORLD
from helpers.exhibits import chart_words
from helpers.exhibits.charts_axes import (
    label_ends,
    label_point,
    money_axis,
    undisclosed_gap,
    year_axis,
)
from helpers.exhibits.charts_data import (
    flow_by_year,
    published_figures,
    reporter_name,
    source_numbers,
    whole_years,
)
from helpers.exhibits.charts_events import events_caption, major_events
from helpers.exhibits.charts_marks import (
    STEP,
    draw_rules,
    mark_key,
    place_rules,
    range_line,
    report_marks,
)
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import BACI, FAINT, INK, MUTED, chart_style, shapes, tint
from helpers.tables.numbers import write_money, write_number
from helpers.tables.study import Study, load_study

BRIEF = "brief"


def trade_with_range(study: Study, most_events: int = 6) -> Exhibit:
    """Return turnover by year: central line, range, single reports, visits and other events.

    Parameters
    ----------
    study : Study
        Pair of countries.
    most_events : int
        At most so many events are annotated, the highest level first.
    """
    key = f"trade-range-{study.partner.code.lower()}"
    rows = flow_by_year(study.panel, "turnover")
    whole = whole_years(rows)
    figures = published_figures(study, "turnover")
    if whole.empty and figures.empty:
        return note_exhibit(
            key, f"No figures of turnover with {study.partner.name} were found for any year."
        )
    figures = figures.assign(
        reporter=figures["reporter"].where(figures["status"] != "brief", BRIEF)
    )
    marks = shapes(figures["reporter"], study.focal.code, study.partner.code)
    marks |= {BRIEF: "X"} if BRIEF in marks else {}
    colours = {
        study.focal.code: INK, study.partner.code: study.partner.colour, BACI: FAINT, BRIEF: INK
    }  # fmt: skip
    names = [_named(study, code) for code in marks]
    parts = bool(figures["months"].ne(12).any())
    chosen = major_events(study, most_events)
    words = chart_words.trade_words(study, rows, names, parts=parts, events=events_caption(chosen))
    with chart_style(key):
        events = place_rules(chosen, study.since - 0.6, study.until + 0.6, 453.6 - 84)
        header = 8 + STEP * max((event.row + 1 for event in events), default=0)
        figure = new_figure(header + 176 + 46)
        axes = place(figure, left=40, right=44, top=header, bottom=46)
        year_axis(axes, study.since, study.until)
        top = max([*whole["high"], *figures["value"], *rows["low"].dropna()])
        money_axis(axes, top)
        draw_rules(axes, events)
        range_line(axes, whole, study.partner.colour)
        report_marks(axes, figures, marks, colours)
        covered = set(whole.index) | set(figures["year"])
        undisclosed_gap(axes, [year for year in rows.index if year not in covered])
        if len(whole):
            last = whole.iloc[-1]
            others = [*zip(figures["position"], figures["value"], strict=True)]
            label_point(
                axes,
                (float(whole.index[-1]), last["central"]),
                write_money(last["central"]),
                study.partner.colour,
                others,
            )
        entries = [
            (marks[code], colours.get(code, MUTED), True, _named(study, code)) for code in marks
        ]
        if parts:
            entries.append(("o", MUTED, False, "part of a year"))
        mark_key(axes, entries, below=34)
    columns = ["Year", "Central", "Low", "High", "Reporters", "Flags"]
    return chart_exhibit(
        key,
        figure,
        words,
        columns,
        panel_rows(rows),
        source_numbers(study, rows["source_ids"], figures["source_id"]),
    )


def flows(study: Study) -> Exhibit:
    """Return exports and imports as lines with their ranges, and the balance as bars."""
    key = f"flows-{study.partner.code.lower()}"
    exports, imports, balance = (
        flow_by_year(study.panel, flow) for flow in ("export", "import", "balance")
    )
    if whole_years(exports).empty and whole_years(imports).empty:
        return note_exhibit(
            key,
            f"No whole-year figures of exports to or imports from {study.partner.name} were found.",
        )
    words = chart_words.flows_words(study, exports, imports, balance)
    colour = study.partner.colour
    with chart_style(key):
        figure = new_figure(262)
        above = place(figure, left=40, right=74, top=8, bottom=106)
        below = place(figure, left=40, right=74, top=178, bottom=22)
        for axes, labels in ((above, False), (below, True)):
            year_axis(axes, study.since, study.until, labels=labels)
        ends = []
        known = [rows for rows in map(whole_years, (exports, imports)) if len(rows)]
        latest = {int(rows.index[-1]) for rows in known}
        for rows, tone, name in (
            (exports, colour, f"exports to\n{study.partner.short}"),
            (imports, INK, "imports"),
        ):
            whole = whole_years(rows)
            range_line(above, whole, tone)
            if len(whole):
                year, value = int(whole.index[-1]), float(whole["central"].iloc[-1])
                # Two ends of different years say so: a part is never compared with a later whole.
                when = f", {year}" if len(latest) > 1 else ""
                ends.append((float(year), value, f"{name} {write_money(value)}{when}", tone))
        money_axis(above, max(rows["high"].max() for rows in known))
        label_ends(above, ends)
        net = whole_years(balance)
        money_axis(
            below,
            max(net["central"].max(), 0) if len(net) else 1,
            bottom=min(net["central"].min(), 0) if len(net) else 0,
            most=3,
        )
        below.bar(
            net.index,
            net["central"],
            width=0.66,
            linewidth=0,
            color=[colour if value > 0 else tint(INK, 0.45) for value in net["central"]],
        )
        gap = [
            year
            for year in exports.index
            if exports["central"].isna()[year] and imports["central"].isna()[year]
        ]
        undisclosed_gap(above, gap, clear_of=[value for _, value, _, _ in ends])
        undisclosed_gap(below, [year for year in gap if year not in net.index], "")
        below.annotate(
            "balance",
            (1, 0.5),
            xycoords="axes fraction",
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontweight=600,
            color=MUTED,
        )
    columns = ["Flow", "Year", "Central", "Low", "High", "Reporters", "Flags"]
    data = [
        [name, *line]
        for name, rows in (("export", exports), ("import", imports), ("balance", balance))
        for line in panel_rows(rows)
    ]
    ids = [rows["source_ids"] for rows in (exports, imports)]
    return chart_exhibit(key, figure, words, columns, data, source_numbers(study, *ids))


def panel_rows(rows: pd.DataFrame) -> list[list[str]]:
    """Return a flow of the panel as text: whole dollars, empty where nothing is known."""
    return [
        [
            str(year),
            *(
                "" if pd.isna(row[name]) else write_number(row[name])
                for name in ("central", "low", "high")
            ),
            row["reporters"],
            row["flags"],
        ]
        for year, row in rows.iterrows()
    ]


def _named(study: Study, code: str) -> str:
    return "the brief" if code == BRIEF else reporter_name(study, code)


def warm_up(root: Path | str) -> None:
    """Draw one chart for nobody: fonts and text measures are read once, before kernels are forked.

    Called in the process that a build forks its kernels from.
    """
    trade_with_range(load_study(WORLD, root=root))
