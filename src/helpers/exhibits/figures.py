"""Numbers with range and sources, taken from a study one at a time, and arithmetic between them.

Ranges are combined end to end (the lowest with the highest), so a derived range is never narrower
than its parts allow.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from statistics import fmean
from typing import Any

import pandas as pd

from helpers.errors import StatementError, suggest
from helpers.exhibits.periods import write_period
from helpers.tables.evidence import counted
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

NAN = float("nan")
Row = Mapping[str, Any]
MEASURED = ("official_statistics", "reconciled_dataset", "derived")
FLAG_WORDS = {
    "mirror_only": "the partner's or an unnamed record alone",
    "estimate": "no statistical office behind it",
    "calendarised": "worked out from fiscal years",
    "approximate": "rounded by its source",
    "part_year": "part of the year",
    "undisclosed": "undisclosed",
}


def nothing(unit: str = "USD") -> Quantity:
    """Return a quantity that nobody has published."""
    return Quantity(NAN, unit)


def reporter_names(study: Study, codes: str) -> str:
    """Return reporters in words: ``Belarus and BACI``."""
    special = {"CEPII": "BACI", "NS": "an unnamed authority"}
    names = [special.get(code) or study.name(code) for code in codes.split(";") if code]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def assumption(study: Study, name: str) -> float:
    """Return the central value of one of the assumptions.

    Raises
    ------
    StatementError
        If there is no assumption of this name.
    """
    values = study.assumptions.set_index("name")["value"]
    if name not in values.index:
        raise StatementError(
            f"No assumption '{name}'. {suggest(name, values.index, 'assumptions')}"
        )
    return float(values[name])


def panel_figure(study: Study, flow: str, year: int, partner: str | None = None) -> Quantity:
    """Return a flow of one year from the panel, with its range.

    Parameters
    ----------
    study : Study
        The pair; the panel of all partners is used for another `partner`.
    flow : str
        export, import, turnover or balance.
    year : int
        Calendar year; outside the panel the quantity is missing.
    partner : str, optional
        Code of another partner, or ``WLD``.
    """
    row = _cells(study).get((partner or study.partner.code, flow, year))
    return panel_quantity(study, row) if row else nothing()


@lru_cache(maxsize=2)
def _cells(study: Study) -> dict[tuple[str, str, int], Row]:
    """Return the rows of the panel of all partners by partner, flow and year."""
    rows = study.everyone.to_dict("records")
    return {(row["partner"], row["flow"], row["year"]): row for row in rows}


def panel_quantity(study: Study, row: Row | pd.Series) -> Quantity:
    """Return one row of the panel as a quantity in USD."""
    if math.isnan(row["central"]):
        return nothing()
    flags = [FLAG_WORDS[flag] for flag in row["flags"].split(";") if flag]
    who = reporter_names(study, row["reporters"])
    note = f"{row['flow'].capitalize()} of goods, {row['year']}; reported by {who}"
    return Quantity(
        row["central"],
        "USD",
        row["low"],
        row["high"],
        tuple(row["source_ids"].split(";")),
        "; ".join([note, *flags]),
    )


def published_figure(
    study: Study, flow: str, year: int, reporter: str, *, said: bool = False
) -> Quantity:
    """Return a whole year's goods figure as one reporter published it.

    A turnover that a reporter has not published itself is the sum of its export and import, as
    published. Several figures of one reporter give their mean and range.

    Parameters
    ----------
    study : Study
        The pair.
    flow, year, reporter : str, int, str
        What, when and whose.
    said : bool
        Only what officials and the press say, without a statistical office behind it; by default
        only statistics and datasets, and what was said where there are none.
    """
    rows = published_rows(study).get((reporter, year), ())

    def of(measured: bool, flow: str) -> Quantity:
        kept = [r for r in rows if r["flow"] == flow and (r["status"] in MEASURED) == measured]
        return _as_published(study, kept)

    if said:
        return of(False, flow)
    for measured in (True, False):
        found = of(measured, flow)
        if found.missing and flow == "turnover":
            found = add(of(measured, "export"), of(measured, "import"))
        if not found.missing:
            return found
    return nothing()


@lru_cache(maxsize=2)
def published_rows(study: Study) -> dict[tuple[str, int], list[Row]]:
    """Return the pair's whole-year totals of goods in dollars, by reporter and calendar year."""
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in whole_years(study.observations).to_dict("records"):
        found[row["reporter"], row["year"]].append(row)
    return dict(sorted(found.items()))


