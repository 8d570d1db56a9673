"""Measures of acts: events counted or dated."""

from calendar import monthrange
from typing import Any

import pandas as pd

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import PARTNER, Arguments, Numbers
from helpers.claims.readings import Found, Reading
from helpers.claims.wording import write_day, write_when
from helpers.tables.vocabulary import DIRECTIONS, EVENT_KINDS, LEVELS

BRIEF = "brief"
ABOUT = 365  # days either side of a date that is a guess


def read_events(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return how many acts of a description are recorded, or when the first or last was.

    The list of events is not complete, so a count is a lower bound: an act that is not recorded may
    still have happened, and no absence can be proved.
    """
    rows = _events(knowledge, arguments)
    subject = _described(knowledge, arguments)
    if arguments["give"] == "count":
        return _count(rows, subject, arguments["at_most"])
    if rows.empty:
        return Found(subject, "date", missing=f"no {subject} is recorded")
    if arguments["give"] == "documents":
        rows = rows[rows["agreements"].notna()]
        documents = tuple(
            Reading("", float(row.agreements), float(row.agreements), float(row.agreements),
                    row.title, "event", (row.id,))
            for row in rows.itertuples()
        )  # fmt: skip
        return Found(f"documents of {subject}", "count", documents, f"no {subject} has a number")
    if arguments["give"] in ("last", "last_year"):
        rows = rows[rows["date"] == rows["date"].max()]
    elif arguments["give"] in ("first", "first_year"):
        rows = rows[rows["date"] == rows["date"].min()]
    years = arguments["give"].endswith("_year")
    readings = tuple(_dated(row, years=years) for row in rows.itertuples())
    order = {"first": "the first ", "last": "the last "}.get(arguments["give"].split("_")[0], "")
    what = f"{'the year of ' if years else 'the date of '}{order}{subject}"
    return Found(what, "year" if years else "date", readings)


def _count(rows: pd.DataFrame, subject: str, absence: bool) -> Found:
    size = float(len(rows))
    if not size and not absence:
        return Found(subject, "count", missing=f"no {subject} is recorded, which proves nothing")
    titles = "; ".join(
        f"{row.title} ({write_when(row.date.date(), row.precision)})"
        for row in rows.head(4).itertuples()
    )
    reading = Reading("", size, size, float("inf"), titles, "event", tuple(rows["id"]))
    return Found(f"the number of acts ({subject})", "count", (reading,))


def _dated(row: Any, *, years: bool) -> Reading:
    start = row.date.date()
    if years:
        year = float(start.year)
        spread = 1.0 if row.precision == "about" else 0.0
        return Reading(
            "", year, year - spread, year + spread, row.title, "event", (row.id,),
            estimate=row.precision == "about",
        )  # fmt: skip
    first = float(start.toordinal())
    ends = {
        "month": start.replace(day=monthrange(start.year, start.month)[1]),
        "year": start.replace(month=12, day=31),
    }
    guess = ABOUT if row.precision == "about" else 0
    last = float(ends.get(row.precision, start).toordinal())
    loose = row.precision in ("year", "about")
    return Reading(
        "", first, first - guess, last + guess, row.title, "event", (row.id,), estimate=loose
    )


def _events(knowledge: Knowledge, arguments: Arguments) -> pd.DataFrame:
    rows = knowledge.tables["events"]
    rows = rows[
        (rows["focal"] == knowledge.focal)
        & (rows["partner"] == arguments["partner"])
        & (rows["source_id"] != BRIEF)
    ]
    for column, wanted in (
        ("kind", arguments["kinds"]),
        ("level", arguments["levels"]),
        ("direction", arguments["directions"]),
    ):
        if wanted:
            rows = rows[rows[column].isin(wanted)]
    for word in arguments["mentions"]:
        rows = rows[rows["title"].str.contains(word, case=False, regex=False)]
    if arguments["since"]:
        rows = rows[rows["date"] >= pd.Timestamp(arguments["since"])]
    if arguments["until"]:
        rows = rows[rows["date"] <= pd.Timestamp(arguments["until"])]
    return rows.sort_values(["date", "id"])


def _described(knowledge: Knowledge, arguments: Arguments) -> str:
    kinds = " or ".join(arguments["kinds"]) or "act"
    name = knowledge.name(arguments["partner"])
    words = f"{kinds} with {name}"
    if arguments["levels"]:
        levels = arguments["levels"]
        span = levels if len(levels) < 3 else (levels[0], "…", levels[-1])
        words += " at the level of " + " or ".join(span).replace("or … or", "to").replace("_", " ")
    if arguments["directions"]:
        words += ", " + " or ".join(arguments["directions"]).replace("_", " ")
    if arguments["mentions"]:
        words += ", named " + ", ".join(f"“{word}”" for word in arguments["mentions"])
    for word, day in (("from", arguments["since"]), ("until", arguments["until"])):
        words += f" {word} {write_day(day)}" if day else ""
    return words


MEASURES = {
    "event": Measure(
        {
            "partner": PARTNER,
            "kinds": Argument("words", default=(), choices=EVENT_KINDS),
            "levels": Argument("words", default=(), choices=LEVELS),
            "directions": Argument("words", default=(), choices=DIRECTIONS),
            "mentions": Argument("texts", default=()),
            "since": Argument("date"),
            "until": Argument("date"),
            "give": Argument(
                "word", default="count",
                choices=("count", "documents", "first_year", "last_year"),
            ),
            "at_most": Argument("flag", default=False),
        },
        read_events, "number", "how many acts are recorded, or in which year",
    ),
    "event_date": Measure(
        {
            "partner": PARTNER,
            "kinds": Argument("words", default=(), choices=EVENT_KINDS),
            "levels": Argument("words", default=(), choices=LEVELS),
            "directions": Argument("words", default=(), choices=DIRECTIONS),
            "mentions": Argument("texts", default=()),
            "since": Argument("date"),
            "until": Argument("date"),
            "give": Argument("word", default="each", choices=("each", "first", "last")),
        },
        read_events, "date", "the day of an act",
    ),
}  # fmt: skip
