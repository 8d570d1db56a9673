"""Base rates: how often trade between two countries grew as much as a target asks for.

Before a target is judged by its own story, look at all pairs of countries that started at the same
size (the outside view: Kahneman and Lovallo 1993; Flyvbjerg 2006). Turnover is both directions
added up, because the targets are about turnover. Values are current dollars, as the targets are, so
a part of every multiple is inflation.

"Within h years" means reached in any of the h years after the start, even for one year: the most
generous reading. A spike in the statistics counts as reached, so these rates are on the high side.
"""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from helpers.indicators.insufficient import InsufficientData

LEVEL = 0.90
MILLION = 1e6
BANDS = ((10, 50), (50, 150), (150, 500), (500, 1500), (1500, 5000))
MULTIPLES = (1.1, 1.5, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0)
HORIZONS = (1, 2, 3, 4, 5, 7, 10)


class BaseRate(NamedTuple):
    """A share of starts that reached a multiple in time, and the row it was read from.

    `share`, `low` and `high` run from 0 to 1; `pairs` counts pairs of countries; `band` is in
    million dollars; `years` is the horizon of the grid, not the one asked for.
    """

    share: float
    low: float
    high: float
    pairs: int
    band: tuple[int, int]
    multiple: float
    years: int


def pair_turnover(flows: pd.DataFrame) -> pd.DataFrame:
    """Return turnover by unordered pair and year: pair, year, value_usd.

    Formula: ``T_ijt = X_ijt + X_jit``; a direction that is not recorded adds nothing, and a year
    in which neither is recorded has no row. A `pair` is written ``AAA.BBB``, in alphabetical order.

    Parameters
    ----------
    flows : DataFrame
        exporter, importer, year, value_usd (non-negative), one row a flow and year.

    Raises
    ------
    ValueError
        If a value is negative or a flow occurs twice in a year.
    """
    keys = ["exporter", "importer", "year"]
    if flows.duplicated(keys).any() or (flows["value_usd"] < 0).any():
        raise ValueError(
            "Turnover: expected one non-negative value a flow and year, found "
            f"{int(flows.duplicated(keys).sum())} doubles and "
            f"{int((flows['value_usd'] < 0).sum())} negative values."
        )
    exporter, importer = flows["exporter"].astype(str), flows["importer"].astype(str)
    first = exporter.where(exporter < importer, importer)
    second = importer.where(exporter < importer, exporter)
    frame = flows[["year", "value_usd"]].assign(pair=first + "." + second)
    total = frame.groupby(["pair", "year"], as_index=False)["value_usd"].sum()
    return total[total["value_usd"] > 0].reset_index(drop=True)


