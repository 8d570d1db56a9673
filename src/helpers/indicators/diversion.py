"""Diversion: what a sanctioning exporter sold to third countries beyond what was to be expected.

Two counterfactuals, neither of them the truth: the path of other (unsanctioned) goods to the same
destination, and the trend of the goods themselves before the break. After Chupilkin, Javorcik and
Plekhanov ("The Eurasian Roundabout", EBRD working paper 2023, CEPR DP 20097), who compare
sanctioned with other goods by product; here the two groups are compared as sums. A rise beyond the
counterfactual is not proof of re-export.

Not here: how goods go on from the third country, which the exporter's statistics do not show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from helpers.indicators.insufficient import InsufficientData

LEVEL = 0.90
ENDS = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
BLOCK = 6  # periods drawn together in the bootstrap
FEWEST = 3 * BLOCK  # periods before the break
OTHERS, TREND = "others", "trend"
COUNTERFACTUALS = {
    OTHERS: "path of other goods to the same destination",
    TREND: "trend of the goods before the break",
}


@dataclass(frozen=True)
class Excess:
    """Result of :func:`excess`.

    Attributes
    ----------
    table : DataFrame
        Indexed by destination: actual, expected (mean of the counterfactuals), excess, low, high,
        and the excess under each counterfactual, all in the unit of the goods, summed from the
        break on.
    draws : DataFrame
        Draws of the excess x destinations; a row is one draw for all of them.
    """

    table: pd.DataFrame
    draws: pd.DataFrame


class Substitution(NamedTuple):
    """Excess with the third countries over the shortfall; `lossless`: draws without one."""

    ratio: float
    low: float
    high: float
    excess: float
    shortfall: float
    lossless: float


class Transit(NamedTuple):
    """Additional exports and imports, in one unit, and the part of the exports never recorded."""

    exports: float
    imports: float
    share: float


def excess(
    goods: pd.DataFrame,
    others: pd.DataFrame,
    cut: pd.Timestamp,
    counterfactuals: Sequence[str] = tuple(COUNTERFACTUALS),
    draws: int = 2000,
    seed: int = 0,
) -> Excess:
    """Return what was exported from the break on beyond the counterfactuals, by destination.

    Formulas, g goods, o others, t < cut before the break, sums over t >= cut:

    * ``others``: ``expected_t = o_t * sum(g_before) / sum(o_before)``;
    * ``trend``: ``expected_t = exp(a + b t)``, ``ln g = a + b t`` fitted before the break;
    * ``excess = sum(g_t) - mean over counterfactuals of sum(expected_t)``.

    Interval: 5th to 95th percentile of a circular block bootstrap (Künsch 1989, Annals of
    Statistics 17(3); Politis and Romano 1992) of the errors before the break. Blocks of
    :data:`BLOCK` periods are drawn for all destinations together; each draw fits the
    counterfactual anew and adds errors to the periods after the break. Errors are multiplied by
    ``sqrt(m / (m - k)) * t(0.95, m - k) / z(0.95)`` (m = periods before the break / BLOCK, k
    parameters), because so few blocks are seen. Counterfactuals share the draws equally. A lasting
    change that has nothing to do with the break is not in the interval.

    Parameters
    ----------
    goods, others : DataFrame
        Positive exports in one unit, periods x destinations, same index (ascending) and columns.
    cut : Timestamp
        First period after the break.
    counterfactuals : sequence of str
        Keys of :data:`COUNTERFACTUALS`.
    draws, seed : int
        Number of draws and the seed.

    Raises
    ------
    InsufficientData
        If fewer than :data:`FEWEST` periods precede the break, none follows it, or a figure is
        missing or not positive.
    ValueError
        If the frames differ in index or columns, or a counterfactual is unknown.
    """
    _require(goods, others, cut, counterfactuals)
    before = np.asarray(goods.index < cut)
    actual = goods[~before].sum()
    rng = np.random.default_rng(seed)
    each = -(-draws // len(counterfactuals))
    guesses, drawn = {}, []
    for name in counterfactuals:
        fit = _PATHS[name](others.to_numpy(dtype="float64"), before)
        guess, spread = _bootstrap(goods.to_numpy(dtype="float64"), before, fit, each, rng)
        guesses[name] = pd.Series(guess, index=goods.columns)
        drawn.append(actual.to_numpy() - spread)
    sample = pd.DataFrame(np.concatenate(drawn), columns=goods.columns)
    table = pd.DataFrame({"actual": actual, "expected": pd.DataFrame(guesses).mean(axis=1)})
    table["excess"] = table["actual"] - table["expected"]
    table[["low", "high"]] = sample.quantile(ENDS).T
    return Excess(table.assign(**{name: actual - one for name, one in guesses.items()}), sample)


def substitution_ratio(found: Excess, third: Sequence[str], lost: Sequence[str]) -> Substitution:
    """Return the excess with the third countries over the shortfall with the sanctioned ones.

    Formula: ``sum excess_third / -sum excess_lost`` (substitution ratio of Chupilkin, Javorcik and
    Plekhanov, CEPR DP 20097, there by product). Interval: 5th to 95th percentile of the draws with
    a shortfall.

    Parameters
    ----------
    found : Excess
        Of all destinations named.
    third, lost : sequence of str
        Destinations; none in both.

    Raises
    ------
    InsufficientData
        If there is no shortfall to divide by.
    ValueError
        If a destination is lacking, or in both.
    """
    lacking = sorted({*third, *lost} - set(found.table.index))
    both = sorted(set(third) & set(lost))
    if lacking or both:
        raise ValueError(
            f"Substitution ratio: expected each destination once, lacking {lacking}, twice {both}."
        )
    central = found.table["excess"]
    gain, shortfall = float(central[list(third)].sum()), -float(central[list(lost)].sum())
    if not shortfall > 0:
        raise InsufficientData(
            f"Substitution ratio: expected a shortfall with {', '.join(lost)}, found exports "
            f"{-shortfall:.4g} above what was to be expected."
        )
    gains, losses = (found.draws[list(names)].sum(axis=1) for names in (third, lost))
    ratios = (gains / -losses)[losses < 0]
    low, high = ratios.quantile(ENDS)
    return Substitution(
        gain / shortfall, float(low), float(high), gain, shortfall, float((losses >= 0).mean())
    )


def lost_in_transit(
    exports: pd.Series,
    imports: pd.Series,
    before: Sequence[int],
    year: int,
    cif_fob: float = 1.0,
) -> Transit:
    """Return the part of additional exports that the destination never recorded as imports.

    Formula, X exports as the exporter and M imports as the destination recorded them:
    ``dX = X[year] - mean(X[before])``, ``dM = (M[year] - mean(M[before])) / cif_fob``,
    ``share = 1 - dM / dX`` (goods "lost in transit", CEPR DP 20097). Constant gaps between the two
    records cancel. Negative where imports rose by more than exports.

    Parameters
    ----------
    exports, imports : Series
        Annual values in one unit, indexed by year; exports fob, imports cif.
    before : sequence of int
        Years before the break.
    year : int
        Year after it.
    cif_fob : float
        Value at the border of the importer over that at the exporter's.

    Raises
    ------
    InsufficientData
        If a side lacks a year, or exports did not rise.
    """
    for side, values in (("exports", exports), ("imports", imports)):
        gaps = [one for one in (*before, year) if pd.isna(values.get(one))]
        if gaps or not len(before):
            raise InsufficientData(
                f"Lost in transit: expected {side} of {list(before)} and {year}, none for {gaps}."
            )
    more, seen = (
        float(values[year] - values[list(before)].mean()) for values in (exports, imports)
    )
    if not more > 0:
        raise InsufficientData(
            f"Lost in transit: expected exports of {year} above the mean of {list(before)}, found "
            f"a change of {more:.4g}."
        )
    return Transit(more, seen / cif_fob, 1 - seen / cif_fob / more)


def group_share(part: pd.DataFrame, whole: pd.DataFrame, since: str, until: str) -> pd.Series:
    """Return the share of a group of goods in all goods of a stretch of time, by destination.

    Formula: ``sum(part) / sum(whole)`` over the periods from `since` to `until`, both included.

    Parameters
    ----------
    part, whole : DataFrame
        Non-negative values in one unit, periods x destinations.
    since, until : str
        First and last period as ISO dates.

    Raises
    ------
    InsufficientData
        If a value of these periods is missing, or there are no periods.
    """
    rows = [frame[part.columns].loc[since:until] for frame in (part, whole)]
    if any(frame.empty or frame.isna().any(axis=None) for frame in rows):
        raise InsufficientData(
            f"Group share: expected every period from {since} to {until}, found "
            f"{len(rows[0])} of the group and {len(rows[1])} of all goods, some without a value."
        )
    return rows[0].sum() / rows[1].sum()


class _ByOthers:
    """Counterfactual by the path of other goods; one parameter."""

    parameters = 1

    def __init__(self, others: np.ndarray, before: np.ndarray) -> None:
        self.others, self.before = others, before

    def __call__(self, goods: np.ndarray) -> np.ndarray:
        """Return the expected path of all periods from goods before the break (axis -2)."""
        level = goods.sum(axis=-2) / self.others[self.before].sum(axis=0)
        return level[..., None, :] * self.others


class _ByTrend:
    """Counterfactual by the log-linear trend before the break; two parameters."""

    parameters = 2

    def __init__(self, others: np.ndarray, before: np.ndarray) -> None:
        time = np.arange(len(before), dtype="float64")
        self.apart = time - time[before].mean()
        self.weights = self.apart[before] / (self.apart[before] ** 2).sum()

    def __call__(self, goods: np.ndarray) -> np.ndarray:
        """Return the expected path of all periods from goods before the break (axis -2)."""
        logs = np.log(goods)
        slope = np.einsum("t,...tj->...j", self.weights, logs)
        line = slope[..., None, :] * self.apart[:, None]
        return np.exp(logs.mean(axis=-2)[..., None, :] + line)


_PATHS: dict[str, type[_ByOthers] | type[_ByTrend]] = {OTHERS: _ByOthers, TREND: _ByTrend}


def _bootstrap(
    goods: np.ndarray,
    before: np.ndarray,
    path: _ByOthers | _ByTrend,
    size: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the expected sum after the break, and draws of it, by destination."""
    past = goods[before]
    fitted = path(past)
    n = len(past)
    errors = np.log(past / fitted[before])
    blocks = n / BLOCK
    free = blocks - path.parameters
    widen = np.sqrt(blocks / free) * stats.t.ppf(ENDS[1], free) / stats.norm.ppf(ENDS[1])
    errors = (errors - errors.mean(axis=0)) * widen
    again = path(fitted[before] * np.exp(_blocks(errors, n, size, rng)))[:, ~before]
    shocks = np.exp(_blocks(errors, int((~before).sum()), size, rng))
    return fitted[~before].sum(axis=0), (again * shocks).sum(axis=1)


