"""Measures of trade at one time: the value of a flow, and its share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.readings import Found, Reading
from helpers.claims.voices import hedged
from helpers.claims.wording import write_period, write_product
from helpers.countries import WORLD
from helpers.tables.evidence import counted

Arguments = Mapping[str, Any]
Numbers = Mapping[str, float]
FLOW = Argument("word", default="turnover", choices=("export", "import", "turnover", "balance"))
FOCAL = Argument("code", default="")
PARTNER = Argument("code", required=True)
WORDS = {"export": "exports to", "import": "imports from", "turnover": "trade with",
         "balance": "the balance with"}  # fmt: skip


def subject_of(knowledge: Knowledge, partner: str, flow: str, when: object, focal: str = "") -> str:
    """Return a flow in words: ``trade with China in 2022``."""
    other = "all countries" if partner == WORLD else knowledge.name(partner)
    home = f"{knowledge.name(focal)}'s " if focal and focal != knowledge.focal else ""
    return f"{home}{WORDS[flow]} {other} in {when}"


def read_flow(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return what each reporter has published of a flow in a year, or in a part of one.

    Of a part of a year that a reporter has not published, a reporter that gives the whole year
    yields an estimate: its share by months, give or take ``calendar_share_margin`` of the year.
    """
    partner, flow, focal = arguments["partner"], arguments["flow"], arguments["focal"]
    start, end = period_of(arguments)
    subject = subject_of(knowledge, partner, flow, write_period(start, end), focal)
    if arguments["product"] != "TOTAL" or arguments["unit"] != "USD":
        return _product(knowledge, arguments, start, end, subject)
    if is_year(start, end):
        readings = knowledge.readings(partner, flow, start.year, focal)
        remark = "" if not readings else _elsewhere(knowledge, partner, flow, start.year, focal)
        return Found(subject, "USD", tuple(readings), f"nobody has published {subject}", remark)
    readings = knowledge.part(partner, flow, start, end, focal)
    spoken = {one.who for one in readings}
    readings += [
        part_of_year(knowledge, whole, start, end)
        for whole in knowledge.readings(partner, flow, start.year, focal)
        if whole.who not in spoken and start.year == end.year and flow != "balance"
    ]
    return Found(subject, "USD", tuple(readings), f"nobody has published {subject}")


def part_of_year(knowledge: Knowledge, whole: Reading, start: date, end: date) -> Reading:
    """Return the estimate of a part of a year from the whole of it."""
    margin = float(knowledge.tables["assumptions"].set_index("name")["value"][
        "calendar_share_margin"
    ])  # fmt: skip
    share = ((end - start).days + 1) / (365 + (start.year % 4 == 0))
    low, high = max(share - margin, 0.0), min(share + margin, 1.0)
    return replace(
        whole,
        value=whole.value * share,
        low=whole.low * low,
        high=whole.high * high,
        estimate=True,
        when="worked out from the whole year",
    )


def read_share(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the share of a partner in the flow with all countries.

    Each reporter's figure over its own total; over the range of all published totals if it has
    none.
    """
    partner, flow, focal = arguments["partner"], arguments["flow"], arguments["focal"]
    year = arguments["year"]
    totals = {one.who: one for one in knowledge.readings(WORLD, flow, year, focal)}
    subject = f"the share of {subject_of(knowledge, partner, flow, year, focal)}"
    readings = []
    for one in knowledge.readings(partner, flow, year, focal) if totals else ():
        over = [totals[one.who]] if one.who in totals else list(totals.values())
        ends = min(total.low for total in over), max(total.high for total in over)
        readings.append(
            replace(
                one,
                value=one.value * 2 / sum(ends),
                low=one.low / ends[1],
                high=one.high / ends[0],
                evidence=(*one.evidence, *(row for total in over for row in total.evidence)),
            )
        )
    return Found(subject, "share", tuple(readings), f"nobody has published {subject}")


def period_of(arguments: Arguments) -> tuple[date, date]:
    """Return first and last day of the arguments `year`, or `start` and `end`."""
    if arguments.get("start") and arguments.get("end"):
        return arguments["start"], arguments["end"]
    year = arguments.get("year") or 1900
    return date(year, 1, 1), date(year, 12, 31)


def is_year(start: date, end: date) -> bool:
    """Return whether a period is a calendar year."""
    return (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))


def _product(
    knowledge: Knowledge, arguments: Arguments, start: date, end: date, subject: str
) -> Found:
    rows = knowledge.tables["observations"]
    rows = rows[
        (rows["focal"] == (arguments["focal"] or knowledge.focal))
        & (rows["partner"] == arguments["partner"])
        & (rows["flow"] == arguments["flow"])
        & (rows["product"] == arguments["product"])
        & (rows["unit"] == arguments["unit"])
        & (rows["period_start"] == pd.Timestamp(start))
        & (rows["period_end"] == pd.Timestamp(end))
        & (rows["status"] != "brief")
        & counted(rows)
    ]
    subject = f"{subject} ({write_product(arguments['product'])})"
    return Found(subject, arguments["unit"], rows_to_readings(rows), f"nobody has {subject}")


def rows_to_readings(rows: pd.DataFrame) -> tuple[Reading, ...]:
    """Return one reading a row of observations or context, hedges included."""
    readings = []
    for row in rows.itertuples():
        value, low, high = hedged(row.value, row.value, row.value, row.approximate)
        when = "" if pd.isna(row.period_start) or pd.isna(row.period_end) else write_period(
            row.period_start.date(), row.period_end.date()
        )  # fmt: skip
        readings.append(Reading(row.reporter, value, low, high, when, row.status, (row.id,)))
    return tuple(readings)


def _elsewhere(knowledge: Knowledge, partner: str, flow: str, year: int, focal: str) -> str:
    """Return the figures of the years around, as ``when:value`` pairs for the reasons."""
    near: Sequence[str] = [
        f"{other}|{one.who}|{one.value:.12g}"
        for other in (year - 1, year + 1)
        for one in knowledge.readings(partner, flow, other, focal)
        if not one.estimate
    ]
    return ";".join(near)


PAIR = {"partner": PARTNER, "flow": FLOW, "focal": FOCAL}
MEASURES = {
    "flow": Measure(
        {
            **PAIR,
            "year": Argument("year"),
            "start": Argument("date"),
            "end": Argument("date"),
            "product": Argument("text", default="TOTAL"),
            "unit": Argument("word", default="USD", choices=("USD", "EUR", "t", "USD/t")),
        },
        read_flow, "number", "value of a flow in a year or a period",
        either=(("year",), ("start", "end")),
    ),
    "share": Measure(
        {**PAIR, "year": Argument("year", required=True)},
        read_share, "number", "share of a partner in all trade",
    ),
}  # fmt: skip
