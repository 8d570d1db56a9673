"""From published figures to comparable evidence: one currency, one valuation, calendar years.

What cannot be made comparable (services, products, the brief's own figures, superseded vintages)
stays in the observations and does not enter the panel.
"""

import pandas as pd

STATUS_RANK = {
    "official_statistics": 0,
    "reconciled_dataset": 0,
    "derived": 1,
    "official_statement": 2,
    "press": 3,
}
COLUMNS = [
    "focal",
    "partner",
    "flow",
    "reporter",
    "start",
    "end",
    "months",
    "value",
    "low",
    "high",
    "status",
    "approximate",
    "source_id",
    "calendarised",
]


def comparable(
    observations: pd.DataFrame, rates: pd.DataFrame, assumptions: pd.DataFrame
) -> pd.DataFrame:
    """Return goods totals in USD, free on board, each with the range that the conversion adds.

    Parameters
    ----------
    observations : pandas.DataFrame
        The table of reported figures.
    rates : pandas.DataFrame
        Annual average exchange rates; a figure whose year has no rate is left out.
    assumptions : pandas.DataFrame
        Holds ``cif_fob_factor`` with its range.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``value``, ``low``, ``high`` in USD, ``months`` covered.
    """
    rows = observations[
        (observations["product"] == "TOTAL")
        & observations["scope"].isin(["goods", "unspecified"])
        & observations["unit"].isin(["USD", "EUR"])
        & observations["status"].isin(STATUS_RANK)
        & counted(observations)
    ]
    rows = rows.assign(
        start=rows["period_start"],
        end=rows["period_end"],
        months=_months(rows["period_start"], rows["period_end"]),
        calendarised=False,
    )
    factor = assumptions.set_index("name").loc["cif_fob_factor"]
    cif = rows["valuation"].eq("cif")
    usd = rows["value"] * _usd_per_unit(rows, rates)
    rows = rows.assign(
        value=usd / factor["value"] ** cif,
        low=usd / factor["high"] ** cif,
        high=usd / factor["low"] ** cif,
    )
    return rows.dropna(subset=["value"])[COLUMNS].reset_index(drop=True)


def counted(observations: pd.DataFrame) -> pd.Series:
    """Return whether a row counts: not superseded by a revision, nor set aside in its note.

    A row is set aside by a note that begins with "superseded" or "not counted" and says why.
    """
    return ~observations["note"].fillna("").str.startswith(("superseded", "not counted"))


def calendarise(evidence: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Return calendar-year estimates from twelve-month periods that straddle two years.

    A calendar year is the day-weighted sum of the two fiscal years that cover it; the range lets
    the share of either part be ``margin`` higher or lower. A year covered by one fiscal year only
    is not estimated.
    """
    fiscal = evidence[
        (evidence["months"] == 12) & (evidence["start"].dt.year != evidence["end"].dt.year)
    ]
    if fiscal.empty:
        return evidence.iloc[:0]
    following = fiscal["start"].dt.year
    days_first = (_new_year(following + 1) - fiscal["start"]).dt.days
    share_first = days_first / ((fiscal["end"] - fiscal["start"]).dt.days + 1)
    parts = pd.concat(
        [
            fiscal.assign(year=following, share=share_first, part="late"),
            fiscal.assign(year=following + 1, share=1 - share_first, part="early"),
        ]
    )
    parts = parts.assign(
        low=parts["low"] * (parts["share"] - margin).clip(lower=0),
        high=parts["high"] * (parts["share"] + margin).clip(upper=1),
        value=parts["value"] * parts["share"],
    )
    keys = ["focal", "partner", "flow", "reporter", "status", "year"]
    years = parts.groupby(keys, as_index=False, sort=True).agg(
        value=("value", "sum"),
        low=("low", "sum"),
        high=("high", "sum"),
        parts=("part", "nunique"),
        source_id=("source_id", lambda ids: ";".join(sorted(set(ids)))),
    )
    years = years[years["parts"] == 2]
    return years.assign(
        start=_new_year(years["year"]),
        end=_new_year(years["year"] + 1) - pd.Timedelta(days=1),
        months=12,
        approximate="about",
        calendarised=True,
    )[COLUMNS].reset_index(drop=True)


def _new_year(years: pd.Series) -> pd.Series:
    return pd.to_datetime(years.astype(str) + "-01-01")


def _months(start: pd.Series, end: pd.Series) -> pd.Series:
    return ((end - start).dt.days + 1).div(365.25 / 12).round().astype(int)


def _usd_per_unit(rows: pd.DataFrame, rates: pd.DataFrame) -> pd.Series:
    euro = rates[(rates["base"] == "EUR") & (rates["quote"] == "USD")].set_index("year")["rate"]
    by_year = rows["start"].dt.year.map(euro)
    return by_year.where(rows["unit"] == "EUR", 1.0)
