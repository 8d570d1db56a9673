"""Checks a PDF against the evidence inside it, and against the edition it lies in."""

import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.errors import UsageError
from helpers.reports.evidence import MANIFEST, VERSION, sealed
from helpers.reports.manifest import load_manifest

# The first version had no checksum of itself.
_READABLE = (1, VERSION)


class EvidenceDamaged(UsageError):
    """The manifest inside a report's PDF is not what was written there."""

    exit_code = 4


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
        If the bytes are not a PDF, or it holds no manifest of ours.
    EvidenceDamaged
        If it is a report's PDF, but a byte of its manifest was changed.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        attached = {one.name: one for one in PdfReader(io.BytesIO(pdf)).attachment_list}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise UsageError(f"Not a PDF that can be read: {error}. Expected a report's PDF.") from None
    files = {str(name): _content(one) for name, one in attached.items()}
    if MANIFEST not in files:
        raise UsageError(
            f"No evidence to verify: expected an embedded {MANIFEST} with the hash of every file, "
            f"found {', '.join(sorted(files)) or 'no embedded file'}."
        )
    return Opened(manifest_in(files.pop(MANIFEST), files), files)


def manifest_in(data: bytes | None, others: Collection[str]) -> Mapping[str, Any]:
    """Return a manifest from its bytes; ``others`` are the names of the other embedded files.

    Raises
    ------
    EvidenceDamaged
        If it was changed, beside a notebook: the file is a report's.
    UsageError
        If it is no manifest of ours.
    """
    found = ", ".join(sorted(others)) or "no other file"
    try:
        manifest = json.loads(data or b"")
        version = manifest["manifest"]
        _ = manifest["report"], manifest["files"].items(), manifest["parameters"]
        changed = "its checksum differs" if not _sealed(manifest, data) else ""
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        version, changed = None, str(error)
    if changed and any(name.endswith(".ipynb") for name in others):
        raise EvidenceDamaged(
            f"{MANIFEST}: its bytes were changed ({changed}), so nothing in it is vouched for. "
            "Ask for the file again, or build the report anew."
        )
    if changed or version not in _READABLE:
        raise UsageError(
            f"No evidence to verify: expected an embedded {MANIFEST} of version {VERSION} with the "
            f"hash of every file, found version {version} beside {found}."
        )
    return dict(manifest)


def _sealed(manifest: Mapping[str, Any], data: bytes | None) -> bool:
    """Tell whether a manifest is as it was written; the first version cannot tell."""
    if manifest["manifest"] == 1 and "checksum" not in manifest:
        return True
    return data == sealed(manifest)


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
