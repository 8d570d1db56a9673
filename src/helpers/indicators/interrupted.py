"""Interrupted time series: by how much a series left its own trend at a break.

Segmented regression after Bernal, Cummins and Gasparrini (2017, International Journal of
Epidemiology 46(1)): ``y = b0 + b1 t + b2 D + b3 (t - T0) D``, with dummies for the month in monthly
series. It needs no donors, and assumes that the trend before would have gone on and that nothing
else happened at the break: a fall of all imports at once looks like an effect on each.

Errors of trade are correlated in time and there are few periods after a break, where Newey-West
errors alone are far too small; see :func:`interrupted` for what is done about it. It is enough for
errors that return to the trend (first-order correlation up to about 0.6) and not for a random walk.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS

from helpers.indicators.insufficient import InsufficientData

LEVEL = 0.95
FEWEST_BEFORE = {"year": 8, "month": 24}
FEWEST_AFTER = {"year": 2, "month": 3}
FEWEST_FOR_SLOPE = 3
STRONGEST_CORRELATION = 0.95
Period: TypeAlias = int | pd.Period


class Interrupted(NamedTuple):
    """Result of :func:`interrupted`.

    Attributes
    ----------
    level, level_low, level_high : float
        Effect in the first period after the break: in the unit of the series, or with `log` as a
        share of what was to be expected (-0.2 is 20 percent less).
    slope, slope_low, slope_high : float or None
        Change of the trend a period, in the same way; None where only the level can be told.
    counterfactual, fitted : Series
        In the unit of the series: the trend before, extended over all periods; and the regression.
    n_before, n_after, lag : int
        Periods on either side, and the lag of the Newey-West errors.
    correlation : float
        Correlation of neighbouring errors that the interval allows for.
    newey_west, error : float
        Standard error of the level by Newey-West alone, and the one used; in logs with `log`.
    """

    level: float
    level_low: float
    level_high: float
    slope: float | None
    slope_low: float | None
    slope_high: float | None
    counterfactual: pd.Series
    fitted: pd.Series
    n_before: int
    n_after: int
    lag: int
    correlation: float
    newey_west: float
    error: float


def interrupted(
    series: pd.Series, cut: Period, log: bool = True, lag: int | None = None, level: float = LEVEL
) -> Interrupted:
    """Return level and slope effect of a break, with intervals.

    Formula: least squares of ``y`` (its logarithm with `log`) on ``1, t, D, (t - T0) D``; without
    the slope where a yearly series has fewer than three periods after the break. The standard error
    is the largest of three: Newey-West (Bartlett weights, lag ``4 (n/100)^(2/9)``, times
    ``n/(n-k)``), least squares, and least squares with errors of first-order correlation ``r``,
    corrected upwards for the short sample, ``(n r + 2)/(n - 4)`` (Kendall 1954, Biometrika 41, for
    a trend). Taking the larger of the robust and the conventional error is the advice of Angrist
    and Pischke (2009, Mostly Harmless Econometrics, 8.2). Interval: t with n - k degrees of
    freedom; with `log`, ``exp(.) - 1`` of its ends.

    Parameters
    ----------
    series : Series
        One value a period, indexed by year (int) or month (PeriodIndex of frequency M); missing
        periods at either end are left out.
    cut : int or Period
        First period after the break.
    log : bool
        Whether effects are relative; needs positive values.
    lag : int, optional
        Lag of the Newey-West errors, at least 0.
    level : float
        Level of the intervals, between 0 and 1.

    Raises
    ------
    InsufficientData
        If there are fewer than 8 years or 24 months before the break, fewer than 2 years or 3
        months after it, a gap between, or with `log` a value that is not positive.
    ValueError
        If index and break do not fit together, or the level or lag are impossible.
    """
    step = _step(series, cut, lag, level)
    known = series.dropna().astype("float64").sort_index()
    after = np.asarray(known.index >= cut)
    _require_enough(known, after, step, log)
    n, n_after = len(known), int(after.sum())
    sloped = n_after >= FEWEST_FOR_SLOPE
    matrix = _design(known.index, after, sloped, step)
    outcome = np.log(known.to_numpy()) if log else known.to_numpy()
    free = n - matrix.shape[1]
    lag = max(1, int(4 * (n / 100) ** (2 / 9))) if lag is None else lag
    fit = OLS(outcome, matrix).fit()
    kwds = {"maxlags": lag, "use_correction": True}
    robust = OLS(outcome, matrix).fit(cov_type="HAC", cov_kwds=kwds, use_t=True).bse
    correlation, correlated = _correlated_errors(matrix, np.asarray(fit.resid))
    errors = np.max([robust, fit.bse, correlated], axis=0)
    wide = errors * stats.t.ppf((1 + level) / 2, free)
    ends = np.array([fit.params - wide, fit.params, fit.params + wide])
    ends = np.expm1(ends) if log else ends
    without = matrix.copy()
    without[:, 2 : 4 if sloped else 3] = 0.0
    back = np.exp if log else np.asarray
    low, middle, high = (float(one) for one in ends[:, 2])
    slope: Sequence[float | None] = [float(one) for one in ends[:, 3]] if sloped else [None] * 3
    return Interrupted(
        level=middle,
        level_low=low,
        level_high=high,
        slope=slope[1],
        slope_low=slope[0],
        slope_high=slope[2],
        counterfactual=pd.Series(back(without @ fit.params), known.index, name="counterfactual"),
        fitted=pd.Series(back(matrix @ fit.params), known.index, name="fitted"),
        n_before=n - n_after,
        n_after=n_after,
        lag=lag,
        correlation=correlation,
        newey_west=float(robust[2]),
        error=float(errors[2]),
    )


def _design(index: pd.Index, after: np.ndarray, sloped: bool, step: str) -> np.ndarray:
    """Return the regressors: constant, time, level, slope and eleven months."""
    time = np.arange(len(index), dtype="float64")
    first = float(np.argmax(after))
    columns = [np.ones(len(index)), time, after.astype("float64")]
    if sloped:
        columns.append((time - first) * after)
    if step == "month":
        months = pd.PeriodIndex(index).month
        columns += [(months == month).astype("float64") for month in range(2, 13)]
    return np.column_stack(columns)


def _correlated_errors(matrix: np.ndarray, resid: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the first-order correlation of the errors and the standard errors it implies."""
    n = len(resid)
    square = float(resid @ resid)
    inverse = np.linalg.inv(matrix.T @ matrix)
    if square <= 1e-20 * n:
        return 0.0, np.zeros(matrix.shape[1])
    raw = float(resid[1:] @ resid[:-1]) / square
    correlation = float(np.clip((n * raw + 2) / (n - 4), 0.0, STRONGEST_CORRELATION))
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    pattern = correlation**apart
    residual_maker = np.eye(n) - matrix @ inverse @ matrix.T
    scale = square / float(np.trace(residual_maker @ pattern))
    covariance = scale * inverse @ matrix.T @ pattern @ matrix @ inverse
    return correlation, np.sqrt(np.diag(covariance))


