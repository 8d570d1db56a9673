"""Synthetic exports to invented countries, with a planted diversion: no real figure is in it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.indicators.diversion import excess, substitution_ratio

MONTHS = 35
CUT = pd.Timestamp(2022, 3, 1)
THIRD, LOST = ("T1", "T2", "T3"), ("L1",)
SIZES = {"T1": 150.0, "T2": 20.0, "T3": 60.0, "L1": 2500.0}
OTHERS_OVER_GOODS = 1.8
GROWTH, COMMON, OWN, ERROR, MEMORY = 0.004, 0.08, 0.08, 0.10, 0.4
CUT_SHARE = 0.7  # of the goods no longer sold to the sanctioned country


class DiversionWorld(NamedTuple):
    """Exports of sanctioned and of other goods by month and destination, and the truth.

    `excess` is what was added to each destination after the break (negative: taken away), summed;
    `ratio` the part of the shortfall that went to the third countries.
    """

    goods: pd.DataFrame
    others: pd.DataFrame
    excess: pd.Series
    ratio: float


def diversion_world(seed: int, ratio: float = 0.2) -> DiversionWorld:
    """Return synthetic exports whose true excess by destination is known.

    Other goods grow with shocks of the month, common and own. Without the break sanctioned goods
    would keep a level ratio to them, up to errors with a memory of a few months. From :data:`CUT`
    on the sanctioned country loses :data:`CUT_SHARE` of its sanctioned goods, and `ratio` of that
    sum is added to the third countries in equal parts.

    Parameters
    ----------
    seed : int
        One world a seed.
    ratio : float
        True substitution ratio.
    """
    rng = np.random.default_rng(seed)
    index = pd.date_range("2020-01-01", periods=MONTHS, freq="MS")
    names = list(SIZES)
    shape = (MONTHS, len(names))
    steps = GROWTH * np.arange(MONTHS)[:, None] + rng.normal(0, COMMON, (MONTHS, 1))
    level = np.array(list(SIZES.values()))
    others = level * OTHERS_OVER_GOODS * np.exp(steps + rng.normal(0, OWN, shape))
    calm = pd.DataFrame(others / OTHERS_OVER_GOODS * np.exp(_errors(rng, shape)), index, names)
    true = calm.copy()
    after = index >= CUT
    true.loc[after, list(LOST)] *= 1 - CUT_SHARE
    taken = (calm - true)[list(LOST)].sum(axis=1)
    true[list(THIRD)] = true[list(THIRD)].add(ratio * taken / len(THIRD), axis=0)
    planted = (true - calm).sum()
    return DiversionWorld(true, pd.DataFrame(others, index, names), planted, ratio)


def diversion_covered(seed: int) -> bool:
    """Return whether the 90 percent interval holds the true substitution ratio of 0.20."""
    world = diversion_world(seed)
    found = substitution_ratio(excess(world.goods, world.others, CUT, draws=600), THIRD, LOST)
    return found.low <= world.ratio <= found.high


def _errors(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Return errors of each destination that carry part of last month's on."""
    shocks = rng.normal(0, ERROR * np.sqrt(1 - MEMORY**2), shape)
    errors = [rng.normal(0, ERROR, shape[1])]
    for shock in shocks[1:]:
        errors.append(MEMORY * errors[-1] + shock)
    return np.array(errors)
