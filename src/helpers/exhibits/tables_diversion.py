"""EU exports of sanctioned goods by destination: expected, actual, and recorded on arrival."""

import pandas as pd

from helpers.exhibits.diversion_data import (
    CUT,
    UNION,
    Diverted,
    annual_records,
    measure_diversion,
    priority_shares,
    together,
    transit_sources,
    unrecorded,
)
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_diversion import COVERED, LISTED
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.numbers import DASH, write_number
from helpers.tables.study import Study

TRANSIT_YEAR = 2022
NOT_KNOWN = "n/a"


def diversion_table(study: Study) -> Exhibit:
    """Return excess exports, high-priority share and goods lost in transit, by destination.

    Parameters
    ----------
    study : Study
        Any pair of the focal country: the table is about where EU goods go instead.
    """
    key = "diversion-table"
    try:
        diverted = measure_diversion(study)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    shares, records = priority_shares(diverted), annual_records(study)
    rows, kinds = [], []
    pair = " and ".join(study.country(code).short for code in diverted.lost)
    for name, codes in (("The five together", diverted.third), (pair, diverted.lost)):
        for code in codes:
            before, after = (write_number(shares.at[code, when] * 100, 2) for when in shares)
            lost = _lost(study, records, (code,)) if code in UNION else NOT_KNOWN
            rows.append([study.name(code), *_sums(diverted, [code]), before, after, lost])
            kinds.append("")
        rows.append([name, *_sums(diverted, codes), "", "", ""])
        kinds.append("total")
    joint = _lost(study, records, UNION)
    three = ", ".join(study.name(code) for code in UNION)
    together_words = "" if joint == NOT_KNOWN else f"{three} together: {joint} percent. "
    until = f"{diverted.until:%B %Y}"
    return table_exhibit(
        key,
        f"EU exports of sanctioned goods, {CUT:%B}{DASH}{until}, against what was to be expected, "
        "million euros",
        [
            Column("Destination"),
            number_column("Expected"),
            number_column("Exported"),
            number_column("Excess"),
            number_column("90% interval"),
            number_column("High-priority 2021", "%"),
            number_column("High-priority 2022", "%"),
            number_column("Not recorded", "%"),
        ],
        rows,
        row_kinds=kinds,
        notes=[
            "Expected: mean of the path of other goods to the same destination and of the goods’ "
            f"own trend before {CUT:%B %Y}; the interval covers both.",
            f"High-priority: share in all EU exports to the destination of {COVERED} of the "
            f"{LISTED} codes of the Common High Priority List, same months of both years; the "
            "other codes are not in the extract.",
            "Not recorded: part of the additional EU exports of all goods in the whole of "
            f"{TRANSIT_YEAR} (over the mean of 2018–2021) that the destination’s imports do not "
            f"show; range over freight and base year. {together_words}Importers may record the "
            "country of origin, so goods of other origin sold from the EU count as not recorded. "
            "n/a: no comparable record of goods imports.",
        ],
        sources=study.numbers(transit_sources(study, UNION)),
    )


def _sums(diverted: Diverted, codes: list[str]) -> list[str]:
    table = diverted.found.table.loc[codes]
    value, low, high = together(diverted, codes)
    ends = [write_number(one / 1e6) for one in (min(low, value), max(high, value))]
    figures = (table["expected"].sum(), table["actual"].sum(), value)
    return [*(write_number(one / 1e6) for one in figures), " to ".join(ends)]


def _lost(
    study: Study, records: dict[str, tuple[pd.Series, pd.Series]], codes: tuple[str, ...]
) -> str:
    try:
        found = unrecorded(study, records, codes, TRANSIT_YEAR)
    except InsufficientData:
        return NOT_KNOWN
    share, low, high = (
        write_number(one * 100) for one in (found.transit.share, found.low, found.high)
    )
    return f"{share} ({low}{DASH}{high})"
