"""Tables of one partner's figures: as published, as reconciled, and both sides beside."""

from collections.abc import Iterable

import pandas as pd

from helpers.exhibits.charts_data import (
    flow_by_year,
    published_figures,
    reporter_name,
    source_numbers,
)
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.mirror_records import mirror_ratios, records
from helpers.exhibits.mirror_words import estimated_note
from helpers.exhibits.overview_data import ROUGH
from helpers.exhibits.periods import write_period
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.tables.evidence import counted
from helpers.tables.numbers import DASH, write_number
from helpers.tables.study import Study

STATUS = {
    "official_statistics": "statistics",
    "official_statement": "official’s statement",
    "press": "press",
    "brief": "the brief",
    "derived": "derived",
    "reconciled_dataset": "dataset",
}
FLAGS = {
    "part_year": "part of the year: lower bound",
    "mirror_only": "partner’s or an unnamed side only",
    "estimate": "no statistical office",
    "calendarised": "from fiscal years",
    "approximate": "rounded",
    "undisclosed": "undisclosed",
}
FLOWS = ("export", "import", "turnover")
HEDGES = {"exact": "", "about": "about ", "at_least": "over ", "at_most": "up to "}
MISSING = DASH


def figures_by_reporter(study: Study, years: Iterable[int] | None = None) -> Exhibit:
    """Return every published figure of exports, imports and turnover, by reporter and period.

    Parameters
    ----------
    study : Study
        Pair of countries.
    years : iterable of int, optional
        Years in which the periods end; by default all of the study.
    """
    key = f"figures-{study.partner.code.lower()}"
    wanted = set(years) if years is not None else set(range(study.since, study.until + 1))
    rows = study.observations
    rows = rows[
        (rows["product"] == "TOTAL")
        & rows["flow"].isin(FLOWS)
        & rows["scope"].ne("services")
        & rows["unit"].isin(["USD", "EUR"])
        & rows["period_end"].dt.year.isin(wanted)
        & counted(rows)
    ]
    if rows.empty:
        return note_exhibit(
            key,
            f"No published figures of trade with {study.partner.name} were found for these years.",
        )
    keys = ["period_end", "period_start", "reporter", "status", "scope", "unit", "source_id"]
    decimals = _decimals(rows["value"])
    lines = []
    for group_key, group in rows.groupby(keys, sort=False, dropna=False):
        end, start, reporter, status, scope, unit, source = group_key
        first = {row.flow: row for row in group.itertuples()}
        cells = [_published(first.get(flow), unit, decimals) for flow in FLOWS]
        if "turnover" not in first and {"export", "import"} <= set(first):
            total = first["export"].value + first["import"].value
            cells[2] = f"sum {_money(total, unit, decimals)}"
        nature = STATUS[status] + (", with services" if scope == "goods_services" else "")
        if group["note"].fillna("").str.contains("provisional").any():
            nature += ", provisional"
        numbers = ", ".join(str(number) for number in study.numbers([source]))
        names = [write_period(start, end), reporter_name(study, reporter)]
        lines.append((end, -start.value, reporter, [*names, *cells, nature, numbers]))
    lines.sort(key=lambda line: line[:3])
    kinds = ["muted" if line[3][5].startswith("the brief") else "" for line in lines]
    columns = [
        Column("Period"),
        Column("Whose figure"),
        number_column("Exports", "USD m"),
        number_column("Imports", "USD m"),
        number_column("Turnover", "USD m"),
        Column("Nature"),
        number_column("Source"),
    ]
    return table_exhibit(
        key,
        f"Trade of {study.focal.name} and {study.partner.name} as published",
        columns,
        [line[3] for line in lines],
        row_kinds=kinds,
        notes=[
            "Goods unless marked, seen from "
            f"{study.focal.name}. Sum: exports and imports of the same source added by us. "
            + ("€: euros. " if rows["unit"].eq("EUR").any() else "")
            + "Exports in the partner’s figures are its imports, with freight and insurance."
        ],
        sources=source_numbers(study, rows["source_id"]),
    )


