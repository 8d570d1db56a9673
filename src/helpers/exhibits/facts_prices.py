"""Potash of a partner: how much of a change in value is volume, how much price, by name."""

import pandas as pd

from helpers.exhibits.figures import assumption, nothing
from helpers.exhibits.potash_periods import potash_rows
from helpers.exhibits.price_data import (
    Split,
    Spread,
    contract_split,
    potash_split,
    supplier_spreads,
)
from helpers.exhibits.statements import Fact
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

PARTNERS = ("IND", "CHN")
PARTS = {
    "volume": "volume part (mean price times the change in tonnes)",
    "price": "price part (mean tonnes times the change in price)",
    "change": "change in value",
}
TOO_FEW = (
    "Concentration of potash suppliers: no period with a total and the part of several suppliers"
)


def price_facts(study: Study) -> dict[str, Fact]:
    """Return volume and price part of potash from the focal country, and supplier concentration.

    Of India and China only; of others an empty dict. ``potash_split_volume``, ``_price`` and
    ``_change`` (USD, range by rounding), ``_from`` and ``_to`` (periods), ``_price_from`` and
    ``_price_to`` (USD a tonne); the same with ``potash_contract_`` for what was agreed in
    contracts. Where tonnes or dollars are missing, the quantities are too and ``_reason`` says
    what is known. ``supplier_hhi`` (the latest period with several suppliers) and
    ``supplier_hhi_before`` (the last that began before the break) carry the bounds, with
    ``_period`` and ``_undisclosed``.
    """
    if study.partner.code not in PARTNERS:
        return {}
    facts: dict[str, Fact] = {}
    for front, name in (("potash_split", "delivered"), ("potash_contract", "agreed in contracts")):
        try:
            split = (
                potash_split(study, study.focal.code)
                if name == "delivered"
                else contract_split(study)
            )
        except InsufficientData as reason:
            facts |= _without(front, str(reason))
        else:
            facts |= _with(front, split, name)
    return facts | _concentration(study)


def _with(front: str, split: Split, what: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {f"{front}_from": split.before, f"{front}_to": split.after}
    for part, words in PARTS.items():
        row = split.parts.loc[part]
        facts[f"{front}_{part}"] = Quantity(
            float(row["value"]), "USD", float(row["low"]), float(row["high"]), split.sources,
            f"Potash {what}, {split.before} to {split.after}: {words}, Bennet's decomposition; "
            "range: rounding of the published figures, or a price agreed anew",
        )  # fmt: skip
    for end, price in zip(("from", "to"), split.prices, strict=True):
        facts[f"{front}_price_{end}"] = Quantity(
            price, "count", sources=split.sources, note=f"USD a tonne of product, {what}"
        )
    return facts | {f"{front}_reason": ""}


def _without(front: str, reason: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {f"{front}_{part}": nothing() for part in PARTS}
    facts |= {f"{front}_price_{end}": nothing("count") for end in ("from", "to")}
    return facts | {f"{front}_from": "", f"{front}_to": "", f"{front}_reason": reason}


def _concentration(study: Study) -> dict[str, Fact]:
    spreads = supplier_spreads(study)
    cut = assumption(study, "break_year")
    several = [one for one in spreads if one.suppliers > 1]
    earlier = [one for one in spreads if one.start.year < cut]
    facts: dict[str, Fact] = {"supplier_hhi_reason": "" if several else TOO_FEW}
    for name, found in (("supplier_hhi", several), ("supplier_hhi_before", earlier)):
        facts |= _bounds(study, name, found[-1] if found else None)
    return facts


def _bounds(study: Study, name: str, spread: Spread | None) -> dict[str, Fact]:
    if spread is None:
        empty = {name: nothing("index"), f"{name}_undisclosed": nothing("share")}
        return {**empty, f"{name}_period": ""}
    note = (
        f"Concentration over potash suppliers of {study.name(study.partner.code)} (HHI, 0 to 1), "
        f"{spread.period}: bounds, because suppliers are not published for "
        f"{spread.undisclosed:.0%} of the imports; central value: the middle"
    )
    sources = _sources(study, spread)
    middle = (spread.low + spread.high) / 2
    return {
        name: Quantity(middle, "index", spread.low, spread.high, sources, note),
        f"{name}_undisclosed": Quantity(spread.undisclosed, "share", sources=sources, note=note),
        f"{name}_period": spread.period,
    }


def _sources(study: Study, spread: Spread) -> tuple[str, ...]:
    rows = pd.concat(list(potash_rows(study)))
    rows = rows[rows["partner"].isin([*spread.codes, "WLD"])]
    return tuple(sorted(set(rows.loc[rows["period_start"].eq(spread.start), "source_id"])))
