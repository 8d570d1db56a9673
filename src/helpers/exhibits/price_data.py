"""Potash of a partner with both tonnes and value: what can be split into volume and price."""

from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers.exhibits.periods import write_period
from helpers.exhibits.potash_periods import POTASH, potash_periods
from helpers.indicators.concentration_bounds import herfindahl_bounds
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.periods import Period as Span
from helpers.indicators.price_volume import QUANTITY, VALUE, bennet, bennet_range
from helpers.tables.evidence import counted
from helpers.tables.study import Study

CONTRACT_PRICE, CONTRACT_VOLUME = "contract price CFR, 180 days", "contract volume"
IDENTITY = ["period_start", "period_end", "partner"]


class Split(NamedTuple):
    """A change in value and its parts, USD, with the range that rounding leaves.

    `first` is the value before; `parts` is indexed by volume, price and change: value, low, high;
    `prices` are USD a tonne.
    """

    supplier: str
    first: float
    before: str
    after: str
    parts: pd.DataFrame
    prices: tuple[float, float]
    sources: tuple[str, ...]


class Spread(NamedTuple):
    """Lowest and highest concentration (HHI) over the suppliers of one period."""

    start: pd.Timestamp
    period: str
    suppliers: int  # with a figure
    low: float
    high: float
    undisclosed: float  # share of the total without a supplier
    codes: tuple[str, ...]


def potash_split(study: Study, supplier: str) -> Split:
    """Return the volume and price part between the last two comparable periods of a supplier.

    A period counts that has tonnes and dollars of the same days; two are comparable if they cover
    the same part of different years. A figure marked "about" is good to half a unit of its last
    digit that is not zero.

    Raises
    ------
    InsufficientData
        If no two comparable periods have both figures; the reason says which are known.
    """
    rows = _potash(study, supplier)
    both = _both(rows)
    pairs = [
        (first, last)
        for first, last in pairwise(both)
        if Span(last[0], last[1]).years_after(Span(first[0], first[1]))
    ]
    if not pairs:
        raise InsufficientData(_what_is_known(study, supplier, rows))
    first, last = pairs[-1]
    return _split(supplier, rows.set_index(IDENTITY[:2]), first, last)


def contract_split(study: Study) -> Split:
    """Return the volume and price part between the last two contracts with volume and price.

    Contracts are what was agreed, not what was shipped. The range holds a price that was agreed
    anew later in the year of the last contract.

    Raises
    ------
    InsufficientData
        If there are no two such contracts of one day.
    """
    rows = study.all_context
    rows = rows[
        rows["focal"].eq(study.partner.code)
        & rows["partner"].eq(study.focal.code)
        & rows["topic"].eq("potash")
        & rows["metric"].isin([CONTRACT_PRICE, CONTRACT_VOLUME])
        & rows["period_start"].eq(rows["period_end"])
    ]
    volumes = rows[rows["metric"].eq(CONTRACT_VOLUME)]
    prices = rows[rows["metric"].eq(CONTRACT_PRICE)]
    found = volumes.merge(prices, on=IDENTITY, suffixes=("", "_price")).sort_values("period_end")
    if len(found) < 2:
        raise InsufficientData(
            f"Potash contracts: expected two with volume and price, found {len(found)}."
        )
    ends = found.iloc[-2:]
    when = ends["period_end"].iloc[-1]
    anew = prices[prices["period_end"].gt(when) & prices["period_end"].dt.year.eq(when.year)]
    agreed = [float(ends["value_price"].iloc[-1]), *anew["value"]]
    first, volume = ends.iloc[0], float(ends["value"].iloc[-1])
    before = _one(float(first["value"]), float(first["value_price"]))
    parts = pd.concat([bennet(before, _one(volume, price)) for price in agreed])
    table = pd.DataFrame({"value": parts.iloc[0], "low": parts.min(), "high": parts.max()})
    names = [write_period(one, one) for one in ends["period_end"]]
    ids = {*ends["source_id"], *ends["source_id_price"], *anew["source_id"]}
    return Split(
        study.focal.code,
        float(before[VALUE].iloc[0]),
        names[0],
        names[1],
        table,
        (float(first["value_price"]), agreed[0]),
        tuple(sorted(ids)),
    )


