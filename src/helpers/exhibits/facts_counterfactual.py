"""What the break did to exports, by the partner's own past and by other partners, by name."""

from collections.abc import Mapping

import pandas as pd

from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.figures import FLAG_WORDS, assumption, nothing
from helpers.exhibits.offset_data import FEWEST_DONORS, sanctioning, untouched
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.statements import Fact
from helpers.indicators.baselines import TREND_YEARS
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.interrupted import interrupted
from helpers.indicators.offset_panel import flows_of_panel
from helpers.indicators.synthetic_control import synthetic_control
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

FLOW = "export"
LOST = "Sanctioning partners"


def counterfactual_facts(study: Study) -> dict[str, Fact]:
    """Return the effect of the break on exports, or why it cannot be told.

    For each of ``rus``, ``chn``, ``kaz``, ``ind``, ``irn``, ``lost`` (the sanctioning partners
    together) and ``own`` (the partner of the study; the World for the overview): ``its_…`` is the
    level effect of an interrupted time series on the ten years before the break, a share of what
    was to be expected, with its 95 percent interval; ``its_…_years`` are the years after the break
    in it.
    ``synthetic_…`` is the average effect by synthetic control, with its placebo interval; its
    donors are the other countries that do not sanction, nine or more. ``its_…_reason`` and
    ``synthetic_…_reason`` say why a number is missing, and are empty where there is one.

    Only central values of whole years are used: the middle of a range is not an observation.
    """
    cut = int(assumption(study, "break_year"))
    lost = sanctioning(study)
    codes = sorted(set(study.history["partner"]))
    values = flows_of_panel(study.history, FLOW, codes).central.loc[cut - TREND_YEARS :]
    together = values[lost].sum(axis=1, min_count=max(len(lost), 1))
    values = values.rename(columns=study.name).assign(**{LOST: together})
    units = {code.lower(): code for code in (BENCHMARK, *FOUR)} | {"own": study.partner.code}
    names = {key: study.name(code) for key, code in units.items()} | {"lost": LOST}
    donors = [study.name(code) for code in untouched(study)]
    facts: dict[str, Fact] = {}
    for key, name in names.items():
        rows = _rows(study, lost if key == "lost" else [units[key]], values[name])
        facts |= _own_past(values, key, name, cut, rows)
        facts |= _others(values, key, name, donors, cut, rows)
    return facts


def _own_past(
    values: pd.DataFrame, key: str, name: str, cut: int, rows: pd.DataFrame
) -> Mapping[str, Fact]:
    """Return the interrupted time series of one partner."""
    try:
        found = interrupted(values[name], cut)
    except InsufficientData as reason:
        return _none(f"its_{key}", f"{name}: {reason}") | {f"its_{key}_years": ""}
    known = values[name].loc[cut:].dropna().index
    note = (
        f"Goods {FLOW}s to {name}: level from {cut} on against the log-linear trend of "
        f"{cut - TREND_YEARS}–{cut - 1}, interrupted time series; range: 95 percent interval"
        f"{_caveats(rows, cut)}"
    )
    return {
        f"its_{key}": Quantity(
            found.level, "share", found.level_low, found.level_high, _sources(rows), note
        ),
        f"its_{key}_reason": "",
        f"its_{key}_years": f"{known[0]}–{known[-1]}",
    }


def _others(
    values: pd.DataFrame,
    key: str,
    name: str,
    donors: list[str],
    cut: int,
    rows: pd.DataFrame,
) -> Mapping[str, Fact]:
    """Return the synthetic control of one partner."""
    try:
        others = [one for one in donors if one != name]
        found = synthetic_control(values, name, others, cut, FEWEST_DONORS)
    except InsufficientData as reason:
        return _none(f"synthetic_{key}", str(reason))
    note = (
        f"Goods {FLOW}s to {name}: average from {cut} on against a mix of other partners, "
        f"synthetic control; range: {found.level:.0%} placebo interval. Assumes that no trade was "
        f"turned to the partners in the mix{_caveats(rows, cut)}"
    )
    ends = found.share, "share", found.share_low, found.share_high
    return {
        f"synthetic_{key}": Quantity(*ends, _sources(rows), note),
        f"synthetic_{key}_reason": "",
    }


def _none(name: str, reason: str) -> dict[str, Fact]:
    return {name: nothing("share"), f"{name}_reason": reason}


def _rows(study: Study, codes: list[str], values: pd.Series) -> pd.DataFrame:
    """Return the rows of the panel behind the known years."""
    return study.history[
        study.history["partner"].isin(codes)
        & study.history["flow"].eq(FLOW)
        & study.history["year"].isin(values.dropna().index)
    ]


def _sources(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted({one for ids in rows["source_ids"] for one in ids.split(";") if one}))


def _caveats(rows: pd.DataFrame, cut: int) -> str:
    """Return in words what is weak about the figures after the break."""
    flags = [one for row in rows.loc[rows["year"] >= cut, "flags"] for one in row.split(";") if one]
    words = [FLAG_WORDS[one] for one in dict.fromkeys(flags)]
    return f". Figures from {cut} on: {', '.join(words)}" if words else ""
