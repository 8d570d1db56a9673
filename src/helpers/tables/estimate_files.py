"""The file of the estimates: written whole or not at all, and compared number by number."""

import math
from pathlib import Path

import pandas as pd

TOLERANCE = 2e-3
"""Numbers carry four figures; on another machine the last one may differ."""
_NUMBERS = ("value", "low", "high", "n")


def write_estimates(frame: pd.DataFrame, path: Path) -> None:
    """Write the table as CSV; a reader sees the old file or the new one, never a part.

    Parameters
    ----------
    frame : DataFrame
        In the order and with the columns of the table.
    path : pathlib.Path
        The CSV file.
    """
    numbers = {name: [_written(value) for value in frame[name]] for name in _NUMBERS}
    text = frame.assign(**numbers).to_csv(index=False, lineterminator="\n")
    draft = path.with_suffix(".csv.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def differences(found: pd.DataFrame, shipped: pd.DataFrame) -> list[dict[str, str]]:
    """Return one record for every cell that is not as shipped: id, column, shipped, found.

    Words must be equal, numbers equal to within :data:`TOLERANCE`, counts exactly. A row that is
    on one side only has the column ``id``.

    Parameters
    ----------
    found, shipped : DataFrame
        Rows of the table.
    """
    left, right = (frame.set_index("id") for frame in (shipped, found))
    changed = [
        {"id": key, "column": "id", "shipped": "present", "found": "absent"}
        for key in left.index.difference(right.index)
    ] + [
        {"id": key, "column": "id", "shipped": "absent", "found": "present"}
        for key in right.index.difference(left.index)
    ]
    both = left.index.intersection(right.index)
    for column in left.columns:
        pairs = zip(left.loc[both, column], right.loc[both, column], strict=True)
        changed += [
            {"id": key, "column": column, "shipped": _shown(old), "found": _shown(new)}
            for key, (old, new) in zip(both, pairs, strict=True)
            if not _same(old, new, column)
        ]
    return sorted(changed, key=lambda one: (one["id"], one["column"]))


def _same(old: object, new: object, column: str) -> bool:
    if pd.isna(old) or pd.isna(new):
        return bool(pd.isna(old) and pd.isna(new))
    if column in ("value", "low", "high"):
        return math.isclose(float(str(old)), float(str(new)), rel_tol=TOLERANCE)
    return str(old) == str(new)


def _shown(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _written(value: object) -> str:
    """Return a number without a needless decimal point or exponent."""
    if pd.isna(value):
        return ""
    number = float(str(value))
    return str(int(number)) if number.is_integer() else f"{number:.12f}".rstrip("0").rstrip(".")
