"""Division that keeps missing missing, and the check every indicator makes of its numbers.

Not here: anything with an economic meaning.
"""

import math
from typing import TypeVar

import pandas as pd

Numbers = TypeVar("Numbers", float, pd.Series)
"""A plain number, or a Series of them: what goes in comes out."""


def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Divide, giving NaN (never an error, zero or infinity) where the denominator is zero.

    Parameters
    ----------
    numerator, denominator : float or Series
        Numbers in the same unit; two Series are aligned on their index.

    Returns
    -------
    float or Series
        The quotient; NaN where either side is missing or the denominator is zero.
    """
    if isinstance(denominator, pd.Series):
        return numerator / denominator.where(denominator != 0)
    return numerator / denominator if denominator != 0 else numerator * math.nan


def require_non_negative(what: str, values: float | pd.Series) -> None:
    """Refuse negative numbers where only a flow, a weight or a share makes sense.

    Parameters
    ----------
    what : str
        What the numbers are, for the message.
    values : float or Series
        The numbers; missing ones pass.

    Raises
    ------
    ValueError
        Naming every offender (for a Series, with its label).
    """
    if isinstance(values, pd.Series):
        offenders = values[values < 0]
        found = ", ".join(f"{label}: {value:g}" for label, value in offenders.items())
    else:
        found = f"{values:g}" if values < 0 else ""
    if found:
        raise ValueError(f"{what}: expected numbers of at least 0, found {found}.")
