"""How a period is written: a year, months, or two dates. Never by the machine's locale."""

import pandas as pd

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return ``2022``, ``Jan–Nov 2022``, ``Apr 2021–Mar 2022``, ``21 Mar 2017–20 Mar 2018``.

    A missing date gives ``undated``.
    """
    if pd.isna(start) or pd.isna(end):
        return "undated"
    if start == end:
        return f"{start.day} {MONTHS[start.month - 1]} {start.year}"
    if not (start.day == 1 and end.is_month_end):
        return f"{_day(start)}–{_day(end)}"
    if start.year == end.year:
        if (start.month, end.month) == (1, 12):
            return str(start.year)
        months = [MONTHS[start.month - 1], MONTHS[end.month - 1]]
        return f"{'–'.join(dict.fromkeys(months))} {start.year}"
    return f"{MONTHS[start.month - 1]} {start.year}–{MONTHS[end.month - 1]} {end.year}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
