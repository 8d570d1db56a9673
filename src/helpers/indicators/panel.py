"""One number a partner, or one number a year, out of a panel.

A value that covers other months than asked for becomes NaN: it must not stand beside whole years.
Not here: reconciliation, which makes the panel (:mod:`helpers.tables`).
"""

from collections.abc import Iterable

import pandas as pd


def _select(panel: pd.DataFrame, what: str, **wanted: object) -> pd.DataFrame:
    rows = panel
    for column, value in wanted.items():
        known = sorted(rows[column].unique())
        if value not in known:
            found = ", ".join(str(item) for item in known) or "an empty panel"
            raise ValueError(f"{what}: expected {column} {value!r} in the panel, found {found}.")
        rows = rows[rows[column] == value]
    return rows


def _column(rows: pd.DataFrame, index: str, column: str, months: int) -> pd.Series:
    values = rows.set_index(index)[column].astype("float64").sort_index()
    twice = sorted(values.index[values.index.duplicated()].unique())
    if twice:
        raise ValueError(f"Panel: expected one row a {index}, found several for {twice}.")
    return values.where(rows.set_index(index)["months"] == months)


def by_partner(
    panel: pd.DataFrame,
    year: int,
    flow: str,
    *,
    column: str = "central",
    leave_out: Iterable[str] = (),
    months: int = 12,
) -> pd.Series:
    """Return one number a partner, in one year and flow.

    Parameters
    ----------
    panel : DataFrame
        Columns partner, year, flow, months and `column`, one row a partner, year and flow.
    year : int
        The year.
    flow : {"export", "import", "turnover", "balance"}
        The flow, seen from the focal country.
    column : str
        central, low or high (USD).
    leave_out : iterable of str
        Codes that are not single partners. WITS leaves out the World and the European Union for
        concentration (wits.worldbank.org/CountryProfile/Metadata/en/Indicator/Trade).
    months : int
        A value that covers another number of months becomes NaN.

    Returns
    -------
    Series
        float64, indexed by partner code, sorted by code.

    Raises
    ------
    ValueError
        If the panel has no such year or flow, or two rows for a partner.
    """
    rows = _select(panel, "by_partner", flow=flow, year=year)
    return _column(rows[~rows["partner"].isin(list(leave_out))], "partner", column, months)


def by_year(
    panel: pd.DataFrame, partner: str, flow: str, *, column: str = "central", months: int = 12
) -> pd.Series:
    """Return one number a year, for one partner and flow; gaps between years are not filled.

    Parameters
    ----------
    panel : DataFrame
        As in :func:`by_partner`.
    partner, flow : str
        Partner code and flow.
    column : str
        central, low or high (USD).
    months : int
        A value that covers another number of months becomes NaN.

    Returns
    -------
    Series
        float64, indexed by year, ascending.

    Raises
    ------
    ValueError
        If the panel has no such partner or flow, or two rows for a year.
    """
    return _column(_select(panel, "by_year", partner=partner, flow=flow), "year", column, months)
