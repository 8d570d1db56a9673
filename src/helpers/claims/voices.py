"""Letting each reporter speak once about a flow in a period, with its most reliable figures.

How a hedged figure is read: "about" is give or take 3 %; "over" is from the figure to 10 % above;
"almost" or "up to" is from 10 % below to the figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from helpers.claims.readings import Reading
from helpers.tables.balancing import complete_reporter
from helpers.tables.evidence import STATUS_RANK

HEDGES = {"exact": (1.0, 1.0), "about": (0.97, 1.03), "at_least": (1.0, 1.1), "at_most": (0.9, 1.0)}
FIGURE = ["reporter", "flow", "value", "low", "high", "status", "approximate", "calendarised",
          "source_id"]  # fmt: skip
Voices = Mapping[str, Mapping[str, Reading]]


class Figure(NamedTuple):
    """A comparable figure: USD, with the ids of its observations."""

    reporter: str
    flow: str
    value: float
    low: float
    high: float
    status: str
    approximate: str
    calendarised: bool
    ids: str


def hedged(value: float, low: float, high: float, hedge: str) -> tuple[float, float, float]:
    """Return a figure with the range that its hedge adds."""
    ends = [factor * end for factor in HEDGES[hedge] for end in (low, high)]
    return value, min(ends), max(ends)


def speak(rows: Iterable[Figure]) -> Voices:
    """Let each reporter speak once a flow, and work out the flow that two others imply."""
    spoken: dict[str, dict[str, list[tuple[int, Reading]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        hedge = "exact" if row.calendarised else row.approximate
        value, low, high = hedged(row.value, row.low, row.high, hedge)
        rank = STATUS_RANK[row.status] * 3 + (row.approximate != "exact") + row.calendarised
        reading = Reading(
            row.reporter, value, low, high, status=row.status,
            evidence=tuple(row.ids.split(";")), estimate=row.calendarised,
            hedge=(low / value, high / value) if row.calendarised else HEDGES[hedge],
        )  # fmt: skip
        spoken[row.reporter][row.flow].append((rank, reading))
    return {who: _complete(who, flows) for who, flows in spoken.items()}


def _complete(who: str, flows: Mapping[str, list[tuple[int, Reading]]]) -> dict[str, Reading]:
    """Return the flows of one reporter: said, or implied by two others that are more reliable."""
    known = {flow: _merge(who, said) for flow, said in flows.items()}
    both = [known[flow] for flow in ("export", "import") if flow in known]
    sure = {
        flow: one for flow, one in known.items() if flow != "turnover" or not _outdone(one, both)
    }
    ends = complete_reporter({flow: (r.value, r.low, r.high) for flow, r in sure.items()})
    rows = tuple(sorted({one for reading in sure.values() for one in reading.evidence}))
    worst = max(sure.values(), key=lambda reading: STATUS_RANK[reading.status])
    for flow, (value, low, high) in ends.items():
        if flow not in sure:
            sure[flow] = Reading(
                who, value, low, high, status=worst.status, evidence=rows,
                estimate=any(reading.estimate for reading in sure.values()),
                hedge=_widest(known.values()),
            )  # fmt: skip
    return sure


def _outdone(turnover: Reading, both: list[Reading]) -> bool:
    """Return whether exports and imports by a statistical office stand against a mere statement."""
    return len(both) == 2 and all(
        STATUS_RANK[one.status] < STATUS_RANK[turnover.status] and not one.estimate for one in both
    )


def _merge(who: str, said: list[tuple[int, Reading]]) -> Reading:
    best = min(rank for rank, _ in said)
    chosen = [reading for rank, reading in said if rank == best]
    return Reading(
        who,
        sum(one.value for one in chosen) / len(chosen),
        min(one.low for one in chosen),
        max(one.high for one in chosen),
        status=chosen[0].status,
        evidence=tuple(sorted({row for one in chosen for row in one.evidence})),
        estimate=chosen[0].estimate,
        hedge=_widest(chosen),
    )


def _widest(readings: Iterable[Reading]) -> tuple[float, float]:
    hedges = [one.hedge for one in readings]
    return min(low for low, _ in hedges), max(high for _, high in hedges)
