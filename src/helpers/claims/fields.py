"""Reading one field of a claim: its type, its size, its spelling."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from helpers.claims.language import Argument, Expected
from helpers.errors import UsageError, suggest

ID = r"[a-z0-9][a-z0-9.-]{0,79}"
CODE = r"[A-Z][A-Z0-9_]{1,19}"
LONGEST = 1000  # characters of a text
MOST_CLAIMS = 20_000
MOST_ITEMS = 60  # of a list
SHOWN = 100
FIRST_YEAR, LAST_YEAR = 1900, 2100
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Faults:
    """All faults of a file, and the place that is being read."""

    name: str
    place: str = ""
    found: list[str] = field(default_factory=list)

    def at(self, claim: Any, number: int | None = None) -> "Faults":
        """Return the same list, for another place."""
        where = f"claim {shown(claim)}" if number else str(claim)
        return Faults(self.name, where + (f" (number {number})" if number else ""), self.found)

    def add(self, name: str, expected: str, found: Any, hint: str = "") -> None:
        """Note a fault."""
        what = "nothing" if found is None else shown(found)
        where = f"{self.place}, " if self.place else ""
        self.found.append(
            f"  {where}field '{name}': expected {expected}, found {what}. {hint}".rstrip()
        )

    def names(
        self, what: str, raw: Mapping[str, Any], known: Iterable[str], within: str = ""
    ) -> None:
        """Note every key that is not known."""
        known = tuple(known)
        for key in raw:
            if key not in known:
                hint = suggest(key[:60], known, "fields")
                self.add(within + key[:40], f"a field of {what}", "this name", hint)

    def stop(self) -> None:
        """Raise if there is any fault."""
        if self.found:
            more = len(self.found) - SHOWN
            tail = f"\n  … and {more} more" if more > 0 else ""
            raise UsageError(
                f"{self.name} has {len(self.found)} fault(s):\n"
                + "\n".join(self.found[:SHOWN])
                + tail
            )


def shown(value: Any) -> str:
    """Return a value for a message: quoted, escaped, short."""
    text = ascii(value) if isinstance(value, str) and _CONTROL.search(value) else repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def text_of(
    here: Faults,
    raw: Mapping[str, Any],
    name: str,
    *,
    optional: bool = False,
    pattern: str = "",
    within: str = "",
) -> str:
    """Return a text, or note why it is none."""
    value = raw.get(name)
    if value is None and optional:
        return ""
    if not isinstance(value, str) or not value.strip():
        here.add(within + name, "a text", value)
    elif len(value) > LONGEST:
        here.add(within + name, f"at most {LONGEST} characters", len(value))
    elif _CONTROL.search(value):
        here.add(within + name, "a text without control characters", value)
    elif pattern and not re.fullmatch(pattern, value):
        here.add(within + name, "lower-case letters, digits, dots and hyphens", value)
    else:
        return value
    return ""


def word_of(here: Faults, name: str, value: Any, known: tuple[str, ...]) -> str:
    """Return one of the known words, or note the nearest."""
    if isinstance(value, str) and value in known:
        return value
    hint = suggest(value[:60], known, "words") if isinstance(value, str) else ""
    here.add(name, "one of " + ", ".join(known) if not hint else "a known word", value, hint)
    return ""


def code_of(
    here: Faults,
    name: str,
    value: Any,
    codes: Collection[str] | None,
    *,
    optional: bool = False,
) -> str:
    """Return the code of a country, group or reporter."""
    if optional and value == "":
        return ""
    if not isinstance(value, str) or not re.fullmatch(CODE, value):
        here.add(name, "a code such as CHN", value)
    elif codes is not None and value not in codes:
        close = suggest(value, codes, "codes").split("? ")[0]
        hint = f"{close}?" if close.startswith("Did you mean") else ""
        here.add(name, "a code of countries.csv", value, hint)
    else:
        return value
    return ""


def number_of(here: Faults, name: str, value: Any) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        here.add(name, "a number", value)
        return 0.0
    return float(value)


def date_of(here: Faults, name: str, value: Any) -> date:
    """Return a date, written without quotes."""
    if not isinstance(value, date) or isinstance(value, datetime):
        here.add(name, "a date (YYYY-MM-DD, without quotes)", value)
        return date.min
    return value


def year_of(here: Faults, name: str, value: Any) -> int:
    """Return a calendar year."""
    if isinstance(value, bool) or not isinstance(value, int):
        here.add(name, "a year", value)
    elif not FIRST_YEAR <= value <= LAST_YEAR:
        here.add(name, f"a year from {FIRST_YEAR} to {LAST_YEAR}", value)
    else:
        return value
    return FIRST_YEAR


def expected_of(here: Faults, relation: str, value: Any, expects: str) -> Expected:
    """Return what the text says: a number, a date, or two of them for ``between``."""
    name = "check.expected"
    if relation == "between":
        if not isinstance(value, list) or len(value) != 2:
            here.add(name, f"two {expects}s [low, high]", value)
            return (0.0, 0.0)
        if expects == "date":
            low, high = (float(date_of(here, name, end).toordinal()) for end in value)
        else:
            low, high = (number_of(here, name, end) for end in value)
        if low > high:
            here.add(name, "low before high", value)
        return (low, high)
    if expects == "date":
        return date_of(here, name, value)
    return number_of(here, name, value)


def typed(
    here: Faults, name: str, value: Any, argument: Argument, codes: Collection[str] | None
) -> Any:
    """Return an argument of a measure in its type, its default where it is not given."""
    if value is None:
        if argument.required:
            here.add(name, f"a {argument.kind}", None)
        return argument.default
    kind = argument.kind
    if kind.endswith("s"):
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            here.add(name, f"a list of at most {MOST_ITEMS}", value)
            return argument.default
        one = Argument(kind.removesuffix("s"), choices=argument.choices)
        return tuple(typed(here, name, item, one, codes) for item in value)
    if kind == "code":
        return code_of(here, name, value, codes)
    if kind == "year":
        return year_of(here, name, value)
    if kind == "date":
        return date_of(here, name, value)
    if kind == "number":
        return number_of(here, name, value)
    if kind == "flag":
        if not isinstance(value, bool):
            here.add(name, "true or false", value)
        return bool(value)
    if kind == "word":
        return word_of(here, name, value, argument.choices)
    return text_of(here, {name: value}, name)
