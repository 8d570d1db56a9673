"""Title, caption and alternative text of the chart of concentration."""

import pandas as pd

from helpers.exhibits.chart_words import listed, period
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.drawing import Words
from helpers.exhibits.facts_structure import FULL
from helpers.exhibits.figures import assumption
from helpers.tables.numbers import write_number, write_percent
from helpers.tables.study import Study

NUMERALS = ["no", "one", "two", "three", "four", "five", "six"]
NUMERALS += ["seven", "eight", "nine", "ten", "eleven", "twelve"]


def concentration_words(study: Study, inside: pd.DataFrame, outside: pd.DataFrame) -> Words:
    """Return the words of the chart; `inside` counts Russia, `outside` leaves it out."""
    focal, rival = study.focal.name, study.name(BENCHMARK)
    exact, bounded = outside[~outside["bounded"]], inside[inside["bounded"]]
    # A year known only within bounds still makes the title where both round to the same number.
    sure = inside[inside["low"].round() == inside["high"].round()]
    title = f"How many partners of equal size would make {focal}’s trade as concentrated as it is"
    if len(sure):
        year, count = int(sure.index[-1]), round(float(sure["central"].iloc[-1]))
        title = (
            f"With {rival} in, {focal}’s trade is as concentrated as if it had only "
            f"{_numeral(count)} partners ({year})"
        )
        if len(exact):
            without = round(float(exact["central"].iloc[-1]))
            title += f"; without {rival}, {_numeral(without)} ({exact.index[-1]})"
    lines = " ".join(
        f"{word} {rival} {write_count(rows['central'].iloc[0])} in {rows.index[0]} and "
        f"{write_count(rows['central'].iloc[-1])} in {rows.index[-1]}."
        for word, rows in (("With", inside[~inside["bounded"]]), ("Without", exact))
        if len(rows)
    )
    bands = " ".join(
        f"Bounds {year}: with {rival} {write_count(row['low'])} to {write_count(row['high'])}, "
        f"without {write_count(outside['low'][year])} to {write_count(outside['high'][year])}."
        for year, row in bounded.iterrows()
    )
    largest = assumption(study, "largest_undisclosed_share")
    shares = ", ".join(f"{write_percent(row['known'])} in {y}" for y, row in bounded.iterrows())
    note = (
        f"Bars, {listed(bounded.index)}: lowest and highest number that the undisclosed rest "
        f"allows, none of it larger than {write_percent(largest)} of the whole; attributed to a "
        f"partner: {shares}. An arrow: the upper bound is off the scale."
        if len(bounded)
        else ""
    )
    return Words(
        title=title,
        subtitle=(
            f"Effective number of partners (1/HHI) in {focal}’s turnover of goods, "
            f"{period(study.since, study.until)}"
        ),
        caption=(
            "Read: trade is as concentrated as if it were spread evenly over so many partners. "
            f"Lines: at least {write_percent(FULL)} of turnover attributed to a partner. {note}"
        ).strip(),
        alt=f"Two lines, then bars between bounds. {lines} {bands}".strip(),
    )


def _numeral(count: int) -> str:
    return NUMERALS[count] if count < len(NUMERALS) else str(count)


def write_count(value: float) -> str:
    """Return an effective number of partners: one decimal where it is small."""
    return write_number(value, 1 if value < 20 else 0)
