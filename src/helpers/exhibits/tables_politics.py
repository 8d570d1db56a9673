"""Tables of what was declared and what happened: targets, events, and the sources of it all."""

from html import escape

import pandas as pd

from helpers.exhibits.charts_data import flow_by_year, source_numbers
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.exhibits.target_reading import TRADED, read_target, write_day
from helpers.tables.numbers import write_money, write_number, write_percent
from helpers.tables.study import Study

METRICS = {
    "services_export": "exports of services",
    "potash_export": "potash exports",
    "investment": "investment",
    "share": "share",
    "balance": "balance",
    "other": "trade and cooperation",
}
OUTCOMES = {
    "met": "met (as recorded)",
    "not_met": "not met (as recorded)",
    "open": "open",
    "disputed": "disputed (as recorded)",
    "unknown": "not known",
}
LEVELS = {
    "head_of_state": "head of state",
    "head_of_government": "prime minister",
    "deputy_head_of_government": "deputy prime minister",
    "deputy_minister": "deputy minister",
}


def targets_table(study: Study) -> Exhibit:
    """Return the declared targets beside what was traded by the deadline."""
    key = f"targets-{study.partner.code.lower()}"
    targets = study.targets.sort_values(["declared_on", "id"])
    if targets.empty:
        return note_exhibit(
            key, f"No declared target for trade with {study.partner.name} was found."
        )
    lines = []
    for row in targets.itertuples():
        traded, reading = read_target(study, row.metric, row.unit, row.value, row.declared_on,
                                      row.deadline)  # fmt: skip
        named = pd.notna(row.deadline_text) or pd.notna(row.deadline)
        deadline = (
            str(row.deadline.year) if pd.notna(row.deadline)
            else str(row.deadline_text) if named else "none named"
        )  # fmt: skip
        lines.append(
            [write_day(row.declared_on, row.precision), row.declared_by,
             METRICS.get(row.metric, row.metric), _amount(row.value, row.unit), deadline, traded,
             reading or OUTCOMES[row.outcome]]
        )  # fmt: skip
    columns = [
        Column("Declared"),
        Column("By"),
        Column("Of"),
        number_column("Target"),
        Column("Deadline"),
        number_column("Traded"),
        Column("Reading"),
    ]
    flows = [flow_by_year(study.panel, flow)["source_ids"] for flow in TRADED]
    return table_exhibit(
        key,
        f"Targets declared for trade with {study.partner.name}, and what was traded",
        columns,
        lines,
        notes=[
            "Traded: the range of the deadline’s year or, where no deadline was named, of the best "
            "year since. Met: by every reporter; disputed: by some only; open: the deadline lies "
            "ahead, or no whole year that could decide is in the tables yet; not clear: a rough "
            "figure falls short by less than its error. Computed from the panel unless marked as "
            "recorded."
        ],
        sources=source_numbers(study, targets["source_id"], *flows),
    )


def events_table(study: Study, limit: int = 15) -> Exhibit:
    """Return the weightiest events with a partner, in order of time.

    Parameters
    ----------
    study : Study
        Pair of countries.
    limit : int
        At most so many rows, chosen by the weights of kind and level.
    """
    key = f"events-{study.partner.code.lower()}"
    inside = study.events["date"].dt.year >= study.since
    events = study.events[inside]
    if events.empty:
        return note_exhibit(key, f"No events with {study.partner.name} are in our tables.")
    weight = study.weights.set_index(["dimension", "value"])["weight"].to_dict()
    size = [
        -abs(weight.get(("kind", kind), 0.5)) * weight.get(("level", level), 0.5)
        for kind, level in zip(events["kind"], events["level"], strict=True)
    ]
    chosen = events.assign(size=size).sort_values(["size", "date", "id"]).iloc[:limit]
    chosen = chosen.sort_values(["date", "id"])
    lines = [
        [write_day(row.date, row.precision), row.title, row.kind,
         LEVELS.get(row.level, row.level),
         "" if pd.isna(row.agreements) else write_number(float(row.agreements)),
         ", ".join(str(number) for number in study.numbers([row.source_id]))]
        for row in chosen.itertuples()
    ]  # fmt: skip
    more = len(events) - len(chosen)
    columns = [
        Column("Date"),
        Column("Event"),
        Column("Kind"),
        Column("Level"),
        number_column("Documents"),
        number_column("Source"),
    ]
    return table_exhibit(
        key,
        f"Events between {study.focal.name} and {study.partner.name} since {study.since}",
        columns,
        lines,
        notes=[f"{more} events of lower weight are left out."] if more else [],
        sources=source_numbers(study, chosen["source_id"]),
    )


def references(study: Study) -> Exhibit:
    """Return all sources of the tables by their number; a report keeps those that it cites."""
    rows = study.sources
    items = [
        {
            "number": int(row.number),
            "text": _reference(row),
            "url": "" if pd.isna(row.url) else row.url,
        }
        for row in rows.sort_values("number").itertuples()
    ]
    if not items:
        return note_exhibit("references", "No sources.")
    listed = "".join(
        f'<li value="{item["number"]}">{escape(str(item["text"]))}'
        + (f' <a href="{url}">{url}</a>' if (url := escape(str(item["url"]))) else "")
        + "</li>"
        for item in items
    )
    payload = {"kind": "references", "id": "references", "items": items}
    return Exhibit(payload, f'<ol class="mv-references">{listed}</ol>', f"{len(items)} sources")


def _amount(value: float, unit: str) -> str:
    if pd.isna(value):
        return "no number"
    if unit == "USD":
        return write_money(value)
    if unit == "percent":
        return write_percent(value / 100)
    return f"{write_number(value)} {unit}" if unit == "t" else f"{write_number(value, 1)} times"


def _reference(row: object) -> str:
    """Return publisher, title, dates and language of a source."""
    published = row.published if pd.notna(row.published) else ""  # type: ignore[attr-defined]
    accessed = row.accessed if pd.notna(row.accessed) else ""  # type: ignore[attr-defined]
    parts = [row.publisher, row.title, published]  # type: ignore[attr-defined]
    text = ". ".join(str(part).rstrip(".") for part in parts if part)
    return f"{text}{f', seen {accessed}' if accessed else ''}."
