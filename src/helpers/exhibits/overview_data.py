"""What the charts of the overview take out of a study: flows, and the latest year known."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.exhibits.charts_data import flow_by_year, whole_years
from helpers.exhibits.comparisons import BEFORE
from helpers.exhibits.figures import FLAG_WORDS
from helpers.tables.study import Study

FOUR = ("CHN", "KAZ", "IND", "IRN")
COMPARED = ("RUS", *FOUR, "EU27_2020", "UKR", "TUR", "VNM", "SRB", "ARE")
ROUGH = "≈"
ROUGH_FLAGS = ("approximate", "estimate")
COLOURED = {"RUS", "EU27_2020", *FOUR}


def partner_flow(study: Study, partner: str, flow: str) -> pd.DataFrame:
    """Return one flow with one partner, indexed by year, out of the panel of everyone."""
    return flow_by_year(study.everyone[study.everyone["partner"] == partner], flow)


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


def is_rough(row: pd.Series | Mapping[str, Any]) -> bool:
    """Return whether a year rests on one figure that is rounded and no statistical office backs."""
    flags = str(row.get("flags", "")).split(";")
    return row.get("n_sources", 1) == 1 and all(flag in flags for flag in ROUGH_FLAGS)


def rough_words() -> str:
    """Return what :func:`is_rough` means, in the words of the flags."""
    return f"one figure, {', '.join(FLAG_WORDS[flag] for flag in ROUGH_FLAGS)}"


def part_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the years of which only a part was reported: a lower bound, no central value."""
    return rows[rows["central"].isna() & rows["low"].notna()]


def tone_of(study: Study, code: str) -> str:
    """Return the colour of a partner of interest, or of a benchmark; empty for context."""
    return study.country(code).colour if code in COLOURED else ""
