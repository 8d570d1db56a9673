"""The verdict in one sentence, put together from the numbers that were found."""

import math
from collections.abc import Sequence

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import NEAR, Check, Claim, as_number
from helpers.claims.readings import Found, Reading
from helpers.claims.verdicts import AGAINST, FOR, OPEN, between, stance
from helpers.claims.wording import listed, write_amount, write_span

BOUNDS = {"<": "less than", "<=": "no more than", ">": "more than", ">=": "at least"}
DATE_BOUNDS = {"<": "before", "<=": "no later than", ">": "after", ">=": "no earlier than"}
MOST = 4  # readings named in a sentence; the record has them all
TITLES = 240  # characters of titles


def reason_of(
    claim: Claim, verdict: str, pairs: Sequence[tuple[Check, Found]], knowledge: Knowledge
) -> str:
    """Return why the verdict is what it is.

    Parameters
    ----------
    claim, verdict : Claim, str
        The claim and its verdict.
    pairs : sequence of (Check, Found)
        What was asked and what was found.
    knowledge : Knowledge
        For the names of reporters.
    """
    if not pairs:
        return claim.reason
    text = "; ".join(_of_check(check, found, knowledge) for check, found in pairs)
    if claim.kind == "causal" and verdict == "partly":
        text += "; a cause is not shown by this, only that it is possible"
    return text[0].upper() + text[1:] + "."


def expected_words(check: Check, unit: str) -> str:
    """Return what the text says, in words: ``less than $1 bn``."""
    if isinstance(check.expected, tuple):
        return write_span(*check.expected, unit)
    figure = write_amount(as_number(check.expected), unit)
    bounds = DATE_BOUNDS if unit == "date" else BOUNDS
    return f"{bounds[check.relation]} {figure}" if check.relation in bounds else figure


def _of_check(check: Check, found: Found, knowledge: Knowledge) -> str:
    if not found.readings:
        return found.missing or f"there is no figure for {found.subject}"
    said = expected_words(check, found.unit)
    first = found.readings[0]
    if first.status == "event" and found.unit == "count" and math.isinf(first.high):
        return _recorded(first, said)
    if first.status == "event":
        return _dated(check, found, said)
    groups = {
        kind: [one for one in found.readings if stance(one, check) == kind]
        for kind in (FOR, AGAINST, OPEN)
    }
    parts = [
        f"{_named(groups[kind], found.unit, knowledge)}, which "
        f"{_verb(kind, plural=len(groups[kind]) > 1)}"
        for kind in (FOR, AGAINST, OPEN)
        if groups[kind]
    ]
    lies_between = (
        check.relation in NEAR
        and not (groups[FOR] or groups[OPEN])
        and between(check, found.readings)
    )
    tail = ", and it lies between them, published by nobody" if lies_between else ""
    neighbour = _neighbour(check, found, groups[FOR], knowledge)
    return f"{found.subject} (claim: {said}): {'; '.join(parts)}{tail}{neighbour}"


def _recorded(reading: Reading, said: str) -> str:
    """Return how many acts are recorded, and which, beside how many the claim needs."""
    said = "that there was none" if said == "no more than 0" else f"{said} on record"
    if not reading.value:
        return f"the claim needs {said}; none is recorded, which proves nothing"
    are = "are" if reading.value > 1 else "is"
    titles = _shortened(reading.when)
    return f"the claim needs {said}; {reading.value:.0f} {are} recorded: {titles}"


def _dated(check: Check, found: Found, said: str) -> str:
    """Return what is recorded and when, beside what the claim says."""
    parts = []
    for one in found.readings[:MOST]:
        when = write_span(one.low, one.high, found.unit)
        title = f" ({_shortened(one.when)})" if one.when else ""
        parts.append(f"{when}{title}, which {_verb(stance(one, check), plural=False)}")
    return f"recorded: {listed(parts)} (claim: {said})"


def _shortened(titles: str) -> str:
    return titles if len(titles) <= TITLES else titles[: TITLES - 1].rsplit(" ", 1)[0] + " …"


def _verb(kind: str, *, plural: bool) -> str:
    if kind == FOR:
        return "agree" if plural else "agrees"
    if kind == AGAINST:
        return "do not agree" if plural else "does not agree"
    return "leave it open" if plural else "leaves it open"


def _named(readings: Sequence[Reading], unit: str, knowledge: Knowledge) -> str:
    parts = []
    for one in readings[:MOST]:
        when = f" ({_shortened(one.when)})" if one.when else ""
        figure = f"{_figure(one, unit)}{when}"
        parts.append(f"{knowledge.name(one.who)} has {figure}" if one.who else figure)
    if len(readings) > MOST:
        parts.append(f"{len(readings) - MOST} more")
    return listed(parts)


def _figure(one: Reading, unit: str) -> str:
    if unit == "count" and math.isinf(one.high):
        return "none in the tables"
    span = write_span(one.low, one.high, unit)
    if one.status == "index":
        central = write_amount(one.value, unit)
        return central if central == span else f"{central} (range {span})"
    return f"an estimate of {span}" if one.estimate and one.who else span


def _neighbour(
    check: Check, found: Found, agreeing: Sequence[Reading], knowledge: Knowledge
) -> str:
    """Say so, if the figure nobody published for the year is one of the year before or after."""
    if agreeing or check.relation not in NEAR or not found.remark:
        return ""
    low, high = check.band
    for entry in found.remark.split(";"):
        year, who, value = entry.split("|")
        if low <= float(value) <= high:
            figure = write_amount(float(value), found.unit)
            return f"; it is what {knowledge.name(who)} has for {year} ({figure})"
    return ""
