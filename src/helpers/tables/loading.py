"""Loading a table: read, check every cell, check every reference, or say what is wrong and where."""

from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from helpers.errors import GateError, suggest
from helpers.sources.own_tables import read_own_table
from helpers.tables.schemas import TABLES, Table
from helpers.workspace import Workspace

FIRST_ROW = 2  # line 1 of a CSV is its header
SHOWN = 200


@dataclass(frozen=True)
class Offence:
    """One cell that breaks a rule."""

    table: str
    row: int | None
    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"row {self.row}, column '{self.column}'" if self.row else f"column '{self.column}'"
        return f"  data/{self.table}.csv, {place}: expected {self.expected}, found {self.found}"


def load_table(name: str, workspace: Workspace) -> pd.DataFrame:
    """Return one table of ``data/``, typed, with every cell checked against its schema.

    Raises
    ------
    GateError
        Naming file, row, column, expected and found of every offending cell.
    """
    table = _table(name)
    frame, offences = check_cells(table, read_own_table(workspace.data / f"{name}.csv"))
    _stop_at(offences)
    return frame


def load_tables(workspace: Workspace) -> dict[str, pd.DataFrame]:
    """Return all tables of ``data/``, checked cell by cell and against each other.

    Raises
    ------
    GateError
        Listing all offending cells of all tables.
    """
    frames, offences = {}, []
    for name, table in TABLES.items():
        frames[name], wrong = check_cells(table, read_own_table(workspace.data / f"{name}.csv"))
        offences += wrong
    offences += [
        offence for table in TABLES.values() for offence in check_references(table, frames)
    ]
    _stop_at(offences)
    return frames


def check_cells(table: Table, raw: pd.DataFrame) -> tuple[pd.DataFrame, list[Offence]]:
    """Return the typed rows that pass, and every offence of those that do not.

    A cell that cannot be converted hides the other checks of its column, so the rows that pass the
    conversion are checked once more on their own.
    """
    offences: list[Offence] = []
    rows = raw
    for _ in range(2):
        try:
            return table.schema.validate(rows, lazy=True), offences
        except pa.errors.SchemaErrors as problem:
            found = [
                _offence(table, rows, case) for case in problem.failure_cases.to_dict("records")
            ]
            offences += found
            bad = {offence.row - FIRST_ROW for offence in found if offence.row}
            rows = rows.loc[[index for index in rows.index if index not in bad]]
            if not bad:
                break
    return raw, list(dict.fromkeys(offences))


def check_references(table: Table, frames: dict[str, pd.DataFrame]) -> list[Offence]:
    """Return one offence for every cell that points at a key that does not exist."""
    offences = []
    for column, target in table.points_at.items():
        other, key = target.split(".")
        known = set(frames[other][key]) if key in frames[other] else set()
        cells = frames[table.name].get(column, pd.Series(dtype=str)).dropna()
        for index, value in cells[~cells.isin(known)].items():
            expected = f"a {key} of data/{other}.csv ({_closest(value, known)})"
            offences.append(
                Offence(table.name, int(index) + FIRST_ROW, column, expected, repr(value))
            )
    return offences


def _closest(value: str, known: set[str]) -> str:
    hint = suggest(value, known, "keys").split("? ")[0]
    return f"{hint}?" if hint.startswith("Did you mean") else f"none of {len(known)} is close"


def _offence(table: Table, rows: pd.DataFrame, case: dict) -> Offence:
    index, column, check = case["index"], case["column"], str(case["check"])
    if pd.isna(index) or index is None:
        column = str(case["failure_case"]) if column in (None, table.name) else str(column)
        return Offence(table.name, None, column, _expected(check), f"columns {list(rows.columns)}")
    row = int(index)
    if column in (None, table.name) or column not in rows:
        cells = ", ".join(f"{name}={rows.at[row, name]}" for name in rows if name in check)
        return Offence(table.name, row + FIRST_ROW, " and ".join(_named(check, rows)), check, cells)
    value = rows.at[row, column]
    return Offence(
        table.name,
        row + FIRST_ROW,
        column,
        _expected(check),
        "an empty cell" if pd.isna(value) else repr(value),
    )


def _named(check: str, rows: pd.DataFrame) -> list[str]:
    return [name for name in rows if name in check] or [check]


def _expected(check: str) -> str:
    kind, _, argument = check.partition("(")
    argument = argument.removesuffix(")")
    phrases = {
        "coerce_dtype": f"a value of type {argument}",
        "dtype": f"a value of type {argument}",
        "isin": f"one of {argument}",
        "str_matches": f"text matching {argument}",
        "not_nullable": "a value",
        "field_uniqueness": "a value that occurs once",
        "multiple_fields_uniqueness": "a combination of keys that occurs once",
        "column_in_schema": "no such column",
        "column_in_dataframe": "this column to be there",
        "column_ordered": "this column in its place",
        "greater_than_or_equal_to": f"at least {argument}",
        "less_than_or_equal_to": f"at most {argument}",
    }
    return phrases.get(kind, check)


def _stop_at(offences: list[Offence]) -> None:
    if not offences:
        return
    lines = [str(offence) for offence in offences[:SHOWN]]
    more = f"\n  … and {len(offences) - SHOWN} more" if len(offences) > SHOWN else ""
    raise GateError(
        f"The data gate found {len(offences)} offending cell(s):\n"
        + "\n".join(lines)
        + more
        + "\nCorrect the rows (columns are described in data/README.md), then run the command again."
    )


def _table(name: str) -> Table:
    if name not in TABLES:
        raise GateError(f"Unknown table '{name}'. {suggest(name, TABLES, 'tables')}")
    return TABLES[name]
