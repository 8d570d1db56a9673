"""Constructors for the columns that the tables share, each with its meaning and unit."""

from collections.abc import Sequence

import pandera.pandas as pa

IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._/\-]*$"
CODE = r"^[A-Z][A-Z0-9_]{1,9}$"
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def identifier(description: str) -> pa.Column:
    """Return a unique, stable key."""
    return pa.Column(
        str, pa.Check.str_matches(IDENTIFIER), unique=True, coerce=True, description=description
    )


def reference(description: str) -> pa.Column:
    """Return a column that points at the key of another table."""
    return pa.Column(str, pa.Check.str_length(min_value=1), coerce=True, description=description)


def text(description: str, *, missing: bool = False, pattern: str | None = None) -> pa.Column:
    """Return free text, optionally of one pattern."""
    checks = pa.Check.str_matches(pattern) if pattern else None
    return pa.Column(str, checks, nullable=missing, coerce=True, description=description)


def word(description: str, vocabulary: Sequence[str], *, missing: bool = False) -> pa.Column:
    """Return a column that holds only words of a closed vocabulary."""
    return pa.Column(
        str,
        pa.Check.isin(list(vocabulary)),
        nullable=missing,
        coerce=True,
        description=description,
    )


def day(description: str, *, missing: bool = False) -> pa.Column:
    """Return an ISO date (YYYY-MM-DD)."""
    return pa.Column("datetime64[ns]", nullable=missing, coerce=True, description=description)


def number(
    description: str,
    *,
    missing: bool = False,
    low: float | None = None,
    high: float | None = None,
    nonzero: bool = False,
) -> pa.Column:
    """Return a finite number, optionally within bounds or other than zero."""
    checks = [pa.Check(lambda s: s.abs() < float("inf"), error="a finite number")]
    if low is not None:
        checks.append(pa.Check.ge(low))
    if high is not None:
        checks.append(pa.Check.le(high))
    if nonzero:
        checks.append(pa.Check(lambda s: s != 0, error="not zero: undisclosed is an absent row"))
    return pa.Column(float, checks, nullable=missing, coerce=True, description=description)


def count(description: str, *, missing: bool = False, low: int = 0) -> pa.Column:
    """Return a whole number."""
    return pa.Column(
        "Int64", pa.Check.ge(low), nullable=missing, coerce=True, description=description
    )


def ordered(start: str, end: str) -> pa.Check:
    """Return a check that two dates of a row are in order (rows that miss one pass)."""
    return pa.Check(
        lambda frame: ~(frame[end] < frame[start]),
        name=f"{start} <= {end}",
        error=f"{start} <= {end}",
    )
