"""A real scheduler and real workers: the same bytes as at home, and every fault ends the build."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.errors import UsageError
from helpers.reports import cluster_joining, cluster_worker
from helpers.reports.build import build
from helpers.reports.cluster import Cluster
from helpers.reports.execution import Result, Step, execute_job
from helpers.reports.plan import Job, discover, plan
from helpers.reports.pool import run_all
from helpers.workspace import Workspace
from tests.reports.dask_cluster import DaskCluster
from tests.reports.test_warm_kernels import printed, write
from tests.reports.tiny_workspace import STUBS, contents, copy_workspace

pytest.importorskip("distributed", reason="the optional extra 'scale' is not installed")

HOLD = """\
import os, time
from pathlib import Path
first = not Path({mark!r}).exists()
Path({mark!r}).write_text(os.environ["WORKER"])
time.sleep(120 if first else 0)
print(os.environ["WORKER"])
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[DaskCluster]:
    cluster = DaskCluster(tmp_path_factory.mktemp("cluster"))
    try:
        with pytest.MonkeyPatch.context() as patch:
            # The workers' own copy: a module saved meanwhile must not fail a test.
            patch.setattr("helpers.reports.fingerprint._PACKAGE_FOLDER", cluster.package)
            cluster_worker.signature.cache_clear()
            yield cluster
    finally:
        cluster_worker.signature.cache_clear()
        cluster.close()


@pytest.fixture
def dask(running) -> DaskCluster:
    running.ensure_workers("one", "two")
    return running


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "w")


def jobs_of(workspace: Workspace, *names: str) -> list[Job]:
    return plan(discover(workspace), names, {}, workspace, exporters=STUBS)


def test_a_build_on_the_cluster_publishes_the_bytes_of_one_at_home(dask, workspace, tmp_path):
    other = copy_workspace(tmp_path / "elsewhere" / "x")
    steps: list[Step] = []
    here = build(workspace, discover(workspace), jobs_of(workspace), workers=2)
    there = build(
        other, discover(other), jobs_of(other),
        workers=2, runner=Cluster(dask.address).run_all, notify=steps.append,
    )  # fmt: skip
    assert {name: one.status for name, one in there.results.items()} == {
        "overview": "ok", "avalon": "ok",
    }  # fmt: skip
    assert there.changed == here.changed
    assert contents(other.reports) == contents(workspace.reports)
    assert [(s.cell, s.attempt) for s in steps if s.name == "overview"][:2] == [(0, 1), (1, 1)]


def test_workers_read_only_what_they_unpacked(dask, workspace, tmp_path):
    look = (
        "import os\nfrom pathlib import Path\n"
        "root = Path(os.environ['MULTIVECTOR_ROOT'])\n"
        "folders = [root, Path.cwd(), *sorted(root.rglob('*.csv'))]\n"
        f"Path({str(tmp_path / 'seen')!r}).write_text('\\n'.join(map(str, folders)))\n"
        "print(len((root / 'data' / 'trade.csv').read_text()))"
    )
    job = write(workspace, "look", look)
    length = len((workspace.data / "trade.csv").read_text())
    away = tmp_path / "away"
    (result,) = Cluster(dask.address).run_all(
        [job], execute_job, 1, notify=lambda step: step.cell or workspace.root.rename(away)
    )
    assert away.is_dir() and not workspace.root.exists()
    assert printed(result) == [str(length)]
    seen = [Path(line) for line in (tmp_path / "seen").read_text().splitlines()]
    homes = [dask.home("one"), dask.home("two")]
    assert all(any(path.is_relative_to(home) for home in homes) for path in seen)
    assert seen[0].name.startswith("multivector-") and seen[1] == seen[0] / "notebooks"
    # The cell itself names a path of the test, so that only what it printed counts.
    assert str(dask.folder) not in str(printed(result)) + result.message + result.detail
    (ran,) = (home for home in homes if seen[0].is_relative_to(home))
    dask.stop_worker(ran.name)
    assert not seen[0].exists()


def test_a_failing_cell_fails_as_at_home(dask, workspace):
    job = write(workspace, "fail", "1", "raise ValueError('no ' + __import__('os').getcwd())")
    (there,) = Cluster(dask.address).run_all([job], execute_job, 1)
    (here,) = run_all([job], execute_job, 1)
    assert (there.status, there.error, there.cell) == ("failed", "ValueError", 2)
    assert (there.message, there.detail) == (here.message, here.detail)


