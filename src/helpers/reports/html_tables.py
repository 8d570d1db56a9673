"""Tables of sentences: on a phone each row becomes a block, for a sentence needs the whole width.

A table of numbers keeps its columns there, and scrolls in its frame.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

MOST_COLUMNS, LONG = 4, 36
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_ROLES = (
    (re.compile(r"<(thead|tbody)\b"), r'<\1 role="rowgroup"'),
    (re.compile(r"<tr\b"), '<tr role="row"'),
    (re.compile(r'<th scope="col"'), '<th role="columnheader" scope="col"'),
    (re.compile(r'<th scope="(row|rowgroup)"'), r'<th role="rowheader" scope="\1"'),
)


def holds_sentences(payload: Mapping[str, Any]) -> bool:
    """Return whether a table has few columns, of which one after the first holds sentences.

    Parameters
    ----------
    payload : mapping
        A table exhibit: ``columns`` with labels, ``rows`` of cells, ``row_kinds``.
    """
    columns = payload.get("columns") or []
    cells = [str(cell) for row in payload.get("rows") or [] for cell in list(row)[1:]]
    return 2 <= len(columns) <= MOST_COLUMNS and any(len(cell) > LONG for cell in cells)


def names_rows_at_length(payload: Mapping[str, Any]) -> bool:
    """Return whether the names of a table's rows are sentences rather than names or dates.

    Parameters
    ----------
    payload : mapping
        A table exhibit: ``rows`` of cells, ``row_kinds``.
    """
    rows = payload.get("rows") or []
    kinds = payload.get("row_kinds") or ["body"] * len(rows)
    named = [str(row[0]) for row, kind in zip(rows, kinds, strict=False) if kind != "group" and row]
    return any(len(name) > LONG for name in named)


def stacked(table: str, labels: Sequence[str]) -> str:
    """Return a table that the stylesheet may show row by row without it ceasing to be a table.

    Parameters
    ----------
    table : str
        HTML, from ``<table>`` to ``</table>``.
    labels : sequence of str
        Heads of the columns; a cell shows its own where the heads are not in sight.

    Returns
    -------
    str
        The table with the class ``mv-stack`` and explicit roles: some browsers forget that a table
        is one as soon as it is laid out otherwise (HTML Accessibility API Mappings 1.0, tables).
    """
    table = _ROW.sub(lambda found: _labelled(found[0], labels), table)
    for found, role in _ROLES:
        table = found.sub(role, table)
    return table.replace("<table", '<table class="mv-stack" role="table"', 1)


def _labelled(row: str, labels: Sequence[str]) -> str:
    heads = iter(labels[1:])
    return re.sub(
        r"<td\b", lambda _: f'<td role="cell" data-label="{escape(next(heads, ""))}"', row
    )
