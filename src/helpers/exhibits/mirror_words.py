"""Words of the mirror chart: no more than every year compared bears out."""

import math
from collections.abc import Iterable

import pandas as pd

from helpers.exhibits.chart_words import listed
from helpers.exhibits.charts_data import reporter_name
from helpers.exhibits.drawing import Words
from helpers.exhibits.figures import assumption
from helpers.exhibits.overview_data import ROUGH
from helpers.tables.numbers import DASH, THIN, write_money, write_number, write_percent
from helpers.tables.study import Study

CLOSE = 0.03  # records so near count as equal: the error given to official statistics
NEAR = 0.25  # a title may say that records lie within a distance up to this


def mirror_words(
    study: Study, flow: str, table: pd.DataFrame, ratios: pd.Series, estimated: pd.DataFrame
) -> Words:
    """Return the words of the chart that sets both records of a flow side by side.

    Parameters
    ----------
    study : Study
        Pair of countries.
    flow : str
        turnover, export or import.
    table : DataFrame
        Records in USD, indexed by year, a column a reporter.
    ratios : Series
        Mirror ratio by year, at least one known.
    estimated : DataFrame
        Of the shape of `table`: whether a record was worked out from fiscal years.
    """
    focal, partner = study.focal.name, study.partner.name
    known = ratios.dropna()
    what = {
        "turnover": "goods turnover",
        "export": f"{focal}’s exports to {partner}",
        "import": f"{focal}’s imports from {partner}",
    }[flow]
    subject = f"{focal} and {partner}, goods turnover" if flow == "turnover" else f"{what}, goods"
    title = ratio_title(focal, partner, known, "trade" if flow == "turnover" else f"of {what}")
    low, high = (write_number(value, 2) for value in (known.min(), known.max()))
    spread = f" The mirror ratio runs from {low} to {high}."
    gap = table.max(axis=1) - table.min(axis=1)
    return Words(
        title=title or f"{what[0].upper()}{what[1:]}, as {focal} and {partner} record it",
        subtitle=f"{subject} by reporter, US dollars, calendar years",
        caption=(
            f"Mirror ratio: {partner}’s record divided by {focal}’s, or by BACI where {focal} "
            "published none; figures as published, freight not taken out of imports."
            + estimated_note(study, [estimated], f"Hollow, {ROUGH}")
        ),
        alt=(
            f"Dot plot with a row a year, {listed(int(y) for y in table.index)}. "
            f"Widest gap between reporters: {write_money(gap.max())} in {gap.idxmax()}.{spread}"
        ),
    )


def reporters_of(study: Study, codes: Iterable[str]) -> str:
    """Return reporters by the names a chart's key gives them."""
    return ", ".join(reporter_name(study, code) for code in codes)


def estimated_note(study: Study, estimated: Iterable[pd.DataFrame], marked: str) -> str:
    """Return whose calendar years were worked out from fiscal years; empty if nobody's.

    Parameters
    ----------
    study : Study
        Pair of countries.
    estimated : iterable of DataFrame
        As of :func:`helpers.exhibits.mirror_records.records`.
    marked : str
        How such figures are marked.
    """
    codes = dict.fromkeys(code for one in estimated for code in one.columns[one.any()])
    who = reporters_of(study, codes)
    if not who:
        return ""
    margin = write_percent(assumption(study, "calendar_share_margin"))
    return (
        f" {marked}: {who} counts in fiscal years; its calendar years are worked out by "
        f"days, and {margin} of a fiscal year may fall on the other side of the new year."
    )


def ratio_title(focal: str, partner: str, ratios: pd.Series, what: str) -> str:
    """Return what the mirror ratios say, true of every year compared; empty if they say little.

    Parameters
    ----------
    focal, partner : str
        Names.
    ratios : Series
        Mirror ratios, one a year, none missing.
    what : str
        What is recorded, after "less" or "more".
    """
    below, above = ratios[ratios < 1 - CLOSE], ratios[ratios > 1 + CLOSE]
    side = max((below, above), key=len)
    furthest = (ratios - 1).abs().max()
    if len(ratios) < 3:
        return ""
    if len(side) * 2 >= len(ratios):
        word = "less" if side is below else "more"
        ends = [write_number(abs(end - 1) * 100) for end in (side.max(), side.min())]
        span = DASH.join(dict.fromkeys(sorted(ends, key=int)))
        every = len(side) == len(ratios)
        years = (
            f"all {len(side)} years compared" if every else f"{len(side)} of {len(ratios)} years"
        )
        return f"{partner} records {span}{THIN}% {word} {what} than {focal} or BACI in {years}"
    if furthest <= NEAR:
        limit = write_percent(math.ceil(furthest * 100) / 100, 0)
        return f"{partner}’s record is within {limit} of {focal}’s or BACI’s in every year compared"
    return ""
