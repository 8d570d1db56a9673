"""Measures of the other records: figures of the context table, and who supplies a good."""

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import (
    FLOW,
    FOCAL,
    PARTNER,
    Arguments,
    Numbers,
    rows_to_readings,
    subject_of,
)
from helpers.claims.readings import Found, Reading
from helpers.claims.wording import write_product
from helpers.tables.evidence import counted
from helpers.tables.vocabulary import STATUSES, TOPICS


def read_context(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return the published figures of the context table that a check describes."""
    rows = knowledge.tables["context"]
    rows = rows[
        (rows["focal"] == (arguments["focal"] or knowledge.focal))
        & (rows["partner"] == arguments["partner"])
        & (rows["topic"] == arguments["topic"])
        & (rows["status"] != "brief")
    ]
    for word in arguments["mentions"]:
        rows = rows[rows["metric"].str.contains(word, case=False, regex=False)]
    if arguments["year"]:
        year = arguments["year"]
        rows = rows[(rows["period_start"].dt.year <= year) & (rows["period_end"].dt.year >= year)]
    if arguments["unit"]:
        rows = rows[rows["unit"] == arguments["unit"]]
    metrics = list(dict.fromkeys(rows["metric"]))
    what = metrics[0] if len(metrics) == 1 else " ".join(arguments["mentions"])
    what = what or str(arguments["topic"])
    subject = f"{what} ({knowledge.name(arguments['partner'])})"
    if arguments["year"]:
        subject += f" in {arguments['year']}"
    unit = rows["unit"].iloc[0] if len(rows) else "count"
    return Found(subject, unit, rows_to_readings(rows), f"nobody has published {subject}")


def read_supplier(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return what a buyer took of a good from a supplier in a year, in tonnes or as a share.

    A share is the supplier's figure over every published total of the same calendar year or of a
    fiscal year that starts in it.
    """
    buyer, supplier, year = arguments["buyer"], arguments["supplier"], arguments["year"]
    rows = knowledge.tables["observations"]
    rows = rows[
        (rows["focal"] == buyer)
        & (rows["flow"] == "import")
        & (rows["product"] == arguments["product"])
        & (rows["unit"] == "t")
        & (rows["status"] != "brief")
        & (rows["period_start"].dt.year == year)
        & ((rows["period_end"] - rows["period_start"]).dt.days >= 364)
        & counted(rows)
    ]
    own = rows_to_readings(rows[rows["partner"] == supplier])
    subject = (
        f"{knowledge.name(buyer)}'s imports of {write_product(arguments['product'])} from "
        f"{knowledge.name(supplier)} in {year}"
    )
    if arguments["give"] == "tonnes":
        return Found(subject, "t", own, f"nobody has published {subject}")
    totals = rows_to_readings(rows[rows["partner"] == "WLD"])
    shares = tuple(
        Reading(
            one.who, one.value / total.value, one.low / total.high, one.high / total.low,
            f"over {total.when}", one.status, (*one.evidence, *total.evidence),
        )
        for one in own
        for total in totals
    )  # fmt: skip
    return Found(f"the share of {subject}", "share", shares, f"nobody has published {subject}")


def read_published(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return how many reporters give a flow of a whole year: whether it can be known at all.

    That none is in the tables does not prove that none was published: zero is a lower bound.
    """
    partner, flow, year = arguments["partner"], arguments["flow"], arguments["year"]
    known = [
        one
        for one in knowledge.readings(partner, flow, year, arguments["focal"])
        if not arguments["statuses"] or one.status in arguments["statuses"]
        if not arguments["by"] or one.who == arguments["by"]
    ]
    size = float(len(known))
    names = ", ".join(knowledge.name(one.who) for one in known)
    rows = tuple(row for one in known for row in one.evidence)
    reading = Reading("", size, size, size if size else float("inf"), names, "index", rows)
    subject = subject_of(knowledge, partner, flow, year, arguments["focal"])
    whose = f" ({knowledge.name(arguments['by'])} alone)" if arguments["by"] else ""
    return Found(f"the number of reporters of {subject}{whose}", "count", (reading,))


MEASURES = {
    "published": Measure(
        {
            "partner": PARTNER,
            "flow": FLOW,
            "focal": FOCAL,
            "year": Argument("year", required=True),
            "by": Argument("code", default=""),
            "statuses": Argument("words", default=(), choices=STATUSES),
        },
        read_published, "number", "how many reporters give a flow",
    ),
    "context": Measure(
        {
            "partner": PARTNER,
            "topic": Argument("word", required=True, choices=TOPICS),
            "mentions": Argument("texts", default=()),
            "year": Argument("year"),
            "unit": Argument("text", default=""),
            "focal": FOCAL,
        },
        read_context, "number", "a figure that is not a trade flow",
    ),
    "supplier": Measure(
        {
            "buyer": Argument("code", required=True),
            "supplier": Argument("code", required=True),
            "product": Argument("text", required=True),
            "year": Argument("year", required=True),
            "give": Argument("word", default="tonnes", choices=("tonnes", "share")),
        },
        read_supplier, "number", "what a buyer took of a good from a supplier",
    ),
}  # fmt: skip
