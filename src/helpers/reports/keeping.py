"""Decides what of the last edition a job can go on from: cells that ran, files made of them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from helpers.reports.fingerprint import Inputs, State
from helpers.reports.kept_cells import Kept, code_cells, not_injected, unchanged
from helpers.reports.manifest import Entry, Manifest, built_from
from helpers.reports.plan import Job


def go_on(job: Job, before: Manifest, inputs: Inputs, reports: Path) -> Job:
    """Return a job that goes on from the last edition, as far as that still holds."""
    entry = before.reports.get(job.name)
    built = built_from(before, entry) if entry else {}
    return replace(
        job,
        kept=find_kept(job, entry, built, inputs, reports),
        rendered_from=rendered_from(job, entry, built, inputs, reports),
    )


def rendered_from(
    job: Job, entry: Entry | None, built: Mapping[str, State], inputs: Inputs, reports: Path
) -> str:
    """Return the SHA-256 of the executed notebook whose files are what would be rendered now.

    If the cells come out the same again, so would every file. Empty if rendering has changed, or
    files are missing, edited or of other formats.
    """
    if entry is None or set(entry.outputs) != {"ipynb", *job.formats}:
        return ""
    dated = (entry.cover or {}).get("edition") or job.edition
    if entry.edition != dated or not inputs.renders_the_same(job, built):
        return ""
    whole = all(output.is_intact(reports) for output in entry.outputs.values())
    return entry.outputs["ipynb"].sha256 if whole else ""


def find_kept(
    job: Job, entry: Entry | None, built: Mapping[str, State], inputs: Inputs, reports: Path
) -> Kept | None:
    """Return the executed notebook of the last good run, if what it ran with is unchanged.

    Parameters
    ----------
    entry : Entry or None
        What the manifest says of the report.
    built : mapping
        Kind to state, from :func:`helpers.reports.manifest.built_from`.
    """
    output = entry.outputs.get("ipynb") if entry else None
    if entry is None or output is None or dict(entry.parameters) != dict(job.parameters):
        return None
    if not inputs.runs_the_same(job, built) or not output.is_intact(reports):
        return None
    path = reports / output.path
    try:
        now = json.loads(job.source.read_bytes())["cells"]
        then = json.loads(path.read_bytes())["cells"]
        cells = code_cells(now)
        complete = unchanged(cells, not_injected(code_cells(then))) == len(cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Kept(str(path), output.sha256, complete)
