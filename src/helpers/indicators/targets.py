"""Declared targets against what was traded: how near, how fast, how often promised again.

Actual and target are in one unit. Missing in, NaN (or "unknown") out.
"""

import math
from typing import Literal

import pandas as pd

from helpers.indicators.arithmetic import Numbers, ratio, require_non_negative
from helpers.indicators.panel import by_year

Verdict = Literal["met", "not_met", "disputed", "unknown"]


def attainment(actual: Numbers, target: float) -> Numbers:
    """Return how much of a target was reached.

    Formula: ``actual / target``. Range: 0 and above; 1 is the target.

    Parameters
    ----------
    actual : float or Series
        Non-negative, of the target's whole period.
    target : float
        Above 0.

    Raises
    ------
    ValueError
        If the target is not positive or the actual value is negative.
    """
    _require_target(target)
    require_non_negative("Actual value", actual)
    return actual / target


def growth_needed(actual: Numbers, target: float, years: float) -> Numbers:
    """Return the annual growth that takes the actual value to the target in time.

    Formula: ``(target / actual) ** (1 / years) - 1``. Unit: fraction a year. Negative when the
    target is already passed. NaN from zero. Variant: compound growth, the inverse of
    :func:`helpers.indicators.trade.cagr`.

    Parameters
    ----------
    actual : float or Series
        Non-negative value today.
    target : float
        Above 0.
    years : float
        Years left, above 0.

    Raises
    ------
    ValueError
        If years or target are not positive or the actual value is negative.
    """
    _require_target(target)
    if not years > 0:
        raise ValueError(f"Growth needed: expected more than 0 years left, found {years}.")
    require_non_negative("Actual value", actual)
    return ratio(target, actual) ** (1 / years) - 1


def years_to_target(actual: float, target: float, growth: float) -> float:
    """Return in how many years steady growth reaches the target.

    Formula: ``ln(target / actual) / ln(1 + growth)``. Unit: years. 0 if already reached, infinity
    if growth does not lead there.

    Parameters
    ----------
    actual, target : float
        Value today (non-negative) and target (positive).
    growth : float
        Fraction a year, above -1.

    Returns
    -------
    float
        NaN if the actual value or the growth is missing.

    Raises
    ------
    ValueError
        If the target is not positive, the actual value negative, or growth is -1 or less.
    """
    _require_target(target)
    require_non_negative("Actual value", actual)
    if growth <= -1:
        raise ValueError(f"Growth: expected more than -1 (a fall of all trade), found {growth}.")
    if math.isnan(actual) or math.isnan(growth):
        return math.nan
    if actual >= target:
        return 0.0
    if actual == 0 or growth <= 0:
        return math.inf
    return math.log(target / actual) / math.log1p(growth)


def verdict_by_range(low: float, high: float, target: float) -> Verdict:
    """Return whether a target was met by any, none or some of the figures.

    Formula: met if ``low >= target``; not_met if ``high < target``; disputed if the range
    straddles the target, for then it depends on whose statistics are used; unknown if a missing
    end leaves it open. One known end can suffice.

    Parameters
    ----------
    low, high : float
        Lowest and highest figure for the target's period, or NaN.
    target : float
        Above 0.

    Raises
    ------
    ValueError
        If the target is not positive or low exceeds high.
    """
    _require_target(target)
    if low > high:
        raise ValueError(f"Range: expected low <= high, found {low:g} and {high:g}.")
    if low >= target:
        return "met"
    if high < target:
        return "not_met"
    return "unknown" if math.isnan(low) or math.isnan(high) else "disputed"


def first_year_reached(
    panel: pd.DataFrame, partner: str, target: float, flow: str = "turnover", column: str = "low"
) -> int | None:
    """Return the first whole year in which the target was reached.

    Parameters
    ----------
    panel : DataFrame
        As in :func:`helpers.indicators.panel.by_partner`.
    partner, flow : str
        Partner code and flow.
    target : float
        Above 0, in the panel's unit.
    column : {"low", "central", "high"}
        With low the year is beyond dispute, with high at least one figure reaches the target.

    Returns
    -------
    int or None
        None if no known year does. Undisclosed and part years are passed over.

    Raises
    ------
    ValueError
        If the target is not positive or the panel has no such partner or flow.
    """
    _require_target(target)
    values = by_year(panel, partner, flow, column=column)
    reached = values.index[values >= target]
    return int(reached[0]) if len(reached) else None


def declarations_of(targets: pd.DataFrame) -> pd.DataFrame:
    """Return how often the same sum was declared again.

    The same target is the same partner, metric, unit and value; two reports of one day are one
    declaration. Targets without a number are left out.

    Parameters
    ----------
    targets : DataFrame
        Columns partner, metric, unit, value, declared_on (dates), deadline (dates or missing).

    Returns
    -------
    DataFrame
        Columns partner, metric, unit, value, times (days of declaration), again (times less 1),
        first, last (dates), last_deadline; most often declared first, then by partner and value.
    """
    same = ["partner", "metric", "unit", "value"]
    counted = (
        targets.dropna(subset=["value"])
        .groupby(same, as_index=False, observed=True)
        .agg(
            times=("declared_on", "nunique"),
            first=("declared_on", "min"),
            last=("declared_on", "max"),
            last_deadline=("deadline", "max"),
        )
    )
    counted.insert(5, "again", counted["times"] - 1)
    order = ["times", "partner", "metric", "value"]
    return counted.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _require_target(target: float) -> None:
    if not target > 0:
        raise ValueError(f"Target: expected a number above 0, found {target}.")
