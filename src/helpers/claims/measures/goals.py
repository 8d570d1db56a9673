"""Measures of what was joined and what was aimed at: memberships and declared goals."""

import pandas as pd

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import PARTNER, Arguments, Numbers
from helpers.claims.readings import Found, Reading
from helpers.claims.wording import write_day
from helpers.tables.vocabulary import METRICS

BRIEF = "brief"


def read_membership(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return when a country joined a group, or whether it was a member on a day (1 or 0)."""
    group, member = arguments["group"], arguments["member"]
    rows = knowledge.tables["groups"]
    rows = rows[(rows["group"] == group) & (rows["member"] == member)]
    name = f"{knowledge.name(member)} in {knowledge.name(group)}"
    ids = (f"{group}.{member}",) if len(rows) else ()
    if arguments["give"] == "since":
        known = rows[rows["since"].notna()]
        days = tuple(
            Reading("", float(day.toordinal()), day.toordinal(), day.toordinal(), "", "event", ids)
            for day in known["since"].dt.date
        )
        return Found(f"the first day of {name}", "date", days, f"no date of {name} is recorded")
    on = arguments["on"]
    if on is None or (knowledge.tables["groups"]["group"] == group).sum() == 0:
        return Found(name, "count", missing=f"the members of {group} are not recorded")
    inside = (rows["since"].isna() | (rows["since"] <= pd.Timestamp(on))) & (
        rows["until"].isna() | (rows["until"] >= pd.Timestamp(on))
    )
    value = float(inside.any())
    subject = f"membership of {name} on {write_day(on)}"
    return Found(subject, "count", (Reading("", value, value, value, "", "event", ids),))


def read_target(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return how often a goal of some size was declared, or the year it was first declared."""
    rows = knowledge.tables["targets"]
    rows = rows[
        (rows["focal"] == knowledge.focal)
        & (rows["partner"] == arguments["partner"])
        & (rows["source_id"] != BRIEF)
        & rows["metric"].isin(arguments["metrics"])
        & rows["value"].notna()
    ]
    if arguments["value"] is not None:
        near = 0.01 * abs(arguments["value"])
        rows = rows[(rows["value"] - arguments["value"]).abs() <= near]
    if arguments["since"]:
        rows = rows[rows["declared_on"] >= pd.Timestamp(arguments["since"])]
    if arguments["until"]:
        rows = rows[rows["declared_on"] <= pd.Timestamp(arguments["until"])]
    subject = f"declared goals of trade with {knowledge.name(arguments['partner'])}"
    if rows.empty:
        return Found(subject, "count", missing=f"no such goal is recorded ({subject})")
    rows = rows.sort_values("declared_on")
    if arguments["give"] == "count":
        size = float(len(rows))
        titles = "; ".join(f"{r.declared_by}, {r.declared_on.year}" for r in rows.itertuples())
        reading = Reading("", size, size, float("inf"), titles, "event", tuple(rows["id"]))
        return Found(f"the number of {subject}", "count", (reading,))
    if arguments["give"] == "value":
        return Found(
            f"the size of {subject}", "USD",
            tuple(Reading("", r.value, r.value, r.value, f"{r.declared_by}, {r.declared_on.year}",
                          "event", (r.id,)) for r in rows.itertuples()),
        )  # fmt: skip
    first = rows.iloc[0]
    year = float(first["declared_on"].year)
    reading = Reading("", year, year, year, first["declared_by"], "event", (first["id"],))
    return Found(f"the first year of {subject}", "year", (reading,))


MEASURES = {
    "membership": Measure(
        {
            "group": Argument("code", required=True),
            "member": Argument("code", required=True),
            "on": Argument("date", required=True),
            "give": Argument("word", default="member", choices=("member",)),
        },
        read_membership, "number", "whether a country is in a group (1 or 0)",
    ),
    "joined": Measure(
        {
            "group": Argument("code", required=True),
            "member": Argument("code", required=True),
            "give": Argument("word", default="since", choices=("since",)),
            "on": Argument("date"),
        },
        read_membership, "date", "the day a country joined a group",
    ),
    "target": Measure(
        {
            "partner": PARTNER,
            "metrics": Argument("words", default=("turnover", "other"), choices=METRICS),
            "value": Argument("number"),
            "since": Argument("date"),
            "until": Argument("date"),
            "give": Argument("word", default="count", choices=("count", "first_year", "value")),
        },
        read_target, "number", "goals that were declared",
    ),
}  # fmt: skip
