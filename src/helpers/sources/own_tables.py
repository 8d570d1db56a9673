"""The package's own CSV tables, read as published: text, nothing interpreted."""

from pathlib import Path

import pandas as pd

from helpers.errors import GateError


def read_own_table(path: Path) -> pd.DataFrame:
    """Read a CSV as text; an empty cell is missing.

    Parameters
    ----------
    path : pathlib.Path
        A UTF-8 CSV with a header row.

    Returns
    -------
    pandas.DataFrame
        One row a fact, every column of dtype str.

    Raises
    ------
    GateError
        If the file is absent or is not a CSV of equal rows.
    """
    if not path.is_file():
        raise GateError(
            f"Table '{path.name}' is missing from {path.parent.name}/. Restore it from version "
            f"control, or run the command inside a complete clone."
        )
    try:
        return pd.read_csv(
            path, dtype="str", keep_default_na=False, na_values=[""], on_bad_lines="error"
        )
    except (ValueError, UnicodeDecodeError) as problem:
        reason = str(problem).strip().splitlines()[-1]
        raise GateError(
            f"{path.parent.name}/{path.name} is not readable as CSV: {reason}. Expected UTF-8, a "
            "header row, and as many cells in every row as in the header."
        ) from problem
