"""Titles, captions and alternative texts of the charts of the overview, written from the data."""

from collections.abc import Sequence

import pandas as pd

from helpers.exhibits.chart_words import BASE, describe, flags_caption, period
from helpers.exhibits.charts_attention import DAGGER, RECENT
from helpers.exhibits.charts_data import whole_years
from helpers.exhibits.comparisons import BEFORE
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
    rival = next((one for one in known if one.partner == "RUS"), None)
    others = [one for one in known if one.partner in FOUR]
    title = f"How {study.focal.name}’s exports changed, by partner"
    if rival and others:
        best = max(others, key=lambda one: one.value)
        title = (
            f"Exports to {study.name('RUS')} changed by {write_money(rival.value, sign=True)}; "
            f"of the four partners {study.name(best.partner)} added most, "
            f"{write_money(best.value, sign=True)}"
        )
    told = " ".join(
        f"{study.name(one.partner)}, {period(one.first, one.last)}: "
        + (
            f"{write_money(one.value, sign=True)} ({write_money(one.low)} to "
            f"{write_money(one.high)})."
            if one.value == one.value
            else f"at least {write_money(one.floor)} ({one.months} months)."
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
        ),
        alt=f"Horizontal bars. {told}",
    )


def _multiples_title(study: Study, series: dict[str, pd.DataFrame]) -> str:
    """Return which partners are above, below and within their range of 2019 to 2021."""
    sides: dict[str, list[str]] = {"above": [], "below": [], "within the range of": []}
    for code, whole in series.items():
        base, last = whole.loc[BASE[0] : BASE[1]], whole.iloc[-1]
        if base.empty or whole.index[-1] <= BASE[1]:
            continue
        side = "above" if last["low"] > base["high"].mean() else "within the range of"
        side = "below" if last["high"] < base["low"].mean() else side
        sides[side].append(study.country(code).short)
    told = [f"{joined(names)} {side}" for side, names in sides.items() if names]
    if not told:
        return f"{study.focal.name}’s trade with four partners"
    return f"Trade with {'; with '.join(told)} the level of {period(*BASE)}"


def compared_words(study: Study, frame: pd.DataFrame) -> Words:
    """Return the words of the chart of turnover before and at the latest year."""
    late = frame[frame["year"] > RECENT].assign(gain=frame["central"] - frame["before"])
    late = late.sort_values("gain", ascending=False)
    title = f"{study.focal.name}’s turnover with its partners, before and at the latest known year"
    up, down = late[late["gain"] > 0].head(2), late[late["gain"] < 0].tail(1)
    told = [
        f"{word} {study.country(row.partner).short} {write_money(abs(row.gain))} {side}"
        for word, side, rows in (("with", "more", up), ("with", "less", down))
        for row in rows.itertuples()
    ]
    years = period(BEFORE[0], BEFORE[-1])
    if told:
        title = f"Against {years}, trade {joined(told)}"
    early = [study.name(row.partner) for row in frame.itertuples() if row.year <= RECENT]
    note = f" {DAGGER} Not known after {RECENT}: {joined(early)}." if early else ""
    return Words(
        title=title,
        subtitle=(
            f"Goods turnover of {study.focal.name}, US dollars a year, mean of {years} and latest "
            "whole year known; logarithmic scale"
        ),
        caption=f"Thick pale lines: from the lowest to the highest figure; thin: the same.{note}",
        alt="Two marks a partner on a logarithmic scale. "
        + " ".join(
            f"{study.name(row.partner)}: {write_money(row.before)} before, "
            f"{write_money(row.central)} in {row.year}."
            for row in frame.itertuples()
        ),
    )


def joined(names: Sequence[str]) -> str:
    """Return names as a list in words."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
