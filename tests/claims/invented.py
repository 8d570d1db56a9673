"""Small invented tables for claims; the numbers are chosen to be checked by eye."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from helpers.claims.checking import check_claim
from helpers.claims.knowledge import Knowledge, know
from helpers.claims.language import Claim, Text
from helpers.claims.loading import parse_text
from tests.tables.invented import ASSUMPTIONS, RATES, observe

EVENT = {
    "focal": "BLR",
    "partner": "KAZ",
    "kind": "visit",
    "level": "head_of_state",
    "direction": "outward",
    "precision": "day",
    "agreements": None,
    "source_id": "invented",
    "note": None,
}
COUNTRIES = pd.DataFrame(
    [
        {"code": code, "name": name, "name_short": name, "kind": kind}
        for code, name, kind in (
            ("BLR", "Belarus", "country"),
            ("KAZ", "Kazakhstan", "country"),
            ("CHN", "China", "country"),
            ("RUS", "Russia", "country"),
            ("IRN", "Iran", "country"),
            ("EEE", "Everland", "group"),
            ("CEPII", "CEPII", "organisation"),
            ("WLD", "World", "world"),
        )
    ]
)
HEAD = {
    "id": "invented",
    "title": "An invented text",
    "author": "nobody",
    "published": "2023",
    "focal": "BLR",
    "as_of": date(2023, 1, 1),
    "note": "invented",
}
CLAIM = {
    "id": "it",
    "section": "One",
    "partner": "KAZ",
    "says": "It is so.",
    "kind": "value",
    "settle": "A figure",
}


def events(*rows: dict) -> pd.DataFrame:
    """Return events: one row a dict with date and title."""
    columns = ["id", "date", *EVENT, "title"]
    frame = pd.DataFrame([{**EVENT, "title": "They meet", **row} for row in rows], columns=columns)
    frame["id"] = [f"e{place}" for place in range(1, len(frame) + 1)]
    frame["agreements"] = frame["agreements"].astype("Int64")
    return frame.assign(date=pd.to_datetime(frame["date"]))


def targets(*rows: dict) -> pd.DataFrame:
    """Return targets: one row a dict with declared_on and value."""
    fill = {"focal": "BLR", "partner": "KAZ", "metric": "turnover", "unit": "USD"}
    fill |= {"declared_by": "somebody", "source_id": "invented"}
    columns = ["id", "declared_on", "value", *fill]
    frame = pd.DataFrame([{**fill, **row} for row in rows], columns=columns)
    frame["id"] = [f"t{place}" for place in range(1, len(frame) + 1)]
    return frame.assign(
        declared_on=pd.to_datetime(frame["declared_on"]), value=frame["value"].astype("float64")
    )


def knowledge(
    *observations: dict,
    acts: Sequence[dict] = (),
    goals: Sequence[dict] = (),
    members: Sequence[tuple[str, str, str | None, str | None]] = (),
    context: pd.DataFrame | None = None,
) -> Knowledge:
    """Return knowledge of invented rows; observations get the ids o1, o2 …."""
    rows = observe(*(observations or ({"year": 1901, "value": 1.0, "partner": "RUS"},)))
    rows["id"] = [f"o{place}" for place in range(1, len(rows) + 1)]
    groups = pd.DataFrame(list(members), columns=["group", "member", "since", "until"])
    groups = groups.assign(
        since=pd.to_datetime(groups["since"]), until=pd.to_datetime(groups["until"])
    )
    columns = ["id", "focal", "partner", "topic", "metric", "period_start", "period_end", "value"]
    columns += ["unit", "reporter", "status", "approximate"]
    return know(
        {
            "observations": rows,
            "exchange_rates": RATES,
            "assumptions": ASSUMPTIONS,
            "countries": COUNTRIES,
            "events": events(*acts),
            "targets": targets(*goals),
            "groups": groups,
            "context": pd.DataFrame(columns=columns) if context is None else context,
        }
    )


def text(check: dict | list, numbers: dict | None = None, **claim: object) -> Text:
    """Return a text of one claim with one check, or several."""
    return parse_text(
        {
            "text": HEAD | ({"numbers": numbers} if numbers else {}),
            "claim": [CLAIM | {"check": check} | claim],
        }
    )


def verdict(known: Knowledge, check: dict | list, **claim: object) -> str:
    """Return the verdict on one claim."""
    numbers = claim.pop("numbers", None)
    whole = text(check, numbers, **claim)  # type: ignore[arg-type]
    (only,) = whole.claims
    assert isinstance(only, Claim)
    return check_claim(only, whole, known).verdict
