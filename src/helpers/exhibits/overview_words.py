"""Titles, captions and alternative texts of the charts of the overview, written from the data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.exhibits.chart_words import BASE, describe, flags_caption, period
from helpers.exhibits.charts_data import whole_years
from helpers.exhibits.charts_rows import DAGGER, RECENT
from helpers.exhibits.comparisons import BEFORE
from helpers.exhibits.drawing import Words
from helpers.exhibits.overview_data import ROUGH, is_rough, part_years, rough_words
from helpers.tables.numbers import write_money
from helpers.tables.study import Study


def multiples_words(study: Study, series: dict[str, pd.DataFrame]) -> Words:
    """Return the words of the small multiples of turnover; `series` by partner and year."""
    hollow = any(len(part_years(rows)) for rows in series.values())
    latest = [whole.iloc[-1] for rows in series.values() if len(whole := whole_years(rows))]
    rough = any(is_rough(row) for row in latest)
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
            + (f" {ROUGH}: {rough_words()}." if rough else "")
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
        f"{side} with {joined([_gain(study, row) for row in rows.to_dict('records')])}"
        for side, rows in (("higher", up), ("lower", down))
        if len(rows)
    ]
    years = period(BEFORE[0], BEFORE[-1])
    if told:
        title = f"Against {years}, yearly trade is {'; '.join(told)}"
    early = [study.name(row.partner) for row in frame.itertuples() if row.year <= RECENT]
    note = f" {DAGGER} Not known after {RECENT}: {joined(early)}." if early else ""
    rough = [study.country(row.partner).short for row in frame.itertuples()
             if is_rough(row._asdict())]  # fmt: skip
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
            + (f" Hollow, {ROUGH}: {rough_words()}: {joined(rough)}." if rough else "")
        ),
        alt="Two marks a partner on a logarithmic scale. "
        + " ".join(
            f"{study.name(row.partner)}: {write_money(row.before)} before, "
            f"{write_money(row.central)} in {row.year}."
            for row in frame.itertuples()
        ),
    )


def stated(study: Study, flags: Iterable[tuple[str, str]]) -> str:
    """Return whose later figure no statistical office stands behind; empty if nobody's."""
    names = [study.country(code).short for code, flag in flags if "estimate" in str(flag)]
    return f" Latest figure from officials or the press only: {joined(names)}." if names else ""


def _gain(study: Study, row: Mapping[str, Any]) -> str:
    name = study.country(row["partner"]).short
    about = "about " if is_rough(row) else ""
    return f"{name} by {about}{write_money(abs(row['gain']))}"


def joined(names: Sequence[str]) -> str:
    """Return names as a list in words."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
