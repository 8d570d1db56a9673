"""What each side's record of a flow is, a calendar year at a time."""

from typing import NamedTuple

import pandas as pd

from helpers.exhibits.charts_data import published_figures
from helpers.exhibits.figures import assumption
from helpers.exhibits.style import BACI
from helpers.tables.evidence import STATUS_RANK, calendarise
from helpers.tables.study import Study


class Records(NamedTuple):
    """Records of one flow.

    Attributes
    ----------
    table : DataFrame
        USD as published, indexed by year, a column a reporter; years with at least two reporters.
    estimated : DataFrame
        Of the same shape, true where a calendar year was worked out from fiscal years.
    """

    table: pd.DataFrame
    estimated: pd.DataFrame


def records(study: Study, flow: str) -> Records:
    """Return one figure a reporter and calendar year, for years with at least two reporters.

    A reporter speaks with its most reliable kind of figure; several of one kind are averaged. Of a
    reporter that counts in fiscal years the calendar years are worked out by days, as in the panel
    (:func:`helpers.tables.evidence.calendarise`). The brief and figures without a stated reporter
    are left out.
    """
    rows = published_figures(study, flow)
    rows = rows[
        rows["months"].eq(12) & rows["status"].isin(STATUS_RANK) & rows["reporter"].ne("NS")
    ].assign(calendarised=False)
    calendar = rows[rows["start"].dt.month.eq(1)] if len(rows) else rows
    rows = pd.concat([calendar, _worked_out(study, rows)], ignore_index=True)
    if rows.empty:
        return Records(pd.DataFrame(), pd.DataFrame())
    hedged = rows["approximate"].ne("exact").astype(int) + rows["calendarised"].astype(int)
    rank = rows["status"].map(STATUS_RANK) * 3 + hedged
    best = rank.groupby([rows["year"], rows["reporter"]]).transform("min")
    rows = rows[rank == best]
    cells = rows.groupby(["year", "reporter"], as_index=False).agg(
        value=("value", "mean"), calendarised=("calendarised", "any")
    )
    table = cells.pivot(index="year", columns="reporter", values="value")
    table = table[table.notna().sum(axis=1) >= 2].dropna(axis=1, how="all")
    table.columns = [str(code) for code in table.columns]
    first = [code for code in (study.focal.code, study.partner.code) if code in table]
    table = table[[*first, *(code for code in table.columns if code not in first)]]
    marked = cells.pivot(index="year", columns="reporter", values="calendarised")
    return Records(table, marked.loc[table.index, list(table.columns)].eq(True))


def mirror_ratios(study: Study, table: pd.DataFrame) -> pd.Series:
    """Return the partner's record over the focal country's (or else BACI's) of each year.

    Parameters
    ----------
    study : Study
        Pair of countries.
    table : DataFrame
        As of :func:`records`.
    """
    empty = pd.Series(float("nan"), index=table.index)
    own = table.get(study.focal.code, empty).fillna(table.get(BACI, empty))
    return table.get(study.partner.code, empty) / own


def _worked_out(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    """Return calendar years worked out from figures for twelve months over New Year."""
    evidence = rows.assign(
        focal=study.focal.code,
        partner=study.partner.code,
        flow=rows["flow"],
        low=rows["value"],
        high=rows["value"],
    )
    found = calendarise(evidence, assumption(study, "calendar_share_margin"))
    return found.assign(year=found["start"].dt.year) if len(found) else rows.iloc[:0]
