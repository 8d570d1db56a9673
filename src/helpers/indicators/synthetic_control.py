"""Synthetic control: what a series would have been, from others that moved with it before.

Abadie, Diamond and Hainmueller (2010, Journal of the American Statistical Association 105(490)):
non-negative weights that sum to one, over donors that the break did not touch. All series are
divided by their mean before the break, so that a small partner can stand for a large one; the
predictors are the values of all periods before it. Assumed: the donors were not touched. Where
trade is turned away from one partner to the donors, they were, and the method does not apply.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.indicators.insufficient import InsufficientData

LEVEL = 0.90
FEWEST_DONORS = 5
FEWEST_BEFORE = 8
SMALLEST_ERROR = 1e-9
TOLERANCE = 1e-12


class SyntheticControl(NamedTuple):
    """Result of :func:`synthetic_control`.

    Attributes
    ----------
    gaps : DataFrame
        Indexed by period: actual, expected, gap, low, high, in the unit of the treated series; low
        and high only after the break.
    average, average_low, average_high : float
        Mean gap after the break, in that unit.
    share, share_low, share_high : float
        The same over the mean that was expected.
    weights : Series
        By donor, largest first; they sum to one.
    p_value : float
        Rank of the treated among all units by the ratio of errors after to before, over their
        number; cannot be below 1 / (donors + 1).
    level : float
        Level that the intervals reach; below the one asked for with few donors.
    error_before : float
        Root mean squared gap before the break, as a share of the mean before it.
    ratios : Series
        Error after over error before, by unit, the treated first.
    n_before, n_after : int
        Periods on either side.
    left_out : tuple of str
        Donors without a value in some period, or with a mean before the break that is not positive.
    """

    gaps: pd.DataFrame
    average: float
    average_low: float
    average_high: float
    share: float
    share_low: float
    share_high: float
    weights: pd.Series
    p_value: float
    level: float
    error_before: float
    ratios: pd.Series
    n_before: int
    n_after: int
    left_out: tuple[str, ...]


def synthetic_control(
    values: pd.DataFrame,
    treated: str,
    donors: Sequence[str],
    cut: int | pd.Period,
    fewest_donors: int = FEWEST_DONORS,
) -> SyntheticControl:
    """Return the gap between a series and its synthetic control, with placebo inference.

    Formula: weights minimise ``sum_t (y_t - sum_j w_j x_jt)^2`` before the break. Every donor is
    treated in turn with the other donors as its control. The p-value is the rank of the treated
    unit's ratio of root mean squared errors after to before, over ``donors + 1``. Interval of a gap
    or the average: ``gap ± q e``, e = the treated's error before, q = the
    ``ceil(0.9 (donors + 1))``-th smallest of the donors' absolute gaps over their own errors
    before; with fewer than nine donors the largest, at level ``donors / (donors + 1)``. The
    interval is symmetric, so it may reach below a loss of everything where the donors say little.
    Look at the weights, and leave out a donor at a time: with many donors and few periods the
    result can rest on an unlikely one.

    Parameters
    ----------
    values : DataFrame
        Periods x units, in any unit each.
    treated : str
        Column that the break touched.
    donors : sequence of str
        Columns that it did not touch.
    cut : int or Period
        First period after the break.
    fewest_donors : int
        How many donors there must be, at least 5; nine make a 90 percent interval possible.

    Raises
    ------
    InsufficientData
        If the treated series has fewer than 8 periods before the break, none after it, or no
        positive mean before it, or fewer donors than that are known in all its periods.
    ValueError
        If a column is lacking, or the treated is among the donors.
    """
    scaled, usual, left_out = _prepared(values, treated, donors, cut, fewest_donors)
    before = np.asarray(scaled.index < cut)
    names = [one for one in scaled if one != treated]
    weights = _weights(scaled, before, treated, names)
    gaps = {treated: scaled[treated] - scaled[names] @ weights}
    for one in names:
        others = [other for other in names if other != one]
        gaps[one] = scaled[one] - scaled[others] @ _weights(scaled, before, one, others)
    table = pd.DataFrame(gaps)
    errors = np.sqrt((table[before] ** 2).mean()).clip(lower=SMALLEST_ERROR)
    ratios = np.sqrt((table[~before] ** 2).mean()) / errors
    later = table.loc[~before, names].abs() / errors[names]
    rank = min(int(np.ceil(LEVEL * (len(names) + 1))), len(names))
    reach = np.sort(later.to_numpy(), axis=1)[:, rank - 1] * errors[treated] * usual
    averages = (table.loc[~before, names].mean() / errors[names]).abs()
    far = float(np.sort(averages.to_numpy())[rank - 1] * errors[treated] * usual)
    frame = pd.DataFrame({"actual": scaled[treated], "expected": scaled[names] @ weights}) * usual
    frame["gap"] = frame["actual"] - frame["expected"]
    frame.loc[~before, "low"] = frame.loc[~before, "gap"] - reach
    frame.loc[~before, "high"] = frame.loc[~before, "gap"] + reach
    average = float(frame.loc[~before, "gap"].mean())
    middle = float(frame.loc[~before, "expected"].mean())
    return SyntheticControl(
        gaps=frame,
        average=average,
        average_low=average - far,
        average_high=average + far,
        share=average / middle,
        share_low=(average - far) / middle,
        share_high=(average + far) / middle,
        weights=weights.sort_values(ascending=False),
        p_value=float((ratios >= ratios[treated]).sum() / len(ratios)),
        level=min(LEVEL, len(names) / (len(names) + 1)),
        error_before=float(errors[treated]),
        ratios=ratios,
        n_before=int(before.sum()),
        n_after=int((~before).sum()),
        left_out=left_out,
    )


def expected_from_donors(
    values: pd.DataFrame,
    treated: str,
    donors: Sequence[str],
    cut: int,
    year: int,
    fewest_donors: int = FEWEST_DONORS,
) -> float:
    """Return what the donors lead one to expect of a treated series in one year after the break.

    For use beside the simple baselines (:mod:`helpers.indicators.donor_baseline`): weights from the
    years before the break, applied to the donors' year, in the unit of the treated series. The
    treated series need not be known in that year.

    Parameters
    ----------
    values, treated, donors, cut, fewest_donors
        As in :func:`synthetic_control`.
    year : int
        The year to expect, at or after the cut.

    Raises
    ------
    InsufficientData
        As in :func:`synthetic_control`; donors must be known in `year` and in all years before the
        break in which the treated series is.
    ValueError
        If a column or the year is lacking, or the year lies before the cut.
    """
    if year < cut or year not in values.index:
        raise ValueError(
            f"Synthetic control: expected a year of the table from {cut} on, found {year}."
        )
    rows = values[(values.index < cut) | (values.index == year)]
    filled = rows.assign(**{treated: rows[treated].where(rows.index < cut, 0.0)})
    scaled, usual, _ = _prepared(filled, treated, donors, cut, fewest_donors)
    names = [one for one in scaled if one != treated]
    before = np.asarray(scaled.index < cut)
    return float(scaled.loc[year, names] @ _weights(scaled, before, treated, names)) * usual


def _prepared(
    values: pd.DataFrame,
    treated: str,
    donors: Sequence[str],
    cut: int | pd.Period,
    fewest_donors: int = FEWEST_DONORS,
) -> tuple[pd.DataFrame, float, tuple[str, ...]]:
    """Return the usable series over their means before, the treated's mean, and who is left out."""
    lacking = sorted({treated, *donors} - set(values))
    if lacking or treated in donors:
        raise ValueError(
            "Synthetic control: expected columns for the treated and for other donors, lacking "
            f"{lacking or 'none'}; {treated} {'is' if treated in donors else 'is not'} a donor."
        )
    known = values[values[treated].notna()].sort_index()
    before = known.index < cut
    found = {"before": int(before.sum()), "after": int((~before).sum())}
    for side, fewest in (("before", FEWEST_BEFORE), ("after", 1)):
        if found[side] < fewest:
            raise InsufficientData(
                f"Synthetic control of {treated}: expected at least {fewest} "
                f"period{'s' if fewest > 1 else ''} {side} the break, found {found[side]}."
            )
    means = known.loc[before].mean()
    if not means[treated] > 0:
        raise InsufficientData(
            f"Synthetic control of {treated}: expected a positive mean before the break, found "
            f"{means[treated]:g}."
        )
    names = list(dict.fromkeys(donors))
    complete = [one for one in names if known[one].notna().all() and means[one] > 0]
    fewest = max(fewest_donors, FEWEST_DONORS)
    if len(complete) < fewest:
        raise InsufficientData(
            f"Synthetic control of {treated}: expected at least {fewest} donors known in "
            f"all of its {len(known)} periods, found {len(complete)} of {len(names)}"
            f"{' (' + ', '.join(complete) + ')' if complete else ''}."
        )
    usable = [treated, *complete]
    left_out = tuple(one for one in names if one not in complete)
    return known[usable] / means[usable], float(means[treated]), left_out


def _weights(scaled: pd.DataFrame, before: np.ndarray, unit: str, names: list[str]) -> pd.Series:
    """Return the weights of the donors; pysyncon solves the quadratic problem."""
    # Imported here: it loads a plotting library, and most calls end before with too few data.
    from pysyncon import Synth

    rows = scaled[before]
    found, _ = Synth.w_optimize(
        V_mat=np.eye(len(rows)),
        X0=rows[names].to_numpy(),
        X1=rows[unit].to_numpy(),
        qp_options={"maxiter": 1000, "ftol": TOLERANCE},
    )
    found = np.clip(found, 0.0, None)
    return pd.Series(found / found.sum(), names, name="weight")
