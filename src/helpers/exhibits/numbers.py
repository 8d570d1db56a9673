"""How numbers are written: thin spaces, few digits, the unit once, ranges with one unit."""

import math

from helpers.tables.quantity import Quantity

THIN = "\u202f"  # narrow no-break space
DASH = "\u2013"
MINUS = "\u2212"
SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, ""))
SYMBOLS = {"USD": "$", "EUR": "€"}


def write_number(value: float, decimals: int = 0) -> str:
    """Return a number with thin spaces between thousands and a true minus sign."""
    if math.isnan(value):
        return "n/a"
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 and float(f"{value:.{decimals}f}") != 0 else text


def write_money(value: float, unit: str = "USD", *, sign: bool = False) -> str:
    """Return an amount of money with its scale: ``$5.8 bn``, ``$916 m``, ``−€29 m``."""
    if math.isnan(value):
        return "n/a"
    scale, name = _scale(value)
    plus = "+" if sign and value > 0 else ""
    minus = MINUS if value < 0 else ""
    number = write_number(abs(value) / scale, _decimals(abs(value) / scale))
    return f"{minus}{plus}{SYMBOLS[unit]}{number}{_unit(name)}"


def write_range(low: float, high: float, unit: str = "USD") -> str:
    """Return a range of money with one unit: ``$5.1–5.8 bn``."""
    if write_money(low, unit) == write_money(high, unit):
        return write_money(high, unit)
    if low < 0:
        return f"{write_money(low, unit)} to {write_money(high, unit)}"
    scale, name = _scale(max(abs(low), abs(high)))
    decimals = _decimals(max(abs(low), abs(high)) / scale)
    ends = [write_number(end / scale, decimals) for end in (low, high)]
    return f"{SYMBOLS[unit]}{DASH.join(ends)}{_unit(name)}"


def write_percent(share: float, decimals: int | None = None, *, sign: bool = False) -> str:
    """Return a share (0 to 1) as a percentage; small shares keep two figures."""
    if math.isnan(share):
        return "n/a"
    percent = share * 100
    if decimals is None:
        decimals = 0 if abs(percent) >= 10 else 1 if abs(percent) >= 1 else 2
    plus = "+" if sign and percent > 0 else ""
    return f"{plus}{write_number(percent, decimals)}{THIN}%"


def write_quantity(quantity: Quantity, style: str = "") -> str:
    """Return a quantity as text.

    Parameters
    ----------
    quantity : Quantity
        The number.
    style : str
        Empty: the central value in the form of its unit. ``range``: low to high. ``full``: central
        and range. ``signed``: with a plus sign. Otherwise a Python format specification applied to
        the central value (``.1%``, ``.2f``, ``,.0f``).
    """
    if style == "range" and quantity.low is not None and quantity.high is not None:
        return _range(quantity)
    if style == "full":
        spread = quantity.low is not None and _range(quantity) != write_quantity(quantity)
        return write_quantity(quantity) + (f" (range {_range(quantity)})" if spread else "")
    if style in ("", "range", "signed"):
        return _plain(quantity.value, quantity.unit, sign=style == "signed")
    text = format(quantity.value, style).replace(",", THIN).replace("-", MINUS)
    return text.replace("%", f"{THIN}%")


def _plain(value: float, unit: str, *, sign: bool = False) -> str:
    plus = "+" if sign and value > 0 else ""
    if unit in SYMBOLS:
        return write_money(value, unit, sign=sign)
    if unit == "share":
        return write_percent(value, sign=sign)
    if unit == "percent":
        return write_percent(value / 100, sign=sign)
    if unit == "t":
        if abs(value) < 1e5:
            return f"{plus}{write_number(value)}{THIN}t"
        return f"{plus}{write_number(value / 1e6, 1 if abs(value) >= 1e6 else 2)}{THIN}Mt"
    if unit == "year":
        return f"{value:.0f}"
    if unit == "count":
        return plus + write_number(value)
    return plus + write_number(value, 2 if abs(value) < 10 else 1)


def _range(quantity: Quantity) -> str:
    low, high = float(quantity.low or 0), float(quantity.high or 0)
    if quantity.unit in SYMBOLS:
        return write_range(low, high, quantity.unit)
    ends = [_plain(end, quantity.unit) for end in (low, high)]
    if ends[0] == ends[1]:
        return ends[0]
    first = ends[0].removesuffix(f"{THIN}%") if quantity.unit in ("share", "percent") else ends[0]
    return DASH.join((first, ends[1])) if low >= 0 else " to ".join((first, ends[1]))


def _scale(value: float) -> tuple[float, str]:
    # A value that would round up to the next scale is written in it: 999.96 m is 1.0 bn.
    return next(
        ((scale, name) for scale, name in SCALES if abs(value) >= scale * 0.9995), SCALES[-1]
    )


def _decimals(scaled: float) -> int:
    return 0 if scaled >= 99.95 else 1 if scaled >= 9.995 else 2 if 0 < scaled < 1.9995 else 1


def _unit(name: str) -> str:
    return f"{THIN}{name}" if name else ""
