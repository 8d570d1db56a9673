"""Synthetic trade that obeys gravity with known coefficients: no real figure is in it."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from helpers.indicators.gravity import cross_fit, fit_gravity

COUNTRIES, YEARS = 25, range(2001, 2004)
TRUE = {"ln_distance": -0.9, "contiguity": 0.5}
LASTING, PASSING, UNRECORDED = 0.5, 0.3, 2e4
FOLDS = 5
NEAR, LEVEL = 1.2, 0.90


class GravityWorld(NamedTuple):
    """Flows with their covariates, as the model takes them, and the true coefficients."""

    frame: pd.DataFrame
    coefficients: pd.Series


def gravity_world(seed: int) -> GravityWorld:
    """Return a world of 25 countries and 3 years with planted coefficients.

    Countries lie at random in a square; masses differ by a factor of about twenty and change from
    year to year; errors have mean 1, a part of them stays with the pair of countries, so that its
    flows are not independent. Flows below 20,000 dollars are not recorded.

    Parameters
    ----------
    seed : int
        One world a seed.
    """
    rng = np.random.default_rng(seed)
    names = [f"C{number:02d}" for number in range(COUNTRIES)]
    place = rng.uniform(0, 10, (COUNTRIES, 2))
    apart = np.hypot(*(place[:, None, :] - place[None, :, :]).transpose(2, 0, 1)) + 0.1
    off = ~np.eye(COUNTRIES, dtype=bool)
    lasting = rng.normal(0, LASTING, (COUNTRIES, COUNTRIES))
    lasting = np.triu(lasting, 1) + np.triu(lasting, 1).T
    mass = rng.normal(0, 0.8, (2, COUNTRIES))
    parts = []
    for year in YEARS:
        yearly = mass + rng.normal(0, 0.1, mass.shape)
        noise = lasting + rng.normal(0, PASSING, lasting.shape)
        mean = np.exp(
            16 + yearly[0][:, None] + yearly[1][None, :]
            + TRUE["ln_distance"] * np.log(apart) + TRUE["contiguity"] * (apart < NEAR)
        )  # fmt: skip
        value = mean * np.exp(noise - (LASTING**2 + PASSING**2) / 2)
        rows, columns = np.nonzero(off)
        parts.append(
            pd.DataFrame(
                {
                    "exporter": np.take(names, rows),
                    "importer": np.take(names, columns),
                    "year": year,
                    "ln_distance": np.log(apart)[off],
                    "contiguity": (apart < NEAR)[off].astype(int),
                    "value_usd": np.where(value < UNRECORDED, 0.0, value)[off],
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    sides = np.sort(frame[["exporter", "importer"]].to_numpy(str), axis=1)
    pair = pd.Series(sides[:, 0]) + "." + sides[:, 1]
    return GravityWorld(frame.assign(pair=pair), pd.Series(TRUE))


def gravity_covered(seed: int) -> bool:
    """Return whether the 90 percent interval of the distance elasticity holds the true one.

    The jackknife takes five groups here, for speed.
    """
    world = gravity_world(seed)
    fit, crossed = fit_gravity(world.frame, list(TRUE)), cross_fit(world.frame, list(TRUE), FOLDS)
    error = float(np.sqrt(crossed.covariance.at["ln_distance", "ln_distance"]))
    reach = float(stats.t.ppf((1 + LEVEL) / 2, crossed.folds - 1)) * error
    return abs(fit.coefficients["ln_distance"] - TRUE["ln_distance"]) <= reach
