"""Measures over several years: the largest, the smallest, the mean, every single year."""

import math
from dataclasses import replace

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import (
    FLOW,
    FOCAL,
    PARTNER,
    Arguments,
    Numbers,
    subject_of,
)
from helpers.claims.readings import Found, Reading


def read_extreme(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the largest (or smallest) year of each reporter.

    A reporter that lacks a year of the span can only bound it: its largest year is at least that
    large.
    """
    largest = arguments["which"] == "largest"
    spoken = _by_reporter(knowledge, arguments)
    readings = []
    for series in spoken.values():
        year, top = (max if largest else min)(
            series.items(), key=lambda item: item[1].high if largest else item[1].low
        )
        complete = len(series) == arguments["until"] - arguments["since"] + 1
        low = top.low if complete or largest else -math.inf
        high = top.high if complete or not largest else math.inf
        readings.append(replace(top, when=str(year), low=low, high=high))
    return _found(knowledge, arguments, f"the {arguments['which']} yearly value of", readings)


def read_mean(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the mean over the years that each reporter gives, if it gives enough of them."""
    readings = []
    for who, series in _by_reporter(knowledge, arguments).items():
        if len(series) < arguments["fewest"]:
            continue
        parts = list(series.values())
        size = len(parts)
        readings.append(
            Reading(
                who,
                sum(one.value for one in parts) / size,
                sum(one.low for one in parts) / size,
                sum(one.high for one in parts) / size,
                when=f"mean of {size} years",
                status=parts[-1].status,
                evidence=tuple(row for one in parts for row in one.evidence),
                estimate=any(one.estimate for one in parts),
            )
        )
    return _found(knowledge, arguments, "the mean of", readings)


def read_each_year(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return one reading a reporter and year: for what is said of every year."""
    readings = [
        replace(one, when=str(year))
        for series in _by_reporter(knowledge, arguments).values()
        for year, one in sorted(series.items())
    ]
    return _found(knowledge, arguments, "every year of", readings)


def _by_reporter(knowledge: Knowledge, arguments: Arguments) -> dict[str, dict[int, Reading]]:
    spoken: dict[str, dict[int, Reading]] = {}
    for year in range(arguments["since"], arguments["until"] + 1):
        for one in knowledge.readings(
            arguments["partner"], arguments["flow"], year, arguments["focal"]
        ):
            spoken.setdefault(one.who, {})[year] = one
    return dict(sorted(spoken.items()))


def _found(knowledge: Knowledge, arguments: Arguments, what: str, readings: list[Reading]) -> Found:
    span = f"{arguments['since']} to {arguments['until']}"
    subject = f"{what} " + subject_of(
        knowledge, arguments["partner"], arguments["flow"], span, arguments["focal"]
    )
    return Found(subject, "USD", tuple(readings), f"no reporter has enough years of {subject}")


_SPAN = {
    "partner": PARTNER,
    "flow": FLOW,
    "focal": FOCAL,
    "since": Argument("year", required=True),
    "until": Argument("year", required=True),
}
MEASURES = {
    "extreme": Measure(
        {**_SPAN, "which": Argument("word", default="largest", choices=("largest", "smallest"))},
        read_extreme, "number", "largest or smallest year of a flow",
    ),
    "mean": Measure(
        {**_SPAN, "fewest": Argument("number", default=3.0)},
        read_mean, "number", "mean of a flow over years",
    ),
    "each_year": Measure(_SPAN, read_each_year, "number", "a flow in every single year"),
}  # fmt: skip