def _blocks(errors: np.ndarray, length: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw paths of errors in blocks of neighbouring periods, the last followed by the first."""
    starts = rng.integers(len(errors), size=(size, -(-length // BLOCK)))
    at = (starts[:, :, None] + np.arange(BLOCK)).reshape(size, -1)[:, :length] % len(errors)
    return errors[at]


def _require(
    goods: pd.DataFrame, others: pd.DataFrame, cut: pd.Timestamp, counterfactuals: Sequence[str]
) -> None:
    unknown = sorted(set(counterfactuals) - set(COUNTERFACTUALS))
    if unknown or not counterfactuals:
        raise ValueError(
            f"Counterfactual: expected some of {', '.join(COUNTERFACTUALS)}, found "
            f"{', '.join(unknown) or 'none'}."
        )
    if not (goods.index.equals(others.index) and goods.columns.equals(others.columns)):
        raise ValueError(
            "Excess: expected goods and others with the same periods and destinations, found "
            f"{goods.shape} and {others.shape} that differ."
        )
    if not goods.index.is_monotonic_increasing:
        raise ValueError("Excess: expected periods in ascending order, found another order.")
    n = int((goods.index < cut).sum())
    if n < FEWEST or n == len(goods):
        raise InsufficientData(
            f"Excess: expected at least {FEWEST} periods before {cut:%Y-%m} and one from then on, "
            f"found {n} and {len(goods) - n}."
        )
    bad = [str(one) for one in goods if not ((goods[one] > 0) & (others[one] > 0)).all()]
    if bad:
        raise InsufficientData(
            f"Excess: expected a positive figure in every period, not so for {', '.join(bad)}."
        )
