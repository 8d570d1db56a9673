"""How a declared target stands to what was traded, by rule, and how its date is written."""

import pandas as pd

from helpers.exhibits.charts_data import flow_by_year, whole_years
from helpers.exhibits.numbers import write_range
from helpers.exhibits.periods import MONTHS
from helpers.indicators import verdict_by_range
from helpers.tables.study import Study

TRADED = ("turnover", "export", "import")


def read_target(
    study: Study,
    metric: str,
    unit: str,
    value: float,
    declared: pd.Timestamp,
    deadline: pd.Timestamp,
) -> tuple[str, str]:
    """Return what was traded against a target, and a reading by rule; both empty if neither fits.

    Parameters
    ----------
    study : Study
        Pair of countries.
    metric, unit, value : str, str, float
        The target.
    declared, deadline : Timestamp
        The deadline may be missing.
    """
    if metric not in TRADED or unit != "USD" or pd.isna(value):
        return "", ""
    years = whole_years(flow_by_year(study.panel, metric))
    if pd.notna(deadline):
        if deadline.date() > study.vintage:
            return "", "open"
        if deadline.year not in years.index:
            return "", "not known"
        row = years.loc[deadline.year]
        verdict = verdict_by_range(row["low"], row["high"], value).replace("_", " ")
        return f"{write_range(row['low'], row['high'])} ({deadline.year})", verdict
    since = years[years.index >= declared.year]
    if since.empty:
        return "", "not known"
    best = since["high"].idxmax()
    row = since.loc[best]
    verdict = verdict_by_range(row["low"], row["high"], value)
    reading = {
        "met": f"reached in {best}",
        "disputed": f"disputed ({best})",
        "not_met": f"not reached by {since.index[-1]}",
    }.get(verdict, "not known")
    return f"{write_range(row['low'], row['high'])} ({best})", reading


def write_day(day: pd.Timestamp, precision: str) -> str:
    """Return a date as precisely as it is known."""
    month = MONTHS[day.month - 1]
    return {
        "day": f"{day.day} {month} {day.year}",
        "month": f"{month} {day.year}",
        "year": str(day.year),
    }.get(precision, f"about {month} {day.year}")
