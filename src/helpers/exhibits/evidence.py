"""The files a report carries with it: the figures it rests on, the panel, and the references."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pandas as pd

from helpers.countries import WORLD
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.tables.study import Study

CSL_TYPES = {"statistics": "dataset", "dataset": "dataset", "press": "article-newspaper"}
HASH_SHOWN = 16


def evidence_files(study: Study) -> Exhibit:
    """Return the table of the files inside the PDF, with the files themselves in its payload.

    ``payload["files"]`` holds objects with name, mime, relationship, description and text; the PDF
    exporter attaches them, whatever they are. Observations and panel are those of the pair and of
    the focal country's totals; the overview carries all partners.

    Parameters
    ----------
    study : Study
        The pair, or the focal country and the world.
    """
    observations, panel = (
        _of_the_report(study, frame) for frame in (study.all_observations, study.everyone)
    )
    used = {*observations["source_id"], *study.events["source_id"], *study.targets["source_id"]}
    sources = study.sources[study.sources["id"].isin(used)].sort_values("number")
    files = [
        _file("observations.csv", "Reported figures, each with its source", observations),
        _file("panel.csv", "Reconciled figures: low, central, high", panel),
        {
            "name": "references.json",
            "mime": "application/vnd.citationstyles.csl+json",
            "relationship": "supplement",
            "description": f"References in CSL-JSON ({len(sources)} publications)",
            "text": json.dumps([_csl(row) for row in sources.to_dict("records")], indent=1,
                               ensure_ascii=False) + "\n",
        },
    ]  # fmt: skip
    lengths = [len(observations), len(panel), len(sources)]
    rows = [
        [one["name"], one["description"].partition(" (")[0], str(length), _short_hash(one["text"])]
        for one, length in zip(files, lengths, strict=True)
    ]
    table = table_exhibit(
        "evidence",
        "Files inside the PDF of this report",
        [Column("File"), Column("Content"), number_column("Rows"), Column("SHA-256")],
        rows,
        notes=[
            f"SHA-256: the first {HASH_SHOWN} characters. The executed notebook and a manifest "
            "with the hash of every file are inside too. To check them offline: multivector verify."
        ],
    )
    return Exhibit({**table.payload, "files": files}, table.html, table.text)


def _of_the_report(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    if study.partner.code == WORLD:
        return frame
    return frame[frame["partner"].isin([study.partner.code, WORLD])]


def _file(name: str, description: str, frame: pd.DataFrame) -> dict[str, str]:
    return {
        "name": name,
        "mime": "text/csv",
        "relationship": "data",
        "description": f"{description} ({len(frame)} rows)",
        "text": frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d"),
    }


def _csl(row: Mapping[str, Any]) -> dict[str, object]:
    """Return one source as a CSL-JSON item (citeproc's schema, version 1.0)."""
    found = {
        "id": row["id"],
        "type": CSL_TYPES.get(row["kind"], "webpage"),
        "title": row["title"],
        "publisher": row["publisher"],
        "URL": row["url"],
        "language": row["language"],
        "issued": _date(row["published"]),
        "accessed": _date(row["accessed"]),
    }
    return {key: value for key, value in found.items() if isinstance(value, str | dict)}


def _date(text: object) -> dict[str, list[list[int]]] | None:
    return (
        {"date-parts": [[int(part) for part in text.split("-")]]} if isinstance(text, str) else None
    )


def _short_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:HASH_SHOWN]
