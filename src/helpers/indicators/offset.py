"""Offset: how much of the trade lost with some partners was gained with others.

The change of a partner is its trade less what was to be expected without the break
(:mod:`helpers.indicators.baselines`). The loss is the sum of the shortfalls with the sanctioning
partners; a partner's offset ratio is its change over that loss; what the total of all trade shows
beyond the partners named is the rest. After the substitution ratio of Chupilkin, Javorcik and
Plekhanov ("The Eurasian Roundabout", CEPR DP 20097), over partners instead of routes.

Intervals carry three things at once: the range of the figures (the panel), the choice of baseline
(all of them, equally often), and chance (errors of the baseline in placebo years, one whole year
drawn for all partners together, so that common shocks stay common).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from helpers.indicators.baselines import BASELINES, Baseline, expected, placebo_errors

LEVEL = 0.90
REST = "REST"
ALL = "ALL"


@dataclass(frozen=True)
class Flows:
    """One flow by year and partner: years x partners, NaN where not known.

    `low` and `high` may be known where `central` is not (a part of a year, a bound by reasoning):
    such a cell is drawn evenly between them and its middle stands for it.
    """

    central: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame

    @cached_property
    def middle(self) -> pd.DataFrame:
        """Central values, and the middle of the range where there is only a range."""
        return self.central.fillna((self.low + self.high) / 2)


@dataclass(frozen=True)
class Offset:
    """Result of :func:`offset`.

    Attributes
    ----------
    parts : DataFrame
        Indexed by partner (then REST and the total): role, expected, actual, change, low, high,
        in the unit of the flows; central values are means over the baselines.
    ratios : DataFrame
        Indexed by partner and group: ratio, low, high, and one column a baseline.
    loss, loss_low, loss_high : float
        What was lost with the sanctioning partners, positive.
    lossless : float
        Share of the draws in which nothing was lost (their ratio is not defined).
    """

    parts: pd.DataFrame
    ratios: pd.DataFrame
    loss: float
    loss_low: float
    loss_high: float
    lossless: float


def offset(
    flows: Flows,
    lost: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    total: str,
    cut: int,
    year: int,
    rules: Mapping[str, Baseline] = BASELINES,
    draws: int = 2000,
    seed: int = 0,
) -> Offset:
    """Return loss, gains and offset ratios in one year after the break.

    Formula: ``change_j = v_j - mean_b expected_b(v_j)``; ``loss = -sum change_s`` over `lost`;
    ``ratio_g = sum change_g / loss``; rest = change of the total + loss - changes of all groups'
    partners; the ratio of ALL is (change of the total + loss) / loss. 0 is no offset, 1 full, above
    1 more than was lost, negative a further loss. Interval: the 5th to the 95th percentile.

    Parameters
    ----------
    flows : Flows
        Non-negative, one flow and unit; columns hold every partner named, and `total`.
    lost : sequence of str
        Partners with which trade was lost.
    groups : mapping of str to sequences of str
        Whose gains to set against the loss, by name; a partner belongs to one group.
    total : str
        Column of all trade.
    cut, year : int
        First year after the break, and the year to look at.
    rules : mapping of str to Baseline
        Baselines by name; all count alike.
    draws, seed : int
        Number of draws a baseline shares out, and the seed.

    Raises
    ------
    ValueError
        If a partner is lacking or in two groups, or has no figure, or no expectation, at all.
    """
    partners = [one for names in groups.values() for one in names]
    columns = [*lost, *partners, total]
    _require_columns(flows, columns, year)
    middle = flows.middle[columns]
    actual = middle.loc[year]
    guesses = pd.DataFrame({name: expected(middle, cut, year, name, rules) for name in rules})
    _require_expectations(guesses)
    blocks = {"lost": list(lost), **{name: list(names) for name, names in groups.items()}}
    blocks["total"] = [total]
    rng = np.random.default_rng(seed)
    each = -(-draws // len(rules))
    drawn = pd.concat(
        [_draw(flows, blocks, cut, year, name, rules, each, rng) for name in rules],
        ignore_index=True,
    )
    central = _ratios((actual - guesses.mean(axis=1)).to_frame().T, lost, groups, total)
    by_baseline = _ratios(guesses.rsub(actual, axis=0).T, lost, groups, total)
    spread = _ratios(drawn, lost, groups, total)
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    quantiles = spread.quantile(ends)
    ratios = pd.concat([central.iloc[0], quantiles.T, by_baseline.T], axis=1)
    ratios.columns = pd.Index(["ratio", "low", "high", *rules])
    losses = -drawn[list(lost)].sum(axis=1)
    loss_low, loss_high = losses.quantile(ends)
    return Offset(
        parts=_parts(actual, guesses.mean(axis=1), drawn, lost, partners, total, ends),
        ratios=ratios,
        loss=float(-(actual - guesses.mean(axis=1))[list(lost)].sum()),
        loss_low=float(loss_low),
        loss_high=float(loss_high),
        lossless=float((losses <= 0).mean()),
    )


def simple_ratios(
    flows: Flows,
    lost: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    total: str,
    cut: int,
    year: int,
    baseline: str,
) -> pd.Series:
    """Return the ratios under one baseline, from central values only: one specification.

    Partners of a group without a figure of the year, or without an expectation, are left to the
    rest; all is NaN where the loss or the total is not known, or nothing was lost. Formula and
    parameters as in :func:`offset`.
    """
    names = [one for members in groups.values() for one in members]
    middle = flows.middle[[*lost, *names, total]]
    changes = middle.loc[year] - expected(middle, cut, year, baseline)
    known = {
        name: [one for one in members if pd.notna(changes[one])] for name, members in groups.items()
    }
    ratios = _ratios(changes.to_frame().T, lost, known, total).iloc[0]
    return ratios.where([bool(known.get(name, True)) for name in ratios.index])


def _draw(
    flows: Flows,
    blocks: Mapping[str, list[str]],
    cut: int,
    year: int,
    baseline: str,
    rules: Mapping[str, Baseline],
    size: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return changes by draw: reported values within their ranges, expectations with errors.

    Errors are those of a block's sum (goods move between neighbours within it), shared by its
    partners.
    """
    columns = [one for names in blocks.values() for one in names]
    low, middle, high = (frame[columns] for frame in (flows.low, flows.middle, flows.high))
    calm_low, guess, calm_high = (
        expected(frame, cut, year, baseline, rules) for frame in (low, middle, high)
    )
    sums = pd.DataFrame(
        {
            name: middle[names].ffill(limit=2).sum(axis=1, min_count=len(names))
            for name, names in blocks.items()
        }
    )
    errors = _errors(placebo_errors(sums, cut, year, baseline, rules), year - cut, size, rng)
    shock = np.repeat(np.exp(errors), [len(names) for names in blocks.values()], axis=1)
    calm = _between(calm_low, guess, calm_high, size, rng) * shock
    actual = _between(low.loc[year], middle.loc[year], high.loc[year], size, rng)
    return pd.DataFrame(actual - calm, columns=columns)


