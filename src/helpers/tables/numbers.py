"""How numbers are written: thin spaces, few digits, the unit once, ranges with one unit."""

import math

from helpers.tables.quantity import Quantity

THIN = "\u202f"  # narrow no-break space
DASH = "\u2013"
MINUS = "\u2212"
SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, ""))
SYMBOLS = {"USD": "$", "EUR": "€"}
BARE = ("ratio", "index", "text")


def write_number(value: float, decimals: int = 0) -> str:
    """Return a number with thin spaces between thousands and a true minus sign."""
    if math.isnan(value):
        return "n/a"
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 and float(f"{value:.{decimals}f}") != 0 else text


def write_money(value: float, unit: str = "USD", *, sign: bool = False, exact: bool = False) -> str:
    """Return an amount of money with its scale: ``$5.8 bn``, ``$916 m``, ``−€29 m``.

    An `exact` one has a figure more and no zeros at its end (``$5.79 bn``, ``$915.6 m``): where two
    amounts are held against each other, both must not be written alike.
    """
    if math.isnan(value):
        return "n/a"
    scale, name = _scale(value)
    plus = "+" if sign and value > 0 else ""
    minus = MINUS if value < 0 else ""
    number = _scaled(abs(value), scale, abs(value) / scale, exact)
    return f"{minus}{plus}{SYMBOLS[unit]}{number}{_unit(name)}"


def write_range(low: float, high: float, unit: str = "USD", *, exact: bool = False) -> str:
    """Return a range of money with one unit: ``$5.1–5.8 bn``; `exact` as in `write_money`."""
    ends = [write_money(end, unit, exact=exact) for end in (low, high)]
    if ends[0] == ends[1]:
        return ends[1]
    if low < 0:
        return " to ".join(ends)
    scale, name = _scale(high)
    numbers = [_scaled(end, scale, high / scale, exact) for end in (low, high)]
    return f"{SYMBOLS[unit]}{DASH.join(numbers)}{_unit(name)}"


def write_percent(
    share: float, decimals: int | None = None, *, sign: bool = False, exact: bool = False
) -> str:
    """Return a share (0 to 1) as a percentage; small shares keep two figures.

    An `exact` one has up to three, and no zeros at its end.
    """
    if math.isnan(share):
        return "n/a"
    percent = share * 100
    size = abs(percent)
    if decimals is None:
        decimals = 0 if size >= 10 else 1 if size >= 1 else 2
        if exact:
            decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    plus = "+" if sign and percent > 0 else ""
    number = write_number(percent, decimals)
    return f"{plus}{_trimmed(number) if exact else number}{THIN}%"


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
        return write_ends(quantity.low, quantity.high, quantity.unit)
    if style == "full":
        central, spread = write_quantity(quantity), write_quantity(quantity, "range")
        return central if spread == central else f"{central} (range {spread})"
    if style in ("", "range", "signed"):
        return write_value(quantity.value, quantity.unit, sign=style == "signed")
    text = format(quantity.value, style).replace(",", THIN).replace("-", MINUS)
    return text.replace("%", f"{THIN}%")


def write_value(value: float, unit: str, *, sign: bool = False, exact: bool = False) -> str:
    """Return a value in the form of its unit; a unit without a form of its own follows it.

    Parameters
    ----------
    value, unit : float, str
        USD, EUR, share, percent, t, year, count, ratio, index, or another unit.
    sign : bool
        With a plus sign.
    exact : bool
        With a figure more than a table has, as in `write_money`.
    """
    plus = "+" if sign and value > 0 else ""
    size = abs(value)
    if unit in SYMBOLS:
        return write_money(value, unit, sign=sign, exact=exact)
    if unit in ("share", "percent"):
        share = value if unit == "share" else value / 100
        return write_percent(share, sign=sign, exact=exact)
    if unit == "year":
        return f"{value:.0f}"
    if unit == "count":
        return plus + write_number(value)
    name = "" if unit in BARE else f"{THIN}{unit}"
    decimals = 0 if unit == "t" else 2 if size < 10 else 1
    if unit == "t" and size >= 1e5:
        value, name, decimals = value / 1e6, f"{THIN}Mt", (1 if size >= 1e6 else 2) + exact
    number = write_number(value, decimals)
    return f"{plus}{_trimmed(number) if exact else number}{name}"


def write_ends(low: float, high: float, unit: str, *, exact: bool = False) -> str:
    """Return a range in the form of its unit, which it has once; below zero with the word to."""
    if unit in SYMBOLS:
        return write_range(low, high, unit, exact=exact)
    first, last = (write_value(end, unit, exact=exact) for end in (low, high))
    if first == last:
        return first
    named = unit not in (*BARE, "count", "year")
    name = last[last.rfind(THIN) :] if named else ""
    return (DASH if low >= 0 else " to ").join((first.removesuffix(name), last))


def _scaled(size: float, scale: float, leading: float, exact: bool) -> str:
    """Write a size in a scale, with the decimals that `leading`, the largest beside it, takes."""
    if not exact:
        return write_number(size / scale, _decimals(leading))
    decimals = 1 if leading >= 9.995 else 2 if leading >= 1.9995 else 3
    return _trimmed(write_number(size / scale, decimals))


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _scale(value: float) -> tuple[float, str]:
    # A value that would round up to the next scale is written in it: 999.96 m is 1.0 bn.
    return next(
        ((scale, name) for scale, name in SCALES if abs(value) >= scale * 0.9995), SCALES[-1]
    )


def _decimals(scaled: float) -> int:
    return 0 if scaled >= 99.95 else 1 if scaled >= 9.995 else 2 if 0 < scaled < 1.9995 else 1


def _unit(name: str) -> str:
    return f"{THIN}{name}" if name else ""
