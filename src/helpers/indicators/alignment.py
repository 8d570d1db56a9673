"""How often two countries vote alike in the United Nations General Assembly, and since when.

Agreement is a share of votes (0 to 1): ``agreement_exact`` counts the same vote, and
``agreement_lijphart`` counts an abstention against a yes or a no as half agreement, as the voting
similarity index of the Voeten data does (codebook, https://un-project.github.io/un-votes/). Most
votes are lopsided, so a high share is normal: read changes, and compare partners.
"""

from collections.abc import Mapping

import pandas as pd

from helpers.indicators.arithmetic import ratio

MEASURE = "agreement_lijphart"


def agreement_by_period(
    alignment: pd.DataFrame, periods: Mapping[str, tuple[int, int]], measure: str = MEASURE
) -> pd.DataFrame:
    """Return mean agreement with each partner in named periods.

    Formula: ``sum(votes * agreement) / sum(votes)``. Range: 0 to 1. Variant: every vote counts the
    same (pooled), so that a year with few roll calls does not weigh as much as one with many.

    Parameters
    ----------
    alignment : DataFrame
        Columns partner, year, votes (above 0) and `measure`.
    periods : mapping of str to (int, int)
        Name to first and last year, both included.
    measure : str
        agreement_lijphart or agreement_exact.

    Returns
    -------
    DataFrame
        Columns partner, period, agreement, votes, years (number of years with votes), by partner,
        periods in the given order. A year with a missing number makes the period NaN.

    Raises
    ------
    ValueError
        If a period ends before it begins, or nobody voted in it.
    """
    parts = [_pooled(alignment, name, *years, measure) for name, years in periods.items()]
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values("partner", kind="stable", ignore_index=True)


def agreement_since(
    alignment: pd.DataFrame, reference_year: int, measure: str = MEASURE
) -> pd.DataFrame:
    """Return agreement by year and its difference to a reference year.

    Formula: ``a_t - a_reference``. Unit: shares (0.05 is 5 percentage points). Range: -1 to 1.

    Parameters
    ----------
    alignment : DataFrame
        Columns partner, year, votes and `measure`; sessions of one year are pooled by votes.
    reference_year : int
        The year to compare with, for instance the last before a war.
    measure : str
        agreement_lijphart or agreement_exact.

    Returns
    -------
    DataFrame
        Columns partner, year, agreement, votes, difference; by partner and year. The difference is
        NaN for a partner without the reference year.

    Raises
    ------
    ValueError
        If no partner has the reference year.
    """
    if not (alignment["year"] == reference_year).any():
        found = ", ".join(str(year) for year in sorted(alignment["year"].unique()))
        raise ValueError(f"Agreement: expected votes in {reference_year}, found years {found}.")
    table = _pool(alignment, ["partner", "year"], measure)
    base = table[table["year"] == reference_year].set_index("partner")["agreement"]
    return table.assign(difference=table["agreement"] - table["partner"].map(base))


def _pooled(
    alignment: pd.DataFrame, name: str, first: int, last: int, measure: str
) -> pd.DataFrame:
    rows = alignment[alignment["year"].between(first, last)]
    if rows.empty:
        raise ValueError(f"Period {name!r}: expected votes from {first} to {last}, found none.")
    years = rows.groupby("partner")["year"].nunique()
    table = _pool(rows, ["partner"], measure)
    table.insert(1, "period", name)
    return table.assign(years=table["partner"].map(years))


def _pool(alignment: pd.DataFrame, by: list[str], measure: str) -> pd.DataFrame:
    weighted = alignment.assign(weighted=alignment["votes"] * alignment[measure])
    groups = weighted.groupby(by)[["weighted", "votes"]]
    sums = groups.sum(min_count=1).mask(groups.count().lt(groups.size(), axis=0))
    agreement = ratio(sums["weighted"], sums["votes"]).rename("agreement")
    return pd.concat([agreement, sums["votes"]], axis=1).reset_index()
