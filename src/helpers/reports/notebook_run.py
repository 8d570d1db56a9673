"""Runs the cells of one notebook in a kernel: those that no earlier run still holds for."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from helpers.reports import snapshots
from helpers.reports.cleaning import INJECTED_ID, clean, ensure_cell_ids, injected_source
from helpers.reports.kept_cells import code_cells, read_kept, take_outputs, unchanged
from helpers.reports.plan import Job
from helpers.reports.scratch import scratch_folder
from helpers.reports.steady import environment_of

KERNEL = "python3"
# Seconds until a kernel answers; a copy of one has nothing to start.
START_LIMIT, COPY_LIMIT = 60, 10


def run_notebook(
    job: Job, begin: Callable[[int, int], None], seconds: Callable[[Any], float]
) -> Any:
    """Return the executed, cleaned notebook of a job.

    Parameters
    ----------
    begin : callable
        Told how many cells have run already in an earlier run, and how many there are.
    seconds : callable
        Asked before each cell how many seconds it may take.

    Raises
    ------
    papermill.PapermillExecutionError
        If a cell raises.
    ValueError
        If a parameter is not one that the notebook declares (papermill would only log that).
    """
    notebook = _with_parameters(job)
    cells = code_cells(notebook.cells)
    sources = [cell.source for cell in cells]
    earlier = read_kept(job.kept)
    before = code_cells(earlier.cells) if earlier else []
    same = unchanged(cells, before)
    snapshots.prune(job.snapshots, sources)
    if earlier and same == len(cells):
        begin(same, same)
        take_outputs(cells, before, same)
        notebook.metadata["language_info"] = earlier.metadata["language_info"]
        return clean(notebook, job.parameters, str(job.root))
    kept, copy = snapshots.find(job.snapshots, sources, same)
    if kept:
        begin(kept, len(cells))
        take_outputs(cells, before, kept)
        first = next(i for i, cell in enumerate(notebook.cells) if cell is cells[kept])
        rest = type(notebook)({**notebook, "cells": notebook.cells[first:]})
        # What fails here may fail because of the copy: only a whole run has the last word.
        with suppress(Exception):
            executed = _execute(rest, job, seconds, copy)
            executed.cells[:0] = notebook.cells[:first]
            return clean(executed, job.parameters, str(job.root))
    begin(0, len(cells))
    return clean(_execute(notebook, job, seconds), job.parameters, str(job.root))


def _with_parameters(job: Job) -> Any:
    import nbformat

    source = nbformat.read(job.source, as_version=4)
    ensure_cell_ids(source)
    if not job.parameters:
        return source
    import papermill
    from papermill.parameterize import parameterize_notebook

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
    return source


def _execute(notebook: Any, job: Job, seconds: Callable[[Any], float], copy: str = "") -> Any:
    import papermill
    from traitlets.config import Config

    variables = {snapshots.PLACE: job.snapshots, snapshots.RESUME: copy}
    with scratch_folder() as sockets, environment_of(variables):
        return papermill.execute_notebook(
            notebook,
            None,
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=job.source.parent,
            start_timeout=COPY_LIMIT if copy else START_LIMIT,
            timeout_func=seconds,
            record_timing=False,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            config=Config({"KernelManager": _settings(sockets)}),
        )


def _settings(folder: str) -> dict[str, Any]:
    client = {"client_factory": "helpers.reports.ready_client.ReadyClient"}
    if os.name != "posix":
        return client
    # TCP ports are chosen before they are bound, so parallel kernels can collide; sockets cannot.
    return client | {
        "transport": "ipc",
        "ip": f"{folder}/kernel",
        "connection_file": f"{folder}/kernel.json",
    }
