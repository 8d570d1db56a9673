"""A partner's place in the focal country's trade: share of the total, and rank among countries."""

import math

import pandas as pd
from matplotlib.figure import Figure

from helpers.countries import WORLD
from helpers.exhibits.charts_axes import (
    heading,
    label_point,
    round_ticks,
    rule_ticks,
    undisclosed_gap,
    year_axis,
)
from helpers.exhibits.charts_data import flow_by_year, source_numbers, whole_years
from helpers.exhibits.charts_marks import range_line
from helpers.exhibits.drawing import chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.position_words import ordinal, position_words
from helpers.exhibits.style import chart_style
from helpers.tables.numbers import write_percent
from helpers.tables.study import Study

UNSURE = 3  # a rank that may be so many places worse is not shown
BIG = ("RUS", "EU27_2020")


def share_and_rank(study: Study) -> Exhibit:
    """Return the partner's share of goods turnover by year, and its rank among countries.

    Shares are drawn for years in which both the pair's turnover and the focal country's total are
    known. A rank counts the countries known to trade more; it is left out where the trade not
    attributed to any country could hold more than two countries larger than the partner.
    """
    key = f"share-rank-{study.partner.code.lower()}"
    name = study.partner.name
    shares = share_by_year(study, study.partner.code)
    if study.partner.code == WORLD:
        return note_exhibit(key, "The world is the whole: it has neither a share nor a rank.")
    if len(shares) < 2:
        return note_exhibit(
            key, f"The share of {name} in {study.focal.name}’s trade is known for too few years."
        )
    ranks = rank_by_year(study)
    off = _off_scale(study, float(shares["high"].max()))
    words = position_words(study, shares, ranks, off)
    colour = study.partner.colour
    with chart_style(key):
        figure = new_figure(250 if len(ranks) else 180)
        above = place(figure, left=40, right=48, top=18, bottom=110 if len(ranks) else 24)
        year_axis(above, study.since, study.until, labels=not len(ranks))
        ticks = round_ticks(0, float(shares["high"].max()) * 1.02)
        above.set_ylim(0, max(ticks[-1], shares["high"].max()))
        digits = next(
            n
            for n in range(6)
            if n == 5 or all(math.isclose(t, round(t, n + 2), abs_tol=1e-9) for t in ticks)
        )
        rule_ticks(above, ticks, lambda tick: write_percent(tick, digits))
        range_line(above, shares, colour)
        gap = sorted(set(range(study.since, study.until + 1)) - set(shares.index))
        last = shares.iloc[-1]
        undisclosed_gap(above, gap, clear_of=[last["central"]])
        label_point(
            above,
            (float(shares.index[-1]), last["central"]),
            write_percent(last["central"]),
            colour,
            [(year, value) for year, value in shares["central"].items()][:-1],
        )
        heading(above, f"Share of goods turnover{'; ' + off if off else ''}")
        if len(ranks):
            _rank_panel(study, figure, ranks, colour)
    rows = [
        [
            str(year),
            *(write_percent(row[end], 2) for end in ("central", "low", "high")),
            str(ranks.get(year, "")),
        ]
        for year, row in shares.iterrows()
    ]
    ids = [flow_by_year(part, "turnover")["source_ids"] for part in (study.panel, _total(study))]
    return chart_exhibit(
        key,
        figure,
        words,
        ["Year", "Share", "Low", "High", "Rank"],
        rows,
        source_numbers(study, *ids),
    )


def share_by_year(study: Study, partner: str) -> pd.DataFrame:
    """Return a partner's share of goods turnover with its range, for the years it is known.

    Parameters
    ----------
    study : Study
        Its panel of everyone is used.
    partner : str
        Code.

    Returns
    -------
    DataFrame
        central, low, high (0 to 1), indexed by year. The range sets the lowest figure against the
        highest total and the reverse.
    """
    everyone = study.everyone
    part = whole_years(flow_by_year(everyone[everyone["partner"] == partner], "turnover"))
    total = whole_years(flow_by_year(_total(study), "turnover"))
    years = part.index.intersection(total.index)
    part, total = part.loc[years], total.loc[years]
    return pd.DataFrame(
        {
            "central": part["central"] / total["central"],
            "low": part["low"] / total["high"],
            "high": part["high"] / total["low"],
        }
    )


def rank_by_year(study: Study) -> pd.Series:
    """Return the partner's rank by goods turnover among single countries, where it is certain.

    Returns
    -------
    Series
        Indexed by year; years are left out in which unattributed trade leaves the rank open by
        three places or more.
    """
    kinds = study.countries.set_index("code")["kind"]
    rows = study.everyone[study.everyone["flow"].eq("turnover") & study.everyone["months"].eq(12)]
    single = rows[rows["partner"].map(kinds).eq("country")].dropna(subset=["central"])
    total = whole_years(flow_by_year(_total(study), "turnover"))["central"]
    found = {}
    for year, group in single.groupby("year"):
        values = group.set_index("partner")["central"]
        if study.partner.code not in values or year not in total.index:
            continue
        own = values[study.partner.code]
        unattributed = max(total[year] - values.sum(), 0)
        if unattributed / own < UNSURE:
            found[int(year)] = int((values > own).sum()) + 1
    return pd.Series(found, dtype="int64")


def _rank_panel(study: Study, figure: Figure, ranks: pd.Series, colour: str) -> None:
    below = place(figure, left=40, right=48, top=172, bottom=22)
    year_axis(below, study.since, study.until)
    worst = max(int(ranks.max()), 3)
    below.set_ylim(worst + 0.6, 0.4)
    ticks = [1, *([worst] if worst > 2 else [])]
    rule_ticks(below, ticks, lambda tick: f"{tick:.0f}")
    below.axhline(worst + 0.6, linewidth=0)
    for year, rank in ranks.items():
        before = ranks.get(year - 1)
        if before is not None:
            below.plot([year - 0.5] * 2, [before, rank], color=colour, linewidth=1.2)
        below.plot(
            [year - 0.5, year + 0.5], [rank] * 2, color=colour, linewidth=2.6, solid_capstyle="butt"
        )
    gap = sorted(set(range(study.since, study.until + 1)) - set(ranks.index))
    undisclosed_gap(below, gap, "not certain")
    last = int(ranks.index[-1])
    label_point(below, (last + 0.4, float(ranks.iloc[-1])), ordinal(int(ranks.iloc[-1])), colour)
    heading(below, "Rank among countries")


def _off_scale(study: Study, top: float) -> str:
    """Return the benchmarks too large for the chart, in words."""
    parts = []
    for code in BIG:
        rows = share_by_year(study, code)
        if len(rows) and code != study.partner.code and rows["central"].iloc[-1] > top:
            share, year = write_percent(rows["central"].iloc[-1]), rows.index[-1]
            parts.append(f"{study.country(code).short} {share} ({year})")
    return f"off the scale: {', '.join(parts)}" if parts else ""


def _total(study: Study) -> pd.DataFrame:
    return study.everyone[study.everyone["partner"] == WORLD]
