"""``errors.json``: which reports of an edition failed and how, for programs. Absent when none did.

The file is worked out from the manifest alone, so that it says the same whichever build wrote it.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from helpers.reports.manifest import Entry

ERRORS = "errors.json"


def errors_text(entries: Mapping[str, Entry]) -> str:
    """Return the text of the file; empty if no report failed.

    Each error has ``report``, ``notebook``, ``parameters``, ``cell`` (from 1, null if no cell was
    at fault), ``error`` (the class), ``message``, ``detail`` and ``last_good``: the edition and the
    files of the last run that succeeded, null if there was none.
    """
    failed = {name: entry for name, entry in entries.items() if entry.status == "failed"}
    if not failed:
        return ""
    errors = [
        {
            "report": name,
            "notebook": entry.notebook,
            "parameters": dict(entry.parameters),
            "cell": entry.failure.cell if entry.failure else None,
            "error": entry.failure.error if entry.failure else "",
            "message": entry.message,
            "detail": entry.failure.detail if entry.failure else "",
            "last_good": _last_good(entry),
        }
        for name, entry in failed.items()
    ]
    return json.dumps({"errors": errors}, indent=1, ensure_ascii=False) + "\n"


def says_the_same(reports: Path, text: str) -> bool:
    """Tell whether the published file is the one with ``text``, or absent for an empty text."""
    path = reports / ERRORS
    if not text:
        return not path.exists()
    return path.is_file() and path.read_bytes() == text.encode()


def _last_good(entry: Entry) -> dict[str, object] | None:
    if not entry.outputs:
        return None
    paths = sorted(output.path for output in entry.outputs.values())
    return {"edition": entry.edition, "files": paths}
