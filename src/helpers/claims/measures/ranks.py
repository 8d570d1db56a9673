"""The place of a partner among all, and how concentrated trade is."""

import pandas as pd

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import FOCAL, PAIR, Arguments, Numbers, subject_of
from helpers.claims.readings import Found, Reading
from helpers.indicators import herfindahl, shares_of

MOST = 0.5  # share of the partners that a reporter must give to speak of all
RECENT = 3  # years for which an old figure still says how large a partner may be


def read_rank(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the place of a partner among the countries by size of a flow.

    A reporter with the figures of most countries gives a place; all reporters together give a range
    of places: behind every country that is surely larger, ahead of every one that is surely
    smaller. A country with no figure of that year may be as large as it was in the three years
    before.
    """
    partner, flow, focal = arguments["partner"], arguments["flow"], arguments["focal"]
    year = arguments["year"]
    others = [one for one in knowledge.partners(focal) if one != partner]
    subject = f"the rank of {subject_of(knowledge, partner, flow, year, focal)}"
    mine = {one.who: one for one in knowledge.readings(partner, flow, year, focal)}
    if not mine:
        return Found(subject, "rank", missing=f"nobody has published {subject}")
    readings = []
    for who, own in mine.items():
        theirs = {
            other: flows[flow]
            for other in others
            if flow in (flows := knowledge.voices(other, year, focal).get(who, {}))
        }
        if len(theirs) >= MOST * len(others):
            larger = [one for one in theirs.values() if one.value > own.value]
            place = 1.0 + len(larger)
            ahead = (row for one in larger for row in one.evidence)
            readings.append(
                Reading(who, place, place, place, "", own.status, (*own.evidence, *ahead))
            )
    low, high = min(o.low for o in mine.values()), max(o.high for o in mine.values())
    best = worst = 1
    rows = [row for own in mine.values() for row in own.evidence]
    for other in others:
        span, known = _possible(knowledge, other, flow, year, focal)
        if span is None or span[1] < low:
            continue
        worst += 1
        best += known and span[0] > high
        rows += [r for o in knowledge.readings(other, flow, year, focal) for r in o.evidence]
    middle, together = (best + worst) / 2, "all reporters together"
    bounds = Reading("", middle, best, worst, together, "range", tuple(rows), best != worst)
    readings.append(bounds)
    return Found(subject, "rank", tuple(readings))


def read_concentration(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the change of the Herfindahl index between two years, by each reporter of both.

    Formula: ``sum s_j1**2 - sum s_j0**2`` over the partners that the reporter gives in both years;
    it must give half of all partners, for what is undisclosed has no share.
    """
    flow, focal = arguments["flow"], arguments["focal"]
    since, until = arguments["since"], arguments["until"]
    partners = knowledge.partners(focal)
    spoken: dict[str, dict[str, list[Reading]]] = {}
    for partner in partners:
        first, last = (
            {one.who: one for one in knowledge.readings(partner, flow, year, focal)}
            for year in (since, until)
        )
        for who in first.keys() & last.keys():
            spoken.setdefault(who, {})[partner] = [first[who], last[who]]
    readings = []
    for who, known in sorted(spoken.items()):
        if len(known) < MOST * len(partners):
            continue
        before, after = (
            herfindahl(shares_of(pd.Series({p: ends[end].value for p, ends in known.items()})))
            for end in (0, 1)
        )
        rows = tuple(row for ends in known.values() for one in ends for row in one.evidence)
        change = after - before
        readings.append(Reading(who, change, change, change, "", "reconciled_dataset", rows))
    home = knowledge.name(focal or knowledge.focal)
    subject = f"the change of the Herfindahl index of {home}'s {flow} from {since} to {until}"
    missing = f"no reporter gives half of the partners in {since} and {until}"
    return Found(subject, "index", tuple(readings), missing)


def _possible(
    knowledge: Knowledge, partner: str, flow: str, year: int, focal: str
) -> tuple[tuple[float, float] | None, bool]:
    for back in range(RECENT + 1):
        span = knowledge.hull(partner, flow, year - back, focal)
        if span is not None:
            return span, back == 0
    return None, False


MEASURES = {
    "rank": Measure(
        {**PAIR, "year": Argument("year", required=True)},
        read_rank, "number", "place among the partners by size",
    ),
    "concentration": Measure(
        {
            "flow": Argument("word", default="turnover", choices=("export", "import", "turnover")),
            "focal": FOCAL,
            "since": Argument("year", required=True),
            "until": Argument("year", required=True),
        },
        read_concentration, "number", "change of the Herfindahl index between two years",
    ),
}  # fmt: skip