def _between(
    low: pd.Series, middle: pd.Series, high: pd.Series, size: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw evenly below and above the middle, half of the draws on either side."""
    middle = middle.to_numpy(dtype="float64")
    low = np.fmin(low.to_numpy(dtype="float64"), middle)
    high = np.fmax(high.to_numpy(dtype="float64"), middle)
    place = rng.uniform(-1, 1, (size, len(middle)))
    return middle + np.where(place < 0, (middle - low) * place, (high - middle) * place)


def _widened(values: np.ndarray, distance: int) -> np.ndarray:
    """Return errors spread about zero as a prediction from so few of them must be.

    Formula: ``(e - mean) * t(0.95, n-1) * sqrt(1 + 1/n) / z(0.95)``, n = placebo years over the
    years that neighbours share: the ratio of a t prediction interval to a normal one. The mean is
    taken out: a baseline is given as it is, its past drift is not projected.
    """
    n = max(len(values) / (distance + 1), 2.0)
    widen = stdtrit(n - 1, 0.95) * np.sqrt(1 + 1 / n) / ndtri(0.95)
    return (values - np.nanmean(values, axis=0)) * widen


def _errors(errors: pd.DataFrame, distance: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw whole placebo years; a partner without an error in that year gets one of its own."""
    values = errors.to_numpy()
    if not len(values):
        return np.zeros((size, errors.shape[1]))
    values = _widened(values, distance)
    drawn = values[rng.integers(len(values), size=size)]
    for column in range(values.shape[1]):
        own = values[~np.isnan(values[:, column]), column]
        lacking = np.isnan(drawn[:, column])
        drawn[lacking, column] = rng.choice(own, lacking.sum()) if len(own) else 0.0
    return drawn


def _ratios(
    changes: pd.DataFrame, lost: Sequence[str], groups: Mapping[str, Sequence[str]], total: str
) -> pd.DataFrame:
    """Return the ratio of partners, groups, the rest and all to the loss; NaN without a loss."""
    known = dict(zip(changes.columns, changes.to_numpy().T, strict=True))
    loss = -sum(known[one] for one in lost)
    loss = np.where(loss > 0, loss, np.nan)
    gains = {
        name: sum((np.nan_to_num(known[one]) for one in names), np.zeros_like(loss))
        for name, names in groups.items()
    }
    everything = known[total] + loss
    rest = everything - sum(gains.values())
    single = {one: known[one] for names in groups.values() for one in names}
    parts = {**single, **gains, REST: rest, ALL: everything}
    return pd.DataFrame({name: part / loss for name, part in parts.items()}, changes.index)


def _parts(
    actual: pd.Series,
    guess: pd.Series,
    drawn: pd.DataFrame,
    lost: Sequence[str],
    partners: Sequence[str],
    total: str,
    ends: Sequence[float],
) -> pd.DataFrame:
    """Return the changes that lead from the expected to the actual total, with their ranges."""
    named = [*lost, *partners]
    changes = drawn.assign(**{REST: drawn[total] - drawn[named].sum(axis=1)})
    actual = pd.concat([actual, pd.Series({REST: actual[total] - actual[named].sum()})])
    guess = pd.concat([guess, pd.Series({REST: guess[total] - guess[named].sum()})])
    table = pd.DataFrame({"expected": guess, "actual": actual, "change": actual - guess})
    table[["low", "high"]] = changes.quantile(list(ends)).T.reindex(table.index)
    roles = {**dict.fromkeys(lost, "lost"), **dict.fromkeys(partners, "gained")}
    table.insert(
        0, "role", [roles.get(one, "rest" if one == REST else "total") for one in table.index]
    )
    return table.loc[[*named, REST, total]]


def _require_columns(flows: Flows, columns: Sequence[str], year: int) -> None:
    lacking = sorted(set(columns) - set(flows.central.columns))
    twice = sorted({one for one in columns if list(columns).count(one) > 1})
    if lacking or twice:
        raise ValueError(f"Offset: expected every partner once, lacking {lacking}, twice {twice}.")
    unknown = [
        one
        for one in columns
        if year not in flows.middle.index or np.isnan(flows.middle.at[year, one])
    ]
    if unknown:
        raise ValueError(
            f"Offset: expected a figure or a range of {year} for every partner, none for {unknown}."
        )


def _require_expectations(guesses: pd.DataFrame) -> None:
    missing = guesses.isna()
    if missing.any(axis=None):
        found = [
            f"{partner} ({name})" for name in guesses for partner in guesses.index[missing[name]]
        ]
        raise ValueError(
            "Offset: expected enough years before the break for every partner and baseline, "
            f"too few for {', '.join(found)}."
        )
