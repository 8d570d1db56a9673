"""What the concentration can be when part of the trade is not broken down by partner.

After 2021 Belarus publishes totals and only some partners publish their side. The index then has
an exact range, not a value.
"""

import math

import pandas as pd

from helpers.indicators.arithmetic import require_non_negative

SLACK = 1e-9
"""Relative tolerance for a remainder that fills the undisclosed partners to the brim."""


def herfindahl_bounds(
    known: pd.Series,
    unknown_total: float,
    largest_unknown: float | None = None,
    n_unknown: int | None = None,
) -> tuple[float, float]:
    """Return the lowest and the highest HHI compatible with what is disclosed.

    Let the known partners and the remainder U add up to 1. Then ``H = K + sum u_k**2`` with
    ``K = sum s_j**2`` and the unknown ``u_k >= 0``, ``sum u_k = U``, ``u_k <= c`` (c is
    `largest_unknown`, or U), at most n of them. ``sum u_k**2`` is convex, so

    * it is least when the remainder is spread evenly: ``U**2 / n`` (Cauchy-Schwarz); with n
      unknown it comes as near to 0 as one likes, and the lower bound is K;
    * it is greatest at a corner of the feasible set, where all but one of the u_k are 0 or c:
      ``q c**2 + (U - q c)**2`` with ``q = floor(U / c)``; without a cap, ``U**2``.

    Variant: ours, for a known part of any composition; bounds of H from the largest shares only
    are in Kvålseth 2018 (https://pmc.ncbi.nlm.nih.gov/articles/PMC6190613/, abstract).

    Parameters
    ----------
    known : Series
        Non-negative values or shares of the disclosed partners; may be empty.
    unknown_total : float
        What is not attributed to a partner, in the same unit.
    largest_unknown : float, optional
        No undisclosed partner is larger than this, in the same unit (for instance the smallest of
        a published list of the largest).
    n_unknown : int, optional
        The remainder belongs to at most so many partners.

    Returns
    -------
    tuple of float
        Lowest and highest, each between 0 and 1. Both NaN if a number is missing or nothing is
        traded.

    Raises
    ------
    ValueError
        If a number is negative, or so few and so small partners cannot hold the remainder.
    """
    require_non_negative("Disclosed partners", known)
    require_non_negative("Undisclosed remainder", unknown_total)
    total = float(known.sum(skipna=False)) + unknown_total
    if math.isnan(total) or total == 0 or math.isnan(largest_unknown or 0.0):
        return math.nan, math.nan
    disclosed = float(((known / total) ** 2).sum())
    rest = unknown_total / total
    cap = rest if largest_unknown is None else min(largest_unknown / total, rest)
    if rest == 0:
        return disclosed, disclosed
    _require_room(rest, cap, n_unknown)
    even = 0.0 if n_unknown is None else rest**2 / n_unknown
    full = math.floor(rest / cap)
    uneven = full * cap**2 + max(rest - full * cap, 0.0) ** 2
    return float(disclosed + even), float(disclosed + uneven)


def _require_room(rest: float, cap: float, n_unknown: int | None) -> None:
    room = cap if n_unknown is None else cap * n_unknown * (1 + SLACK)
    if cap <= 0 or (n_unknown is not None and room < rest):
        limit = "partners of size 0" if cap <= 0 else f"{n_unknown} partners of at most {cap:.4g}"
        raise ValueError(
            f"Undisclosed remainder: expected room for a share of {rest:.4g}, found {limit}. "
            "Raise largest_unknown or n_unknown."
        )
