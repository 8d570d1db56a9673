"""Executes one notebook and renders it: a function from a Job to a Result, safe in any process.

Heavy imports happen inside the functions: the coordinator never pays for them.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.reports.cleaning import ensure_cell_ids, scrub, to_bytes
from helpers.reports.notebook_run import run_notebook
from helpers.reports.plan import Job
from helpers.reports.scratch import scratch_folder
from helpers.reports.steady import PROVISIONER, STEADY, environment_of
from helpers.workspace import VARIABLE

_LONGEST_MESSAGE = 400


@dataclass(frozen=True)
class Result:
    """What came of a job: files by extension, or why there are none. ``cell`` counts from 1.

    ``status`` is "ok", "failed", or "unchanged": the cells came out as in the last edition, whose
    files stay. The build adds "cached", "fresh" and "queued".
    """

    name: str
    status: str
    seconds: float = 0.0
    files: Mapping[str, bytes] = field(default_factory=dict)
    cover: Mapping[str, Any] | None = None
    message: str = ""
    error: str = ""
    detail: str = ""
    cell: int | None = None


@dataclass(frozen=True)
class Step:
    """How far a report has come: its ``cell`` of ``cells`` starts; cell 0 is the start of it all.

    ``rendering`` follows the last cell; ``attempt`` counts from 1.
    """

    name: str
    cell: int = 0
    cells: int = 0
    attempt: int = 1
    rendering: bool = False


Backend = Callable[[Job], Result]


def _silent(step: Step) -> None:
    """Tell nobody: there is no one to listen outside of a pool."""


# Told which cell starts; a worker of the pool sets it to its pipe.
announce: Callable[[Step], None] = _silent


def execute_job(job: Job) -> Result:
    """Execute and render one report; every failure is a Result, never an exception."""
    started = time.perf_counter()
    trace = _Trace(job)
    try:
        with _kernel_environment(job.root):
            notebook = run_notebook(job, trace.begin, trace.seconds_left)
            content = to_bytes(notebook)
            if sha256(content).hexdigest() == job.rendered_from:
                return Result(job.name, "unchanged", time.perf_counter() - started)
            announce(Step(job.name, trace.cells, trace.cells, rendering=True))
            cover = find_cover(notebook)
            files = {"ipynb": content} | render(notebook, job, cover)
        return Result(job.name, "ok", time.perf_counter() - started, files, cover)
    except Exception as error:
        return _failure(job, trace, error, time.perf_counter() - started)


def render(notebook: Any, job: Job, cover: Mapping[str, Any] | None) -> dict[str, bytes]:
    """Return every format of the job, as bytes by file extension."""
    from nbconvert.exporters import get_exporter

    edition = (cover or {}).get("edition") or job.edition
    files: dict[str, bytes] = {}
    for kind in job.formats:
        exporter = get_exporter(job.exporters[kind])()
        details = {
            "name": job.name,
            "edition": edition,
            "siblings": [{"name": name, "title": title} for name, title in job.siblings],
            "formats": [*job.formats, "ipynb"],
            "paper": job.paper,
        }
        resources = {"metadata": {"name": job.name}, "multivector": details}
        content, produced = exporter.from_notebook_node(notebook, resources=resources)
        if not content:
            raise ValueError(f"the {kind} exporter returned nothing")
        files[kind] = content.encode() if isinstance(content, str) else content
        # What stands beside the document, such as the pictures of a Markdown file.
        beside = (produced or {}).get("outputs") or {}
        files |= {name.removeprefix(f"{job.name}."): data for name, data in beside.items()}
    return files


def find_cover(notebook: Any) -> dict[str, Any] | None:
    """Return the payload of the notebook's cover exhibit, or None if it has none."""
    from helpers.reports.outputs import payloads

    covers = (found for found in payloads(notebook) if found["kind"] == "cover")
    # Through JSON, so that the coordinator need not know nbformat to receive it.
    return next((json.loads(json.dumps(found)) for found in covers), None)


class _Trace:
    """Follows the run cell by cell: says how long a cell may take, and remembers which one runs."""

    def __init__(self, job: Job) -> None:
        self.deadline = time.monotonic() + job.report_limit
        self.cell_limit = job.cell_limit
        self.cell_id = ""
        self.name = job.name
        self.cell = self.cells = 0

    def begin(self, kept: int, cells: int) -> None:
        """Take how many cells there are, and how many of them need not run."""
        self.cell, self.cells = kept, cells

    def seconds_left(self, cell: Any) -> float:
        """Return the limit of the cell that starts now; nbclient asks before each one."""
        self.cell_id = cell.get("id", "")
        self.cell += 1
        announce(Step(self.name, self.cell, max(self.cell, self.cells)))
        return max(0.1, min(self.cell_limit, self.deadline - time.monotonic()))


def _failure(job: Job, trace: _Trace, error: Exception, seconds: float) -> Result:
    name, text = type(error).__name__, str(error)
    if hasattr(error, "ename") and hasattr(error, "evalue"):
        name, text = error.ename, error.evalue
    elif name == "CellTimeoutError":
        limit = f"{job.cell_limit:g} s a cell, {job.report_limit:g} s a report"
        text = f"the cell did not end in time (limits: {limit})"
    elif name == "DeadKernelError":
        text = "the kernel died (killed, or out of memory)"
    text = scrub(text, str(job.root))
    line = f"{name}: {' '.join(text.split())}"
    if len(line) > _LONGEST_MESSAGE:
        line = line[: _LONGEST_MESSAGE - 1] + "…"
    number = _cell_number(job.source, trace.cell_id)
    running = hasattr(error, "ename") or name in ("CellTimeoutError", "DeadKernelError")
    place = f"cell {number}: " if number and running else ""
    return Result(
        job.name,
        "failed",
        seconds,
        message=place + line,
        error=name,
        detail=text,
        cell=number if place else None,
    )


def _cell_number(source: Path, cell_id: str) -> int | None:
    import nbformat

    try:
        notebook = nbformat.read(source, as_version=4)
    except Exception:
        return None
    ensure_cell_ids(notebook)
    ids = [cell["id"] for cell in notebook.cells]
    return ids.index(cell_id) + 1 if cell_id in ids else None


@contextmanager
def _kernel_environment(root: Path) -> Iterator[None]:
    """Give the kernel this workspace and a steady environment, free of the user's own profile."""
    with scratch_folder() as profile:
        own = {"IPYTHONDIR": profile, VARIABLE: str(root), PROVISIONER: "multivector-fork"}
        with environment_of(STEADY | own):
            yield
