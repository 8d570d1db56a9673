"""The brief's own figures beside the reconciled ones, read by rule."""

import pandas as pd

from helpers.exhibits.charts_data import (
    flow_by_year,
    published_figures,
    reporter_name,
    source_numbers,
)
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.numbers import DASH, write_money, write_range
from helpers.exhibits.periods import write_period
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.tables.study import Study

FLOWS = ("export", "import", "turnover")
HEDGES = {"exact": "", "about": "about ", "at_least": "over ", "at_most": "up to "}
MISSING = DASH
EXACT, HEDGED = 0.01, 0.03  # how far a claim may be from a figure and still be that figure


def brief_figures(study: Study) -> Exhibit:
    """Return each figure of the brief beside the reconciled one, with a reading by rule."""
    key = f"brief-{study.partner.code.lower()}"
    rows = study.observations[study.observations["status"] == "brief"]
    if rows.empty:
        return note_exhibit(key, f"The brief gives no figure of trade with {study.partner.name}.")
    lines, ids = [], [rows["source_id"]]
    for row in rows.sort_values(["period_end", "flow"]).itertuples():
        panel = flow_by_year(study.panel, row.flow)
        known = (
            panel.loc[[row.period_end.year]] if row.period_end.year in panel.index else panel[:0]
        )
        ids.append(known["source_ids"])
        central = known["central"].iloc[0] if len(known) else float("nan")
        spread = MISSING if pd.isna(central) else write_range(*known[["low", "high"]].iloc[0])
        names = (
            [
                reporter_name(study, code)
                for code in str(known["reporters"].iloc[0]).split(";")
                if code
            ]
            if len(known)
            else []
        )
        whole = (row.period_end - row.period_start).days >= 364
        lines.append(
            [write_period(row.period_start, row.period_end), row.flow,
             HEDGES[row.approximate] + write_money(row.value, row.unit),
             MISSING if pd.isna(central) else write_money(central), spread, ", ".join(names),
             read_claim(study, row.flow, row.value, row.period_end.year, whole=whole,
                        tolerance=EXACT if row.approximate == "exact" else HEDGED)]
        )  # fmt: skip
    columns = [
        Column("Period"),
        Column("Flow"),
        number_column("The brief"),
        number_column("Whole year, central"),
        number_column("Range"),
        Column("Reporters"),
        Column("Reading"),
    ]
    return table_exhibit(
        key,
        f"The brief’s figures of trade with {study.partner.name}, beside the reconciled ones",
        columns,
        lines,
        notes=[
            "The reading is computed: a whole-year figure is within the range or outside it, give "
            "or take 1 % (3 % if it says about); part of a year is not compared with a whole one."
        ],
        sources=source_numbers(study, *ids),
    )


def read_claim(
    study: Study, flow: str, value: float, year: int, *, whole: bool, tolerance: float = EXACT
) -> str:
    """Return how a claimed figure stands to the panel, in a few words, by rule.

    Parameters
    ----------
    study : Study
        Pair of countries.
    flow, value, year : str, float, int
        The claim, USD.
    whole : bool
        Whether the claim is about a whole calendar year.
    tolerance : float
        Relative; wider for a claim that says "about".
    """
    panel = flow_by_year(study.panel, flow)
    if not whole:
        return "not comparable: part of the year"
    if year not in panel.index or pd.isna(panel.at[year, "central"]):
        return "nothing to compare with"
    low, high = panel.loc[year, ["low", "high"]] * [0.99, 1.01]
    reading = "within the range" if low <= value <= high else "outside every source"
    figures = published_figures(study, flow)
    figures = figures[figures["status"].ne("brief") & figures["months"].eq(12)]
    near = figures[(figures["value"] / value - 1).abs() < tolerance]
    same = near["start"].eq(pd.Timestamp(year, 1, 1))
    if len(near) and not same.any():
        found = near.iloc[0]
        who, when = reporter_name(study, found["reporter"]), (found["start"], found["end"])
        reading += f"; equals the figure of {who} for {write_period(*when)}"
    return reading
