"""Numbers, dates and lists in a sentence: ``$5.79 bn``, ``14.5 %``, ``1 March 2023``."""

import math
from collections.abc import Sequence
from datetime import date

from helpers.tables.numbers import THIN, write_ends, write_value

PRODUCTS = {"310420": "potash", "44": "wood"}
COUNTED = {"rank": "count"}


def write_amount(value: float, unit: str) -> str:
    """Return a figure with its unit, as exact as a comparison with another one needs."""
    if unit == "date":
        return write_day(date.fromordinal(round(value)))
    if math.isinf(value):
        return "without limit"
    if unit == "points":
        return _points(write_value(value, "share", exact=True))
    return write_value(value, COUNTED.get(unit, unit), exact=True)


def write_span(low: float, high: float, unit: str) -> str:
    """Return a range with its unit once; one figure where both ends read the same."""
    if math.isinf(high):
        return f"{write_amount(low, unit)} or more"
    if math.isinf(low):
        return f"{write_amount(high, unit)} or less"
    if unit == "date":
        return write_period(date.fromordinal(round(low)), date.fromordinal(round(high)))
    if unit == "points":
        return _points(write_ends(low, high, "share", exact=True))
    return write_ends(low, high, COUNTED.get(unit, unit), exact=True)


def write_product(code: str) -> str:
    """Return a product in words, where it has some here."""
    return PRODUCTS.get(code, f"product {code}")


def write_when(day: date, precision: str) -> str:
    """Return a date no more precise than it is known."""
    words = {"month": f"{day:%B} {day.year}", "year": str(day.year), "about": f"about {day.year}"}
    return words.get(precision) or write_day(day)


def write_day(day: date) -> str:
    """Return a date as prose has it."""
    return f"{day.day} {day:%B} {day.year}"


def write_period(start: date, end: date) -> str:
    """Return a period: a year, months of a year, or two days."""
    if start == end:
        return write_day(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    first, last = f"{start:%B}", f"{end:%B}"
    if start.year == end.year and start.day == 1 and end.day >= 28:
        return f"{first} {end.year}" if first == last else f"{first} to {last} {end.year}"
    return f"{write_day(start)} to {write_day(end)}"


def listed(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence."""
    names = list(parts)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _points(percent: str) -> str:
    return f"{percent.removesuffix(f'{THIN}%')} points"
