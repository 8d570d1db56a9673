"""What a PDF carries inside: the executed notebook, the files its exhibits name, and a manifest.

The manifest lists every other file with its size and hash, so that a reader can check the evidence
without the package's data and without a network (:mod:`helpers.reports.verification`).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from nbformat import NotebookNode

from helpers import __version__
from helpers.errors import ReportFailed
from helpers.reports.cleaning import to_bytes
from helpers.reports.outputs import payloads
from helpers.reports.typst_code import Markup, call

MANIFEST = "manifest.json"
VERSION = 2
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


@dataclass(frozen=True)
class Attached:
    """One file inside a PDF; ``relationship`` is PDF/A-3's: source, data or supplement."""

    name: str
    data: bytes
    mime: str
    relationship: str
    description: str


def evidence_of(nb: NotebookNode, name: str, edition: str) -> list[Attached]:
    """Return the files to embed in a report's PDF, the manifest last.

    Parameters
    ----------
    nb : NotebookNode
        The executed notebook; its exhibits may carry ``files`` (name, mime, relationship,
        description, text).
    name, edition : str
        Of the report.

    Raises
    ------
    ReportFailed
        If a file has no safe name, or two have the same.
    """
    files = [
        Attached(
            f"{_plain(name)}.ipynb", to_bytes(nb), "application/x-ipynb+json", "source",
            "The executed notebook that this report was rendered from",
        ),
        *(
            Attached(
                str(item["name"]), str(item["text"]).encode(), str(item["mime"]),
                str(item["relationship"]), str(item["description"]),
            )
            for payload in payloads(nb)
            for item in payload.get("files", [])
        ),
    ]  # fmt: skip
    names = [one.name for one in files]
    wrong = sorted(
        {n for n in names if names.count(n) > 1 or n == MANIFEST or not _NAME.fullmatch(n)}
    )
    if wrong:
        raise ReportFailed(
            f"The PDF of report '{name}' was not written: expected every embedded file to have a "
            f"plain name of its own other than {MANIFEST}, found {wrong}."
        )
    return [*files, _manifest(files, nb, name, edition)]


def attach_calls(files: Sequence[Attached]) -> list[Markup]:
    """Return the Typst calls that embed files with exactly these bytes."""
    return [
        call(
            "pdf.attach",
            one.name,
            Markup(f"bytes({exact_literal(one.data.decode())})"),
            relationship=one.relationship,
            mime_type=one.mime,
            description=one.description,
        )
        for one in files
    ]


def exact_literal(text: str) -> str:
    r"""Return a Typst string literal of exactly this text: nothing is dropped or replaced."""
    return '"' + _ESCAPED.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text) + '"'


def _plain(name: str) -> str:
    """Return a report's name as a file name: a notebook may be called anything."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:90] or "notebook"


def _manifest(files: Sequence[Attached], nb: NotebookNode, name: str, edition: str) -> Attached:
    parameters: Mapping[str, Any] = nb.metadata.get("papermill", {}).get("parameters", {})
    content = {
        "manifest": VERSION,
        "report": name,
        "edition": edition,
        "parameters": dict(parameters),
        "software": {"multivector": __version__},
        "files": {
            one.name: {
                "sha256": sha256(one.data).hexdigest(),
                "bytes": len(one.data),
                "mime": one.mime,
                "relationship": one.relationship,
            }
            for one in files
        },
    }
    return Attached(
        MANIFEST, sealed(content), "application/json", "supplement",
        "Name, size and SHA-256 of every other file in this PDF",
    )  # fmt: skip


def sealed(content: Mapping[str, Any]) -> bytes:
    """Return the bytes of a manifest, with a checksum of all the rest of it (SHA-256, in hex)."""
    bare = {key: value for key, value in content.items() if key != "checksum"}
    return _json({**bare, "checksum": sha256(_json(bare)).hexdigest()})


def _json(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return text.encode()
