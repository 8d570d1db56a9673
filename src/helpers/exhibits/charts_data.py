"""What a chart takes out of a study: one flow by year, and every published figure of it."""

import pandas as pd

from helpers.tables.evidence import counted
from helpers.tables.study import Study

PUBLISHED = [
    "reporter",
    "flow",
    "start",
    "end",
    "months",
    "value",
    "status",
    "approximate",
    "source_id",
    "summed",
    "position",
    "year",
]


def flow_by_year(panel: pd.DataFrame, flow: str) -> pd.DataFrame:
    """Return one flow of a panel, indexed by year, ascending.

    Parameters
    ----------
    panel : DataFrame
        Panel of one pair.
    flow : str
        export, import, turnover or balance.
    """
    rows = panel[panel["flow"] == flow]
    return rows.set_index("year").sort_index()


def whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the years with a central value that covers twelve months."""
    return rows[rows["central"].notna() & (rows["months"] == 12)]


def published_figures(
    study: Study, flow: str, observations: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the figures of a flow as published, in USD, with their place on the axis.

    A reporter that publishes exports and imports of a period, but not turnover, speaks with their
    sum (`summed`). Rows set aside by their note, services, products and euro figures are left
    out.

    Parameters
    ----------
    study : Study
        Its observations are used unless others are given.
    flow : str
        export, import or turnover.
    observations : DataFrame, optional
        Rows of one pair.

    Returns
    -------
    DataFrame
        reporter, flow, start, end, months, value, status, approximate, source_id, summed,
        position (on an axis where a calendar year is centred on its number), year.
    """
    rows = study.observations if observations is None else observations
    rows = rows[
        (rows["product"] == "TOTAL")
        & rows["scope"].isin(["goods", "unspecified"])
        & rows["unit"].eq("USD")
        & counted(rows)
    ].rename(columns={"period_start": "start", "period_end": "end"})
    found = rows[rows["flow"] == flow].assign(summed=False)
    if flow == "turnover":
        found = pd.concat([found, _sums(rows, found)], ignore_index=True)
    if found.empty:
        return pd.DataFrame(columns=PUBLISHED)
    middle = found["start"] + (found["end"] - found["start"]) / 2
    months = ((found["end"] - found["start"]).dt.days + 1).div(365.25 / 12).round().astype(int)
    found = found.assign(months=months, position=middle.map(date_position), year=middle.dt.year)
    inside = found["year"].between(study.since, study.until)
    return found.loc[inside, PUBLISHED].sort_values(["start", "end", "reporter", "value"])


def _sums(rows: pd.DataFrame, turnover: pd.DataFrame) -> pd.DataFrame:
    """Return export plus import of every reporter and period without a turnover of its own."""
    keys = ["reporter", "status", "start", "end"]
    exports, imports = (
        rows[rows["flow"] == flow].drop_duplicates(keys, keep="last")
        for flow in ("export", "import")
    )
    both = exports.merge(imports, on=keys, suffixes=("", "_import"))
    both = both.assign(flow="turnover", value=both["value"] + both["value_import"], summed=True)
    own = both.merge(turnover[keys].drop_duplicates(), how="left", on=keys, indicator="own")
    return own.loc[own["own"] == "left_only", [*rows.columns, "summed"]]


def date_position(day: pd.Timestamp) -> float:
    """Return where a day lies on an axis on which the middle of a year is the year's number."""
    length = 366 if day.is_leap_year else 365
    return float(day.year - 0.5 + (day.day_of_year - 0.5) / length)


def runs(years: list[int]) -> list[tuple[int, int]]:
    """Return first and last year of every unbroken run of years.

    Parameters
    ----------
    years : list of int
        In any order.
    """
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def source_numbers(study: Study, *ids: pd.Series) -> list[int]:
    """Return citation numbers of columns of source ids, several ids a cell allowed."""
    found = {one for column in ids for cell in column.dropna() for one in str(cell).split(";")}
    return study.numbers(sorted(found - {""}))


def reporter_name(study: Study, code: str) -> str:
    """Return a reporter as a chart's key names it."""
    return {"CEPII": "BACI (CEPII)", "NS": "not stated"}.get(code) or study.country(code).short