def _one(tonnes: float, price: float) -> pd.DataFrame:
    return pd.DataFrame({QUANTITY: [tonnes], VALUE: [tonnes * price]})


def supplier_spreads(study: Study) -> list[Spread]:
    """Return the bounds of the concentration over suppliers of every dated period with a total.

    In order of time, tonnes or published shares. What has no supplier may be one or many
    (:func:`helpers.indicators.concentration_bounds.herfindahl_bounds`).
    """
    tonnes, shares = potash_periods(study)
    found = []
    for one in (*tonnes, *shares):
        if not one.parts or pd.isna(one.total) or pd.isna(one.start):
            continue
        parts = pd.Series(one.parts, dtype="float64")
        rest = max(one.total - float(parts.sum()), 0.0)
        low, high = herfindahl_bounds(parts, rest)
        name = write_period(one.start, one.end)
        codes = tuple(map(str, parts.index))
        found.append(Spread(one.start, name, len(parts), low, high, rest / one.total, codes))
    return sorted(found, key=lambda one: (one.start, one.suppliers))


def _potash(study: Study, supplier: str) -> pd.DataFrame:
    rows = study.elsewhere
    rows = rows[
        rows["focal"].eq(study.partner.code)
        & rows["partner"].eq(supplier)
        & rows["flow"].eq("import")
        & rows["product"].astype(str).eq(POTASH)
        & rows["unit"].isin(["t", "USD"])
        & counted(rows)
    ]
    about = rows["approximate"].ne("exact")
    rows = rows.assign(about=about).sort_values(["period_end", "period_start", "about", "id"])
    return rows.drop_duplicates(["period_start", "period_end", "unit"])


def _both(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    units = rows.groupby(IDENTITY[:2], sort=True)["unit"].nunique()
    return sorted((start, end) for (start, end), count in units.items() if count == 2)


def _split(
    supplier: str,
    rows: pd.DataFrame,
    first: tuple[pd.Timestamp, pd.Timestamp],
    last: tuple[pd.Timestamp, pd.Timestamp],
) -> Split:
    ends = [rows.loc[[when]].set_index("unit") for when in (first, last)]
    middle, low, high = (
        [
            pd.Series(
                {name: one.at[unit, "value"] + side * _slack(one.loc[unit])
                 for name, unit in ((QUANTITY, "t"), (VALUE, "USD"))}
            )
            for one in ends
        ]
        for side in (0, -1, 1)
    )  # fmt: skip
    parts = bennet(middle[0].to_frame().T, middle[1].to_frame().T).iloc[0]
    spread = bennet_range(low[0], high[0], low[1], high[1])
    prices = tuple(float(one[VALUE] / one[QUANTITY]) for one in middle)
    return Split(
        supplier,
        float(middle[0][VALUE]),
        write_period(*first),
        write_period(*last),
        spread.assign(value=parts)[["value", "low", "high"]],
        (prices[0], prices[1]),
        tuple(sorted({one for end in ends for one in end["source_id"]})),
    )


def _slack(row: pd.Series) -> float:
    """Return half a unit of the last digit that is not zero, where a figure is rounded."""
    if row["approximate"] == "exact":
        return 0.0
    digits = f"{row['value']:.0f}"
    return 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0")))


def _what_is_known(study: Study, supplier: str, rows: pd.DataFrame) -> str:
    def listed(unit: str) -> str:
        found = rows[rows["unit"].eq(unit)]
        names = [
            write_period(row["period_start"], row["period_end"]) for _, row in found.iterrows()
        ]
        return ", ".join(names) or "no period"

    return (
        f"Potash of {study.name(supplier)} to {study.name(study.partner.code)}: expected tonnes "
        f"and dollars of two comparable periods; tonnes are known of {listed('t')}, dollars of "
        f"{listed('USD')}."
    )
