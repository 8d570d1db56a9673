"""Measures of trade between two years: growth, and change in money."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import PAIR, Arguments, Numbers, read_flow, subject_of
from helpers.claims.readings import Found, Reading


def read_growth(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return growth between two years by every reporter that gives both: ``v1 / v0 - 1``.

    In euros, each year is converted at its own average rate. With `mixed`, the two ends may be of
    two reporters if no reporter gives both; such a growth is an estimate.
    """
    both = _both_ends(knowledge, arguments)
    rate = _rate(knowledge, arguments)
    return Found(
        f"growth of {_over_time(knowledge, arguments)}",
        "share",
        tuple(_growth(knowledge, one, two, rate) for one, two in both if one.value > 0),
        f"no reporter gives both ends of {_over_time(knowledge, arguments)}",
    )


def read_change(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the change between two years by every reporter that gives both: ``v1 - v0``."""
    both = _both_ends(knowledge, arguments)
    euro = arguments["currency"] == "EUR"
    before, after = (
        _euro(knowledge, arguments[end]) if euro else 1.0 for end in ("since", "until")
    )
    readings = tuple(
        replace(
            two,
            value=two.value / after - one.value / before,
            low=two.value * two.hedge[0] / after - one.value * one.hedge[1] / before,
            high=two.value * two.hedge[1] / after - one.value * one.hedge[0] / before,
            evidence=(*one.evidence, *two.evidence),
            estimate=one.estimate or two.estimate,
        )
        for one, two in both
    )
    over = _over_time(knowledge, arguments)
    return Found(
        f"the change of {over}",
        arguments["currency"],
        readings,
        f"no reporter gives both ends of {over}",
    )


def _both_ends(knowledge: Knowledge, arguments: Arguments) -> list[tuple[Reading, Reading]]:
    first, second = (
        {one.who: one for one in _one_year(knowledge, arguments, arguments[end])}
        for end in ("since", "until")
    )
    both = [(first[who], second[who]) for who in sorted(set(first) & set(second))]
    if not both and arguments["mixed"]:
        both = [(first[a], second[b]) for a in sorted(first) for b in sorted(second)]
    return both


def _over_time(knowledge: Knowledge, arguments: Arguments) -> str:
    span = f"{arguments['since']} to {arguments['until']}"
    if arguments["start"] and arguments["end"]:
        span += f" ({arguments['start']:%B} to {arguments['end']:%B} of each)"
    flow = subject_of(knowledge, arguments["partner"], arguments["flow"], span, arguments["focal"])
    return flow.replace(" in ", " from ")


def _rate(knowledge: Knowledge, arguments: Arguments) -> float:
    """Return the factor that turns a ratio of dollars into one of the wanted currency."""
    if arguments["currency"] == "USD":
        return 1.0
    return _euro(knowledge, arguments["since"]) / _euro(knowledge, arguments["until"])


def _euro(knowledge: Knowledge, year: int) -> float:
    rates = knowledge.tables["exchange_rates"]
    known = rates[(rates["base"] == "EUR") & (rates["quote"] == "USD") & (rates["year"] == year)]
    return float(known["rate"].iloc[0]) if len(known) else float("nan")


def _one_year(knowledge: Knowledge, arguments: Arguments, year: int) -> Sequence[Reading]:
    """Return a whole year, or the same days of it as the arguments `start` and `end`."""
    given = {"partner": arguments["partner"], "flow": arguments["flow"], "product": "TOTAL"}
    given |= {"focal": arguments["focal"], "unit": "USD", "year": year}
    if arguments["start"] and arguments["end"]:
        given |= {
            "start": _in_year(arguments["start"], year),
            "end": _in_year(arguments["end"], year),
        }
    return read_flow(knowledge, given, {}).readings


def _in_year(day: date, year: int) -> date:
    """Return the same day of another year; 29 February becomes the 28th where there is none."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28) if leap else day.replace(year=year)


def _growth(knowledge: Knowledge, before: Reading, after: Reading, rate: float = 1.0) -> Reading:
    ratio = after.value / before.value * rate
    same = before.who == after.who
    spread = (
        (after.hedge[0] / before.hedge[1], after.hedge[1] / before.hedge[0])
        if same and before.when == after.when == ""
        else (after.low / before.high * rate / ratio, after.high / before.low * rate / ratio)
    )
    return Reading(
        after.who, ratio - 1, ratio * spread[0] - 1, ratio * spread[1] - 1,
        when=after.when if same else f"over the figure of {knowledge.name(before.who)}",
        status=after.status, evidence=(*before.evidence, *after.evidence),
        estimate=before.estimate or after.estimate or not same,
    )  # fmt: skip


_TWO_YEARS = {
    **PAIR,
    "since": Argument("year", required=True),
    "until": Argument("year", required=True),
    "start": Argument("date"),
    "end": Argument("date"),
    "mixed": Argument("flag", default=False),
    "currency": Argument("word", default="USD", choices=("USD", "EUR")),
}
MEASURES = {
    "growth": Measure(
        _TWO_YEARS,
        read_growth, "number", "growth of a flow between two years, as a share",
    ),
    "change": Measure(
        _TWO_YEARS,
        read_change, "number", "change of a flow between two years, in money",
    ),
}  # fmt: skip
