"""Folders of editions made from the sample report, without running anything."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from helpers.reports.cleaning import to_bytes
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.manifest import Entry, Manifest, Output
from helpers.reports.outputs import EXHIBIT
from tests.reports.sample_report import sample

INPUTS = {"data/observations.csv": "", "notebooks/sample.ipynb": "a", "src/helpers/cli.py": "b"}
LIBRARIES = {"python": "3.11", "packages": {"pandas": "3.0.0"}}
OBSERVATIONS = (
    "id,value,status,source_id\na.2024,3.6,exact,s1\na.2025,3.9,exact,s1\nb.2025,1,exact,s4\n"
)
SOURCES = "id,url\n" + "".join(
    f"s{n},https://stat.example/foreign-trade/{2010 + n}/a-rather-long-name.html\n"
    for n in range(1, 6)
)


_sample = cache(sample)


def write_edition(
    folder: Path,
    edit: Callable[[NotebookNode], None] = lambda nb: None,
    *,
    carrier: str = "ipynb",
    parameters: Mapping[str, Any] | None = None,
    inputs: Mapping[str, str] | None = None,
    environment: Mapping[str, Any] = LIBRARIES,
    observations: str = OBSERVATIONS,
    name: str = "sample",
) -> Path:
    """Write an edition with one report into a new workspace, and return the workspace."""
    nb = deepcopy(_sample())
    edit(nb)
    reports, data = folder / "reports", folder / "data"
    reports.mkdir(parents=True)
    data.mkdir()
    (data / "observations.csv").write_text(observations, encoding="utf-8")
    (data / "sources.csv").write_text(SOURCES, encoding="utf-8")
    if carrier == "html":
        page, _ = ReportHTMLExporter().from_notebook_node(nb, {"multivector": {"name": name}})
        content = str(page).encode()
    else:
        content = to_bytes(nb)
    (reports / f"{name}.{carrier}").write_bytes(content)
    output = Output(f"{name}.{carrier}", sha256(content).hexdigest(), len(content))
    hashes = {
        **INPUTS,
        **(inputs or {}),
        **{
            f"data/{file}": sha256((data / file).read_bytes()).hexdigest()
            for file in ("observations.csv", "sources.csv")
        },
    }
    index = Output("index.html", "0", 0)
    entry = Entry(
        "sample", "Sample", "ok", parameters or {}, "key", "2026-11-23", outputs={carrier: output}
    )
    manifest = Manifest("2026-11-23", environment, hashes, index, {name: entry})
    (reports / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    return folder


def payload(nb: NotebookNode, identifier: str) -> dict[str, Any]:
    """Return the payload of an exhibit, to be changed in place."""
    return next(
        output.data[EXHIBIT]
        for cell in nb.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(EXHIBIT, {}).get("id") == identifier
    )


def set_number(identifier: str, place: int, text: str) -> Callable[[NotebookNode], None]:
    """Return an edit that writes another number into a statement, also into its HTML."""

    def edit(nb: NotebookNode) -> None:
        part = [one for one in payload(nb, identifier)["parts"] if "number" in one][place]
        was, part["number"] = part["number"], text
        for cell in nb.cells:
            for output in cell.get("outputs", []):
                if output.get("data", {}).get(EXHIBIT, {}).get("id") == identifier:
                    html = output.data["text/html"]
                    output.data["text/html"] = html.replace(f">{was}<", f">{text}<", 1)

    return edit


def edit_manifest(folder: Path, **changes: Any) -> None:
    """Change the first level of a manifest on disk."""
    file = folder / "reports" / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, **changes}), encoding="utf-8")
