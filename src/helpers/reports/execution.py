"""Executes one notebook and renders it: a function from a Job to a Result, safe in any process.

Heavy imports happen inside the functions: the coordinator never pays for them.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.reports.cleaning import (
    INJECTED_ID,
    clean,
    ensure_cell_ids,
    injected_source,
    scrub,
    to_bytes,
)
from helpers.reports.plan import Job
from helpers.reports.scratch import scratch_folder
from helpers.workspace import VARIABLE

KERNEL = "python3"
START_LIMIT = 60
_LONGEST_MESSAGE = 400
PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"
# One thread: sums in another order differ in the last bit, and -j already uses the cores.
STEADY = {
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "315532800",
    "TZ": "UTC",
}


@dataclass(frozen=True)
class Result:
    """What came of a job: files by extension, or why there are none. ``cell`` counts from 1."""

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

    ``attempt`` counts from 1.
    """

    name: str
    cell: int = 0
    cells: int = 0
    attempt: int = 1


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
            notebook = run_notebook(job, trace)
            cover = find_cover(notebook)
            files = render(notebook, job, cover)
        return Result(job.name, "ok", time.perf_counter() - started, files, cover)
    except Exception as error:
        return _failure(job, trace, error, time.perf_counter() - started)


def run_notebook(job: Job, trace: "_Trace | None" = None) -> Any:
    """Return the executed, cleaned notebook of a job.

    Raises
    ------
    papermill.PapermillExecutionError
        If a cell raises.
    ValueError
        If a parameter is not one that the notebook declares (papermill would only log that).
    """
    import nbformat
    import papermill
    from papermill.parameterize import parameterize_notebook
    from traitlets.config import Config

    source = nbformat.read(job.source, as_version=4)
    ensure_cell_ids(source)
    if job.parameters:
        known = {parameter for parameter in papermill.inspect_notebook(str(job.source))}
        unknown = set(job.parameters) - known
        if unknown:
            raise ValueError(f"unknown parameters {sorted(unknown)}, expected {sorted(known)}")
        for cell in source.cells:
            cell.metadata.setdefault("tags", [])
        source.metadata.setdefault("papermill", {})
        source = parameterize_notebook(source, dict(job.parameters), kernel_name=KERNEL)
        injected = next(c for c in source.cells if INJECTED_ID in c.metadata.get("tags", []))
        injected["id"], injected["source"] = INJECTED_ID, injected_source(job.parameters)
    if trace:
        trace.cells = sum(c.cell_type == "code" and bool(c.source.strip()) for c in source.cells)
    with scratch_folder() as sockets:
        executed = papermill.execute_notebook(
            source,
            None,
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=job.source.parent,
            start_timeout=START_LIMIT,
            timeout_func=trace.seconds_left if trace else None,
            record_timing=False,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            config=Config(_transport(sockets)),
        )
    return clean(executed, job.parameters, str(job.root))


def render(notebook: Any, job: Job, cover: Mapping[str, Any] | None) -> dict[str, bytes]:
    """Return the executed notebook and every format of the job, as bytes by file extension."""
    from nbconvert.exporters import get_exporter

    edition = (cover or {}).get("edition") or job.edition
    files = {"ipynb": to_bytes(notebook)}
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


def _transport(folder: str) -> dict[str, Any]:
    # TCP ports are chosen before they are bound, so parallel kernels can collide; sockets cannot.
    if os.name != "posix":
        return {}
    return {
        "KernelManager": {
            "transport": "ipc",
            "ip": f"{folder}/kernel",
            "connection_file": f"{folder}/kernel.json",
        }
    }


@contextmanager
def environment_of(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a while; no other variable is touched."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _kernel_environment(root: Path) -> Iterator[None]:
    """Give the kernel this workspace and a steady environment, free of the user's own profile."""
    with scratch_folder() as profile:
        own = {"IPYTHONDIR": profile, VARIABLE: str(root), PROVISIONER: "multivector-fork"}
        with environment_of(STEADY | own):
            yield