def _step(series: pd.Series, cut: Period, lag: int | None, level: float) -> str:
    monthly = isinstance(series.index, pd.PeriodIndex) and series.index.freqstr == "M"
    yearly = pd.api.types.is_integer_dtype(series.index)
    if not (monthly and isinstance(cut, pd.Period)) and not (
        yearly and isinstance(cut, int | np.integer)
    ):
        raise ValueError(
            "Interrupted series: expected years (int) or months (PeriodIndex, M) and a break of "
            f"the same kind, found an index of {series.index.dtype} and the break {cut!r}."
        )
    if not 0 < level < 1 or (lag is not None and lag < 0):
        raise ValueError(
            "Interrupted series: expected a level between 0 and 1 and a lag of at least 0, found "
            f"{level} and {lag}."
        )
    if series.index.has_duplicates:
        raise ValueError("Interrupted series: expected each period once, found some twice.")
    return "month" if monthly else "year"


def _require_enough(known: pd.Series, after: np.ndarray, step: str, log: bool) -> None:
    found = {"before": int((~after).sum()), "after": int(after.sum())}
    for side, fewest in (("before", FEWEST_BEFORE[step]), ("after", FEWEST_AFTER[step])):
        if found[side] < fewest:
            what = f"Interrupted series: expected at least {fewest} {step}s {side} the break"
            if not found[side]:  # what is not in the tables may still have been published
                raise InsufficientData(f"{what}; no whole {step} {side} it is in these tables.")
            raise InsufficientData(f"{what}, found {found[side]}.")
    first, last = known.index[0], known.index[-1]
    whole = (
        pd.period_range(first, last, freq="M")
        if step == "month"
        else pd.RangeIndex(first, last + 1)
    )
    lacking = [str(one) for one in whole.difference(known.index)]
    if lacking:
        raise InsufficientData(
            f"Interrupted series: expected every {step} from {first} to {last}, "
            f"found none for {', '.join(lacking[:5])}{' …' if len(lacking) > 5 else ''}."
        )
    if log and (known <= 0).any():
        raise InsufficientData(
            "Interrupted series: expected positive values for a relative effect, found "
            f"{float(known.min()):g} in {known.idxmin()}."
        )
