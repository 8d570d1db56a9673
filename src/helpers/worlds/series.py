"""Synthetic series with a planted break: no real figure is in them."""

from typing import NamedTuple

import numpy as np
import pandas as pd

TREND, EFFECT = 0.03, -0.30
STRONGEST_CORRELATION, NOISE, TAIL = 0.6, 0.10, 5
SEASON = 0.10
YEARS, YEAR_CUT = range(2012, 2024), 2022
MONTHS, MONTH_CUT = pd.period_range("2017-01", "2023-12", freq="M"), pd.Period("2022-01", "M")
DONORS = 12
CONTROL_YEARS, CONTROL_CUT = range(2008, 2024), 2022
COMMON, OWN, REPORTING = 0.08, 0.05, 0.02


class BrokenSeries(NamedTuple):
    """A series, the first period after its break, and the true relative level effect."""

    series: pd.Series
    cut: int | pd.Period
    effect: float


class ControlWorld(NamedTuple):
    """Units by year, who is treated from the cut on, and the true mean gap after it."""

    values: pd.DataFrame
    treated: str
    donors: list[str]
    cut: int
    average: float


def broken_series(seed: int, monthly: bool = False, effect: float = EFFECT) -> BrokenSeries:
    """Return a series with a log-linear trend and a planted drop of its level.

    Ten years before the break and two after it, or 60 and 24 months with a season. Errors are
    correlated with their neighbours (0 to 0.6, drawn a seed) and have fat tails (t with 5 degrees
    of freedom), neither of which the regression knows.

    Parameters
    ----------
    seed : int
        One series a seed.
    monthly : bool
        Months instead of years.
    effect : float
        True relative effect on the level; -0.3 is 30 percent less.
    """
    rng = np.random.default_rng(seed)
    index = MONTHS if monthly else pd.Index(YEARS)
    cut = MONTH_CUT if monthly else YEAR_CUT
    n = len(index)
    correlation = rng.uniform(0, STRONGEST_CORRELATION)
    shocks = rng.standard_t(TAIL, n + 20) * NOISE
    errors = np.zeros(n + 20)
    for step in range(1, n + 20):
        errors[step] = correlation * errors[step - 1] + shocks[step]
    logs = TREND * np.arange(n) / (12 if monthly else 1) + errors[20:]
    if monthly:
        logs = logs + SEASON * np.cos(2 * np.pi * np.arange(n) / 12)
    after = np.asarray(index >= cut)
    return BrokenSeries(
        pd.Series(np.exp(logs) * np.where(after, 1 + effect, 1), index), cut, effect
    )


def control_world(seed: int, effect: float = EFFECT) -> ControlWorld:
    """Return units that share a common history, one of them with a planted drop.

    Each unit's logarithm is its own loading (0.5 to 1.5) on a common random walk, plus a random
    walk and an error of report of its own; sizes differ a thousandfold. No unit is a mix of others.

    Parameters
    ----------
    seed : int
        One world a seed.
    effect : float
        True relative effect on the treated from the cut on.
    """
    rng = np.random.default_rng(seed)
    years = list(CONTROL_YEARS)
    names = ["T", *(f"D{number:02d}" for number in range(DONORS))]
    common = rng.normal(0.02, COMMON, len(years)).cumsum()
    own = rng.normal(0, OWN, (len(years), len(names))).cumsum(axis=0)
    reports = rng.normal(0, REPORTING, own.shape)
    logs = np.outer(common, rng.uniform(0.5, 1.5, len(names))) + own + reports
    values = pd.DataFrame(np.exp(logs), years, names) * 10.0 ** rng.uniform(0, 3, len(names))
    after = values.index >= CONTROL_CUT
    lost = values.loc[after, "T"] * effect
    values.loc[after, "T"] += lost
    return ControlWorld(values, "T", names[1:], CONTROL_CUT, float(lost.mean()))
