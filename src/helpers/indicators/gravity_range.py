"""How far a flow may lie from what gravity predicts, learnt from pairs the model had not seen."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from helpers.indicators.gravity import CrossFit, predict_by_fold
from helpers.indicators.insufficient import InsufficientData

LEVEL = 0.90
SIMILAR = 500
STEP = 1e-3
FLOWS = ("export", "import", "turnover")


def predictions(
    frame: pd.DataFrame, coefficients: pd.Series, crossed: CrossFit, years: Sequence[int]
) -> pd.DataFrame:
    """Return actual and predicted trade as a yearly mean, seen from every country.

    Parameters
    ----------
    frame : DataFrame
        As :func:`helpers.indicators.gravity.complete_flows` returns it.
    coefficients : Series
        Of the whole frame, by covariate.
    crossed : CrossFit
        Of the same frame; its `unseen` may be replaced by other predictions.
    years : sequence of int
        Years of the mean; a pair that is not predicted in all of them is left out.

    Returns
    -------
    DataFrame
        focal, partner, pair, flow (export, import, turnover), actual, predicted (dollars a year;
        actual is 0 where nothing was recorded), error (standard error of the log prediction that
        comes from the coefficients: the delta method, ``sqrt(d' V d)`` with ``d`` the derivatives
        of the log prediction).
    """
    late = frame["year"].isin(list(years)).to_numpy()
    part = frame[late]
    base = predict_by_fold(part, coefficients, crossed.folds)
    columns = {"actual": part["value_usd"].to_numpy(float), "base": base}
    columns["predicted"] = crossed.unseen[late]
    for name in coefficients.index:
        moved = coefficients.copy()
        moved[name] += STEP
        columns[f"d_{name}"] = predict_by_fold(part, moved, crossed.folds)
    keys = part[["exporter", "importer", "pair"]]
    mean = keys.assign(**columns).groupby(list(keys), as_index=False)
    complete = mean["predicted"].count()["predicted"] == len(years)
    flows = mean.mean()[complete].reset_index(drop=True)
    seen = pd.concat([_seen_from(flows, flow) for flow in FLOWS], ignore_index=True)
    slopes = np.column_stack(
        [np.log(seen[f"d_{name}"] / seen["base"]) / STEP for name in coefficients.index]
    )
    spread = np.einsum("ij,jk,ik->i", slopes, crossed.covariance.to_numpy(float), slopes)
    kept = ["focal", "partner", "pair", "flow", "actual", "predicted"]
    return seen[kept].assign(error=np.sqrt(np.maximum(spread, 0.0)))


def with_ranges(
    rows: pd.DataFrame, pool: pd.DataFrame, folds: int, similar: int = SIMILAR
) -> pd.DataFrame:
    """Return predictions with the 90 percent range of trade to be expected, and the ratio to it.

    Formula: with ``e = ln(actual / predicted)`` of the `similar` pairs whose prediction is nearest
    (each unseen by the model that predicted it), its 5th, 50th and 95th percentile q5, q50, q95, s
    the standard error from the coefficients and t = t(0.95, folds - 1), the ends are ``predicted *
    exp(q50 - sqrt((q50 - q5)^2 + (t s)^2))`` and ``predicted * exp(q50 + sqrt((q95 - q50)^2 +
    (t s)^2))``. A pair without a record counts as below everything. The ratio is actual over
    predicted, its range actual over either end.

    Parameters
    ----------
    rows : DataFrame
        Predictions to give a range, as :func:`predictions` returns them.
    pool : DataFrame
        Predictions of all pairs to compare with, in the same form.
    folds : int
        Groups of the jackknife behind `error`.
    similar : int
        Number of pairs to compare with, of the same flow.

    Returns
    -------
    DataFrame
        `rows` and low, high, ratio, ratio_low, ratio_high (NaN where nothing was recorded),
        similar. `high` is NaN where more than half of the similar pairs have no record.

    Raises
    ------
    InsufficientData
        If a flow has fewer than 20 pairs to compare with.
    """
    parts = [
        _ranged(part, pool[pool["flow"] == flow], folds, similar)
        for flow, part in rows.groupby("flow", sort=False)
    ]
    found = pd.concat(parts).sort_index()
    actual = found["actual"].where(found["actual"] > 0)
    return found.assign(
        ratio=actual / found["predicted"],
        ratio_low=actual / found["high"],
        ratio_high=actual / found["low"],
    )


def checks(rows: pd.DataFrame, at_least: float) -> dict[str, float]:
    """Return how well unseen pairs are predicted, for turnover predicted at or above a size.

    ``median_abs_log_error`` (natural log; 0.69 is a factor of two; a pair without a record has an
    infinite error), ``share_within_factor_2`` and ``correlation_of_logs`` (recorded pairs only),
    and ``pairs``. Each pair counts once.

    Parameters
    ----------
    rows : DataFrame
        As :func:`predictions` returns it.
    at_least : float
        Dollars.

    Raises
    ------
    InsufficientData
        With fewer than three recorded pairs.
    """
    part = rows[(rows["flow"] == "turnover") & (rows["predicted"] >= at_least)]
    part = part.drop_duplicates("pair")
    errors = _log_error(part)
    recorded = np.isfinite(errors)
    if recorded.sum() < 3:
        raise InsufficientData(
            f"A check of predictions needs three recorded pairs, found {int(recorded.sum())}."
        )
    logs = np.log(part[recorded][["actual", "predicted"]].to_numpy(float))
    return {
        "median_abs_log_error": float(np.median(np.abs(errors))),
        "share_within_factor_2": float((np.abs(errors) <= np.log(2)).mean()),
        "correlation_of_logs": float(np.corrcoef(logs.T)[0, 1]),
        "pairs": float(len(part)),
    }


def _seen_from(flows: pd.DataFrame, flow: str) -> pd.DataFrame:
    """Return flows as one side sees them; turnover is the sum of both directions."""
    export = flows.rename(columns={"exporter": "focal", "importer": "partner"})
    imports = flows.rename(columns={"importer": "focal", "exporter": "partner"})
    if flow == "turnover":
        keys = ["focal", "partner", "pair"]
        both = pd.concat([export, imports]).groupby(keys)
        total = both.sum()[both.size() == 2].reset_index()
        return total.assign(flow=flow)
    return (export if flow == "export" else imports).assign(flow=flow)


def _ranged(part: pd.DataFrame, pool: pd.DataFrame, folds: int, similar: int) -> pd.DataFrame:
    once = pool.drop_duplicates("pair") if part["flow"].iloc[0] == "turnover" else pool
    pool = once.sort_values(["predicted", "pair", "focal"])
    if len(pool) < 20:
        raise InsufficientData(
            f"A range needs 20 pairs to compare with, found {len(pool)} for {part['flow'].iloc[0]}."
        )
    size = np.log(pool["predicted"].to_numpy(float))
    errors, width = _log_error(pool), min(similar, len(pool))
    wanted = np.log(part["predicted"].to_numpy(float))
    place = (np.searchsorted(size, wanted) + np.searchsorted(size, wanted, side="right")) // 2
    first = np.clip(place - width // 2, 0, len(pool) - width)
    ends = np.array([_ends(errors[start : start + width]) for start in first])
    noise = stats.t.ppf((1 + LEVEL) / 2, folds - 1) * part["error"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        below = ends[:, 1] - np.hypot(ends[:, 1] - ends[:, 0], noise)
        above = ends[:, 1] + np.hypot(ends[:, 2] - ends[:, 1], noise)
    predicted = part["predicted"].to_numpy(float)
    # Where most similar pairs have no record there is no lower end above nothing.
    low = predicted * np.exp(np.where(np.isnan(below), -np.inf, below))
    return part.assign(low=low, high=predicted * np.exp(above), similar=width)


def _ends(errors: np.ndarray) -> np.ndarray:
    """Return the percentiles as observed values: minus infinity must not be averaged."""
    levels = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]
    return np.quantile(errors, levels, method="inverted_cdf")


def _log_error(rows: pd.DataFrame) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(rows["actual"].to_numpy(float) / rows["predicted"].to_numpy(float))
