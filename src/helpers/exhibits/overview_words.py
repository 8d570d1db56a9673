"""Titles, captions and alternative texts of the charts of the overview, written from the data."""

from collections.abc import Iterable, Sequence

import pandas as pd

from helpers.exhibits.chart_words import BASE, describe, flags_caption, period
from helpers.exhibits.charts_data import whole_years
from helpers.exhibits.charts_rows import DAGGER, RECENT
from helpers.exhibits.comparisons import BEFORE, BENCHMARK
from helpers.exhibits.drawing import Words
from helpers.exhibits.numbers import write_money
from helpers.exhibits.overview_data import BASES, FOUR, Change, part_years
from helpers.tables.study import Study


def multiples_words(study: Study, series: dict[str, pd.DataFrame]) -> Words:
    """Return the words of the small multiples of turnover; `series` by partner and year."""
    hollow = any(len(part_years(rows)) for rows in series.values())
    return Words(
        title=_multiples_title(study, {code: whole_years(series[code]) for code in series}),
        subtitle=(
            f"Goods turnover of {study.focal.name}, US dollars a year, "
            f"{period(study.since, study.until)}; every panel has its own scale"
        ),
        caption=(
            "Line: central value. Band: from the lowest to the highest figure. Hatched: "
            "undisclosed, no whole-year figure in our tables."
            + (" Hollow: part of the year, so at least as much." if hollow else "")
            + "".join(f" {study.name(code)}: {text}" for code, text in _flags(series).items())
        ),
        alt="Line charts with ranges. "
        + " ".join(describe(rows, study.name(code)) for code, rows in series.items()),
    )


def _flags(series: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return by partner what its flags mean, apart from the gaps that every panel shows."""
    told = {
        code: flags_caption(rows[~rows["flags"].fillna("").str.contains("undisclosed")])
        for code, rows in series.items()
    }
    return {code: text[0].lower() + text[1:] for code, text in told.items() if text}


def change_words(study: Study, order: Sequence[Change]) -> Words:
    """Return the words of the chart of changes in exports."""
    known = [one for one in order if one.value == one.value]
    rival = next((one for one in known if one.partner == BENCHMARK), None)
    others = [one for one in known if one.partner in FOUR]
    title = f"How {study.focal.name}’s exports changed, by partner"
    if rival and others:
        best = max(others, key=lambda one: one.value)
        gained = f"{study.name(best.partner)} gained most, {write_money(best.value)}"
        title = (
            f"Exports to {study.name(rival.partner)} {'grew' if rival.value > 0 else 'fell'} by "
            f"{write_money(abs(rival.value))} from {rival.first} to {rival.last}; of the four "
            f"partners {gained if best.value > 0 else 'none gained'}"
        )
    told = " ".join(
        f"{study.name(one.partner)}, {period(one.first, one.last)}: "
        + (
            f"{write_money(one.value, sign=True)} ({write_money(one.low)} to "
            f"{write_money(one.high)})."
            if one.value == one.value
            else f"{floor_words(one)} ({one.months} months of {one.last})."
            if one.floor == one.floor
            else "later years unknown."
        )
        for one in order
    )
    return Words(
        title=title,
        subtitle=(
            "Change in goods exports, free on board, US dollars a year, from "
            f"{BASES[0]} (or {BASES[1]}) to the latest whole year known"
        ),
        caption=(
            "Bars: central values. Whiskers: from the lowest later figure less the highest earlier "
            "one to the reverse. Hollow: only part of the later year is known, so the change is no "
            f"lower. {BASES[1]} is the base where no whole {BASES[0]} is known."
            + stated(study, [(one.partner, one.flags) for one in order])
        ),
        alt=f"Horizontal bars. {told}",
    )


def _multiples_title(study: Study, series: dict[str, pd.DataFrame]) -> str:
    """Return which partners are above, below and within their range of 2019 to 2021."""
    sides: dict[str, list[str]] = {"higher": [], "lower": [], "within the range": []}
    for code, whole in series.items():
        base, last = whole.loc[BASE[0] : BASE[1]], whole.iloc[-1]
        if base.empty or whole.index[-1] <= BASE[1]:
            continue
        side = "higher" if last["low"] > base["high"].mean() else "within the range"
        side = "lower" if last["high"] < base["low"].mean() else side
        sides[side].append(study.country(code).short)
    told = [f"{side} with {joined(names)}" for side, names in sides.items() if names]
    if not told:
        return f"{study.focal.name}’s trade with {joined([study.name(code) for code in series])}"
    return f"Against {period(*BASE)}, trade is {'; '.join(told)}"


def compared_words(study: Study, frame: pd.DataFrame) -> Words:
    """Return the words of the chart of turnover before and at the latest year."""
    late = frame[frame["year"] > RECENT].assign(gain=frame["central"] - frame["before"])
    late = late.sort_values("gain", ascending=False)
    title = f"{study.focal.name}’s turnover with its partners, before and at the latest known year"
    up, down = late[late["gain"] > 0].head(2), late[late["gain"] < 0].tail(1)
    told = [
        f"{side} with {joined([_gain(study, row) for row in rows.itertuples()])}"
        for side, rows in (("higher", up), ("lower", down))
        if len(rows)
    ]
    years = period(BEFORE[0], BEFORE[-1])
    if told:
        title = f"Against {years}, yearly trade is {'; '.join(told)}"
    early = [study.name(row.partner) for row in frame.itertuples() if row.year <= RECENT]
    note = f" {DAGGER} Not known after {RECENT}: {joined(early)}." if early else ""
    return Words(
        title=title,
        subtitle=(
            f"Goods turnover, US dollars a year, mean of {years} and latest "
            "year known; logarithmic scale"
        ),
        caption=(
            "Pale bars: from the lowest to the highest figure of the latest year; grey bars: the "
            f"same for the mean.{note}"
            + stated(study, zip(frame["partner"], frame["flags"], strict=True))
        ),
        alt="Two marks a partner on a logarithmic scale. "
        + " ".join(
            f"{study.name(row.partner)}: {write_money(row.before)} before, "
            f"{write_money(row.central)} in {row.year}."
            for row in frame.itertuples()
        ),
    )


def floor_words(one: Change) -> str:
    """Return a change of which only the least is known: a loss is at most so large."""
    amount = write_money(abs(one.floor))
    return f"at most {amount} less" if one.floor < 0 else f"at least {amount} more"


def stated(study: Study, flags: Iterable[tuple[str, str]]) -> str:
    """Return whose later figure no statistical office stands behind; empty if nobody's."""
    names = [study.country(code).short for code, flag in flags if "estimate" in str(flag)]
    return f" Latest figure from officials or the press only: {joined(names)}." if names else ""


def _gain(study: Study, row: tuple) -> str:
    name = study.country(row.partner).short  # type: ignore[attr-defined]
    return f"{name} by {write_money(abs(row.gain))}"  # type: ignore[attr-defined]


def joined(names: Sequence[str]) -> str:
    """Return names as a list in words."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
