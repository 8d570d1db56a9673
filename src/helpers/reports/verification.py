"""Checks a PDF against the evidence inside it, and against the edition it lies in."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.errors import UsageError
from helpers.reports.evidence import MANIFEST, VERSION
from helpers.reports.manifest import load_manifest


@dataclass(frozen=True)
class Opened:
    """A PDF's manifest and its other embedded files; a file that cannot be read is None."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes | None]

    @property
    def report(self) -> str:
        """Name of the report."""
        return str(self.manifest["report"])


def open_evidence(pdf: bytes) -> Opened:
    """Return what a PDF carries.

    Raises
    ------
    UsageError
        If the bytes are not a PDF, or it holds no manifest of ours that can be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        attached = {one.name: one for one in PdfReader(io.BytesIO(pdf)).attachment_list}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise UsageError(f"Not a PDF that can be read: {error}. Expected a report's PDF.") from None
    files = {str(name): _content(one) for name, one in attached.items()}
    try:
        manifest = json.loads(files.pop(MANIFEST) or b"")
        if manifest["manifest"] != VERSION:
            raise ValueError(f"version {manifest['manifest']}")
        _ = manifest["report"], manifest["files"].items()
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"No evidence to verify: expected an embedded {MANIFEST} of version {VERSION} with the "
            f"hash of every file, found {', '.join(sorted(files)) or 'no embedded file'} ({error})."
        ) from None
    return Opened(manifest, files)


def problems_inside(opened: Opened) -> list[str]:
    """Return one sentence for every embedded file that is not what the manifest says it is."""
    found = []
    for name, record in sorted(opened.manifest["files"].items()):
        data = opened.files.get(name)
        if name not in opened.files:
            found.append(f"{name}: listed in the manifest, not in the PDF")
        elif data is None:
            found.append(f"{name}: cannot be read, its bytes were changed")
        elif (digest := sha256(data).hexdigest()) != record["sha256"]:
            found.append(
                f"{name}: expected SHA-256 {record['sha256'][:16]}… ({record['bytes']} bytes), "
                f"found {digest[:16]}… ({len(data)} bytes)"
            )
    unlisted = sorted(set(opened.files) - set(opened.manifest["files"]))
    return found + [f"{name}: in the PDF, not listed in its manifest" for name in unlisted]


def problems_beside(pdf: bytes, path: Path) -> list[str]:
    """Return what is wrong with the file in its edition; nothing if no edition lies beside it."""
    outputs = [
        output
        for entry in load_manifest(path.parent).reports.values()
        for output in entry.outputs.values()
        if output.path == path.name
    ]
    digest = sha256(pdf).hexdigest()
    return [
        f"{path.name}: the edition has SHA-256 {output.sha256[:16]}…, found {digest[:16]}…"
        for output in outputs
        if output.sha256 != digest
    ]


def differences(first: bytes, second: bytes) -> list[str]:
    """Return the embedded files in which two PDFs differ, or that only the pages do."""
    if first == second:
        return []
    ours, theirs = open_evidence(first).files, open_evidence(second).files
    names = [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    return names or ["the pages (same evidence, another renderer, font or template)"]


def _content(attachment: Any) -> bytes | None:
    try:
        return bytes(attachment.content)
    except Exception:  # whatever a damaged stream makes the reader raise, the file is not readable
        return None
