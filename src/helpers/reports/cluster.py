"""Runs jobs on a Dask cluster, with the interface and the results of :mod:`helpers.reports.pool`.

The workspace travels as one bundle (:mod:`helpers.reports.bundle`), each report runs in a process
beside a Dask worker (:mod:`helpers.reports.cluster_worker`), and its bytes come back. Dask places
the tasks, at most one a thread at a time; this module submits, listens and, in the end, gives up.
"""

import time
import uuid
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from helpers.reports.bundle import pack
from helpers.reports.cluster_joining import connected, require_same_versions, wait_for_workers
from helpers.reports.cluster_worker import TOPIC, keep, run_remote, signature
from helpers.reports.execution import Backend, Result, Step
from helpers.reports.plan import Job
from helpers.reports.pool import GRACE, PASSING

_TICK = 0.5
_GATHER_LIMIT = 120.0
_LOST = "the connection to the Dask scheduler was lost"
_DIED = "the worker of the cluster died or left (killed, out of memory, or taken away)"


@dataclass(frozen=True)
class Cluster:
    """The address of a Dask scheduler, and how many seconds to wait for it and for a worker."""

    address: str
    connect_limit: float = 10.0
    worker_limit: float = 60.0

    def run_all(
        self,
        jobs: Sequence[Job],
        execute: Backend,
        workers: int,
        *,
        retries: int = 0,
        notify: Callable[[Step], None] = lambda step: None,
    ) -> Generator[Result, None, None]:
        """Yield the result of every job as it ends; see :func:`helpers.reports.pool.run_all`.

        At most ``workers`` jobs are in the cluster at a time. Closing the iterator ends those that
        run. A job whose worker dies fails with "WorkerDied", which another attempt may mend. All
        that are left fail with "NoWorkers" when there has been no worker for ``worker_limit``, and
        with "SchedulerLost" when the connection breaks.

        Raises
        ------
        UsageError
            If there is no scheduler or no worker, or their versions are not those of this build.
        """
        if not jobs:
            return
        with connected(self.address, self.connect_limit) as client:
            news: SimpleQueue[Any] = SimpleQueue()
            for topic in (TOPIC, "all"):
                client.subscribe_topic(topic, lambda event: news.put(event[1]))
            bundle = pack(jobs[0].root)
            # Submitted, not scattered: if the worker that holds it dies, Dask makes it again. And
            # before waiting for a worker, since some clusters start one only if there is a task.
            shared = _submit(client, keep, bundle, key=f"multivector-bundle-{bundle.digest}")
            present = wait_for_workers(client, self.worker_limit)
            versions = signature()
            require_same_versions(client, versions)

            def submit(job: Job, key: str) -> Any:
                plain = replace(job, root=Path(), source=job.source.relative_to(job.root))
                future = _submit(client, run_remote, shared, plain, execute, versions, key, key=key)
                future.add_done_callback(news.put)
                return future

            def closed() -> bool:
                return client.status in ("closing", "closed")

            run = _Run(submit, closed, news, present, workers, retries, notify, self.worker_limit)
            try:
                yield from run.results(jobs)
            finally:
                with suppress(Exception):
                    for topic in (TOPIC, "all"):
                        client.unsubscribe_topic(topic)


def _submit(client: Any, function: Callable[..., Any], *values: Any, key: str) -> Any:
    with warnings.catch_warnings():
        # Dask advises against large arguments; a workspace has to travel once.
        warnings.filterwarnings("ignore", "Sending large graph")
        return client.submit(function, *values, key=key, pure=False)


@dataclass
class _Attempt:
    """One try at one job: a task of the cluster; ``worker`` is empty until it begins."""

    job: Job
    number: int
    spent: float
    future: Any
    changed: float
    worker: str = ""


