"""Runs jobs in worker processes so that no job can hurt another, hang, or outlive the command.

Not concurrent.futures.ProcessPoolExecutor: its workers share one pipe, so that one that is killed
halfway through a result leaves the reader waiting for ever. Here each worker has its own pipe,
which ends with it; threads wait for them, and the interface to the build stays that of futures.
"""

import multiprocessing
import os
import tempfile
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from tempfile import TemporaryDirectory
from typing import Any

from helpers.reports import nursery, preload
from helpers.reports.execution import START_LIMIT, STEADY, Backend, Result, environment_of
from helpers.reports.plan import Job

# What a report may take beyond its own limit: kernel start, rendering, shutdown.
GRACE = START_LIMIT + 60
# Slow to import, and safe to fork after: paid once instead of once a worker.
_PRELOAD = [
    "papermill",
    "nbconvert.exporters",
    "helpers.reports.execution",
    "helpers.reports.provisioner",
    "helpers.reports.preload",
]
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def run_all(jobs: Sequence[Job], execute: Backend, workers: int) -> Generator[Result, None, None]:
    """Yield the result of every job as it ends, at most ``workers`` at a time.

    A job whose worker dies or does not come back in time is failed, and only that job. Closing the
    iterator ends the workers at once.
    """
    if not jobs:
        return
    _start_forkserver(jobs)
    with (
        TemporaryDirectory(prefix="mv-", ignore_cleanup_errors=True) as scratch,
        ThreadPoolExecutor(min(workers, len(jobs))) as threads,
    ):
        fleet = _Fleet(execute, scratch)
        waiting = {threads.submit(fleet.run, job) for job in jobs}
        try:
            for future in as_completed(waiting):
                # Forgotten here, so that results do not pile up in memory.
                waiting.discard(future)
                yield future.result()
        finally:
            for future in waiting:
                future.cancel()
            fleet.close()


def _start_forkserver(jobs: Sequence[Job]) -> None:
    """Start the process that all others are forked from, in a steady environment."""
    if _METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(_PRELOAD)
    names = ",".join(preload.names_for(job.source for job in jobs))
    with environment_of(STEADY | {preload.VARIABLE: names}):
        forkserver.ensure_running()


class _Fleet:
    """Worker processes that are started when needed and used again."""

    def __init__(self, execute: Backend, scratch: str) -> None:
        self.execute = execute
        self.scratch = scratch
        self.lock = threading.Lock()
        self.idle: list[_Worker] = []
        self.busy: set[_Worker] = set()
        self.closed = False

    def run(self, job: Job) -> Result:
        """Run one job in some worker; called from several threads."""
        with self.lock:
            if self.closed:
                return Result(job.name, "failed", message="interrupted", error="Interrupted")
            worker = self.idle.pop() if self.idle else _Worker(self.execute, self.scratch)
            self.busy.add(worker)
        result = worker.run(job)
        with self.lock:
            self.busy.discard(worker)
            if worker.process.is_alive() and not self.closed:
                self.idle.append(worker)
        return result

    def close(self) -> None:
        """Kill all workers; kernels notice within a second that their parent is gone."""
        with self.lock:
            self.closed = True
            for worker in (*self.idle, *self.busy):
                worker.kill()


class _Worker:
    """One process and the only pipe to it."""

    def __init__(self, execute: Backend, scratch: str) -> None:
        context: Any = multiprocessing.get_context(_METHOD)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, execute, scratch), daemon=True)
        self.process.start()
        # Ours would keep the pipe open after the worker's death.
        theirs.close()

    def run(self, job: Job) -> Result:
        """Return the result of a job; a worker that failed to give one is killed."""
        try:
            self.pipe.send(job)
            if self.pipe.poll(job.report_limit + GRACE):
                result: Result = self.pipe.recv()
                return result
            message, error = "no answer in time", "Timeout"
        except (EOFError, OSError):
            message, error = "the worker process died (killed, or out of memory)", "WorkerDied"
        self.kill()
        return Result(job.name, "failed", message=message, error=error)

    def kill(self) -> None:
        """End the process at once and wait for it."""
        self.process.kill()
        self.process.join(START_LIMIT)


def _serve(pipe: Connection, execute: Backend, scratch: str) -> None:
    """Work until the other end of the pipe is closed; kernels keep their files in ``scratch``."""
    if _METHOD == "forkserver":
        nursery.open_nursery()
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    _follow_parent()
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(execute(job))


def _follow_parent() -> None:
    """End this worker when the command that started it is gone; ignore the terminal's Ctrl-C."""
    import signal

    # Not SIG_IGN, which the kernel would inherit.
    signal.signal(signal.SIGINT, lambda *_: None)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait_for([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
