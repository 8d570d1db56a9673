"""Loading a text: every fault of every claim in one message, each with its claim and field."""

import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from helpers.claims.fields import (
    ID,
    MOST_CLAIMS,
    Faults,
    code_of,
    expected_of,
    number_of,
    text_of,
    typed,
    word_of,
)
from helpers.claims.language import KINDS, NEAR, RELATIONS, Check, Claim, Measure, Text
from helpers.claims.measures import MEASURES
from helpers.errors import UsageError

LARGEST = 20_000_000  # bytes
OF_TEXT = ("id", "title", "author", "published", "focal", "as_of", "url", "note", "numbers")
OF_CLAIM = (
    "id", "section", "partner", "says", "kind", "settle", "matters", "check", "reason",
)  # fmt: skip
OF_CHECK = ("measure", "relation", "expected", "tolerance", "because", "reporter")


def read_text(path: Path, codes: Collection[str] | None = None) -> Text:
    """Return the text of a TOML file.

    Raises
    ------
    UsageError
        If the file is absent, too large, not TOML, or a claim is faulty; all faults are listed.
    """
    if not path.is_file():
        raise UsageError(f"Claims file '{path.name}' not found. Give the path of a TOML file.")
    if path.stat().st_size > LARGEST:
        raise UsageError(
            f"{path.name}: expected at most {LARGEST:,} bytes, found {path.stat().st_size:,}."
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise UsageError(f"{path.name} is not readable as TOML (UTF-8): {problem}.") from None
    return parse_text(content, path.name, codes)


def parse_text(
    content: Mapping[str, Any], name: str = "claims", codes: Collection[str] | None = None
) -> Text:
    """Return the text described by the content of a TOML file.

    Parameters
    ----------
    content : mapping
        Tables ``text`` and ``claim`` (a list).
    name : str
        What to call the file in messages.
    codes : collection of str, optional
        Known country codes; without it codes are only checked for their form.

    Raises
    ------
    UsageError
        Listing every fault: claim, field, expected, found, nearest known word.
    """
    faults = Faults(name)
    faults.names("the file", content, ("text", "claim"))
    raw = content.get("claim", [])
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        faults.add("claim", "a list of tables, written [[claim]]", raw)
        raw = []
    if len(raw) > MOST_CLAIMS:
        faults.add("claim", f"at most {MOST_CLAIMS:,} claims", len(raw))
        raw = []
    head = _head(content.get("text"), faults, codes)
    claims = tuple(_claim(one, place, faults, codes) for place, one in enumerate(raw, 1))
    seen: dict[str, int] = {}
    for place, claim in enumerate(claims, 1):
        if claim.id and claim.id in seen:
            faults.at(claim.id, place).add(
                "id", f"an id used once (see {seen[claim.id]})", claim.id
            )
        seen.setdefault(claim.id, place)
    faults.stop()
    return Text(**head, claims=claims)


def _head(raw: Any, faults: Faults, codes: Collection[str] | None) -> dict[str, Any]:
    here = faults.at("[text]")
    if not isinstance(raw, dict):
        here.add("text", "a table, written [text]", raw)
        raw = {}
    here.names("[text]", raw, OF_TEXT)
    numbers = raw.get("numbers", {})
    if not isinstance(numbers, dict):
        here.add("numbers", "a table of numbers", numbers)
        numbers = {}
    as_of = raw.get("as_of")
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        here.add("as_of", "a date (YYYY-MM-DD, without quotes)", as_of)
        as_of = date.min
    return {
        "id": text_of(here, raw, "id", pattern=ID),
        "title": text_of(here, raw, "title"),
        "author": text_of(here, raw, "author"),
        "published": str(raw.get("published", "")),
        "focal": code_of(here, "focal", raw.get("focal"), codes),
        "as_of": as_of,
        "address": text_of(here, raw, "url" if "url" in raw else "note"),
        "numbers": {key: number_of(here, f"numbers.{key}", one) for key, one in numbers.items()},
    }


def _claim(
    raw: Mapping[str, Any], place: int, faults: Faults, codes: Collection[str] | None
) -> Claim:
    here = faults.at(raw.get("id", "without id"), place)
    here.names("a claim", raw, OF_CLAIM)
    kind = word_of(here, "kind", raw.get("kind"), KINDS)
    checks = raw.get("check", [])
    checks = [checks] if isinstance(checks, dict) else checks
    if not isinstance(checks, list) or not all(isinstance(one, dict) for one in checks):
        here.add("check", "a table [claim.check] or several [[claim.check]]", checks)
        checks = []
    reason = text_of(here, raw, "reason", optional=True)
    if checks and (reason or kind == "judgement"):
        here.add("check", "either a check or a reason (a judgement has a reason)", "both")
    if not checks and not reason:
        here.add("reason", "a reason, for a claim without a check", None)
    return Claim(
        id=text_of(here, raw, "id", pattern=ID),
        section=text_of(here, raw, "section"),
        partner=code_of(here, "partner", raw.get("partner", ""), codes, optional=True),
        says=text_of(here, raw, "says"),
        kind=kind,
        settle=text_of(here, raw, "settle"),
        matters=text_of(here, raw, "matters", optional=True),
        checks=tuple(_check(one, here, codes) for one in checks),
        reason=reason,
    )


def _check(raw: Mapping[str, Any], here: Faults, codes: Collection[str] | None) -> Check:
    name = word_of(here, "check.measure", raw.get("measure"), tuple(MEASURES))
    relation = word_of(here, "check.relation", raw.get("relation"), RELATIONS)
    tolerance = raw.get("tolerance")
    because = text_of(here, raw, "because", optional=True, within="check.")
    if relation in NEAR and tolerance is None:
        here.add("check.tolerance", f"a number, for '{relation}' (0 if it must be exact)", None)
    if relation and relation not in NEAR and tolerance is not None:
        here.add("check.tolerance", f"none, for '{relation}'", tolerance)
    if not because and (tolerance != 0 or relation not in NEAR):
        here.add("check.because", "why this tolerance or threshold stands for the words", None)
    if name not in MEASURES:
        return Check(name, {}, relation, 0.0)
    measure = MEASURES[name]
    allowed = (*OF_CHECK, *measure.arguments)
    here.names(f"a check of measure '{name}'", raw, allowed, within="check.")
    arguments = {
        key: typed(here, f"check.{key}", raw.get(key), argument, codes)
        for key, argument in measure.arguments.items()
    }
    _agree(here, arguments, raw, measure)
    size = number_of(here, "check.tolerance", tolerance or 0.0)
    if size < 0:
        here.add("check.tolerance", "zero or more", size)
    return Check(
        measure=name,
        arguments=arguments,
        relation=relation,
        expected=expected_of(here, relation, raw.get("expected"), measure.expects),
        tolerance=size,
        because=because,
        reporter=code_of(here, "check.reporter", raw.get("reporter", ""), codes, optional=True),
    )


def _agree(
    here: Faults, arguments: Mapping[str, Any], raw: Mapping[str, Any], measure: Measure
) -> None:
    """Note periods that end before they begin, and a check that names no period."""
    if measure.either and not any(all(key in raw for key in keys) for keys in measure.either):
        ways = ", or ".join(" and ".join(keys) for keys in measure.either)
        here.add("check", f"its period ({ways})", None)
    for first, last in (("since", "until"), ("start", "end")):
        begin, end = arguments.get(first), arguments.get(last)
        if begin is not None and end is not None and begin > end:
            here.add(f"check.{last}", f"not before {first} ({begin})", end)
