"""Bulk extracts of world trade: too large to ship, needed only to estimate anew.

A workspace carries the estimates (data/estimates.csv), not the files they were computed from. The
files are plain CSV, gzipped; each reader returns them as they are, with units in the names.
"""

import os
from pathlib import Path

import pandas as pd

from helpers.errors import UsageError
from helpers.workspace import Workspace

VARIABLE = "MULTIVECTOR_BULK"
BESIDE = Path("shared") / "data"
TRADE = "baci_world_bilateral_2000_2020.csv.gz"
DYADS = "gravity_dyad_static_210.csv.gz"
THOUSAND = 1000.0
_TRADE_COLUMNS = ("year", "exporter", "importer", "value_kusd")
_DYAD_COLUMNS = (
    "iso3_o",
    "iso3_d",
    "distance_km",
    "contiguity",
    "common_language",
    "colonial_link",
    "common_currency",
)


def find_bulk(workspace: Workspace, folder: Path | str | None = None) -> Path:
    """Return the folder of the bulk extracts.

    The `folder` given wins, then $MULTIVECTOR_BULK, then ``shared/data`` beside the workspace.

    Parameters
    ----------
    workspace : Workspace
        The package.
    folder : path, optional
        As typed by the user.

    Raises
    ------
    UsageError
        If the folder does not hold the two files; what to do is said.
    """
    given = folder or os.environ.get(VARIABLE)
    place = Path(given) if given else workspace.root.parent / BESIDE
    lacking = [name for name in (TRADE, DYADS) if not (place / name).is_file()]
    if lacking:
        raise UsageError(
            f"No bulk data in '{place.name}': expected {TRADE} and {DYADS}, "
            f"lacking {' and '.join(lacking)}. Name the folder with --bulk or {VARIABLE}; "
            "the shipped estimates can be read without it."
        )
    return place


def read_world_trade(folder: Path) -> pd.DataFrame:
    """Return recorded trade between all economies: exporter, importer, year, value_usd.

    CEPII BACI summed over products: calendar years, current dollars, free on board, reconciled
    between the two reporters. A flow that is not in the file was not recorded.

    Raises
    ------
    UsageError
        If the file has other columns.
    """
    raw = _read(folder / TRADE, _TRADE_COLUMNS)
    frame = raw[["exporter", "importer", "year"]]
    return frame.assign(value_usd=raw["value_kusd"] * THOUSAND)


def read_dyads(folder: Path) -> pd.DataFrame:
    """Return what does not change between two economies, one row an ordered pair.

    exporter, importer, distance_km (between centroids), and 0 or 1 for contiguity, common_language,
    colonial_link and common_currency, as in the file. Its contiguity and common_language are not
    usable: contiguity lacks most land borders (France and Germany, Belarus and Latvia), and English
    counts as a language of almost every country.

    Raises
    ------
    UsageError
        If the file has other columns.
    """
    raw = _read(folder / DYADS, _DYAD_COLUMNS)
    return raw.rename(columns={"iso3_o": "exporter", "iso3_d": "importer"})


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    # "NA" is no missing value here: no code is left out.
    frame = pd.read_csv(path, keep_default_na=False)
    if tuple(frame.columns) != columns:
        raise UsageError(
            f"Bulk file {path.name}: expected the columns {', '.join(columns)}, "
            f"found {', '.join(map(str, frame.columns))}."
        )
    return frame
