"""Runs jobs in worker processes so that no job can hurt another, hang, or outlive the command."""

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for

from helpers.reports.execution import START_LIMIT, Backend, Result
from helpers.reports.plan import Job

# What a report may take beyond its own limit: kernel start, rendering, shutdown.
GRACE = START_LIMIT + 60
# Slow to import, and safe to fork after: paid once instead of once a worker.
_PRELOAD = ["papermill", "nbconvert.exporters", "helpers.reports.execution"]
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def run_all(jobs: Sequence[Job], execute: Backend, workers: int) -> Generator[Result, None, None]:
    """Yield the result of every job as it ends, at most ``workers`` at a time.

    A job whose worker dies or does not come back is failed alone: what ran beside it is run again.
    Closing the iterator ends the workers.
    """
    suspects: list[Job] = []
    waiting = deque(jobs)
    while waiting:
        yield from _run(waiting, execute, workers, suspects)
        # Which of the jobs broke the pool cannot be known, so each gets a pool of its own.
        for job in suspects:
            alone: list[Job] = []
            yield from _run(deque([job]), execute, 1, alone)
            if alone:
                message = "the worker process died (killed, or out of memory)"
                yield Result(job.name, "failed", message=message, error="WorkerDied")
        suspects.clear()


def _run(
    waiting: deque[Job], execute: Backend, workers: int, suspects: list[Job]
) -> Generator[Result, None, None]:
    running: dict[Future[Result], tuple[Job, float]] = {}
    with _pool(min(workers, len(waiting))) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < workers:
                    future = pool.submit(execute, waiting[0])
                    job = waiting.popleft()
                    # Starts at once, because never more are submitted than there are workers.
                    running[future] = (job, time.monotonic() + job.report_limit + GRACE)
                for future in wait(running, timeout=1, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    del running[future]
                    yield result
                for future in [f for f, (_, end) in running.items() if time.monotonic() > end]:
                    job, _ = running.pop(future)
                    yield Result(job.name, "failed", message="no answer in time", error="Timeout")
                    raise BrokenProcessPool
        except BrokenProcessPool:
            suspects.extend(job for job, _ in running.values())
            _kill(pool)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context(_METHOD)
    context.set_forkserver_preload(_PRELOAD)
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=context,
        initializer=_follow_parent,
    )
    try:
        yield pool
    except BaseException:
        _kill(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _kill(pool: ProcessPoolExecutor) -> None:
    # Python 3.14 has kill_workers(); before, the executor keeps its processes to itself.
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


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
