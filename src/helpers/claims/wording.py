"""Numbers, dates and lists in a sentence: ``5.79 bn USD``, ``14.5 %``, ``1 March 2023``."""

import math
from collections.abc import Sequence
from datetime import date

MINUS = "\u2212"
MONEY = ("USD", "EUR")
PRODUCTS = {"310420": "potash", "44": "wood"}
_BIG = ((1e9, "bn"), (1e6, "m"), (1e3, "thousand"))


def write_amount(value: float, unit: str) -> str:
    """Return a figure with its unit."""
    if unit == "date":
        return write_day(date.fromordinal(round(value)))
    if math.isinf(value):
        return "without limit"
    if value == 0:
        return {"share": "0 %", "percent": "0 %", "points": "0 points"}.get(unit, "0")
    sign = MINUS if value < 0 else ""
    size = abs(value)
    if unit in MONEY:
        return f"{sign}{_money(size)} {unit}"
    if unit == "t":
        return f"{sign}{size / 1e6:.2f} Mt" if size >= 1e5 else f"{sign}{size:,.0f} t"
    if unit == "share":
        return f"{sign}{_short(size * 100)} %"
    if unit == "percent":
        return f"{sign}{_short(size)} %"
    if unit == "points":
        return f"{sign}{_short(size * 100)} points"
    if unit in ("count", "rank", "year"):
        return f"{sign}{size:.0f}"
    return f"{sign}{_short(size)}" + (f" {unit}" if unit not in ("ratio", "index") else "")


def write_span(low: float, high: float, unit: str) -> str:
    """Return a range with its unit once; one figure where both ends read the same."""
    if math.isinf(high):
        return f"{write_amount(low, unit)} or more"
    if math.isinf(low):
        return f"{write_amount(high, unit)} or less"
    if unit == "date":
        return write_period(date.fromordinal(round(low)), date.fromordinal(round(high)))
    first, last = write_amount(low, unit), write_amount(high, unit)
    number, _, name = first.partition(" ")
    same = bool(name) and last.partition(" ")[2] == name
    return first if first == last else f"{number if same else first} to {last}"


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


def _money(size: float) -> str:
    if size >= 1.9995e9:
        return f"{_plain(size / 1e9)} bn"
    scale, name = next(((s, n) for s, n in _BIG[1:] if size >= s * 0.9995), (1.0, ""))
    scaled = size / scale
    tenths = 99.95 <= scaled < 999.95 and abs(scaled - round(scaled)) > 0.05
    return f"{f'{scaled:.1f}' if tenths else _plain(scaled)} {name}".rstrip()


def _plain(size: float) -> str:
    return f"{size:,.0f}" if size >= 99.95 else f"{size:.1f}" if size >= 9.995 else f"{size:.2f}"


def _short(size: float) -> str:
    text = _plain(size)
    return text.rstrip("0").rstrip(".") if "." in text else text
