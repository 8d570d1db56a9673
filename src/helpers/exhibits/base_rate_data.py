"""Each declared goal of turnover as a question that the trade of the world can answer.

How large was trade in the last whole year before the declaration, how many times that was asked
for, and in how many years?
"""

from dataclasses import dataclass

import pandas as pd

from helpers.exhibits.figures import nothing, panel_quantity
from helpers.indicators.base_rates import BaseRate, base_rate_of
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

OLDEST = 2
NO_DEADLINE = 5


@dataclass(frozen=True)
class AskedRate:
    """A goal and how often pairs of countries of that size reached as much.

    Attributes
    ----------
    target : Series
        Row of the table `targets`.
    start : Quantity
        Turnover of the last whole year known before the declaration.
    start_year, years : int
        That year (0 if none is known), and how many years lie from it to the deadline: without a
        deadline :data:`NO_DEADLINE`.
    multiple : float
        Goal over start; NaN without a start.
    rate : BaseRate or None
        None where there is no answer.
    reason : str
        Why there is none.
    """

    target: pd.Series
    start: Quantity
    start_year: int
    years: int
    multiple: float
    rate: BaseRate | None
    reason: str = ""


def goals_of_turnover(study: Study) -> pd.DataFrame:
    """Return the goals of turnover with a value in dollars, by date of declaration."""
    rows = study.targets
    rows = rows[(rows["metric"] == "turnover") & (rows["unit"] == "USD") & rows["value"].notna()]
    return rows.sort_values(["declared_on", "id"], ignore_index=True)


def asked_rates(study: Study) -> list[AskedRate]:
    """Return every goal of turnover with its base rate, or the reason why there is none."""
    return [_asked(study, row) for _, row in goals_of_turnover(study).iterrows()]


def size_before(study: Study, year: int) -> tuple[Quantity, int]:
    """Return turnover of the last whole year before `year`, at most :data:`OLDEST` years back.

    Returns
    -------
    Quantity, int
        Nothing and 0 where no such year is known.
    """
    rows = study.history[
        (study.history["partner"] == study.partner.code)
        & (study.history["flow"] == "turnover")
        & study.history["central"].notna()
        & ~study.history["flags"].str.contains("part_year")
        & study.history["year"].between(year - OLDEST, year - 1)
    ]
    if rows.empty:
        return nothing(), 0
    last = rows.sort_values("year").iloc[-1]
    return panel_quantity(study, last), int(last["year"])


def _asked(study: Study, target: pd.Series) -> AskedRate:
    declared, deadline = int(target["declared_on"].year), target["deadline"]
    start, start_year = size_before(study, declared)
    if start.missing:
        reason = f"No turnover of a whole year in the {OLDEST} years before {declared} is known."
        return AskedRate(target, start, 0, 0, float("nan"), None, reason)
    years = NO_DEADLINE if pd.isna(deadline) else int(deadline.year) - start_year
    multiple = float(target["value"]) / start.value
    try:
        rate = base_rate_of(study.estimates, start.value, multiple, years)
    except InsufficientData as reason_found:
        return AskedRate(target, start, start_year, years, multiple, None, str(reason_found))
    return AskedRate(target, start, start_year, years, multiple, rate)