class _Run:
    """The jobs of one build: those waiting here, and those in the cluster by key."""

    def __init__(
        self,
        submit: Callable[[Job, str], Any],
        closed: Callable[[], bool],
        news: "SimpleQueue[Any]",
        present: set[str],
        most: int,
        retries: int,
        notify: Callable[[Step], None],
        worker_limit: float,
    ) -> None:
        self.submit = submit
        self.closed = closed
        self.lost = False
        self.news = news
        self.present = present
        self.most = most
        self.retries = retries
        self.notify = notify
        self.worker_limit = worker_limit
        self.waiting: deque[tuple[Job, int, float]] = deque()
        self.active: dict[str, _Attempt] = {}
        self.moved = self.manned = time.monotonic()
        self.prefix = f"multivector-{uuid.uuid4().hex}"

    def results(self, jobs: Sequence[Job]) -> Generator[Result, None, None]:
        """Yield results until every job has one."""
        self.waiting.extend((job, 1, 0.0) for job in jobs)
        while self.waiting or self.active:
            while self.waiting and len(self.active) < self.most:
                yield from self._start(*self.waiting.popleft())
            try:
                found = self.news.get(timeout=_TICK)
            except Empty:
                found = {}
            yield from self._hear(found) if isinstance(found, Mapping) else self._end(found)
            yield from self._give_up()

    def _start(self, job: Job, number: int, spent: float) -> Iterator[Result]:
        key = f"{self.prefix}-{job.name}-{number}"
        try:
            future = self.submit(job, key)
        except Exception:
            # A client that has given up takes nothing more.
            self.lost = True
            yield Result(job.name, "failed", spent, message=_LOST, error="SchedulerLost")
            return
        self.active[key] = _Attempt(job, number, spent, future, changed=time.monotonic())

    def _hear(self, event: Mapping[str, Any]) -> Iterator[Result]:
        """Take an event: of a report that goes on, or of a worker that comes or goes."""
        action, worker = event.get("action"), str(event.get("worker", ""))
        if action == "add-worker":
            self.present.add(worker)
        elif action == "remove-worker":
            self.present.discard(worker)
            yield from self._lose(lambda attempt: attempt.worker == worker)
        attempt = self.active.get(str(event.get("key", "")))
        if attempt is None:
            return
        if attempt.worker not in ("", worker):
            # Dask has begun it again elsewhere; whether that is wanted is for us to say.
            yield from self._lose(lambda one: one is attempt)
            return
        self.moved = time.monotonic()
        if not attempt.worker:
            attempt.worker, attempt.changed = worker, self.moved
        self.notify(Step(attempt.job.name, event["cell"], event["cells"], attempt.number))

    def _lose(self, lost: Callable[[_Attempt], bool]) -> Iterator[Result]:
        for key, attempt in list(self.active.items()):
            if lost(attempt) and not attempt.future.done():
                yield from self._settle(key, _failed(attempt, _DIED, "WorkerDied"))

    def _end(self, future: Any) -> Iterator[Result]:
        attempt = self.active.get(future.key)
        if attempt is None or attempt.future is not future:
            return
        try:
            result = future.result(timeout=_GATHER_LIMIT)
        except Exception as error:
            result = _failed(attempt, *_reason(future, error))
            self.lost |= result.error == "SchedulerLost"
        yield from self._settle(future.key, result)

    def _settle(self, key: str, result: Result) -> Iterator[Result]:
        """Yield the result of an attempt, unless the job is tried again."""
        attempt = self.active.pop(key)
        self.moved = time.monotonic()
        # Nobody wants the task any more: Dask takes it from its worker, which sees that.
        attempt.future.release()
        spent = attempt.spent + result.seconds
        passing = result.error in PASSING
        if passing and attempt.number <= self.retries:
            self.waiting.append((attempt.job, attempt.number + 1, spent))
            return
        tried = f" (tried {attempt.number} times)" if passing and self.retries else ""
        yield replace(result, seconds=spent, message=result.message + tried)

    def _give_up(self) -> Iterator[Result]:
        """Fail what has waited too long: for a worker, for its turn, or for its end."""
        now = time.monotonic()
        if self.present:
            self.manned = now
        if self.lost or self.closed():
            yield from self._abandon(_LOST, "SchedulerLost")
        elif now - self.manned > self.worker_limit:
            message = f"the cluster has had no worker for {self.worker_limit:g} s"
            yield from self._abandon(message, "NoWorkers")
        for key, attempt in list(self.active.items()):
            since = attempt.changed if attempt.worker else max(attempt.changed, self.moved)
            # The worker has the same limit and should be first to say so.
            if now - since > attempt.job.report_limit + 2 * GRACE:
                message = "no answer in time" if attempt.worker else "no worker took it in time"
                yield from self._settle(key, _failed(attempt, message, "Timeout"))

    def _abandon(self, message: str, error: str) -> Iterator[Result]:
        """Fail all that is left."""
        while self.waiting:
            job, _, spent = self.waiting.popleft()
            yield Result(job.name, "failed", spent, message=message, error=error)
        for key, attempt in list(self.active.items()):
            yield from self._settle(key, _failed(attempt, message, error))


def _failed(attempt: _Attempt, message: str, error: str) -> Result:
    seconds = time.monotonic() - attempt.changed if attempt.worker else 0.0
    return Result(attempt.job.name, "failed", seconds, message=message, error=error)


def _reason(future: Any, error: Exception) -> tuple[str, str]:
    """Return message and name of what kept a task from giving a result."""
    if type(error).__name__ in ("KilledWorker", "TimeoutError"):
        return _DIED, "WorkerDied"
    if future.cancelled() or future.status == "lost":
        return _LOST, "SchedulerLost"
    # Its text could name a folder of another machine.
    return f"the task could not run on the cluster ({type(error).__name__})", "ClusterError"
