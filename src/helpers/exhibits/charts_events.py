"""Which events are worth a rule in a chart, and what their label says."""

import re

from helpers.exhibits.charts_data import date_position
from helpers.exhibits.charts_marks import Rule
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
TAIL = re.compile(r"[,;:].*| (?:beside|after|before|for the|over|since|with wind|with trailers) .*")
DANGLING = re.compile(r"( (?:a|an|the|of|on|in|at|to|and|with|for|by))+$")
LONGEST = 38
SPACING = 0.9  # years between annotated events


def major_events(study: Study, most: int) -> list[Rule]:
    """Return the events worth a rule, in order of time: the highest level first, well apart."""
    events = study.events[study.events["date"].dt.year.between(study.since, study.until)]
    rank = [RANKED.get(pair, 9) for pair in zip(events["kind"], events["level"], strict=True)]
    events = events.assign(rank=rank).sort_values(["rank", "date", "id"], kind="stable")
    chosen: list[Rule] = []
    for event in events[events["rank"] < 9].itertuples():
        rule = Rule(date_position(event.date), _short(event.title))
        if len(chosen) < most and all(
            abs(rule.position - one.position) > SPACING for one in chosen
        ):
            chosen.append(rule)
    return sorted(chosen)


def _short(title: str) -> str:
    """Return the head of an event's title: without circumstances, at most a few words."""
    text = TAIL.sub("", VISIT.sub(" in ", title))
    if len(text) <= LONGEST:
        return text
    return DANGLING.sub("", text[:LONGEST].rsplit(" ", 1)[0]) + "…"
