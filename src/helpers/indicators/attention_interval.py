"""Attention against results when both are known only within a range.

Ranges are combined end to end, the lowest of one with the highest of the other, so that nothing is
claimed that some figure inside the ranges would contradict.
"""

import pandas as pd

from helpers.indicators.arithmetic import ratio, require_non_negative
from helpers.indicators.concentration import shares_of

ENDS = ["share", "low", "high"]


def results_interval(results: pd.DataFrame) -> pd.DataFrame:
    """Return each partner's share of trade (or of its growth) with the range that reports allow.

    Formula: ``share_j = c_j / sum c``; ``low_j = l_j / (l_j + sum of h over the others)``;
    ``high_j = h_j / (h_j + sum of l over the others)``. The ends of all partners cannot hold at
    once: each row is the widest for its partner.

    Parameters
    ----------
    results : DataFrame
        Columns partner, central, low, high, each at least 0 and low <= central <= high.

    Returns
    -------
    DataFrame
        Columns partner, share, low, high (0 to 1); all NaN if a central value is missing, for then
        nobody's share is known.

    Raises
    ------
    ValueError
        If a value is negative, an end is on the wrong side, or a partner appears twice.
    """
    table = results.set_index("partner")[["central", "low", "high"]].astype("float64")
    for name in table:
        require_non_negative(f"Results, {name}", table[name])
    _require_order("Results", table.rename(columns={"central": "share"}))
    share = shares_of(table["central"])
    low, high = table["low"], table["high"]
    found = pd.DataFrame(
        {
            "share": share,
            "low": ratio(low, low + (high.sum() - high)).where(share.notna()),
            "high": ratio(high, high + (low.sum() - low)).where(share.notna()),
        }
    )
    # Where everyone is at zero at both ends the quotient is 0 / 0: the share itself is the end.
    found = found.assign(low=found["low"].fillna(share), high=found["high"].fillna(share))
    return found.rename_axis("partner").reset_index()


def gain_interval(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the trade gained between two periods, with its range; a loss counts as no gain.

    Formula: ``central = max(c1 - c0, 0)``, ``low = max(l1 - h0, 0)``, ``high = max(h1 - l0, 0)``.

    Parameters
    ----------
    before, after : DataFrame
        Columns partner, central, low, high, over the same partners.

    Returns
    -------
    DataFrame
        Columns partner, central, low, high: what :func:`results_interval` takes.

    Raises
    ------
    ValueError
        If the partners differ.
    """
    first, last = (frame.set_index("partner") for frame in (before, after))
    _require_same(first, last)
    last = last.loc[first.index]
    gains = {
        "central": last["central"] - first["central"],
        "low": last["low"] - first["high"],
        "high": last["high"] - first["low"],
    }
    return pd.DataFrame(gains).clip(lower=0).rename_axis("partner").reset_index()


def gap_interval(attention: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Return attention less results with its range: above 0, more is said than traded.

    Formula: ``gap = a - r``; ``low = a_low - r_high``; ``high = a_high - r_low``. Unit: shares
    (0.05 is 5 percentage points). Range: -1 to 1.

    Parameters
    ----------
    attention, results : DataFrame
        Columns partner, share, low, high over the same partners.

    Returns
    -------
    DataFrame
        Columns partner, gap, low, high, in the order of `attention`.

    Raises
    ------
    ValueError
        If the partners differ or an end is on the wrong side of its share.
    """
    said, done = (frame.set_index("partner")[ENDS] for frame in (attention, results))
    _require_same(said, done)
    for name, table in (("Attention", said), ("Results", done)):
        _require_order(name, table)
    done = done.loc[said.index]
    gap = pd.DataFrame(
        {
            "gap": said["share"] - done["share"],
            "low": said["low"] - done["high"],
            "high": said["high"] - done["low"],
        }
    )
    return gap.rename_axis("partner").reset_index()


def _require_order(what: str, table: pd.DataFrame) -> None:
    wrong = table[(table["low"] > table["share"]) | (table["high"] < table["share"])]
    if len(wrong):
        raise ValueError(
            f"{what}: expected low <= value <= high for every partner, found otherwise for "
            f"{list(wrong.index)}."
        )


def _require_same(first: pd.DataFrame, second: pd.DataFrame) -> None:
    differ = first.index.symmetric_difference(second.index)
    if len(differ):
        raise ValueError(f"Expected the same partners on both sides, found {list(differ)} once.")
