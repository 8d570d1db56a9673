"""Reconciling evidence into the panel: one row a partner, year and flow, with an honest range.

Each reporter speaks once in a cell, with its most reliable figures; the central value balances the
reporters (:mod:`helpers.tables.balancing`), and the range spans them. A cell that nobody has
reported is null with a reason, never zero.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from helpers.tables.balancing import LOADINGS, balance_cell, complete_reporter
from helpers.tables.evidence import STATUS_RANK, calendarise, comparable

NOBODY = "no figure by any reporter in the tables"
ONLY_PARTS = "only part of the year was reported; its value is the lower bound"
RECONCILED = {"CEPII"}
WEAK = {"official_statement", "press", "derived"}
CELL = ["focal", "partner", "year"]


class Voice(NamedTuple):
    """What one reporter says about one flow in one period, in USD."""

    flow: str
    reporter: str
    value: float
    low: float
    high: float
    error: float
    months: int
    status: str
    exact: bool
    calendarised: bool
    source_id: str


def build_panel(
    observations: pd.DataFrame,
    rates: pd.DataFrame,
    assumptions: pd.DataFrame,
    since: int,
    until: int,
) -> pd.DataFrame:
    """Return the reconciled panel of all pairs in the observations.

    Parameters
    ----------
    observations, rates, assumptions : pandas.DataFrame
        Tables of ``data/``.
    since, until : int
        First and last calendar year.

    Returns
    -------
    pandas.DataFrame
        ``central``, ``low``, ``high`` in USD; every partner has every year and flow.
    """
    evidence = evidence_of(observations, rates, assumptions)
    pairs = sorted(set(zip(observations["focal"], observations["partner"], strict=True)))
    return panel_of_evidence(evidence, assumptions, pairs, since, until)


def evidence_of(
    observations: pd.DataFrame, rates: pd.DataFrame, assumptions: pd.DataFrame
) -> pd.DataFrame:
    """Return comparable figures within one calendar year, fiscal years worked out; USD."""
    rows = comparable(observations, rates, assumptions)
    margin = assumptions.set_index("name")["value"]["calendar_share_margin"]
    rows = pd.concat([rows, calendarise(rows, margin)], ignore_index=True)
    rows = rows[rows["start"].dt.year == rows["end"].dt.year]
    return rows.assign(year=rows["start"].dt.year, exact=rows["approximate"] == "exact")


def panel_of_evidence(
    evidence: pd.DataFrame,
    assumptions: pd.DataFrame,
    pairs: Sequence[tuple[str, str]],
    since: int,
    until: int,
) -> pd.DataFrame:
    """Return the panel of some pairs; see :func:`build_panel`.

    Parameters
    ----------
    evidence : pandas.DataFrame
        As of :func:`evidence_of`, all rows or those that are to count.
    assumptions : pandas.DataFrame
        Table of ``data/``.
    pairs : sequence of tuple of str
        Codes of focal country and partner.
    since, until : int
        First and last calendar year.
    """
    numbers = assumptions.set_index("name")["value"]
    whole = _with_errors(_one_voice(evidence[evidence["months"] == 12]), numbers)
    cells = _cells(whole)
    parts = _cells(evidence[evidence["months"] < 12].assign(error=0.0))
    return pd.DataFrame(
        [
            {"focal": focal, "partner": partner, "year": year, **row}
            for (focal, partner), year in product(pairs, range(since, until + 1))
            for row in _cell(focal, cells[focal, partner, year], parts[focal, partner, year])
        ]
    )


def _one_voice(evidence: pd.DataFrame) -> pd.DataFrame:
    """Let each reporter speak once a flow and year, with its most reliable kind of figure."""
    hedged = (~evidence["exact"]).astype(int) + evidence["calendarised"].astype(int)
    rank = evidence["status"].map(STATUS_RANK) * 3 + hedged
    keys = [*CELL, "flow", "reporter"]
    best = rank.groupby([evidence[key] for key in keys]).transform("min")
    return (
        evidence[rank == best]
        .groupby(keys, as_index=False, sort=True)
        .agg(
            value=("value", "mean"),
            low=("low", "min"),
            high=("high", "max"),
            months=("months", "max"),
            status=("status", "first"),
            exact=("exact", "first"),
            calendarised=("calendarised", "any"),
            source_id=("source_id", lambda ids: ";".join(sorted(set(ids)))),
        )
    )


def _with_errors(voices: pd.DataFrame, numbers: pd.Series) -> pd.DataFrame:
    """Add standard errors in USD: a share of the figure, for a balance of the gross flows."""
    relative = ("error_" + voices["status"]).map(numbers)
    hedged = ~voices["exact"] | voices["calendarised"]
    relative = relative * numbers["error_factor_approximate"] ** hedged
    gross = voices["value"].where(voices["flow"] != "balance")
    size = gross.fillna(gross.groupby([voices[key] for key in CELL]).transform("max"))
    return voices.assign(error=relative * size.fillna(voices["value"].abs()))


def _cells(voices: pd.DataFrame) -> dict[tuple[str, str, int], list[Voice]]:
    """Group the voices by focal country, partner and year."""
    cells: dict[tuple[str, str, int], list[Voice]] = defaultdict(list)
    keys = zip(*(voices[column] for column in CELL), strict=True)
    records = voices[list(Voice._fields)].itertuples(index=False, name=None)
    for key, record in zip(keys, records, strict=True):
        cells[key].append(Voice(*record))
    return cells


def _cell(focal: str, whole: list[Voice], parts: list[Voice]) -> list[dict]:
    """Return the four flows of one partner and year."""
    central = balance_cell(
        [voice.flow for voice in whole],
        [voice.value for voice in whole],
        [voice.error for voice in whole],
    )
    spoken = {
        code: complete_reporter(
            {v.flow: (v.value, v.low, v.high) for v in whole if v.reporter == code}
        )
        for code in sorted({voice.reporter for voice in whole})
    }
    return [
        _reported(focal, flow, central[flow], whole, spoken)
        if flow in central
        else _unreported(flow, parts)
        for flow in LOADINGS
    ]


def _reported(
    focal: str, flow: str, central: float, whole: list[Voice], spoken: dict[str, dict]
) -> dict:
    """Return a row with its central value and the range that the reporters span."""
    ends = {code: flows[flow] for code, flows in spoken.items() if flow in flows}
    used = [voice for voice in whole if voice.reporter in ends] or whole
    reporters = sorted({voice.reporter for voice in used})
    flags = {
        "mirror_only": not set(reporters) & ({focal} | RECONCILED),
        "estimate": all(voice.status in WEAK for voice in used),
        "calendarised": any(voice.calendarised for voice in used),
        "approximate": not any(voice.exact for voice in used),
    }
    return {
        "flow": flow,
        "central": central,
        "low": min([low for _, low, _ in ends.values()] + [central]),
        "high": max([high for _, _, high in ends.values()] + [central]),
        "n_sources": len(reporters),
        "reporters": ";".join(reporters),
        "method": "single" if len(reporters) == 1 else "balanced",
        "flags": ";".join(flag for flag, holds in flags.items() if holds),
        "months": 12,
        "reason": "",
        "source_ids": ";".join(sorted({one for v in used for one in v.source_id.split(";")})),
    }


def _unreported(flow: str, parts: list[Voice]) -> dict:
    """Return a null row with its reason, and the longest part of the year as a lower bound."""
    row = {
        "flow": flow,
        "central": float("nan"),
        "low": float("nan"),
        "high": float("nan"),
        "n_sources": 0,
        "reporters": "",
        "method": "none",
        "flags": "undisclosed",
        "months": 0,
        "reason": NOBODY,
        "source_ids": "",
    }
    same = [voice for voice in parts if voice.flow == flow and flow != "balance"]
    if not same:
        return row
    longest = max(same, key=lambda voice: (voice.months, voice.value))
    return row | {
        "low": longest.low,
        "n_sources": 1,
        "reporters": longest.reporter,
        "method": "lower_bound",
        "flags": "part_year;undisclosed",
        "months": longest.months,
        "reason": ONLY_PARTS,
        "source_ids": longest.source_id,
    }
