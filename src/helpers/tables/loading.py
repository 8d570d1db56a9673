"""Loading a table: read, check every cell and reference, or say what is wrong and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import pandas as pd
import pandera.pandas as pa

from helpers.errors import GateError, suggest
from helpers.sources.own_tables import parse_own_table, read_content
from helpers.tables.schemas import TABLES, Table
from helpers.workspace import Workspace

TYPES = {
    "'float64'": "a number",
    "'Int64'": "a whole number",
    "'datetime64[ns]'": "a date (YYYY-MM-DD)",
    "'str'": "text",
}
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


def load_tables(workspace: Workspace) -> dict[str, pd.DataFrame]:
    """Return all tables of ``data/``, checked cell by cell and against each other.

    Raises
    ------
    GateError
        Listing all offending cells of all tables.
    """
    return copies(tables_of(read_contents(workspace)))


def read_contents(workspace: Workspace) -> tuple[bytes, ...]:
    """Return the bytes of the files behind all tables, in the order of the schemas.

    Raises
    ------
    GateError
        If one is absent.
    """
    return tuple(read_content(workspace.data / f"{name}.csv") for name in TABLES)


def copies(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return frames that can be changed without changing the ones that are kept."""
    return {name: frame.copy(deep=False) for name, frame in tables.items()}


@lru_cache(maxsize=1)
def tables_of(contents: tuple[bytes, ...]) -> Mapping[str, pd.DataFrame]:
    """Return the checked tables in files of such bytes; kept, since checking takes its time.

    Raises
    ------
    GateError
        Listing all offending cells of all tables.
    """
    raw = {
        name: parse_own_table(content, f"data/{name}.csv")
        for name, content in zip(TABLES, contents, strict=True)
    }
    checked = {name: check_cells(table, raw[name]) for name, table in TABLES.items()}
    offences = [offence for _, wrong in checked.values() for offence in wrong]
    offences += [offence for table in TABLES.values() for offence in check_references(table, raw)]
    _stop_at(offences)
    return MappingProxyType({name: frame for name, (frame, _) in checked.items()})


def check_cells(table: Table, raw: pd.DataFrame) -> tuple[pd.DataFrame, list[Offence]]:
    """Return the typed rows that pass, and every offence of those that do not.

    A cell that cannot be converted hides the other checks of its column, so the rows that pass the
    conversion are checked once more on their own.
    """
    offences: list[Offence] = []
    rows = raw
    for _ in range(2):
        try:
            return table.schema.validate(rows, lazy=True), _in_order(offences)
        except pa.errors.SchemaErrors as problem:
            cases = problem.failure_cases.to_dict("records")
            found = [one for case in cases if (one := _offence(table, rows, case))]
            offences += found
            bad = {offence.row - FIRST_ROW for offence in found if offence.row}
            rows = rows.loc[[index for index in rows.index if index not in bad]]
            if not bad:
                break
    return raw, _in_order(offences)


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


def _offence(table: Table, rows: pd.DataFrame, case: dict) -> Offence | None:
    """Translate one failure case of pandera; None for a check that could not run at all."""
    index, column, check = case["index"], case["column"], str(case["check"])
    whole_frame = case["schema_context"] == "DataFrameSchema"
    if pd.isna(index):
        if not whole_frame:
            return None
        found = f"columns {', '.join(rows.columns)}"
        return Offence(table.name, None, str(case["failure_case"]), _expected(check), found)
    row = int(index)
    names = [name for name in rows if name in check] if whole_frame else []
    if names:
        found = ", ".join(f"{name} {rows.at[row, name]}" for name in names)
        return Offence(table.name, row + FIRST_ROW, " and ".join(names), check, found)
    value = rows.at[row, column]
    found = "an empty cell" if pd.isna(value) else repr(value)
    return Offence(table.name, row + FIRST_ROW, column, _expected(check), found)


def _in_order(offences: list[Offence]) -> list[Offence]:
    """Return the offences by row, each once."""
    return sorted(dict.fromkeys(offences), key=lambda one: (one.row or 0, one.column))


def _expected(check: str) -> str:
    kind, _, argument = check.partition("(")
    argument = argument.removesuffix(")")
    phrases = {
        "coerce_dtype": TYPES.get(argument, argument),
        "dtype": TYPES.get(argument, argument),
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
        + "\nCorrect the rows (data/README.md describes the columns), then run the command again."
    )
