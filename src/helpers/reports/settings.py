"""Options of the exporters, read from ``resources["multivector"]`` with safe defaults.

===========  ==============================================================================
key          meaning
===========  ==============================================================================
name         file name without suffix of the report (default: the notebook's)
edition      date of the edition, ``2026-11-23`` (default: the cover's)
date         date stamped into the PDF (default: edition, SOURCE_DATE_EPOCH, then FIXED_DATE)
siblings     other reports of the edition: names, or objects with ``name`` and ``title``
formats      formats built beside each other; links are shown only to these
paper        a4 or letter, for the PDF (default: the exporter's)
allow_errors show a failed cell instead of refusing the notebook (default: the exporter's)
===========  ==============================================================================
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from helpers.errors import UsageError, suggest

FIXED_DATE = date(2000, 1, 1)
PAPERS = ("a4", "letter")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Settings:
    """Options of one export; ``published`` is true if a builder writes the neighbours too."""

    name: str = "notebook"
    edition: str = ""
    date: date = FIXED_DATE
    siblings: tuple[Mapping[str, str], ...] = ()
    formats: tuple[str, ...] = ()
    paper: str = "a4"
    allow_errors: bool = False
    published: bool = field(default=False)


def read_settings(
    resources: Mapping[str, Any], *, paper: str = PAPERS[0], allow_errors: bool = False
) -> Settings:
    """Return the options found in nbconvert's resources; ``paper`` and ``allow_errors`` if not.

    Raises
    ------
    UsageError
        If ``resources["multivector"]`` holds a key that is not an option.
    """
    options: Mapping[str, Any] = resources.get("multivector") or {}
    known = set(Settings.__dataclass_fields__) - {"published"}
    for key in options:
        if key not in known:
            raise UsageError(f"Unknown exporter option '{key}'. {suggest(key, known, 'options')}")
    metadata = resources.get("metadata") or {}
    edition = str(options.get("edition") or "")
    stamp = options.get("date") or edition
    return Settings(
        name=str(options.get("name") or resources.get("unique_key") or metadata.get("name") or ""),
        edition=edition,
        date=_date(str(stamp)) or _epoch() or FIXED_DATE,
        siblings=tuple(
            {"name": item, "title": item.replace("-", " ").capitalize()}
            if isinstance(item, str)
            else item
            for item in options.get("siblings", ())
        ),
        formats=tuple(options.get("formats", ("html", "pdf") if options else ())),
        paper=str(options.get("paper", paper)),
        allow_errors=bool(options.get("allow_errors", allow_errors)),
        published=bool(options),
    )


def long_date(text: str) -> str:
    """Return ``2026-11-23`` as "23 November 2026"; any other text as it is."""
    day = _date(text)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _epoch() -> date | None:
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdigit() else None
