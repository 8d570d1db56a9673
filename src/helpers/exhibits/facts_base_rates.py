"""How often trade between two countries grew as much as was promised here, by name."""

import re

from helpers.exhibits.base_rate_data import AskedRate, asked_rates, size_before
from helpers.exhibits.figures import nothing
from helpers.exhibits.statements import Fact
from helpers.indicators.base_rates import BaseRate, base_rate_of
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

SOURCE = ("baci",)
ASKED = (
    (1.1, (1, 2, 3, 5)),
    (2.0, (3, 5, 10)),
    (10.0, (3, 5, 10)),
    (20.0, (3, 5, 10)),
)


def base_rate_facts(study: Study) -> dict[str, Fact]:
    """Return base rates for every goal of turnover, and for some multiples of trade today.

    Today: ``rate_size`` (turnover of the last whole year known) with ``rate_size_year``, and
    ``rate_1_1x_3y``, ``rate_10x_5y``, ``rate_20x_10y`` and so on: of pairs of countries of that
    size, the share that reached so many times as much within so many years. ``rate_pairs`` counts
    the pairs behind ``rate_10x_5y``.

    A goal, by its id with underscores (``rate_2018_11_20_KAZ_1``): the base rate, and with
    ``_start``, ``_start_year``, ``_multiple`` and ``_years`` after it what was asked. The lowest
    and the highest of them are ``rate_goals_least`` and ``rate_goals_most``, ``rate_goals`` counts
    the goals with a rate. A missing rate has its reason in a fact that ends in ``_reason``.
    """
    facts = _today(study)
    asked = asked_rates(study)
    for one in asked:
        facts |= _goal(one)
    known = [one.rate for one in asked if one.rate]
    facts["rate_goals"] = Quantity(len(known), "count")
    for name, pick in (("least", min), ("most", max)):
        facts[f"rate_goals_{name}"] = (
            as_quantity(pick(known, key=lambda rate: rate.share)) if known else nothing("share")
        )
    return facts


def as_quantity(rate: BaseRate) -> Quantity:
    """Return a base rate as a share with its 90 percent interval."""
    note = (
        f"Of {rate.pairs:,} pairs of countries with a turnover of {rate.band[0]:,} to "
        f"{rate.band[1]:,} million dollars, share of start years after which {rate.multiple:.3g} "
        f"times as much was traded in any of {rate.years} years; BACI 2000 to 2020, current "
        "dollars; 90 percent interval clustered by pair and start year"
    )
    return Quantity(rate.share, "share", rate.low, rate.high, SOURCE, note)


def _today(study: Study) -> dict[str, Fact]:
    size, year = size_before(study, study.until + 1)
    facts: dict[str, Fact] = {"rate_size": size, "rate_size_year": str(year or "")}
    facts["rate_pairs"] = nothing("count")
    for multiple, horizons in ASKED:
        for years in horizons:
            name = f"rate_{multiple:g}x_{years}y".replace(".", "_")
            try:
                rate = base_rate_of(study.estimates, size.value, multiple, years)
            except InsufficientData as reason:
                facts[name] = nothing("share")
                facts["rate_reason"] = str(reason)
                continue
            facts[name] = as_quantity(rate)
            if name == "rate_10x_5y":
                facts["rate_pairs"] = Quantity(rate.pairs, "count", sources=SOURCE)
    if size.missing:
        facts["rate_reason"] = "No turnover of a whole recent year is known."
    return facts


def _goal(asked: AskedRate) -> dict[str, Fact]:
    name = "rate_" + re.sub(r"\W", "_", str(asked.target["id"]))
    multiple = asked.multiple
    facts: dict[str, Fact] = {
        name: as_quantity(asked.rate) if asked.rate else nothing("share"),
        f"{name}_start": asked.start,
        f"{name}_start_year": str(asked.start_year or ""),
        f"{name}_multiple": Quantity(multiple, "ratio", sources=asked.start.sources),
        f"{name}_years": Quantity(asked.years, "count") if asked.start_year else nothing("count"),
    }
    return facts | ({f"{name}_reason": asked.reason} if asked.reason else {})
