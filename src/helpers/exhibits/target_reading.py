"""How a declared target stands to what was traded, by rule, and how its date is written."""

import pandas as pd

from helpers.exhibits.charts_data import flow_by_year, published_figures, whole_years
from helpers.exhibits.periods import MONTHS
from helpers.indicators import verdict_by_range
from helpers.tables.numbers import write_range
from helpers.tables.study import Study

TRADED = ("turnover", "export", "import")
UNCLEAR = "not clear: rough figure"


def read_target(
    study: Study,
    metric: str,
    unit: str,
    value: float,
    declared: pd.Timestamp,
    deadline: pd.Timestamp,
) -> tuple[str, str]:
    """Return what was traded against a target, and a reading by rule; both empty if neither fits.

    With a deadline the figure of its year decides. A deadline ahead, or one of the last calendar
    year without a whole-year figure yet, is open; an older one without a figure is not known.
    Without a deadline the best year since the declaration decides, and a target is only called not
    reached once a whole year after that of the declaration is in the tables: until then it is open,
    and the reading says what would settle it. A figure that is only approximate does not decide
    against a target within its error.

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
        return _by_deadline(study, years, metric, value, deadline)
    since = years[years.index >= declared.year]
    last = declared.year if since.empty else int(since.index[-1])
    awaited = f"no whole year after {last} yet"
    if since.empty:
        old = declared.year < study.vintage.year - 1
        return "", "not known" if old else f"open: no whole year from {declared.year} on yet"
    best = int(since["high"].idxmax())
    traded = f"{write_range(since['low'][best], since['high'][best])} ({best})"
    verdict = _verdict(study, since.loc[best], metric, value)
    if verdict == "met":
        return traded, f"reached in {best}"
    if last == declared.year:
        return traded, f"open: {awaited}" + (f", {best} disputed" if verdict == "disputed" else "")
    reading = {"disputed": f"disputed ({best})", "not met": f"not reached by {last}"}
    return traded, reading.get(verdict, verdict)


def _by_deadline(
    study: Study, years: pd.DataFrame, metric: str, value: float, deadline: pd.Timestamp
) -> tuple[str, str]:
    if deadline.date() > study.vintage:
        return "", "open"
    if deadline.year not in years.index:
        lately = deadline.year >= study.vintage.year - 1
        missing = f"no whole-year figure of {deadline.year}"
        return "", f"open: {missing} yet" if lately else f"not known: {missing}"
    row = years.loc[deadline.year]
    traded = f"{write_range(row['low'], row['high'])} ({deadline.year})"
    return traded, _verdict(study, row, metric, value)


def _verdict(study: Study, row: pd.Series, metric: str, value: float) -> str:
    verdict = verdict_by_range(row["low"], row["high"], value)
    if verdict == "not_met" and row["high"] * (1 + _error(study, row, metric)) >= value:
        return UNCLEAR
    return {"not_met": "not met", "unknown": "not known"}.get(verdict, verdict)


def _error(study: Study, row: pd.Series, metric: str) -> float:
    """Return the relative error of a year known only by approximate figures, else 0."""
    if "approximate" not in str(row.get("flags", "")).split(";"):
        return 0.0
    figures = published_figures(study, metric)
    used = figures[figures["year"].eq(row.name) & figures["months"].eq(12)]
    numbers = study.assumptions.set_index("name")["value"]
    errors = ("error_" + used["status"].astype(str)).map(numbers).dropna()
    return float(errors.max() * numbers["error_factor_approximate"]) if len(errors) else 0.0


def write_day(day: pd.Timestamp, precision: str) -> str:
    """Return a date as precisely as it is known."""
    month = MONTHS[day.month - 1]
    return {
        "day": f"{day.day} {month} {day.year}",
        "month": f"{month} {day.year}",
        "year": str(day.year),
    }.get(precision, f"about {month} {day.year}")
