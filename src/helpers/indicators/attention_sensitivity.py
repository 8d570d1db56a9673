"""How much the ranking by attention hangs on the weights: the same events under random weights.

Every weight is a judgement, so each is moved: drawn from a triangle that peaks at its value and
ends half of it lower and higher. What is the same in nearly all draws is said by the events, not by
the weights. The events themselves are not varied: an incomplete catalogue is another error, not
seen here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.indicators.attention import RANKED_KINDS, REPEATS, event_scores
from helpers.indicators.attention_presets import is_single_scale, weighted_points
from helpers.indicators.periods import Period

Matrix = NDArray[np.float64]
TIE = 1e-9  # points closer than this, relative to the largest, are equal
NO_LEVEL = "none"  # stands for the level of an act that binds whoever signs it


@dataclass(frozen=True)
class Weightings:
    """Points of each partner under the weights of the table and under random ones.

    Attributes
    ----------
    base : Series
        Points a year by partner.
    draws : DataFrame
        Points a year: one row a draw, one column a partner, in the order of `base`.
    """

    base: pd.Series
    draws: pd.DataFrame

    def among(self, partners: Iterable[str]) -> "Weightings":
        """Return the same of some partners only: shares and ranks are then among these."""
        codes = list(partners)
        return Weightings(self.base[codes], self.draws[codes])


def draw_weightings(
    events: pd.DataFrame,
    weights: pd.DataFrame,
    period: Period,
    partners: Iterable[str],
    *,
    seed: int,
    draws: int = 1000,
    spread: float = 0.5,
) -> Weightings:
    """Return the points of each partner under many random weightings.

    Formula: ``points_d = sum_kl n_kl * kind_dk * level_dl / years``; n counts the events of a kind
    and level that the cap lets through; ``kind_dk = kind_k * t``, ``level_dl = level_l * t`` with t
    from a triangular distribution on ``[1 - spread, 1 + spread]`` that peaks at 1, cut off at the
    largest weight of the dimension (1 in the data table). A kind keeps its sign. Levels keep their
    order: the drawn values are sorted and given to the levels in the order of the table (each
    stays inside its own range by that); levels that the table holds equal may part. The order of
    the kinds is free. The cap on repeats is drawn too and rounded, at least 1.

    Parameters
    ----------
    events, weights : DataFrame
        As in :func:`helpers.indicators.attention.event_scores`, whose errors it raises; with the
        rule single_scale points are net of hostile ones.
    period : Period
        First and last day, both included.
    partners : iterable of str
        Each once.
    seed : int
        The same seed gives the same draws.
    draws : int
        How many.
    spread : float
        From 0 (no change) to 1.

    Raises
    ------
    ValueError
        If there is no draw or the spread is not from 0 to 1.
    """
    if draws < 1 or not 0 <= spread <= 1:
        raise ValueError(
            f"Weightings: expected at least 1 draw and a spread from 0 to 1, found {draws} and "
            f"{spread}."
        )
    codes = list(partners)
    base = weighted_points(events, weights, period, codes)
    kinds, levels, rules = (_column(weights, name) for name in ("kind", "level", "rule"))
    random = np.random.default_rng(seed)
    drawn_kinds = _draw(random, kinds.to_numpy(), draws, spread)
    drawn_levels = keep_order(_draw(random, levels.to_numpy(), draws, spread), levels.to_numpy())
    factor = _triangle(random, (draws, 1), spread)[:, 0]
    repeats = event_scores(events, weights).groupby(REPEATS).size()
    most = max([1, *repeats])  # a cap above it lets all through
    caps = np.clip(np.rint(rules["repeat_cap"] * factor), 1, most).astype(int)
    if not is_single_scale(weights):
        drawn_kinds = drawn_kinds * (kinds.to_numpy() > 0)
    each = (drawn_kinds[:, :, None] * np.c_[drawn_levels, np.ones(draws)][:, None, :]).reshape(
        draws, -1
    )
    points = np.zeros((draws, len(codes)))
    for cap in np.unique(caps):
        counted = event_scores(events, weights, cap=int(cap))
        inside = counted["date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
        rows = counted[inside & counted["counted"] & counted["partner"].isin(codes)]
        level = rows["level"]
        if rules.get("level_neutral", 0.0) != 0:
            level = level.where(rows["kind"].isin(RANKED_KINDS), NO_LEVEL)
        of = (codes, list(kinds.index), [*levels.index, NO_LEVEL])
        counts = _count((rows["partner"], rows["kind"], level), of)
        points[caps == cap] = each[caps == cap] @ counts.T
    return Weightings(base, pd.DataFrame(points / period.years, columns=codes))


def keep_order(drawn: Matrix, base: Matrix) -> Matrix:
    """Return drawn values put in the order of the base, one row a draw.

    Equal values of the base have no order: among them the drawn one is kept.
    """
    order = np.argsort(base, kind="stable")
    ordered = np.sort(drawn, axis=1)
    result = np.empty_like(drawn)
    for value in np.unique(base):
        places = np.flatnonzero(base[order] == value)
        equal = order[places]
        ranks = np.argsort(np.argsort(drawn[:, equal], axis=1), axis=1)
        result[:, equal] = np.take_along_axis(ordered[:, places], ranks, axis=1)
    return result


def share_intervals(weightings: Weightings, coverage: float = 0.9) -> pd.DataFrame:
    """Return each partner's share of attention with the range of most draws.

    Formula: ``max(p_j, 0) / sum max(p, 0)``; the range runs from the quantile
    ``(1 - coverage) / 2`` to ``(1 + coverage) / 2`` of the draws, stretched to the share under the
    table's own weights.
    A partner with net points below 0 has no attention.

    Returns
    -------
    DataFrame
        Columns partner, share, low, high; all NaN if nobody has points.
    """
    shares = _shares(weightings.base.to_numpy()[None, :])[0]
    ends = [(1 - coverage) / 2, (1 + coverage) / 2]
    low, high = np.quantile(_shares(weightings.draws.to_numpy()), ends, axis=0)
    return pd.DataFrame(
        {
            "partner": list(weightings.base.index),
            "share": shares,
            "low": np.minimum(low, shares),
            "high": np.maximum(high, shares),
        }
    )


def rank_shares(weightings: Weightings) -> pd.DataFrame:
    """Return in what share of the draws each partner has each rank (1 is the most attention).

    Partners with equal points share the better rank.

    Returns
    -------
    DataFrame
        Columns partner, rank, share (0 to 1); ranks that never occur are left out.
    """
    best, _ = _ranks(weightings.draws.to_numpy())
    ranks = pd.DataFrame(best, columns=weightings.draws.columns)
    long = ranks.melt(var_name="partner", value_name="rank")
    shares = long.groupby(["partner", "rank"], sort=False).size().div(len(ranks))
    found = shares.rename("share").reset_index()
    place = found["partner"].map({code: n for n, code in enumerate(weightings.base.index)})
    return (
        found.assign(place=place)
        .sort_values(["place", "rank"], ignore_index=True)
        .drop(columns="place")
    )


def rank_kept(weightings: Weightings) -> pd.Series:
    """Return by partner in what share of the draws it keeps the rank that the table gives it.

    Partners that the table holds equal share a span of ranks; any place in it is kept.
    """
    best, worst = _ranks(weightings.base.to_numpy()[None, :])
    drawn, _ = _ranks(weightings.draws.to_numpy())
    kept = (drawn >= best) & (drawn <= worst)
    return pd.Series(kept.mean(axis=0), index=weightings.base.index)


def order_kept(weightings: Weightings) -> float:
    """Return the share of the draws in which no two partners change places.

    Partners that the table holds equal may come in any order.
    """
    above = _above(weightings.base.to_numpy()[None, :])
    reversed_ = _above(weightings.draws.to_numpy()).transpose(0, 2, 1) & above
    return float((~reversed_.any(axis=(1, 2))).mean())


def _column(weights: pd.DataFrame, dimension: str) -> pd.Series:
    rows = weights[weights["dimension"] == dimension]
    return rows.set_index("value")["weight"].astype("float64")


def _triangle(random: np.random.Generator, shape: tuple[int, int], spread: float) -> Matrix:
    # The difference of two uniforms is a triangle that peaks at 0; unlike numpy's own it allows
    # a spread of 0.
    return 1 + spread * (random.random(shape) - random.random(shape))


def _draw(random: np.random.Generator, base: Matrix, draws: int, spread: float) -> Matrix:
    top = float(np.abs(base).max(initial=0.0))
    return np.clip(base * _triangle(random, (draws, len(base)), spread), -top, top)


def _count(cells: tuple[pd.Series, ...], of: tuple[list[str], ...]) -> Matrix:
    """Count rows by partner (down) and by kind and level (across, level fastest)."""
    shape = tuple(len(words) for words in of)
    places = tuple(pd.Index(words).get_indexer(cell) for cell, words in zip(cells, of, strict=True))
    flat = np.ravel_multi_index(places, shape)
    return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape[0], -1).astype(float)


def _shares(points: Matrix) -> Matrix:
    positive = np.clip(points, 0, None)
    total = positive.sum(axis=1, keepdims=True)
    return positive / np.where(total > 0, total, np.nan)


def _above(points: Matrix) -> NDArray[np.bool_]:
    """Return, draw by draw, whether the partner across is above the partner down."""
    margin = TIE * np.abs(points).max(axis=1, initial=0.0)[:, None, None]
    return np.asarray(points[:, None, :] - points[:, :, None] > margin)


def _ranks(points: Matrix) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the best and the worst rank of each partner; they differ among equals."""
    above = _above(points)
    return 1 + above.sum(axis=2), points.shape[1] - above.sum(axis=1)
