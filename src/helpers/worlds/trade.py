"""Synthetic trade of an invented country, with a known offset: no real figure is in it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.indicators.offset import Flows

YEARS, LONG_YEARS = range(2010, 2024), range(2000, 2024)
CUT, YEAR = 2022, 2023
LOST = ("L1", "L2")
GROUPS = {"big": ("B",), "new": ("N1", "N2", "N3")}
TOTAL = "ALL_TRADE"
SIZES = {"L1": 60.0, "L2": 40.0, "B": 120.0, "N1": 15.0, "N2": 8.0, "N3": 4.0, "O": 50.0}
DRIFT, OWN, COMMON, KEPT, BIG_RATIO = 0.02, 0.08, 0.08, 0.2, 0.5
REPORTING = 0.04
DONORS = tuple(f"D{number:02d}" for number in range(12))


class TradeWorld(NamedTuple):
    """Flows as reported, the true ratio of the group ``new`` to the loss, and donors by year."""

    flows: Flows
    ratio: float
    donors: pd.DataFrame


def trade_world(seed: int, ratio: float = 0.30, donors: bool = False) -> TradeWorld:
    """Return a synthetic world whose true offset by the group ``new`` is known.

    Trade by partner is a random walk in logs with a common shock a year. From :data:`CUT` on the
    lost partners keep a fifth of what they would have had; `ratio` of that loss is added to the
    new partners, half of it to the big one. Reports err by up to 4 percent either way.

    Parameters
    ----------
    seed : int
        One world a seed.
    ratio : float
        True offset by the new partners.
    donors : bool
        With twelve more partners that the break does not touch, and ten more years before it.
    """
    rng = np.random.default_rng(seed)
    years = list(LONG_YEARS if donors else YEARS)
    sizes = SIZES | (dict.fromkeys(DONORS, 4.0) if donors else {})
    steps = rng.normal(DRIFT, OWN, (len(years), len(sizes)))
    steps += rng.normal(0, COMMON, (len(years), 1))
    steps[0] = 0
    calm = pd.DataFrame(np.exp(steps.cumsum(axis=0)), index=years, columns=list(sizes)) * sizes
    true = calm.copy()
    after = true.index >= CUT
    true.loc[after, list(LOST)] *= KEPT
    loss = (calm - true)[list(LOST)].sum(axis=1)
    true["B"] += BIG_RATIO * loss
    true[list(GROUPS["new"])] = true[list(GROUPS["new"])].add(ratio * loss / 3, axis=0)
    true[TOTAL] = true.sum(axis=1)
    seen = true * (1 + rng.uniform(-REPORTING, REPORTING, true.shape))
    other = true * (1 + rng.uniform(-REPORTING, REPORTING, true.shape))
    low, high = np.minimum(seen, other), np.maximum(seen, other)
    middle = (seen + other) / 2
    return TradeWorld(Flows(middle, low, high), ratio, middle.filter(items=DONORS))