def whole_years(observations: pd.DataFrame) -> pd.DataFrame:
    """Return totals of goods in dollars that cover a calendar year, with the column `year`."""
    start, end = observations["period_start"], observations["period_end"]
    rows = observations[
        (observations["product"] == "TOTAL")
        & observations["scope"].isin(["goods", "unspecified"])
        & (observations["unit"] == "USD")
        & (observations["status"] != "brief")
        & (start.dt.day_of_year == 1)
        & (end.dt.month == 12)
        & (end.dt.day == 31)
        & (start.dt.year == end.dt.year)
        & counted(observations)
    ]
    return rows.assign(year=rows["period_start"].dt.year)


def brief_figure(study: Study, flow: str, year: int) -> Quantity:
    """Return what the brief says of a flow in (or starting in) a year."""
    rows = [row for row in _brief_rows(study) if row["flow"] == flow]
    return _as_published(study, [row for row in rows if row["period_start"].year == year])


@lru_cache(maxsize=2)
def _brief_rows(study: Study) -> list[Row]:
    return study.observations[study.observations["status"] == "brief"].to_dict("records")


def recorded(study: Study, row_id: str) -> Quantity:
    """Return one row of the observations or of the context by its id.

    Raises
    ------
    StatementError
        If no row has this id; the nearest ids are named.
    """
    for frame in (study.all_context, study.all_observations, study.elsewhere):
        rows = frame[frame["id"] == row_id]
        if len(rows):
            return _as_published(study, rows.to_dict("records"))
    known = [*study.all_context["id"], *study.observations["id"], *study.elsewhere["id"]]
    near = suggest(row_id, known, "rows").split(" Known")[0]
    raise StatementError(f"No row '{row_id}' in the observations or the context. {near}")


def _as_published(study: Study, rows: Sequence[Row]) -> Quantity:
    if not rows:
        return nothing()
    values = [float(row["value"]) for row in rows]
    first = rows[0]
    hedge = {"about": "about ", "at_least": "over ", "at_most": "almost "}.get(
        first["approximate"], ""
    )
    period = write_period(first["period_start"], first["period_end"])
    what = first["metric"] if "metric" in first else first["flow"]
    note = f"{what.capitalize()}, {period}; {hedge}as published by {_who(study, first)}"
    unit = {"USD": "USD", "EUR": "EUR", "t": "t", "percent": "percent"}.get(first["unit"], "count")
    ids = tuple(sorted({row["source_id"] for row in rows}))
    return Quantity(fmean(values), unit, min(values), max(values), ids, note)


def _who(study: Study, row: Row) -> str:
    return "the brief" if row["status"] == "brief" else reporter_names(study, row["reporter"])


def add(first: Quantity, second: Quantity) -> Quantity:
    """Return the sum of two quantities of one unit."""
    return _combine(first, second, first.value + second.value, first.unit, lambda a, b: a + b)


def subtract(first: Quantity, second: Quantity) -> Quantity:
    """Return the difference of two quantities of one unit."""
    return _combine(first, second, first.value - second.value, first.unit, lambda a, b: a - b)


def ratio(first: Quantity, second: Quantity, unit: str = "ratio") -> Quantity:
    """Return one quantity divided by another, as a ``ratio`` or a ``share``."""
    if first.missing or second.missing or second.value == 0:
        return nothing(unit)
    return _combine(first, second, first.value / second.value, unit, lambda a, b: a / b)


def growth(first: Quantity, last: Quantity) -> Quantity:
    """Return the relative change from the first to the last quantity, as a share."""
    if first.missing or last.missing or first.value == 0:
        return nothing("share")
    value = last.value / first.value - 1
    return _combine(last, first, value, "share", lambda a, b: a / b - 1)


def _combine(
    a: Quantity, b: Quantity, value: float, unit: str, rule: Callable[[float, float], float]
) -> Quantity:
    if a.missing or b.missing:
        return nothing(unit)
    ends = [rule(x, y) for x in _ends(a) for y in _ends(b) if y != 0 or unit == a.unit]
    sources = tuple(sorted({*a.sources, *b.sources}))
    note = " | ".join(dict.fromkeys(filter(None, (a.note, b.note))))
    return Quantity(value, unit, min([*ends, value]), max([*ends, value]), sources, note)


def _ends(quantity: Quantity) -> tuple[float, float]:
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    return low, high
