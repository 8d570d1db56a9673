"""Workers are used again for a few jobs, then replaced, so that what they keep stays bounded."""

import os
from collections import Counter
from pathlib import Path

from helpers.reports import pool
from helpers.reports.execution import Result
from helpers.reports.plan import Job
from helpers.reports.pool import LIFETIME, run_all


def who(job: Job) -> Result:
    """Say which process runs the job."""
    return Result(job.name, "ok", message=str(os.getpid()))


def test_a_worker_runs_a_few_jobs_and_is_gone_before_the_next_comes():
    count = 2 * LIFETIME + 1
    jobs = [Job(f"job{one}", "book", Path("book.ipynb"), Path()) for one in range(count)]
    results = {result.name: result.message for result in run_all(jobs, who, 1)}
    assert set(results) == {job.name for job in jobs}
    assert sorted(Counter(results.values()).values()) == [1, LIFETIME, LIFETIME]
    assert not any(Path("/proc", pid).exists() for pid in results.values())


def test_a_fork_server_that_is_not_dead_yet_is_waited_for(monkeypatch):
    begin, failures = pool._Worker, [EOFError("dying"), ConnectionRefusedError("dying")]

    def start(*arguments):
        if failures:
            raise failures.pop()
        return begin(*arguments)

    monkeypatch.setattr(pool, "_Worker", start)
    (result,) = run_all([Job("job", "book", Path("book.ipynb"), Path())], who, 1)
    assert result.status == "ok" and not failures


def test_a_worker_that_cannot_be_started_fails_the_report_by_name(monkeypatch):
    def start(*arguments):
        raise OSError("no memory")

    monkeypatch.setattr(pool, "_Worker", start)
    monkeypatch.setattr(pool, "_FORK_LIMIT", 0.1)
    (result,) = run_all([Job("job", "book", Path("book.ipynb"), Path())], who, 1)
    assert (result.status, result.error) == ("failed", "WorkerDied")
    assert result.message == "no worker process could be started (OSError)"
