"""Title, caption and alternative text of the chart of a partner's share and rank."""

import pandas as pd

from helpers.exhibits.chart_words import BASE, period
from helpers.exhibits.drawing import Words
from helpers.exhibits.figures import assumption
from helpers.tables.numbers import write_percent
from helpers.tables.study import Study

BASE_YEAR = BASE[0]


def position_words(study: Study, shares: pd.DataFrame, ranks: pd.Series, off: str) -> Words:
    """Return the words of the chart.

    Parameters
    ----------
    study : Study
        Pair of countries.
    shares : DataFrame
        central, low, high (0 to 1), indexed by year, two years at least.
    ranks : Series
        Indexed by year; empty where no rank is certain.
    off : str
        What is too large for the chart, in words.
    """
    name, focal = study.partner.name, study.focal.name
    first, last = shares.iloc[0], shares.iloc[-1]
    year, start = int(shares.index[-1]), int(shares.index[0])
    cut = int(assumption(study, "break_year"))
    place_text = (
        f" Rank: {ordinal(int(ranks.iloc[0]))} in {ranks.index[0]}, "
        f"{ordinal(int(ranks.iloc[-1]))} in {ranks.index[-1]}."
        if len(ranks)
        else ""
    )
    top = shares["central"].idxmax()
    return Words(
        title=_share_title(study, shares),
        subtitle=(
            f"{focal}’s goods turnover with {name} as a share of its turnover with the world, "
            f"{period(study.since, study.until)}"
        ),
        caption=(
            "Band: lowest figure against highest total, and the reverse. Hatched: the pair’s "
            "turnover or the total of the year is not in our tables."
            + (
                f" {BASE_YEAR}: the last year before the pandemic and the break of {cut}."
                if _compares(shares)
                else ""
            )
            + (
                " The rank is shown where trade that is not attributed to a country could not "
                "change it by three places."
                if len(ranks)
                else ""
            )
        ),
        alt=(
            f"Line chart. Share of {name}: {write_percent(first['central'])} in {start}, "
            f"{write_percent(last['central'])} in {year}, highest "
            f"{write_percent(shares['central'].max())} in {top}.{place_text} {off}."
        ).replace(" .", ""),
    )


def _compares(shares: pd.DataFrame) -> bool:
    """Return whether the latest share can be set against that of the base year."""
    return BASE_YEAR in shares.index and shares.index[-1] > BASE_YEAR


def _share_title(study: Study, shares: pd.DataFrame) -> str:
    """Return the latest share, against that of the base year where both are known."""
    name, focal = study.partner.name, study.focal.name
    last, year = shares.iloc[-1], int(shares.index[-1])
    now = write_percent(last["central"])
    if not _compares(shares):
        return f"{name} makes up {now} of {focal}’s trade in goods ({year})"
    base = shares.loc[BASE_YEAR]
    if last["low"] <= base["high"] and last["high"] >= base["low"]:
        before = write_percent(base["central"])
        than = "more" if last["central"] > base["central"] else "less"
        return f"{name} makes up {now} of {focal}’s trade in goods in {year}, " + (
            f"as in {BASE_YEAR}"
            if before == now
            else f"not clearly {than} than in {BASE_YEAR} ({before})"
        )
    verb = "rose" if last["central"] > base["central"] else "fell"
    return (
        f"{name}’s share of {focal}’s trade {verb} from {write_percent(base['central'])} "
        f"in {BASE_YEAR} to {now} in {year}"
    )


def ordinal(rank: int) -> str:
    """Return a rank as ``1st``, ``2nd``, ``11th``."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10 if rank % 100 not in (11, 12, 13) else 0)
    return f"{rank}{ending or 'th'}"
