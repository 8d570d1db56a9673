"""Volume and price: which part of a change in value is more goods, and which dearer goods.

Bennet (1920, "The theory of measurement of changes in cost of living", Journal of the Royal
Statistical Society 83(3)) weighs each change by the mean of the two periods, so that the parts add
up exactly and neither period is favoured. Not here: prices of one product by quality or grade;
a price here is a value over a quantity.
"""

from collections.abc import Sequence
from itertools import pairwise, product

import pandas as pd

from helpers.indicators.arithmetic import require_non_negative
from helpers.indicators.insufficient import InsufficientData

QUANTITY, VALUE = NAMES = ["quantity", "value"]
PARTS = ["volume", "price", "change"]


def bennet(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the volume part and the price part of a change in value, by item.

    Formula: ``volume = (p0 + p1) / 2 * (q1 - q0)``, ``price = (q0 + q1) / 2 * (p1 - p0)`` with
    ``p = value / quantity``; ``volume + price = v1 - v0`` exactly. An item that is traded in one of
    the periods only has no price in the other: its price is taken as unchanged, so that all of its
    change is volume.

    Parameters
    ----------
    before, after : DataFrame
        Columns quantity and value, indexed by item (a supplier, a product); units as in the
        other frame. Zero means none was traded; an item that is lacking, or not a number, is not
        known.

    Returns
    -------
    DataFrame
        volume, price and change, indexed by item, in the unit of the values.

    Raises
    ------
    InsufficientData
        If a quantity or a value is not known.
    ValueError
        If a figure is negative, or a value has no quantity or a quantity no value.
    """
    items = before.index.union(after.index, sort=False)
    first, last = (_known(frame, items, name) for frame, name in
                   ((before, "first"), (after, "last")))  # fmt: skip
    q0, v0, q1, v1 = first[QUANTITY], first[VALUE], last[QUANTITY], last[VALUE]
    p0, p1 = v0 / q0.where(q0 > 0), v1 / q1.where(q1 > 0)
    p0, p1 = p0.fillna(p1).fillna(0.0), p1.fillna(p0).fillna(0.0)
    table = pd.DataFrame({"volume": (p0 + p1) / 2 * (q1 - q0), "price": (q0 + q1) / 2 * (p1 - p0)})
    return table.assign(change=v1 - v0)


def bennet_chained(periods: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the parts of the change from the first to the last of several periods, by item.

    Formula: the sum of :func:`bennet` over neighbouring periods. Unlike the comparison of the two
    ends, it follows prices and quantities on their way (chaining); the change in value is the same.

    Parameters
    ----------
    periods : sequence of DataFrame
        As in :func:`bennet`, at least two, in order of time.

    Raises
    ------
    InsufficientData
        If there are fewer than two periods, or a figure is not known.
    """
    if len(periods) < 2:
        raise InsufficientData(
            f"Price and volume: expected two periods or more, found {len(periods)}."
        )
    links = [bennet(before, after) for before, after in pairwise(periods)]
    return sum(links[1:], links[0])


def bennet_range(
    low_before: pd.Series, high_before: pd.Series, low_after: pd.Series, high_after: pd.Series
) -> pd.DataFrame:
    """Return the lowest and highest parts of one item whose figures are known up to a range.

    Both parts are monotone in each of the four figures
    (``2 volume = v1 - v0 + v0 q1 / q0 - v1 q0 / q1``), so the extremes lie at the corners.

    Parameters
    ----------
    low_before, high_before, low_after, high_after : Series
        quantity and value, positive, of the two periods.

    Returns
    -------
    DataFrame
        low and high, indexed by volume, price and change.
    """
    first, last = (
        pd.DataFrame(list(product(*zip(low[NAMES], high[NAMES], strict=True))), columns=NAMES)
        for low, high in ((low_before, high_before), (low_after, high_after))
    )
    both = first.merge(last, how="cross", suffixes=("", "_last"))
    ends = both[[f"{name}_last" for name in NAMES]].set_axis(NAMES, axis=1)
    corners = bennet(both[NAMES], ends)[PARTS]
    return pd.DataFrame({"low": corners.min(), "high": corners.max()})


def _known(frame: pd.DataFrame, items: pd.Index, name: str) -> pd.DataFrame:
    rows = frame[NAMES].reindex(items).astype("float64")
    lacking = [f"{column} of {item}" for column in rows for item in rows.index[rows[column].isna()]]
    if lacking:
        raise InsufficientData(
            f"Price and volume: expected quantity and value of every item in the {name} period, "
            f"not known: {', '.join(lacking)}."
        )
    for column in rows:
        require_non_negative(f"Price and volume, {column}", rows[column])
    odd = [str(item) for item in rows.index[(rows[QUANTITY] > 0) != (rows[VALUE] > 0)]]
    if odd:
        raise ValueError(
            "Price and volume: expected a value with every quantity and none without, not so for "
            f"{', '.join(odd)} in the {name} period."
        )
    return rows
