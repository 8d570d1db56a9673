"""A number that knows its unit, its range and where it was read."""

import math
from dataclasses import dataclass, field

UNITS = ("USD", "EUR", "t", "share", "percent", "ratio", "count", "year", "index", "text")


@dataclass(frozen=True)
class Quantity:
    """A central value with the range its sources span.

    Attributes
    ----------
    value : float
        Central value in ``unit``; NaN where nobody has published one.
    unit : str
        One of `UNITS`; a share runs from 0 to 1.
    low, high : float or None
        Range over the independent sources, if there is more than one.
    sources : tuple of str
        Keys of the sources table.
    note : str
        Where the number comes from, in words: shown on hover.
    """

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = field(default=())
    note: str = ""

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit: expected one of {', '.join(UNITS)}, found '{self.unit}'")

    def __float__(self) -> float:
        return float(self.value)

    @property
    def missing(self) -> bool:
        """Whether there is no central value."""
        return math.isnan(self.value)
