"""EU exports of sanctioned goods beyond what was to be expected, by name."""

from helpers.countries import WORLD
from helpers.exhibits.diversion_data import (
    CUT,
    UNION,
    Diverted,
    Unrecorded,
    annual_records,
    measure_diversion,
    priority_shares,
    substitution,
    together,
    transit_sources,
    unrecorded,
)
from helpers.exhibits.figures import nothing
from helpers.exhibits.statements import Fact
from helpers.indicators.diversion import COUNTERFACTUALS, Substitution
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

PARTNERS = ("KAZ", WORLD)
COVERED, LISTED = 19, 50  # codes of the Common High Priority List in the extract, and on the list
TRANSIT_YEARS = (2022, 2023)
NOT_COMPARABLE = (
    "Uzbek figures count services with goods and Georgia's are not in our tables, so that what "
    "these two recorded cannot be set against EU exports"
)


def diversion_facts(study: Study) -> dict[str, Fact]:
    """Return excess, substitution ratio, high-priority goods and goods lost in transit.

    Of Kazakhstan and the World only; of others an empty dict. For every destination, by its code
    in small letters: ``diversion_excess_kaz`` (EUR, with the 90 percent interval),
    ``diversion_rise_kaz`` (share of what was to be expected), ``priority_before_kaz`` and
    ``priority_after_kaz``. ``diversion_excess_third``, ``diversion_shortfall`` and
    ``diversion_ratio`` are of the five together over Russia and the focal country,
    ``diversion_ratio_union`` of the three in the customs union, ``diversion_ratio_others`` and
    ``diversion_ratio_trend`` under one counterfactual. ``transit_lost_kaz_2022`` (and ``kgz``,
    ``arm``, ``union``; 2023 as far as known) is the part of additional exports that was not
    recorded on arrival; without one, its ``_reason`` says why.
    """
    if study.partner.code not in PARTNERS:
        return {}
    try:
        diverted = measure_diversion(study)
    except InsufficientData as reason:
        return {"diversion_reason": str(reason), "diversion_until": ""}
    sources = transit_sources(study)
    facts: dict[str, Fact] = {
        "diversion_since": f"{CUT:%B %Y}",
        "diversion_until": f"{diverted.until:%B %Y}",
        "diversion_months": Quantity(float((diverted.goods.index >= CUT).sum()), "count"),
        "priority_codes": Quantity(COVERED, "count"),
        "priority_codes_listed": Quantity(LISTED, "count"),
    }
    facts |= _by_destination(diverted, sources)
    facts |= _ratios(diverted, sources)
    records = annual_records(study)
    for name, codes in {**{one.lower(): (one,) for one in UNION}, "union": UNION}.items():
        recorders = transit_sources(study, codes)
        for year in TRANSIT_YEARS:
            try:
                found = unrecorded(study, records, codes, year)
            except InsufficientData as reason:
                facts |= _not_known(f"transit_lost_{name}_{year}", str(reason))
            else:
                facts[f"transit_lost_{name}_{year}"] = _lost(found, year, recorders)
    return facts | {"transit_lost_not_comparable": NOT_COMPARABLE}


def _by_destination(diverted: Diverted, sources: tuple[str, ...]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    shares = priority_shares(diverted)
    note = _note(diverted, "EU exports of sanctioned goods less what was to be expected")
    for code, row in diverted.found.table.iterrows():
        low, high = _ends(row["excess"], row["low"], row["high"])
        rise = [one / (row["actual"] - one) for one in (row["excess"], low, high)]
        small = str(code).lower()
        facts[f"diversion_excess_{small}"] = Quantity(
            float(row["excess"]), "EUR", low, high, sources, note
        )
        facts[f"diversion_rise_{small}"] = Quantity(
            float(rise[0]), "share", float(rise[1]), float(rise[2]), sources, note
        )
        for when in shares:
            facts[f"priority_{when}_{small}"] = Quantity(
                float(shares.at[code, when]), "share", sources=sources,
                note=f"High-priority goods ({COVERED} of {LISTED} codes) in EU exports; before: "
                "the same months of the year earlier",
            )  # fmt: skip
    for name, codes, sign in (
        ("excess_third", diverted.third, 1),
        ("shortfall", diverted.lost, -1),
    ):
        value, low, high = (sign * one for one in together(diverted, codes))
        ends = _ends(value, min(low, high), max(low, high))
        facts[f"diversion_{name}"] = Quantity(value, "EUR", *ends, sources, note)
    return facts


def _ratios(diverted: Diverted, sources: tuple[str, ...]) -> dict[str, Fact]:
    note = _note(diverted, "excess with third countries over the shortfall with the sanctioned")
    facts: dict[str, Fact] = {}
    for name, third in (("ratio", ()), ("ratio_union", UNION)):
        try:
            found = substitution(diverted, third)
        except InsufficientData as reason:
            facts |= {f"diversion_{name}": nothing("share"), "diversion_reason": str(reason)}
        else:
            facts[f"diversion_{name}"] = _share(found, sources, note)
    table = diverted.found.table
    for name in COUNTERFACTUALS:
        loss = -float(table.loc[diverted.lost, name].sum())
        gain = float(table.loc[diverted.third, name].sum())
        facts[f"diversion_ratio_{name}"] = (
            Quantity(gain / loss, "share", sources=sources, note=note)
            if loss > 0
            else nothing("share")
        )
    return facts


def _not_known(name: str, reason: str) -> dict[str, Fact]:
    return {name: nothing("share"), f"{name}_reason": reason}


def _lost(found: Unrecorded, year: int, sources: tuple[str, ...]) -> Quantity:
    note = (
        f"Additional EU exports of {year} over the mean of 2018-2021 that were not recorded as "
        "imports; range over freight of 0 to 10 percent and 2021 as base. Importers may record "
        "the country of origin, so goods of other origin sold from the EU count as lost"
    )
    return Quantity(found.transit.share, "share", found.low, found.high, sources, note)


def _share(found: Substitution, sources: tuple[str, ...], note: str) -> Quantity:
    ends = _ends(found.ratio, found.low, found.high)
    return Quantity(found.ratio, "share", *ends, sources, note)


def _ends(value: float, low: float, high: float) -> tuple[float, float]:
    return min(float(low), float(value)), max(float(high), float(value))


def _note(diverted: Diverted, what: str) -> str:
    return (
        f"{CUT:%B %Y} to {diverted.until:%B %Y}: {what}. Central value: mean of two "
        "counterfactuals (path of other goods, own trend); range: 90 percent interval"
    )
