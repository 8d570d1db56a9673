"""The reports of an edition side by side: one row a report, in the columns that covers bring."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.reports.manifest import Entry
from helpers.reports.settings import long_date

NOT_COMPARED, NOT_BUILT = "not compared", "not built"
# What the covers write where there is no value.
WITHOUT = frozenset({"none", "undisclosed", "not measured", NOT_COMPARED, NOT_BUILT})
_WORST = ("ok", "partial", "stale", "failed")


@dataclass(frozen=True)
class Column:
    """The head of a column; ``about`` is a sentence for the legend, or empty."""

    label: str
    about: str
    numeric: bool


@dataclass(frozen=True)
class Cell:
    """What a cell shows, lines under it, and the number by which it is sorted, written, or ""."""

    value: str
    lines: Sequence[str] = ()
    sort: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether the cell only says that there is no value."""
        return not self.sort and self.value in WITHOUT


@dataclass(frozen=True)
class Row:
    """One report; ``cells`` are in the order of the columns, without the head of the row."""

    name: str
    title: str
    note: str
    href: str
    edition: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """A comparison; ``head`` is the head of the column of row heads."""

    head: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def make_table(entries: Mapping[str, Entry]) -> Table | None:
    """Return the reports whose covers can be compared; None if there is none.

    Parameters
    ----------
    entries : mapping
        Report name to entry. A cover has ``compared``, a list of objects with ``label``, ``value``,
        ``note``, ``sort`` (a number or null) and ``about``; the first of them names the row.

    Returns
    -------
    Table or None
        The columns are those that at least two reports share (all, if there is but one report), in
        the order in which they first appear. A report that never succeeded has a row without
        values; one that succeeded and does not compare has none.
    """
    found = {name: _compared(entry) for name, entry in entries.items()}
    lists = [cells for cells in found.values() if cells]
    if not lists:
        return None
    columns = _columns([cells[1:] for cells in lists])
    rows = [
        _row(name, entries[name], cells, columns)
        for name, cells in found.items()
        if cells or (entries[name].status == "failed" and entries[name].cover is None)
    ]
    return Table(str(lists[0][0].get("label") or "Report"), columns, rows)


def status_order(entry: Entry, edition: str) -> int:
    """Return a number that sorts by status, the worst last, and then by edition."""
    digits = "".join(char for char in edition if char.isdigit())[:8]
    return _WORST.index(entry.status) * 10**8 + int(digits or 0)


def short_date(iso: str) -> str:
    """Return "23 Nov 2026" for "2026-11-23"; anything else as it is."""
    day = long_date(iso).split()
    return f"{day[0]} {day[1][:3]} {day[2]}" if len(day) == 3 else iso


def _compared(entry: Entry) -> list[Mapping[str, Any]]:
    cells = (entry.cover or {}).get("compared")
    return [one for one in cells if isinstance(one, Mapping)] if isinstance(cells, list) else []


def _columns(lists: Sequence[Sequence[Mapping[str, Any]]]) -> list[Column]:
    cells = [cell for one in lists for cell in one]
    counts = Counter(label for one in lists for label in {_text(cell, "label") for cell in one})
    least = min(2, len(lists))
    about: dict[str, str] = {}
    for cell in cells:
        label = _text(cell, "label")
        about[label] = about.get(label) or _text(cell, "about")
    numeric = {_text(cell, "label") for cell in cells if _number(cell)}
    return [
        Column(label, text, label in numeric)
        for label, text in about.items()
        if label and counts[label] >= least
    ]


def _row(
    name: str, entry: Entry, cells: Sequence[Mapping[str, Any]], columns: Sequence[Column]
) -> Row:
    known = {
        _text(cell, "label"): Cell(_text(cell, "value"), _lines(cell), _number(cell))
        for cell in cells[1:]
    }
    html = entry.outputs.get("html")
    return Row(
        name=name,
        title=(_text(cells[0], "value") if cells else "") or entry.title or name,
        note=", ".join(f"{key} {value}" for key, value in entry.parameters.items()),
        href=html.path if html else "",
        edition=short_date(entry.edition),
        cells=[
            known.get(column.label, Cell(NOT_COMPARED if cells else NOT_BUILT))
            for column in columns
        ],
    )


def _lines(cell: Mapping[str, Any]) -> list[str]:
    return [line for line in _text(cell, "note").split("; ") if line]


def _text(cell: Mapping[str, Any], key: str) -> str:
    value = cell.get(key)
    return "" if value is None else str(value)


def _number(cell: Mapping[str, Any]) -> str:
    value = cell.get("sort")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return ""
    return f"{value:.6g}"