def starts(turnover: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return every start with its best multiple within a number of years.

    Formula: ``best = max(T_{t+1} .. T_{t+years}) / T_t``. Every year of a pair is a start if trade
    was recorded in it and the whole window lies within the data. A year of the window without a
    record did not reach anything; a window without any has a best of 0.

    Parameters
    ----------
    turnover : DataFrame
        As :func:`pair_turnover` returns it.
    years : int
        Length of the window, 1 or more.

    Returns
    -------
    DataFrame
        pair, year, start_usd, best.
    """
    wide = turnover.pivot(index="pair", columns="year", values="value_usd")
    wide = wide.reindex(columns=range(int(wide.columns.min()), int(wide.columns.max()) + 1))
    values = wide.to_numpy()
    found = []
    for place, year in enumerate(wide.columns[: len(wide.columns) - years]):
        start = values[:, place]
        window = np.nan_to_num(values[:, place + 1 : place + 1 + years], nan=0.0)
        known = start > 0
        found.append(
            pd.DataFrame(
                {
                    "pair": wide.index[known],
                    "year": int(year),
                    "start_usd": start[known],
                    "best": window.max(axis=1)[known] / start[known],
                }
            )
        )
    if not found:
        return pd.DataFrame(columns=["pair", "year", "start_usd", "best"])
    return pd.concat(found, ignore_index=True)


def share_reached(
    reached: pd.Series, pairs: pd.Series, years: pd.Series
) -> tuple[float, float, float]:
    """Return a share with a 90 percent interval that respects repeated starts and common years.

    Starts of one pair overlap, and a boom lifts all pairs at once, so starts are not independent.
    The variance of the share is that of a ratio of cluster totals (Cochran 1977), ``v(C) = C / (C -
    1) * sum_c (k_c - p n_c)^2 / n^2`` with k_c of n_c starts reached in cluster c, put together for
    two groupings as in Cameron, Gelbach and Miller (2011): ``v = v(pair) + v(start year) - v(start)
    ``, and never less than v(pair). The interval is Wilson's (1927) at the effective number of
    starts ``p (1 - p) / v`` (Korn and Graubard 1998; Dean and Pagano 2015), between 1 and n. Where
    nobody, or everybody, reached it, the number of pairs stands for the number of starts.

    Windows of neighbouring start years overlap, which the grouping by year does not see: with long
    horizons the interval is still on the narrow side.

    Parameters
    ----------
    reached : Series of bool
        One a start.
    pairs, years : Series
        Pair and year of each start.

    Raises
    ------
    InsufficientData
        With fewer than two pairs.
    """
    hit = reached.to_numpy(float)
    n, count = len(hit), int(pairs.nunique())
    if count < 2:
        raise InsufficientData(f"A base rate needs at least two pairs, found {count}.")
    p = float(hit.mean())
    excess = hit - p
    by_pair, by_year = (_cluster_variance(excess, groups) for groups in (pairs, years))
    by_start = float((excess**2).sum() / (n * (n - 1)))
    variance = max(by_pair, by_pair + by_year - by_start)
    effective = float(count) if variance == 0 else min(max(p * (1 - p) / variance, 1.0), float(n))
    return p, *wilson(p, effective)


def _cluster_variance(excess: np.ndarray, clusters: pd.Series) -> float:
    sums = np.bincount(pd.factorize(clusters)[0], excess)
    if len(sums) < 2:
        return 0.0
    return float(len(sums) / (len(sums) - 1) * (sums**2).sum() / len(excess) ** 2)


def wilson(share: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927).

    Formula: ``(p + z^2/2n -+ z sqrt(p (1-p)/n + z^2/4n^2)) / (1 + z^2/n)``.
    """
    z = float(stats.norm.ppf((1 + level) / 2))
    centre = share + z**2 / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    # At the edges the formula gives exactly 0 and 1, but for the last bits.
    low = 0.0 if share == 0 else (centre - half) / scale
    return low, 1.0 if share == 1 else (centre + half) / scale


def row_id(band: tuple[int, int], multiple: float, years: int) -> str:
    """Return the key under which a base rate is stored: ``base_rate.50-150.10x.5y``."""
    return f"base_rate.{band[0]}-{band[1]}.{multiple:g}x.{years}y"


def base_rates(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the share of starts that reached each multiple, by size at the start and horizon.

    Parameters
    ----------
    flows : DataFrame
        exporter, importer, year, value_usd.

    Returns
    -------
    DataFrame
        id, band_low, band_high (million dollars; the upper end is not in the band), multiple,
        years, share, low, high, starts, pairs, first, last (start years), least, most (share of the
        start year with the lowest and the highest).

    Raises
    ------
    InsufficientData
        If a band has fewer than two pairs.
    """
    turnover = pair_turnover(flows)
    rows = []
    for years in HORIZONS:
        window = starts(turnover, years)
        for band in BANDS:
            low, high = (MILLION * end for end in band)
            inside = window[(window["start_usd"] >= low) & (window["start_usd"] < high)]
            for multiple in MULTIPLES:
                rows.append(_row(inside, band, multiple, years))
    return pd.DataFrame(rows)


def _row(inside: pd.DataFrame, band: tuple[int, int], multiple: float, years: int) -> dict:
    reached = inside["best"] >= multiple
    share, low, high = share_reached(reached, inside["pair"], inside["year"])
    by_year = reached.groupby(inside["year"]).mean()
    return {
        "id": row_id(band, multiple, years),
        "band_low": band[0],
        "band_high": band[1],
        "multiple": multiple,
        "years": years,
        "share": share,
        "low": low,
        "high": high,
        "starts": len(inside),
        "pairs": inside["pair"].nunique(),
        "first": int(inside["year"].min()),
        "last": int(inside["year"].max()),
        "least": float(by_year.min()),
        "most": float(by_year.max()),
    }


def base_rate_of(
    estimates: pd.DataFrame, start_usd: float, multiple: float, years: float
) -> BaseRate:
    """Return the base rate for a start, a multiple and a number of years.

    The band is the one that holds the start. Between two multiples of the grid, share and interval
    are interpolated in the logarithm of the multiple. The horizon is the shortest of the grid that
    is not below the one asked for, so that the rate is never too low for the deadline.

    Parameters
    ----------
    estimates : DataFrame
        The table `estimates`.
    start_usd, multiple, years : float
        Trade at the start in dollars; goal over start; years to the deadline, above 0.

    Raises
    ------
    InsufficientData
        If the question lies outside the grid, or the table lacks the row.
    """
    band = next((one for one in BANDS if one[0] <= start_usd / MILLION < one[1]), None)
    if band is None:
        raise InsufficientData(
            f"Base rates cover starts of {BANDS[0][0]} to {BANDS[-1][1]} million dollars, "
            f"found {start_usd / MILLION:.1f}."
        )
    if not MULTIPLES[0] <= multiple <= MULTIPLES[-1]:
        raise InsufficientData(
            f"Base rates cover multiples of {MULTIPLES[0]:g} to {MULTIPLES[-1]:g}, "
            f"found {multiple:.2f}."
        )
    longer = [one for one in HORIZONS if one >= years]
    if not years > 0 or not longer:
        raise InsufficientData(
            f"Base rates cover 1 to {HORIZONS[-1]} years after the start, found {years:g}."
        )
    below = max(one for one in MULTIPLES if one <= multiple)
    above = min(one for one in MULTIPLES if one >= multiple)
    first, second = (_stored(estimates, row_id(band, one, longer[0])) for one in (below, above))
    weight = 0.0 if above == below else math.log(multiple / below) / math.log(above / below)
    share, low, high = (
        float((1 - weight) * first[name] + weight * second[name])
        for name in ("value", "low", "high")
    )
    return BaseRate(share, low, high, int(first["n"]), band, multiple, longer[0])


def _stored(estimates: pd.DataFrame, key: str) -> pd.Series:
    found = estimates[estimates["id"] == key]
    if found.empty:
        raise InsufficientData(f"The table of estimates has no row '{key}'.")
    return found.iloc[0]
