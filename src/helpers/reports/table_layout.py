"""How wide a table will be, estimated from its longest cells, and what to do if it is too wide."""

from collections.abc import Mapping, Sequence
from typing import Any

COLUMN_MM, WIDE_MM, TURNED_MM = 122.0, 160.0, 247.0
WIDTHS_MM = {"column": COLUMN_MM, "wide": WIDE_MM, "turned": TURNED_MM}
TURN_ABOVE = 9  # columns
SIZES = (8.5, 7.5)  # points: normal, small
_GUTTER_MM = 4.2
_MM_PER_POINT = 0.3528
_EM_PER_CHARACTER = 0.56
_LONG_HEAD = 10  # words: a longer head is a text, whose lines are not tried one by one
_SHORT = 16  # characters of a text column that always stay on one line
_WRAP = 26  # characters beyond which a text column may be broken into lines


def table_layout(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of ``data-table`` that describe cells and layout.

    Parameters
    ----------
    payload : mapping
        A table exhibit.

    Returns
    -------
    dict
        columns, rows and row_kinds as given (texts only), plus ``size`` in points, ``layout``
        ("natural": as narrow as its text; "column" or "wide": fills that width; "turned": a page of
        its own, on its side) and ``flexible``, the columns that share the width left over, each
        with its part of it.
    """
    columns = [
        {
            "label": str(column.get("label") or ""),
            "unit": str(column.get("unit") or ""),
            "align": column.get("align") or "left",
        }
        for column in payload.get("columns", [])
    ]
    rows = [_row(row, len(columns)) for row in payload.get("rows", [])]
    kinds = list(payload.get("row_kinds") or [])
    kinds += [""] * (len(rows) - len(kinds))
    groups = [kind == "group" for kind in kinds]
    lengths = [
        max(
            [_longest_word(c["label"]), len(c["unit"])]
            + [len(row[i]) for row, group in zip(rows, groups, strict=True) if not group]
        )
        for i, c in enumerate(columns)
    ]
    flexible = [i for i, c in enumerate(columns) if c["align"] == "left" and lengths[i] > _WRAP]
    size, layout = _fit(lengths, flexible)
    cells = [row for row, group in zip(rows, groups, strict=True) if not group]
    cells.append([c["unit"] for c in columns])  # stands on a line of its own
    broken = _parts(cells, [c["label"] for c in columns], size, WIDTHS_MM.get(layout, 0.0))
    fits = not flexible and sum(broken.values()) * size * _MM_PER_POINT <= WIDE_MM
    if layout == "wide" and not fits and _width(_needed(lengths, flexible), size) > WIDE_MM:
        # Too tight: every column of text gives way, so that none is squeezed to a word a line.
        flexible = [
            i for i, c in enumerate(columns) if c["align"] == "left" and lengths[i] > _SHORT
        ]
    parts = {i: _part(rows, i) for i in flexible}
    if layout != "natural" and not flexible:
        heads = [max(n, len(c["label"])) for n, c in zip(lengths, columns, strict=True)]
        if _width(heads, size) > WIDTHS_MM[layout]:
            # Heads do not fit on one line: they are broken, and no cell is.
            parts = broken
        else:
            lefts = [i for i, column in enumerate(columns) if column["align"] == "left"]
            parts = {i: _part(rows, i) for i in lefts[:1]}
    return {
        "columns": columns,
        "rows": rows,
        "row_kinds": kinds,
        "size": size,
        "layout": layout,
        "flexible": [[i, part] for i, part in parts.items()],
    }


def _fit(lengths: Sequence[int], flexible: Sequence[int]) -> tuple[float, str]:
    needed = _needed(lengths, flexible)
    normal, small = (_width(needed, size) for size in SIZES)
    if not flexible and normal < 0.62 * COLUMN_MM:
        return SIZES[0], "natural"
    # A text that the column would break into lines is given the wide margin as well.
    if normal <= COLUMN_MM and _width(lengths, SIZES[0]) <= COLUMN_MM:
        return SIZES[0], "column"
    if normal <= WIDE_MM:
        return SIZES[0], "wide"
    if small <= WIDE_MM or len(lengths) <= TURN_ABOVE:
        return SIZES[1], "wide"
    return SIZES[0] if normal <= TURNED_MM else SIZES[1], "turned"


def _part(rows: Sequence[Sequence[str]], column: int) -> float:
    """Return the part of the width a column of text gets: by the root of its mean length."""
    cells = [len(row[column]) for row in rows if row[column]]
    return round(max(sum(cells) / len(cells), 1.0) ** 0.5, 1) if cells else 1.0


def _needed(lengths: Sequence[int], flexible: Sequence[int]) -> list[int]:
    # A text column needs at least _WRAP characters and breaks the rest into lines.
    return [min(n, _WRAP) if i in flexible else n for i, n in enumerate(lengths)]


def _width(lengths: Sequence[int], size: float) -> float:
    characters = sum(lengths) * size * _EM_PER_CHARACTER * _MM_PER_POINT
    return characters + _GUTTER_MM * (len(lengths) - 1)


def _row(row: Sequence[Any], width: int) -> list[str]:
    cells = ["" if cell is None else str(cell) for cell in row][:width]
    return cells + [""] * (width - len(cells))


def _parts(
    rows: Sequence[Sequence[str]], heads: Sequence[str], size: float, room: float
) -> dict[int, float]:
    """Return the em of every column: its widest cell on one line, its head on as few as fit."""
    em = size * _MM_PER_POINT
    needed: list[float] = []
    for lines in (2, 3, 4):
        needed = [
            max([_em_of_lines(head, lines), *(_em(row[i]) for row in rows)]) + _GUTTER_MM / em
            for i, head in enumerate(heads)
        ]
        if sum(needed) * em <= room:
            break
    return {i: round(width, 1) for i, width in enumerate(needed)}


def _em_of_lines(head: str, most: int) -> float:
    """Return the least width in em that holds a head on so many lines, broken between words."""
    words = head.split()
    if most == 1 or len(words) < 2:
        return _em(head)
    if len(words) > _LONG_HEAD:
        return max(_em(head) / most, *map(_em, words))
    return min(
        max(_em(" ".join(words[:first])), _em_of_lines(" ".join(words[first:]), most - 1))
        for first in range(1, len(words))
    )


def _em(text: str) -> float:
    """Return the width of a text in em: digits and capitals are wide, stops and spaces narrow."""
    return sum(0.6 if one.isdigit() or one.isupper() or one in "%–" else
               0.3 if one in " .,;:()\u202f'" else 0.54 for one in text)  # fmt: skip


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)
