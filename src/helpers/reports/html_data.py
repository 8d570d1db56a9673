"""The numbers behind a chart, folded under it: for who cannot see it, and for who reuses it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_REGION = re.compile(r'(role="region" tabindex="0" aria-label=")([^"]*)"')


def data_behind(payload: Mapping[str, Any], number: int) -> str:
    """Return a folded table of a chart's data with a button that copies it, or an empty string.

    Parameters
    ----------
    payload : mapping
        A chart exhibit; ``data`` holds ``columns`` and ``rows``, texts as they are written out.
    number : int
        The figure's number; 0 if it has none.

    Returns
    -------
    str
        HTML. The button is hidden until the script of the page, which does the copying, shows it.
    """
    data = payload.get("data") or {}
    columns = [str(column) for column in data.get("columns") or []]
    rows = [_padded(row, len(columns)) for row in data.get("rows") or []]
    if not columns or not rows:
        return ""
    name = f"Figure {number}" if number else str(payload.get("title") or "this figure")
    return (
        f'<details class="mv-data"><summary>Data of {escape(name)}</summary>'
        f"{scrolling(grid(columns, rows), f'Data of {name}')}"
        '<p><button type="button" class="mv-copy" '
        f'aria-label="{escape(f"Copy as CSV: data of {name}")}" hidden>Copy as CSV</button> '
        '<span class="mv-copied" role="status"></span></p>'
        "</details>"
    )


def folded_code(code: str, name: str) -> str:
    """Return the folded code of the cell that made something, or an empty string without code.

    Parameters
    ----------
    name : str
        What it made: "Figure 3", or empty.
    """
    if not code.strip():
        return ""
    title = f"Code of {name}" if name else "Code"
    listing = f'<pre class="mv-plain"><code>{escape(code.strip())}</code></pre>'
    return (
        f'<details class="mv-data mv-code"><summary>{escape(title)}</summary>'
        f"{scrolling(listing, title)}</details>"
    )


def grid(
    columns: Sequence[str], rows: Sequence[Sequence[str]], sides: Sequence[str] | None = None
) -> str:
    """Return a table: the first row heads the columns, the first cell of each other row heads it.

    Parameters
    ----------
    columns : sequence of str
        Heads of the columns.
    rows : sequence of sequences of str
        One cell a column.
    sides : sequence of str, optional
        left, right or center for each column; numbers go to the right by default.
    """
    if sides is None:
        sides = ["right" if _numeric([row[i] for row in rows]) else "left" for i in _range(columns)]
    marks = ["" if side == "left" else f' class="mv-{side}"' for side in sides]
    head = "".join(
        f'<th scope="col"{mark}>{escape(label)}</th>' if label.strip() else f"<td{mark}></td>"
        for label, mark in zip(columns, marks, strict=True)
    )
    body = "".join(f"<tr>{_row(row, marks)}</tr>" for row in rows)
    thead = f"<thead><tr>{head}</tr></thead>" if any(map(str.strip, columns)) else ""
    return f"<table>{thead}<tbody>{body}</tbody></table>"


def scrolling(html: str, label: str) -> str:
    """Return what may be wider than the screen in a frame of its own that the keyboard reaches."""
    attributes = f'role="region" tabindex="0" aria-label="{escape(label)}"'
    return f'<div class="mv-scroll" {attributes}>{html}</div>'


def distinct_regions(html: str) -> str:
    """Return a page's HTML with a number behind every name that an earlier region has already."""
    seen: Counter[str] = Counter()

    def named(found: re.Match[str]) -> str:
        seen[found[2]] += 1
        count = seen[found[2]]
        return f'{found[1]}{found[2]} ({count})"' if count > 1 else found[0]

    return _REGION.sub(named, html)


def _row(row: Sequence[str], marks: Sequence[str]) -> str:
    head, *cells = row
    first = f'<th scope="row"{marks[0]}>{escape(head)}</th>' if head.strip() else "<td></td>"
    return first + "".join(
        f"<td{mark}>{escape(cell)}</td>" for cell, mark in zip(cells, marks[1:], strict=True)
    )


def _padded(row: Sequence[Any], width: int) -> list[str]:
    cells = ["" if cell is None else str(cell) for cell in row][:width]
    return cells + [""] * (width - len(cells))


def _numeric(cells: Sequence[str]) -> bool:
    known = [cell for cell in cells if cell.strip()]
    return bool(known) and all(cell.lstrip("−+-≈<>$€").strip()[:1].isdigit() for cell in known)


def _range(columns: Sequence[str]) -> range:
    return range(len(columns))
