"""Which events are worth a rule in a chart, what their label says, and what the caption tells."""

import re
from collections.abc import Sequence

import pandas as pd

from helpers.exhibits.charts_data import date_position
from helpers.exhibits.charts_marks import Rule
from helpers.exhibits.periods import MONTHS
from helpers.tables.study import Study

RANKED = {
    ("visit", "head_of_state"): 0,
    ("war", "head_of_state"): 0,
    ("declaration", "head_of_state"): 1,
    ("sanction", "organisation"): 1,
    ("sanction", "head_of_state"): 1,
    ("membership", "head_of_state"): 2,
    ("visit", "head_of_government"): 3,
    ("agreement", "head_of_state"): 3,
    ("meeting", "head_of_state"): 4,
    ("regulation", "minister"): 4,
    ("relief", "minister"): 5,
}
VISIT = re.compile(r" pays (?:an?|his) (?:[\w-]+ )*?visit to | holds? talks in ")
# A comma before a name goes on with a list; before anything else it opens a circumstance.
TAIL = re.compile(
    r"[;:].*|,(?! [A-Z]).*| (?:beside|after|before|for the|over|since|with wind|with trailers) .*"
)
SPACING = 0.9  # years between annotated events


def major_events(study: Study, most: int) -> list[Rule]:
    """Return the events worth a rule, in order of time: the highest level first, well apart."""
    events = study.events[study.events["date"].dt.year.between(study.since, study.until)]
    rank = [RANKED.get(pair, 9) for pair in zip(events["kind"], events["level"], strict=True)]
    events = events.assign(rank=rank).sort_values(["rank", "date", "id"], kind="stable")
    chosen: list[Rule] = []
    for event in events[events["rank"] < 9].itertuples():
        rule = Rule(date_position(event.date), _month(event.date), _short(event.title))
        if len(chosen) < most and all(
            abs(rule.position - one.position) > SPACING for one in chosen
        ):
            chosen.append(rule)
    return sorted(chosen)


def _month(day: pd.Timestamp) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def events_caption(events: Sequence[Rule]) -> str:
    """Return what happened on the dates over a chart, as a sentence; empty without events."""
    told = "; ".join(f"{event.label}, {event.told}" for event in events)
    return f"Dates above: {told}." if told else ""


def _short(title: str) -> str:
    """Return the head of an event's title: without circumstances, never cut inside a phrase."""
    return TAIL.sub("", VISIT.sub(" in ", title))
