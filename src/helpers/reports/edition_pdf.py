"""Reads one PDF as an edition of one report, so that two files can be compared without a folder.

A PDF carries its notebook, parameters, observations and references, with their hashes. It does not
say by which code and libraries it was made, nor from which other tables: `Edition.partial` says so.
"""

import csv
import io
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import nbformat

from helpers.errors import MultivectorError, UsageError
from helpers.reports.document import read_document
from helpers.reports.edition_content import content_of_document
from helpers.reports.edition_reading import Edition, Rows, read_edition
from helpers.reports.manifest import Entry, Manifest
from helpers.reports.verification import Opened, open_evidence, problems_inside

_OBSERVATIONS, _REFERENCES = "observations.csv", "references.json"
_INJECTED = "injected-parameters"


def read_pair(old: Path, new: Path) -> tuple[Edition, Edition]:
    """Return two editions to compare; either may be a folder or one report's PDF.

    Two PDFs are compared as one report, under the name of the new one. Against a PDF, a folder is
    read from the PDF of the same report in it.

    Raises
    ------
    UsageError
        If one of them cannot be read, or the evidence inside a PDF is not what its manifest says.
    """
    if not old.is_file() and not new.is_file():
        return read_edition(old), read_edition(new)
    if old.is_file() and new.is_file():
        before, after = edition_of_pdf(old), edition_of_pdf(new)
        (name,) = after.manifest.reports
        return _named(before, name), after
    pdf = edition_of_pdf(old if old.is_file() else new)
    (name,) = pdf.manifest.reports
    beside = edition_of_pdf(_pdf_in(new if old.is_file() else old, name))
    return (pdf, beside) if old.is_file() else (beside, pdf)


def edition_of_pdf(path: Path) -> Edition:
    """Return the one report of a PDF as an edition.

    Raises
    ------
    UsageError
        If the file is not a report's PDF, or what it carries was changed.
    """
    opened = open_evidence(path.read_bytes())
    if problems := problems_inside(opened):
        raise UsageError(
            f"'{path}' cannot be compared: expected the evidence that its manifest names, found "
            f"{problems[0]}. Ask for the file again, or build it anew."
        )
    name, edition = opened.report, str(opened.manifest["edition"])
    data = next((data for file, data in opened.files.items() if file.endswith(".ipynb")), None)
    try:
        notebook = nbformat.reads((data or b"").decode(), as_version=4)
        document = read_document(notebook, name)
        content = content_of_document(document)
    except (ValueError, KeyError, TypeError, AttributeError, MultivectorError) as error:
        raise UsageError(
            f"'{path}' cannot be compared: its notebook is not one: {error}."
        ) from None
    parameters = opened.manifest["parameters"]
    entry = Entry(name, document.title, "ok", parameters=parameters, edition=edition)
    inputs = {f"notebooks/{name}.ipynb": _cells(notebook)}
    if (rows := opened.files.get(_OBSERVATIONS)) is not None:
        inputs[f"data/{_OBSERVATIONS}"] = sha256(rows).hexdigest()
    return Edition(
        label=str(path),
        manifest=Manifest(
            edition=edition,
            environment={"packages": opened.manifest["software"]},
            inputs=inputs,
            reports={name: entry},
        ),
        contents={name: content},
        observations=_rows(opened),
        sources=_sources(opened),
        partial=True,
    )


def _pdf_in(folder: Path, name: str) -> Path:
    for candidate in (folder / "reports" / f"{name}.pdf", folder / f"{name}.pdf"):
        if candidate.is_file():
            return candidate
    raise UsageError(
        f"Nothing to compare the PDF of report '{name}' with: expected {name}.pdf in '{folder}' or "
        "in its folder reports, found none. Name a folder that has it, or another PDF."
    )


def _named(edition: Edition, name: str) -> Edition:
    """Return the edition of one report with the report under another name."""
    ((was, entry),) = edition.manifest.reports.items()
    inputs = {
        f"notebooks/{name}.ipynb" if key == f"notebooks/{was}.ipynb" else key: value
        for key, value in edition.manifest.inputs.items()
    }
    entry = replace(entry, notebook=name)
    manifest = replace(edition.manifest, reports={name: entry}, inputs=inputs)
    return replace(edition, manifest=manifest, contents={name: edition.contents[was]})


def _cells(notebook: nbformat.NotebookNode) -> str:
    """Return a digest of the text of all cells but the injected parameters."""
    cells = [
        (cell.cell_type, cell.source)
        for cell in notebook.cells
        if _INJECTED not in cell.metadata.get("tags", [])
    ]
    return sha256(json.dumps(cells).encode()).hexdigest()


def _rows(opened: Opened) -> Rows | None:
    data = opened.files.get(_OBSERVATIONS)
    if data is None:
        return None
    lines = io.StringIO(data.decode(), newline="")
    return {row["id"]: row for row in csv.DictReader(lines) if row.get("id")}


def _sources(opened: Opened) -> Rows | None:
    data = opened.files.get(_REFERENCES)
    if data is None:
        return None
    return {item["id"]: {"url": str(item.get("URL", ""))} for item in json.loads(data)}