@pytest.mark.parametrize("retries", [0, 1])
def test_a_killed_worker_fails_its_report_or_has_it_tried_again(dask, workspace, tmp_path, retries):
    mark = tmp_path / "mark"
    job = write(workspace, "hold", HOLD.format(mark=str(mark)))
    steps: list[Step] = []

    def kill() -> None:
        while not (mark.is_file() and mark.read_text()):
            time.sleep(0.02)
        killed.append(mark.read_text())
        dask.kill_worker(killed[0])

    killed: list[str] = []
    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    started = time.monotonic()
    jobs = [job, *jobs_of(workspace, "avalon")]
    runner = Cluster(dask.address).run_all
    found = {
        one.name: one
        for one in runner(jobs, execute_job, 2, retries=retries, notify=steps.append)
    }  # fmt: skip
    thread.join(10)
    assert time.monotonic() - started < 30
    assert found["avalon"].status == "ok"
    attempts = [step.attempt for step in steps if step.name == "hold" and not step.cell]
    if retries:
        assert attempts == [1, 2]
        survivor = ({"one", "two"} - set(killed)).pop()
        assert printed(found["hold"]) == [survivor]
    else:
        assert attempts == [1]
        assert (found["hold"].status, found["hold"].error) == ("failed", "WorkerDied")
        assert "worker of the cluster died" in found["hold"].message
    assert "tcp://" not in found["hold"].message


def test_closing_the_iterator_ends_the_report_that_runs(dask, workspace, tmp_path):
    beat = tmp_path / "beat"
    cell = (
        "import time\nfrom pathlib import Path\n"
        f"while True:\n    Path({str(beat)!r}).write_text(str(time.time()))\n    time.sleep(0.1)"
    )
    jobs = [write(workspace, "beat", cell), *jobs_of(workspace, "avalon")]
    results = Cluster(dask.address).run_all(jobs, execute_job, 2)
    assert next(results).name == "avalon"
    until(beat.is_file)
    results.close()
    until(lambda: time.time() - beat.stat().st_mtime > 1)


def test_without_a_scheduler_the_address_is_named_within_its_limit(workspace):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    started = time.monotonic()
    with pytest.raises(UsageError, match=f"No Dask scheduler at '{address}'"):
        run(Cluster(address, connect_limit=1), workspace)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("wrong", ["nonsense", "tcp://host", "foo://host:1", "host:8786", ""])
def test_what_is_no_address_is_refused_at_once(wrong, workspace):
    with pytest.raises(UsageError, match=f"'{wrong}' is not the address"):
        run(Cluster(wrong), workspace)


def test_something_else_that_listens_is_no_scheduler(workspace):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UsageError, match="No Dask scheduler at"):
            run(Cluster(address, connect_limit=1), workspace)


def test_without_workers_the_build_ends_with_a_clear_error(running, workspace):
    for name in running.workers:
        running.kill_worker(name)
    with pytest.raises(UsageError, match="has no workers"):
        run(Cluster(running.address, worker_limit=1), workspace)


def test_other_versions_are_refused_and_both_are_named(dask, workspace, monkeypatch):
    own = {**cluster_worker.signature(), "multivector": "9.9.9"}
    monkeypatch.setattr("helpers.reports.cluster.signature", lambda: own)
    with pytest.raises(UsageError, match=r"multivector 0\.1\.0, expected 9\.9\.9"):
        run(Cluster(dask.address), workspace)


def test_a_worker_without_this_package_is_refused(dask, workspace, tmp_path):
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "__init__.py").touch()
    dask.start_worker("bare", tmp_path / "helpers")
    try:
        with pytest.raises(UsageError, match=r"multivector missing or older, expected 0\.1\.0"):
            run(Cluster(dask.address), workspace)
    finally:
        dask.kill_worker("bare")


def test_a_lost_scheduler_ends_the_build(tmp_path, workspace, running):
    other = DaskCluster(tmp_path / "cluster", package=running.package)
    try:
        other.ensure_workers("one")
        mark = tmp_path / "mark"
        jobs = [write(workspace, "hold", HOLD.format(mark=str(mark))), *jobs_of(workspace)]
        results = Cluster(other.address).run_all(
            jobs, execute_job, 1, retries=1,
            notify=lambda step: other.scheduler.kill() if step.name == "hold" else None,
        )  # fmt: skip
        found = {result.name: result for result in results}
        assert {one.name for one in jobs} == set(found)
        assert {one.error for one in found.values()} == {"SchedulerLost"}
    finally:
        other.close()


def test_without_the_extra_the_command_that_installs_it_is_named(workspace, monkeypatch):
    monkeypatch.setattr(cluster_joining, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r'pip install "multivector\[scale\]"'):
        run(Cluster("tcp://127.0.0.1:1"), workspace)


def run(cluster: Cluster, workspace: Workspace) -> list[Result]:
    return list(cluster.run_all(jobs_of(workspace, "avalon"), execute_job, 1))


def until(reached, limit: float = 20) -> None:
    end = time.monotonic() + limit
    while not reached():
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.05)
