"""What a Dask worker does for a build: unpack the workspace, run a report, send its bytes back.

Nothing here is read from a shared disk: the worker needs this package, and the bundle that comes
with the task.
"""

import atexit
import multiprocessing
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers import __version__
from helpers.reports import fingerprint
from helpers.reports.bundle import Bundle, unpack
from helpers.reports.execution import Backend, Result, Step
from helpers.reports.plan import Job
from helpers.reports.pool import GRACE

TOPIC = "multivector"
_TICK = 0.5
_ENDING = ("closing", "closed", "failed", "stopping")
_SHORT = 12


def keep(bundle: Bundle) -> Bundle:
    """Return a bundle as it is: as the result of a task, Dask brings it to every worker."""
    return bundle


@cache
def signature() -> dict[str, str]:
    """Return what must be the same everywhere for the same bytes: versions, and a hash of the code.

    Worked out once a process: a worker that was started with other code does not pretend.
    """
    folder = fingerprint._PACKAGE_FOLDER
    code = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            code.update(path.relative_to(folder).as_posix().encode() + b"\0")
            code.update(sha256(path.read_bytes()).digest())
    own = {"multivector": __version__, "code of multivector": code.hexdigest()[:_SHORT]}
    return own | fingerprint.libraries()


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Return which parts of two signatures differ, with both values; empty if none does.

    >>> differences({"multivector": "0.1.0"}, {"multivector": "0.2.0"})
    'multivector 0.2.0, expected 0.1.0'
    """
    return "; ".join(
        f"{name} {found.get(name, 'missing')}, expected {expected.get(name, 'none')}"
        for name in sorted({*expected, *found}, key=lambda name: (name != "multivector", name))
        if expected.get(name) != found.get(name)
    )


def run_remote(
    bundle: Bundle, job: Job, execute: Backend, expected: Mapping[str, str], key: str
) -> Result:
    """Run one job in a process beside this Dask worker; every failure is a Result.

    Parameters
    ----------
    job : Job
        ``source`` is relative to the workspace, wherever that is unpacked.
    execute : callable
        Turns a job into a result; must be importable here.
    expected : mapping
        :func:`signature` of the build: a worker that joined late may have other versions.
    key : str
        Of the task; the events that tell how far the report has come carry it.
    """
    from distributed import get_worker

    worker = get_worker()
    different = differences(expected, signature())
    if different:
        message = f"a worker of the cluster has other versions: {different}"
        return Result(job.name, "failed", message=message, error="VersionMismatch")

    def announce(step: Step) -> None:
        event = {"key": key, "worker": worker.address, "cell": step.cell, "cells": step.cells}
        worker.log_event(TOPIC, event)

    own = worker.get_current_task()

    def wanted() -> bool:
        # A worker that is asked to end waits for its tasks.
        ending = worker.status.name in _ENDING
        state = worker.state.tasks.get(own)
        return not ending and state is not None and state.state != "cancelled"

    announce(Step(job.name))
    try:
        root = unpack(bundle, Path(worker.local_directory))
        return _run(replace(job, root=root, source=root / job.source), execute, announce, wanted)
    except Exception as error:
        # Its text could name a folder of this machine.
        message = f"the worker could not run the report ({type(error).__name__})"
        return Result(job.name, "failed", message=message, error="WorkerDied")


def _run(
    job: Job, execute: Backend, announce: Callable[[Step], None], wanted: Callable[[], bool]
) -> Result:
    slot = _take(job.root)
    limit = time.monotonic() + job.report_limit + GRACE + _TICK
    try:
        slot.pipe.send((job, execute))
        while time.monotonic() < limit and wanted():
            if slot.pipe.poll(_TICK):
                found: Step | Result = slot.pipe.recv()
                if isinstance(found, Result):
                    _give_back(slot)
                    return found
                if found.cell:
                    announce(found)
        message, error = "no answer in time", "Timeout"
    except (EOFError, OSError):
        message, error = "the worker process died (killed, or out of memory)", "WorkerDied"
    slot.close()
    return Result(job.name, "failed", message=message, error=error)


class _Slot:
    """One process beside this worker, for the reports of one workspace, and the pipe to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pipe, theirs = multiprocessing.Pipe()
        number = theirs.fileno()
        command = [sys.executable, "-P", "-m", "helpers.reports.cluster_slot", str(number)]
        # A session of its own: Ctrl-C at the Dask worker is not meant for it.
        self.process: subprocess.Popen[Any] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(number,),
            start_new_session=True,
        )
        theirs.close()

    def close(self) -> None:
        """End the process and all that it started."""
        self.pipe.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_lock = threading.Lock()
_idle: list[_Slot] = []


def _take(root: Path) -> _Slot:
    """Return an idle process for a workspace, or a new one; those for others make room."""
    with _lock:
        while _idle:
            slot = _idle.pop()
            if slot.root == root and slot.process.poll() is None:
                return slot
            slot.close()
        return _Slot(root)


def _give_back(slot: _Slot) -> None:
    with _lock:
        _idle.append(slot)


@atexit.register
def _close_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().close()