def yearly_panel(study: Study) -> Exhibit:
    """Return exports, imports, turnover with range, and balance by year, with flags."""
    key = f"panel-{study.partner.code.lower()}"
    flows = {flow: flow_by_year(study.panel, flow) for flow in (*FLOWS, "balance")}
    turnover = flows["turnover"]
    if all(rows["central"].isna().all() for rows in flows.values()):
        return note_exhibit(key, f"No whole-year figures of trade with {study.partner.name} found.")
    decimals = _decimals(turnover["high"])
    lines, kinds = [], []
    for year, row in turnover.iterrows():
        cells = [_cell(flows[flow].at[year, "central"], decimals) for flow in FLOWS]
        spread = MISSING if pd.isna(row["central"]) else _range(row, decimals)
        bound = f"at least {_cell(row['low'], decimals)} in {row['months']} months"
        flags = [FLAGS[flag] for flag in str(row["flags"]).split(";") if flag in FLAGS]
        if "part_year" in str(row["flags"]):
            flags = [bound]
        lines.append(
            [
                str(year),
                *cells,
                spread,
                _cell(flows["balance"].at[year, "central"], decimals),
                "; ".join(flags),
            ]
        )
        kinds.append("muted" if pd.isna(row["central"]) else "")
    columns = [
        Column("Year"),
        *(number_column(label, "USD m") for label in ("Exports", "Imports", "Turnover")),
        number_column("Range of turnover", "USD m"),
        number_column("Balance", "USD m"),
        Column("Flags"),
    ]
    return table_exhibit(
        key,
        f"{study.focal.name}’s trade in goods with {study.partner.name}, reconciled",
        columns,
        lines,
        row_kinds=kinds,
        notes=[
            "Central values balance the reporters; the range runs from the lowest to the highest. "
            f"{MISSING}: no whole-year figure by any reporter in our tables, which is not zero."
        ],
        sources=source_numbers(study, *(rows["source_ids"] for rows in flows.values())),
    )


def mirror_table(study: Study) -> Exhibit:
    """Return each flow as both sides and BACI record it, with the mirror ratio."""
    key = f"mirror-table-{study.partner.code.lower()}"
    found = {flow: records(study, flow) for flow in FLOWS}
    tables = {flow: one.table for flow, one in found.items()}
    codes = [study.focal.code, study.partner.code, "CEPII"]
    lines, kinds, used = [], [], []
    values = pd.concat([table.stack() for table in tables.values() if len(table)] or [pd.Series()])
    decimals = _decimals(values)
    for flow, table in tables.items():
        ratios = mirror_ratios(study, table) if len(table) else pd.Series(dtype=float)
        for year in ratios.dropna().index:
            if flow not in used:
                used.append(flow)
                name = flow.capitalize() + ("s" if flow != "turnover" else "")
                lines.append([name, *[""] * (len(codes) + 1)])
                kinds.append("group")
            values = table.loc[year].reindex(codes)
            worked_out = found[flow].estimated.loc[year].reindex(codes, fill_value=False)
            marks = [ROUGH if one else "" for one in worked_out]
            cells = [m + _cell(v, decimals) for m, v in zip(marks, values, strict=True)]
            lines.append([str(year), *cells, max(marks) + write_number(ratios[year], 2)])
            kinds.append("")
    if not lines:
        return note_exhibit(
            key, f"No flow with {study.partner.name} is recorded by both sides for the same year."
        )
    columns = [
        Column("Year"),
        *(number_column(reporter_name(study, code), "USD m") for code in codes),
        number_column("Mirror ratio"),
    ]
    sources = [published_figures(study, flow)["source_id"] for flow in used]
    return table_exhibit(
        key,
        f"The same flows as {study.focal.name} and {study.partner.name} record them",
        columns,
        lines,
        row_kinds=kinds,
        notes=[
            f"Calendar years, figures as published. Mirror ratio: {study.partner.name}’s record "
            f"divided by {study.focal.name}’s, or by BACI where {study.focal.name} published none; "
            "freight is not taken out of imports."
            + estimated_note(study, [found[flow].estimated for flow in used], ROUGH)
        ],
        sources=source_numbers(study, *sources),
    )


def _published(row: object, unit: str, decimals: int) -> str:
    if row is None:
        return ""
    return HEDGES[row.approximate] + _money(row.value, unit, decimals)  # type: ignore[attr-defined]


def _money(value: float, unit: str, decimals: int) -> str:
    return ("€" if unit == "EUR" else "") + write_number(value / 1e6, decimals)


def _cell(value: float, decimals: int) -> str:
    return MISSING if pd.isna(value) else write_number(value / 1e6, decimals)


def _range(row: pd.Series, decimals: int) -> str:
    ends = [write_number(row[end] / 1e6, decimals) for end in ("low", "high")]
    if ends[0] != ends[1]:
        return DASH.join(ends)
    return "one reporter" if row["n_sources"] == 1 else ends[0]


def _decimals(values: pd.Series) -> int:
    return 0 if values.max() >= 1e10 else 1
