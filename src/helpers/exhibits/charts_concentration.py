"""How many partners the focal country's trade rests on, with and without Russia."""

import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.charts_axes import (
    BACKING,
    round_ticks,
    rule_ticks,
    undisclosed_gap,
    year_axis,
)
from helpers.exhibits.charts_data import flow_by_year, runs, source_numbers
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.concentration_words import concentration_words, write_count
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_structure import FLOW, concentration_facts
from helpers.exhibits.style import BOLD, INK, MUTED, SIZE, SMALL, chart_style, tint
from helpers.tables.numbers import DASH, write_number, write_percent
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

ROOM = 1.5  # bounds higher than so many times the highest line are cut off, and say so
HALF = 0.3  # years: half the width of a bar between two bounds
SERIES = (("effective_without_russia", INK), ("effective", ""))


def concentration(study: Study) -> Exhibit:
    """Return the effective number of partners by year: lines, then bars between bounds.

    The number is 1/HHI of the shares of partners in goods turnover. Where less than `FULL` of the
    turnover is attributed to a partner, only the bounds that the remainder allows are drawn.
    """
    key = "concentration"
    facts = concentration_facts(study)
    found = {name: effective_by_year(study, facts, name) for name, _ in SERIES}
    inside, outside = found["effective"], found["effective_without_russia"]
    if inside.empty or outside.empty:
        return note_exhibit(
            key, f"The shares of partners in {study.focal.name}’s trade are known for no year."
        )
    words = concentration_words(study, inside, outside)
    rival = study.country(BENCHMARK)
    with chart_style(key):
        figure = new_figure(222)
        axes = place(figure, left=24, right=20, top=18, bottom=24)
        year_axis(axes, study.since, study.until)
        exact = outside[~outside["bounded"]]
        top = float(exact["central"].max() * ROOM) if len(exact) else float(outside["high"].min())
        ticks = [tick for tick in round_ticks(0, top) if tick <= top * 1.05]
        axes.set_ylim(0, top * 1.05)
        rule_ticks(axes, ticks, lambda tick: write_number(tick))
        for name, colour in SERIES:
            word = f"{'without' if colour else 'with'} {rival.short}"
            _series(axes, found[name], colour or rival.colour, word)
        known = set(inside.index)
        undisclosed_gap(
            axes, [year for year in range(study.since, study.until + 1) if year not in known]
        )
        years = inside.index[inside["bounded"]]
        if len(years):
            word = "bounds: most\npartners\nundisclosed"
            _note(axes, word, (years[0] - 0.5, 1), (-4, -20), MUTED, "right")
    data = [
        [
            str(year),
            word,
            *(write_number(row[end], 2) for end in ("central", "low", "high")),
            write_percent(row["known"]),
        ]
        for word, rows in ((f"with {rival.short}", inside), (f"without {rival.short}", outside))
        for year, row in rows.iterrows()
    ]
    rows = flow_by_year(study.everyone[study.everyone["partner"].isin(["WLD", BENCHMARK])], FLOW)
    return chart_exhibit(
        key,
        figure,
        words,
        ["Year", "Series", "Effective partners", "Low", "High", "Attributed to a partner"],
        data,
        source_numbers(study, rows["source_ids"]),
    )


def effective_by_year(study: Study, facts: dict, name: str) -> pd.DataFrame:
    """Return the effective number of partners by year.

    Parameters
    ----------
    study : Study
        Gives the years.
    facts : dict
        As :func:`helpers.exhibits.facts_structure.concentration_facts`.
    name : str
        ``effective`` or ``effective_without_russia``.

    Returns
    -------
    DataFrame
        central, low, high (partners), known (share of turnover attributed to a partner), bounded
        (only the bounds mean anything), indexed by year.
    """
    rows = {}
    for year in range(study.since, study.until + 1):
        fact, known = facts.get(f"{name}_{year}"), facts.get(f"known_{year}")
        if isinstance(fact, Quantity) and isinstance(known, Quantity):
            central = float(fact.value)
            low, high = (central if end is None else float(end) for end in (fact.low, fact.high))
            rows[year] = (central, low, high, float(known.value), fact.low is not None)
    columns = ["central", "low", "high", "known", "bounded"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _series(axes: Axes, rows: pd.DataFrame, colour: str, word: str) -> None:
    exact, bounded = rows[~rows["bounded"]], rows[rows["bounded"]]
    for first, last in runs([int(year) for year in exact.index]):
        part = exact.loc[first:last, "central"]
        axes.plot(part.index, part, color=colour, linewidth=2, marker="o", markersize=3, zorder=3)
    top = axes.get_ylim()[1]
    for year, row in bounded.iterrows():
        cut = row["high"] > top
        axes.bar(
            year,
            min(row["high"], top) - row["low"],
            bottom=row["low"],
            width=2 * HALF,
            color=tint(colour, 0.45 if colour == INK else 0.3),  # apart in greyscale too
            linewidth=0,
            zorder=2,
        )
        for end in [row["low"]] + ([] if cut else [row["high"]]):
            axes.plot([year - HALF, year + HALF], [end] * 2, color=colour, linewidth=1.4, zorder=3)
        if cut:
            _note(axes, f"↑{write_number(row['high'])}", (year, top), (0, 7), colour)
    if len(exact):
        year = int(exact.index[-1])
        _note(
            axes,
            write_count(exact["central"].iloc[-1]),
            (year, exact["central"].iloc[-1]),
            (0, 11),
            colour,
        )
        at = int(exact.index[0])
        level = float(exact["central"].loc[at : at + 3].max())
        _note(axes, word, (at, level), (0, 11), colour, "left")
    if len(bounded):
        last = bounded.iloc[-1]
        ends = DASH.join(write_count(end) for end in (last["low"], last["high"]))
        middle = (last["low"] + min(last["high"], top)) / 2
        _note(axes, ends, (float(bounded.index[-1]) + HALF, middle), (6, 0), colour, "left")


def _note(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    colour: str,
    align: str = "center",
) -> None:
    muted = colour == MUTED  # said of the chart as a whole, placed in it and not in the data
    axes.annotate(
        text,
        at,
        xycoords=("data", "axes fraction") if muted else "data",
        xytext=offset,
        textcoords="offset points",
        ha=align,
        va="center",
        fontsize=SMALL if muted else SIZE,
        fontweight=400 if muted else BOLD,
        color=colour,
        annotation_clip=False,
        bbox=BACKING,
        zorder=5,
    )
