"""What the charts of the overview take out of a study: changes, and the latest year known."""

from typing import NamedTuple

import pandas as pd

from helpers.exhibits.charts_data import flow_by_year, whole_years
from helpers.exhibits.comparisons import BEFORE
from helpers.tables.study import Study

FOUR = ("CHN", "KAZ", "IND", "IRN")
CHANGED = ("RUS", *FOUR, "EU27_2020", "UKR")
COMPARED = (*CHANGED, "TUR", "VNM", "SRB", "ARE")
BASES = (2021, 2019)


class Change(NamedTuple):
    """A partner's change between two years, USD; without `value` the later year is not known.

    `floor` is what the part of the later year that was reported leaves: the change is no lower.
    `flags` are those of the later year.
    """

    partner: str
    first: int
    last: int
    value: float
    low: float
    high: float
    floor: float
    months: int
    base: float
    flags: str = ""


def partner_flow(study: Study, partner: str, flow: str) -> pd.DataFrame:
    """Return one flow with one partner, indexed by year, out of the panel of everyone."""
    return flow_by_year(study.everyone[study.everyone["partner"] == partner], flow)


def export_change(study: Study, partner: str) -> Change | None:
    """Return the change in exports from 2021, or else 2019, to the latest whole year.

    Where no whole year is known after 2021 there is no value, at most a floor: the part of a later
    year that was reported, less the base. Ranges are combined end to end.

    Returns
    -------
    Change or None
        USD; None without a base year.
    """
    rows = partner_flow(study, partner, "export")
    whole = whole_years(rows)
    base = next((year for year in BASES if year in whole.index), None)
    if base is None:
        return None
    then, later, parts = (
        whole.loc[base],
        whole.loc[base + 1 :],
        part_years(rows.loc[BASES[0] + 1 :]),
    )
    nan = float("nan")
    if len(later) and later.index[-1] > BASES[0]:
        now, year = later.iloc[-1], int(later.index[-1])
        ends = now["low"] - then["high"], now["high"] - then["low"]
        change = now["central"] - then["central"]
        return Change(partner, base, year, change, *ends, nan, 12, then["central"], now["flags"])
    if len(parts):
        now, year = parts.loc[parts["low"].idxmax()], int(parts["low"].idxmax())
        floor = now["low"] - then["central"]
        return Change(
            partner, base, year, nan, nan, nan, floor, int(now["months"]), then["central"]
        )
    return Change(partner, base, base, nan, nan, nan, nan, 0, then["central"])


def before_and_latest(study: Study) -> pd.DataFrame:
    """Return mean turnover of 2017-2019 beside the latest whole year after it, USD.

    Returns
    -------
    DataFrame
        partner, year, central, low, high, flags, before, before_low, before_high (and more of the
        panel); largest first.
    """
    found = []
    for code in COMPARED:
        whole = whole_years(partner_flow(study, code, "turnover"))
        before, later = whole.loc[BEFORE[0] : BEFORE[-1]], whole.loc[BEFORE[-1] + 1 :]
        if len(before) and len(later):
            mean = before[["central", "low", "high"]].mean().add_prefix("before_")
            found.append({"partner": code, "year": int(later.index[-1]), **later.iloc[-1], **mean})
    if not found:
        return pd.DataFrame(columns=["partner"])
    frame = pd.DataFrame(found).rename(columns={"before_central": "before"})
    return frame.sort_values("central", ascending=False, ignore_index=True)


def part_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the years of which only a part was reported: a lower bound, no central value."""
    return rows[rows["central"].isna() & rows["low"].notna()]
