"""Reads an edition from its folder: the manifest, every report, and its observations if there."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.errors import MultivectorError, UsageError
from helpers.reports.edition_content import Content, content_of_document
from helpers.reports.edition_html import content_of_html
from helpers.reports.fingerprint import file_hash
from helpers.reports.manifest import MANIFEST, Entry, Manifest, load_manifest
from helpers.reports.plan import file_name

Rows = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Edition:
    """An edition as it lies in a folder.

    Attributes
    ----------
    label : str
        Name of the folder.
    contents : mapping
        Report name to content; a report of which no file can be read is missing.
    observations, sources : mapping or None
        Rows by id; None unless the file beside the edition is the very one that the manifest
        names.
    partial : bool
        Read from a PDF, which does not name all of its inputs.
    """

    label: str
    manifest: Manifest
    contents: Mapping[str, Content] = field(default_factory=dict)
    observations: Rows | None = None
    sources: Rows | None = None
    partial: bool = False


def read_edition(folder: Path) -> Edition:
    """Return the edition in a workspace, or in its reports folder.

    Each report is read from the first of these that has the bytes the manifest names: the executed
    notebook, the notebook inside the PDF, the HTML page. An older page lacks the data of charts.

    Raises
    ------
    UsageError
        If there is no folder, no manifest, or no report that can be read.
    """
    if not folder.is_dir():
        raise UsageError(
            f"No edition '{folder}': expected a folder, found "
            f"{'a file' if folder.exists() else 'nothing'}. Name a workspace or its reports folder."
        )
    reports = next((f for f in (folder, folder / "reports") if (f / MANIFEST).is_file()), None)
    if reports is None:
        raise UsageError(
            f"No edition in '{folder}': expected {MANIFEST} in it or in its folder reports, found "
            "none. Name a workspace in which `multivector build` has run, or its reports folder."
        )
    manifest = load_manifest(reports)
    if not manifest.reports:
        raise UsageError(
            f"The edition in '{folder}' cannot be read: expected a {MANIFEST} of ours that lists "
            "at least one report, found none. Build the edition again, or check it out anew."
        )
    contents = {
        name: content
        for name, entry in manifest.reports.items()
        if (content := read_report(reports, name, entry)) is not None
    }
    if not contents:
        raise UsageError(
            f"The edition in '{folder}' cannot be read: expected files with the bytes that "
            f"{MANIFEST} names, found none. Build the edition again, or check it out anew."
        )
    data = (reports if reports != folder else reports.resolve()).parent / "data"
    return Edition(
        label=str(folder),
        manifest=manifest,
        contents=contents,
        observations=_rows(data, "observations.csv", manifest),
        sources=_rows(data, "sources.csv", manifest),
    )


def read_report(reports: Path, name: str, entry: Entry) -> Content | None:
    """Return the content of one report, or None if no file of it can be trusted and read."""
    for kind, read in (("ipynb", _of_notebook), ("pdf", _of_pdf), ("html", _of_html)):
        output = entry.outputs.get(kind)
        file = reports / (output.path if output else file_name(name, kind))
        if output is None or not output.is_intact(reports):
            continue
        content = read(file.read_bytes(), name)
        if content is not None:
            return content
    return None


def _of_notebook(data: bytes, name: str) -> Content | None:
    import nbformat

    from helpers.reports.document import read_document

    try:
        notebook = nbformat.reads(data.decode(), as_version=4)
        return content_of_document(read_document(notebook, name))
    except (ValueError, KeyError, TypeError, AttributeError, MultivectorError):
        return None


def _of_pdf(data: bytes, name: str) -> Content | None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        attached = PdfReader(io.BytesIO(data)).attachments.get(f"{name}.ipynb")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError):
        return None
    return _of_notebook(attached[0], name) if attached else None


def _of_html(data: bytes, name: str) -> Content | None:
    try:
        return content_of_html(data.decode())
    except ValueError:
        return None


def _rows(data: Path, name: str, manifest: Manifest) -> Rows | None:
    file = data / name
    if not file.is_file() or file_hash(file) != manifest.inputs.get(f"data/{name}"):
        return None
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines) if row.get("id")}


def parameters_text(entry: Entry) -> dict[str, str]:
    """Return the parameters that differ from the defaults, as text."""
    return {key: json.dumps(value, ensure_ascii=False) for key, value in entry.parameters.items()}
