"""A period, its first and last day, and whether two are the same stretch of the year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

ONE_DAY = timedelta(days=1)
MEAN_YEAR_DAYS = 365.2425


def _anniversary(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True, order=True)
class Period:
    """First and last day, both included.

    Parameters
    ----------
    start, end : datetime.date
        A datetime or pandas Timestamp is cut to its day.

    Raises
    ------
    ValueError
        If the end comes before the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            value = getattr(self, name)
            if isinstance(value, datetime):
                object.__setattr__(self, name, value.date())
        if self.end < self.start:
            raise ValueError(f"Period: expected an end on or after {self.start}, found {self.end}.")

    @classmethod
    def of_years(cls, first: int, last: int | None = None) -> "Period":
        """Return the calendar year `first`, or all years from `first` to `last`."""
        return cls(date(first, 1, 1), date(first if last is None else last, 12, 31))

    @property
    def months(self) -> int:
        """Length in months, rounded: what a reader calls "eleven months"."""
        days = (self.end - self.start + ONE_DAY).days
        return round(days * 12 / MEAN_YEAR_DAYS)

    @property
    def years(self) -> float:
        """Length in years: exact for whole years, else whole years plus the part of the next."""
        after = self.end + ONE_DAY
        whole = after.year - self.start.year
        if _anniversary(self.start, whole) > after:
            whole -= 1
        last = _anniversary(self.start, whole)
        return whole + (after - last) / (_anniversary(self.start, whole + 1) - last)

    def years_after(self, earlier: "Period") -> int | None:
        """Return how many years lie between two periods that cover the same days of the year.

        One day of tolerance at each end admits 29 February and the Iranian year, which begins on
        20 or 21 March.

        Returns
        -------
        int or None
            At least 1; None if the periods are not comparable.
        """
        years = round((self.start - earlier.start).days / MEAN_YEAR_DAYS)
        shifts = (
            abs(self.start - _anniversary(earlier.start, years)),
            abs(self.end - _anniversary(earlier.end, years)),
        )
        return years if years >= 1 and max(shifts) <= ONE_DAY else None

    def __str__(self) -> str:
        """Return first day, last day and length."""
        unit = "month" if self.months == 1 else "months"
        return f"{self.start} to {self.end} ({self.months} {unit})"
