"""What trade would have been: simple baselines, and how wrong each has been in quiet years.

No baseline is the truth, so all are computed side by side. How far each can be trusted is measured,
not assumed: it is applied to every earlier year as if the break had come there, at the same
distance (placebo years), and its errors are kept. Not here: what other partners lead one to expect
(:mod:`helpers.indicators.donor_baseline`), which needs donors.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

TREND_YEARS = 10
FEWEST_TREND_YEARS = 6
PLACEBO_YEARS = 10


class Baseline(NamedTuple):
    """A rule that expects a year's trade from the years before a break.

    `words` takes the break year; `expect` takes values (years x partners), break and target year.
    """

    words: Callable[[int], str]
    expect: Callable[[pd.DataFrame, int, int], pd.Series]


def last_year(values: pd.DataFrame, cut: int, year: int) -> pd.Series:
    """Return the last known value of the two years before the break.

    Formula: ``v[cut-1]``, or ``v[cut-2]`` where the last year is not known by partner.
    """
    return values.reindex([cut - 2, cut - 1]).ffill().iloc[-1]


def mean_before(values: pd.DataFrame, cut: int, year: int) -> pd.Series:
    """Return the mean of the years 5 to 3 before the break (2017-2019 for 2022).

    Formula: ``mean(v[cut-5 .. cut-3])`` over the known years, at least two of the three.
    """
    return _mean(values.reindex(range(cut - 5, cut - 2)))


def mean_recent(values: pd.DataFrame, cut: int, year: int) -> pd.Series:
    """Return the mean of the three years before the break (2019-2021 for 2022).

    Formula: ``mean(v[cut-3 .. cut-1])`` over the known years, at least two of the three.
    """
    return _mean(values.reindex(range(cut - 3, cut)))


def log_linear_trend(values: pd.DataFrame, cut: int, year: int) -> pd.Series:
    """Return the exponential least-squares trend of the ten years before the break, extended.

    Formula: ``exp(a + b year)`` with ``ln v = a + b t`` fitted over ``[cut-10, cut-1]``; NaN with
    fewer than six known years. The trend of
    :func:`helpers.indicators.trade.log_linear_growth` (UNCTAD least squares growth rate).
    """
    years = np.arange(cut - TREND_YEARS, cut)
    rows = values.reindex(years).to_numpy(dtype="float64")
    known = rows > 0
    count = known.sum(axis=0)
    enough = np.maximum(count, 1)
    logs = np.log(rows, where=known, out=np.zeros_like(rows))
    middle, centre = (known * years[:, None]).sum(axis=0) / enough, logs.sum(axis=0) / enough
    apart = known * (years[:, None] - middle)
    slope = (apart * logs).sum(axis=0) / np.maximum((apart**2).sum(axis=0), 1)
    trend = np.exp(centre + slope * (year - middle))
    return pd.Series(np.where(count >= FEWEST_TREND_YEARS, trend, np.nan), values.columns)


BASELINES: dict[str, Baseline] = {
    "last_year": Baseline(lambda cut: f"last known year (to {cut - 1})", last_year),
    "mean_before": Baseline(lambda cut: f"mean of {cut - 5}–{cut - 3}", mean_before),
    "mean_recent": Baseline(lambda cut: f"mean of {cut - 3}–{cut - 1}", mean_recent),
    "trend": Baseline(
        lambda cut: f"log-linear trend {cut - TREND_YEARS}–{cut - 1}", log_linear_trend
    ),
}


def expected(
    values: pd.DataFrame,
    cut: int,
    year: int,
    baseline: str,
    rules: Mapping[str, Baseline] = BASELINES,
) -> pd.Series:
    """Return the value a baseline expects of a year after the break, by partner.

    Parameters
    ----------
    values : DataFrame
        Non-negative trade in one unit, years x partners; NaN where not known.
    cut : int
        First year after the break; nothing from it on is used.
    year : int
        The year to expect, at or after the cut.
    baseline : str
        Key of the rules.
    rules : mapping of str to Baseline
        By default :data:`BASELINES`.

    Raises
    ------
    ValueError
        If the baseline is unknown or the year lies before the cut.
    """
    if baseline not in rules:
        raise ValueError(f"Baseline: expected one of {', '.join(rules)}, found {baseline!r}.")
    if year < cut:
        raise ValueError(f"Year: expected {cut} (the break) or later, found {year}.")
    return rules[baseline].expect(values, cut, year)


def placebo_errors(
    values: pd.DataFrame,
    cut: int,
    year: int,
    baseline: str,
    rules: Mapping[str, Baseline] = BASELINES,
) -> pd.DataFrame:
    """Return how wrong a baseline was, at the same distance, where nothing had broken.

    Formula: ``ln(v[p+h] / expected(v | break at p))`` for the last ten placebo breaks p with
    ``p+h < cut``, h = year - cut. Placebo in time, as for synthetic control (Abadie, Diamond and
    Hainmueller 2015, American Journal of Political Science 59(2)).

    Parameters
    ----------
    values, cut, year, baseline, rules
        As in :func:`expected`.

    Returns
    -------
    DataFrame
        Placebo years x partners, NaN where either side is not known; years without any are left
        out.
    """
    distance = year - cut
    rows = {}
    for placebo in range(cut - distance - PLACEBO_YEARS, cut - distance):
        target = placebo + distance
        known = values.reindex([target]).iloc[0]
        guess = expected(values, placebo, target, baseline, rules)
        rows[target] = np.log(known.where(known > 0) / guess.where(guess > 0))
    errors = pd.DataFrame.from_dict(rows, orient="index", columns=values.columns)
    return errors.dropna(how="all").astype("float64")


def _mean(rows: pd.DataFrame) -> pd.Series:
    return rows.mean().where(rows.notna().sum() >= 2)
