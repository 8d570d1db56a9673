"""The package's own CSV tables, read as published: text, nothing interpreted."""

from io import BytesIO
from pathlib import Path

import pandas as pd

from helpers.errors import GateError


def read_content(path: Path) -> bytes:
    """Return the bytes of a table's file.

    Raises
    ------
    GateError
        If the file is absent.
    """
    if not path.is_file():
        raise GateError(
            f"Table '{path.name}' is missing from {path.parent.name}/. Restore it from version "
            f"control, or run the command inside a complete clone."
        )
    return path.read_bytes()


def parse_own_table(content: bytes, name: str) -> pd.DataFrame:
    """Return a CSV as text; an empty cell is missing.

    Parameters
    ----------
    content : bytes
        UTF-8 CSV with a header row.
    name : str
        Folder and file, for messages.

    Returns
    -------
    pandas.DataFrame
        One row a fact, every column of dtype str.

    Raises
    ------
    GateError
        If it is not a CSV of equal rows.
    """
    try:
        return pd.read_csv(
            BytesIO(content),
            dtype="str",
            keep_default_na=False,
            na_values=[""],
            on_bad_lines="error",
        )
    except (ValueError, UnicodeDecodeError) as problem:
        reason = str(problem).strip().splitlines()[-1]
        raise GateError(
            f"{name} is not readable as CSV: {reason}. Expected UTF-8, a "
            "header row, and as many cells in every row as in the header."
        ) from problem
