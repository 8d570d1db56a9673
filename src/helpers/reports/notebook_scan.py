"""What of a notebook counts for its report: the cells, not their ids, outputs or metadata."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.reports.module_scan import EVERYTHING, Scan, scan_cells


@dataclass(frozen=True)
class NotebookScan:
    """``digest`` of all that counts, ``cells`` by id (``cell-3`` for one without), and the code."""

    digest: str
    cells: Mapping[str, str]
    code: Scan


def read_notebook(path: Path) -> NotebookScan:
    """Return the scan of a notebook; one that cannot be read counts byte by byte."""
    content = path.read_bytes()
    try:
        return scan_notebook(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = sha256(content).hexdigest()
        return NotebookScan(whole, {}, Scan(whole, uses=(EVERYTHING,)))


def scan_notebook(content: Mapping[str, Any]) -> NotebookScan:
    """Return the scan of the parsed JSON of a notebook.

    Text, kind and tags of each cell count, and so does their order; of the notebook's metadata only
    ``title`` and ``multivector``, which can name the report.
    """
    cells: dict[str, str] = {}
    code: list[str] = []
    for number, cell in enumerate(content["cells"]):
        text = "".join(cell["source"])
        tags = list(cell.get("metadata", {}).get("tags", []))
        cells[_free(str(cell.get("id") or f"cell-{number}"), cells)] = _hash(
            [cell["cell_type"], text, tags]
        )
        code += [text] if cell["cell_type"] == "code" else []
    metadata = content.get("metadata", {})
    named = {key: metadata[key] for key in ("multivector", "title") if key in metadata}
    return NotebookScan(_hash([list(cells.values()), named]), cells, scan_cells(code))


def _free(name: str, taken: Mapping[str, str]) -> str:
    return name if name not in taken else _free(f"{name}'", taken)


def _hash(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
