"""Runs jobs in worker processes so that no job can hurt another, hang, or outlive the command.

Not concurrent.futures.ProcessPoolExecutor: its workers share one pipe, so that one that is killed
halfway through a result leaves the reader waiting for ever. Here each worker has its own pipe,
which ends with it; threads wait for them, and the interface to the build stays that of futures.
"""

import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from queue import SimpleQueue
from typing import Any

from helpers.reports import execution, nursery, preload
from helpers.reports.execution import Backend, Result, Step
from helpers.reports.notebook_run import START_LIMIT
from helpers.reports.plan import Job
from helpers.reports.scratch import hold, keep_sockets, scratch_folder, sweep
from helpers.reports.steady import STEADY, environment_of

# Failures of the machine rather than of a cell: another attempt may succeed.
PASSING = frozenset({"CellTimeoutError", "DeadKernelError", "Timeout", "WorkerDied"})
# What a report may take beyond its own limit: kernel start, rendering, shutdown.
GRACE = START_LIMIT + 60
# Jobs of one worker: Typst keeps what it has typeset, at most 1.1 GB after fifteen reports, 0.6 GB
# after five. A new worker is a fork and costs little.
LIFETIME = 5
_FORK_LIMIT = 10.0
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def run_all(
    jobs: Sequence[Job],
    execute: Backend,
    workers: int,
    *,
    retries: int = 0,
    notify: Callable[[Step], None] = lambda step: None,
) -> Generator[Result, None, None]:
    """Yield the result of every job as it ends, at most ``workers`` at a time.

    A job whose worker dies or does not come back in time is failed, and only that job. Closing the
    iterator ends the workers at once.

    Parameters
    ----------
    retries : int
        Further attempts at a job that failed by one of :data:`PASSING`; others are final.
    notify : callable
        Told when an attempt and each of its cells start; called in the caller's own thread.
    """
    if not jobs:
        return
    sweep()
    steady = _start_forkserver(jobs)
    with (
        scratch_folder() as scratch,
        ThreadPoolExecutor(min(workers, len(jobs))) as threads,
    ):
        news: SimpleQueue[Step | Future[Result]] = SimpleQueue()
        fleet = _Fleet(execute, scratch, retries, news.put, steady)
        waiting = {threads.submit(fleet.run, job) for job in jobs}
        for future in waiting:
            future.add_done_callback(news.put)
        try:
            while waiting:
                found = news.get()
                if isinstance(found, Step):
                    notify(found)
                    continue
                # Forgotten here, so that results do not pile up in memory.
                waiting.discard(found)
                yield found.result()
                del found
        finally:
            for future in waiting:
                future.cancel()
            fleet.close()


def warm_up(jobs: Sequence[Job]) -> None:
    """Start, in the background, to import what the jobs need: their first run will not wait."""
    if jobs:
        _start_forkserver(jobs)


def _start_forkserver(jobs: Sequence[Job]) -> dict[str, str]:
    """Start the process that all others are forked from; return its steady environment."""
    if _METHOD != "forkserver":
        return STEADY
    from multiprocessing import forkserver

    keep_sockets()
    running = [job.source for job in jobs if not (job.kept and job.kept.complete)]
    forkserver.set_forkserver_preload([preload.__name__])
    names = ",".join(preload.names_for(running))
    steady = STEADY | {preload.VARIABLE: names, preload.ROOT: str(jobs[0].root)}
    with environment_of(steady):
        forkserver.ensure_running()
    return steady


class _Fleet:
    """Worker processes that are started when needed and used again."""

    def __init__(
        self,
        execute: Backend,
        scratch: str,
        retries: int,
        notify: Callable[[Step], None],
        steady: Mapping[str, str],
    ) -> None:
        self.execute = execute
        self.scratch = scratch
        self.retries = retries
        self.notify = notify
        self.steady = steady
        self.lock = threading.Lock()
        self.idle: list[_Worker] = []
        self.busy: set[_Worker] = set()
        self.closed = False

    def run(self, job: Job) -> Result:
        """Run one job, again if it failed in passing; called from several threads."""
        seconds, result = 0.0, Result(job.name, "failed")
        for attempt in range(1, self.retries + 2):
            result = self._try(job, attempt)
            seconds += result.seconds
            if result.error not in PASSING:
                return replace(result, seconds=seconds)
        tried = f" (tried {self.retries + 1} times)" if self.retries else ""
        return replace(result, seconds=seconds, message=result.message + tried)

    def _try(self, job: Job, attempt: int) -> Result:
        with self.lock:
            if self.closed:
                return Result(job.name, "failed", message="interrupted", error="Interrupted")
            try:
                worker = self.idle.pop() if self.idle else self._start()
            except (EOFError, OSError) as error:
                message = f"no worker process could be started ({type(error).__name__})"
                return Result(job.name, "failed", message=message, error="WorkerDied")
            self.busy.add(worker)
        self.notify(Step(job.name, attempt=attempt))
        result = worker.run(job, lambda step: self.notify(replace(step, attempt=attempt)))
        with self.lock:
            self.busy.discard(worker)
            fresh = worker.jobs < LIFETIME
            if fresh and worker.process.is_alive() and not self.closed:
                self.idle.append(worker)
        if not fresh:
            worker.kill()
        return result

    def _start(self) -> "_Worker":
        """Start a worker; with it, should the fork server have died, a new one that is the same."""
        limit = time.monotonic() + _FORK_LIMIT
        while True:
            try:
                with environment_of(self.steady):
                    return _Worker(self.execute, self.scratch)
            except (EOFError, OSError):
                # A fork server that was just killed is replaced only once it is seen to be dead.
                if time.monotonic() > limit:
                    raise
                time.sleep(0.05)

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
        self.jobs = 0
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, execute, scratch), daemon=True)
        self.process.start()
        # Ours would keep the pipe open after the worker's death.
        theirs.close()

    def run(self, job: Job, notify: Callable[[Step], None]) -> Result:
        """Return the result of a job; a worker that failed to give one is killed."""
        self.jobs += 1
        started = time.monotonic()
        limit = started + job.report_limit + GRACE
        try:
            self.pipe.send(job)
            while self.pipe.poll(max(0.0, limit - time.monotonic())):
                found: Step | Result = self.pipe.recv()
                if isinstance(found, Result):
                    return found
                notify(found)
            message, error = "no answer in time", "Timeout"
        except (EOFError, OSError):
            message, error = "the worker process died (killed, or out of memory)", "WorkerDied"
        self.kill()
        seconds = time.monotonic() - started
        return Result(job.name, "failed", seconds, message=message, error=error)

    def kill(self) -> None:
        """End the process at once and wait for it."""
        self.process.kill()
        self.process.join(START_LIMIT)


def _serve(pipe: Connection, execute: Backend, scratch: str) -> None:
    """Work until the other end of the pipe is closed; kernels keep their files in ``scratch``."""
    if _METHOD == "forkserver":
        nursery.open_nursery()
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    hold(scratch)
    _follow_parent()
    execution.announce = pipe.send
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
