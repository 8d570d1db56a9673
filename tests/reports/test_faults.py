"""One of each fault, really caused: reports/ stays one whole edition and the next build completes.

Many rounds of more faults: ``make stress``.
"""

import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from helpers.errors import GateError
from helpers.reports import fingerprint
from helpers.reports.build import Summary, build
from helpers.reports.execution import Backend, Result
from helpers.reports.manifest import load_manifest
from helpers.reports.plan import Job, discover, plan
from helpers.reports.pool import run_all
from helpers.reports.steady import STEADY
from helpers.workspace import Workspace
from tests.reports.test_warm_kernels import pooled, printed, write
from tests.reports.tiny_workspace import STUBS, contents, copy_workspace, snapshot

ROOT = Path(__file__).parents[2]
CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
KILL_NURSERY = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(20)"
NOT_JSON = (
    "from IPython.display import display\n"
    "display({'application/json': {'x': object()}, 'text/plain': 'x'}, raw=True)"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture(scope="module", autouse=True)
def package(tmp_path_factory) -> Iterator[None]:
    """Freeze the package's own files: a module saved meanwhile must not fail a test."""
    frozen = tmp_path_factory.mktemp("package") / "helpers"
    shutil.copytree(ROOT / "src" / "helpers", frozen, ignore=shutil.ignore_patterns("*.ttf"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.reports.fingerprint._PACKAGE_FOLDER", frozen)
        yield


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """An old edition on disk, and notebooks that have changed since; builds start no process."""
    workspace = copy_workspace(tmp_path / "w")
    run(workspace)
    for name in ("overview", "avalon"):
        path = workspace.notebooks / f"{name}.ipynb"
        path.write_text(path.read_text().replace("Invented for tests.", "Changed for tests."))
    return workspace


def one_by_one(
    jobs: Sequence[Job], execute: Backend, *_: Any, **__: Any
) -> Generator[Result, None, None]:
    yield from map(execute, jobs)


def pretend(job: Job) -> Result:
    key = sha256(job.source.read_bytes()).hexdigest().encode()
    files = {kind: kind.encode() + 99 * key for kind in ("ipynb", *job.formats)}
    return Result(job.name, "ok", 0.1, files, {"kind": "cover", "edition": "2026-11-23"})


def run(workspace: Workspace, names: Sequence[str] = (), **options: Any) -> Summary:
    books = discover(workspace)
    jobs = plan(books, names, {}, workspace, exporters=STUBS)
    return build(workspace, books, jobs, execute=pretend, runner=one_by_one, **options)


def in_child(action: Callable[[], object]) -> int:
    """Start a fork of this process that does something; return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        action()
        code = 0
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a fork; return its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def expect_whole(workspace: Workspace) -> None:
    """Check that reports/ has the files of its manifest, with these bytes, and no others."""
    manifest = load_manifest(workspace.reports)
    outputs = [out for entry in manifest.reports.values() for out in entry.outputs.values()]
    assert manifest.index is not None
    outputs.append(manifest.index)
    assert [out.path for out in outputs if not out.is_intact(workspace.reports)] == []
    expected = {out.path for out in outputs} | {"manifest.json"}
    assert expected == set(contents(workspace.reports)) - {"errors.json"}


def counted(workspace: Workspace, file: Path, die_at: int = 0) -> None:
    """Build, write down how many changes to files that took, and end before one of them."""
    seen = 0

    def see(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        written = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        if event in CHANGES or written:
            seen += 1
            if seen == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(see)
    run(workspace)
    file.write_text(str(seen))


@linux
def test_killed_before_any_change_to_a_file_a_build_leaves_the_old_edition_or_the_new(
    workspace, tmp_path
):
    count, kept = tmp_path / "count", tmp_path / "kept"
    shutil.copytree(workspace.reports, kept)
    old = contents(workspace.reports)

    assert ended(in_child(lambda: counted(workspace, count))) == 0
    new, steps = contents(workspace.reports), int(count.read_text())
    assert old != new and steps > 15
    seen = []
    for step in range(1, steps + 1):
        for left in (workspace.reports, *workspace.root.glob(".build/*-*")):
            shutil.rmtree(left)
        shutil.copytree(kept, workspace.reports)
        died = ended(in_child(lambda step=step: counted(workspace, count, step)))
        assert died == -signal.SIGKILL
        found = contents(workspace.reports)
        assert found in (old, new), f"neither of the two editions before step {step} of {steps}"
        seen.append(found == new)
        run(workspace)
        assert contents(workspace.reports) == new
    assert seen == sorted(seen) and set(seen) == {False, True}


@linux
def test_two_builds_at_once_publish_what_both_have_made(workspace):
    def part(name: str, other: str) -> None:
        def wait(result: Result, _: Any) -> None:
            if result.status == "ok":
                (workspace.root / f"{name}.staged").touch()
                limit = time.monotonic() + 10
                while not (workspace.root / f"{other}.staged").exists():
                    assert time.monotonic() < limit
                    time.sleep(0.01)

        run(workspace, [name], listen=wait)

    children = [
        in_child(lambda: part("overview", "avalon")),
        in_child(lambda: part("avalon", "overview")),
    ]
    assert [ended(child) for child in children] == [0, 0]
    expect_whole(workspace)
    assert run(workspace).fresh == ("overview", "avalon")


@linux
def test_a_disk_that_takes_no_more_leaves_the_old_edition(workspace):
    before = snapshot(workspace.reports)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        with pytest.raises(OSError, match="File too large"):
            run(workspace)

    assert ended(in_child(limited)) == 0
    assert snapshot(workspace.reports) == before
    assert [path.name for path in workspace.root.glob(".build/*") if path.is_dir()] == []
    assert len(run(workspace).results) == 2
    expect_whole(workspace)


def test_files_dated_into_the_future_are_not_out_of_date(workspace):
    run(workspace)
    for path in [path for path in workspace.root.rglob("*") if path.is_file()]:
        os.utime(path, (4 * 10**9, 4 * 10**9))
    assert run(workspace).fresh == ("overview", "avalon")


@pytest.mark.parametrize("length", [0, 1, 200, 1000])
def test_a_manifest_that_was_cut_is_not_believed(workspace, length):
    run(workspace)
    whole = contents(workspace.reports)
    path = workspace.reports / "manifest.json"
    path.write_bytes(path.read_bytes()[:length])
    assert len(run(workspace).results) == 2
    assert contents(workspace.reports) == whole


@linux
def test_a_nursery_that_is_killed_costs_one_report(tmp_path):
    workspace = copy_workspace(tmp_path / "w")
    jobs = [write(workspace, "a", KILL_NURSERY), write(workspace, "b", "print(1)")]
    results = pooled(jobs, workers=1)
    assert results["a"].error == "DeadKernelError"
    assert printed(results["b"]) == ["1"]


def look_and_kill(job: Job) -> Result:
    """Tell the environment that the process began with; then end the fork server, if asked to."""
    begun = dict(
        part.split("=", 1) for part in Path("/proc/self/environ").read_text().split("\0") if part
    )
    found = {name: begun.get(name) for name in STEADY} | {"hash": str(hash("a"))}
    found["preloaded"] = str("ipykernel.ipkernel" in sys.modules)
    if job.name == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(job.name, "ok", cover=found)


@linux
def test_a_fork_server_that_is_killed_is_replaced_by_one_with_the_same_environment(tmp_path):
    names = ("before", "kill", "after")
    jobs = [Job(name, name, tmp_path / f"{name}.ipynb", tmp_path) for name in names]
    before = dict(os.environ)
    found = {result.name: result for result in run_all(jobs, look_and_kill, 1)}
    assert found["kill"].error == "WorkerDied"
    assert found["after"].status == "ok"
    assert found["after"].cover == found["before"].cover
    assert found["after"].cover.items() >= STEADY.items()
    assert found["after"].cover["preloaded"] == "True"
    assert dict(os.environ) == before


def test_a_data_file_that_vanishes_while_it_is_hashed_is_named(workspace, monkeypatch):
    kept = contents(workspace.reports)
    hashed = fingerprint.file_hash

    def vanish(path: Path) -> str:
        if path.name == "trade.csv":
            path.unlink()
        return hashed(path)

    monkeypatch.setattr(fingerprint, "file_hash", vanish)
    with pytest.raises(GateError, match=r"^data/trade\.csv vanished .* build again") as caught:
        run(workspace)
    assert caught.value.exit_code == 5
    assert contents(workspace.reports) == kept


def test_a_notebook_that_vanishes_after_it_was_found_is_named(workspace, monkeypatch):
    books = discover(workspace)
    jobs = plan(books, [], {}, workspace, exporters=STUBS)
    (workspace.notebooks / "avalon.ipynb").unlink()
    with pytest.raises(GateError, match=r"^notebooks/avalon\.ipynb vanished"):
        build(workspace, books, jobs, execute=pretend)


def test_a_data_file_that_vanishes_while_a_report_runs_leaves_nothing_up_to_date(
    workspace, monkeypatch
):
    inputs = fingerprint.read_inputs(workspace)
    asked: list[int] = []

    def vanish(_: Workspace) -> fingerprint.Inputs:
        asked.append(1)
        if len(asked) == 1:
            return inputs
        raise GateError("data/trade.csv vanished")

    with monkeypatch.context() as patch:
        patch.setattr("helpers.reports.build.read_inputs", vanish)
        run(workspace)
    expect_whole(workspace)
    assert len(run(workspace).results) == 2


def test_an_output_that_is_no_json_and_a_missing_file_fail_their_own_reports(tmp_path):
    workspace = copy_workspace(tmp_path / "w")
    jobs = [
        write(workspace, "a", NOT_JSON),
        write(workspace, "b", "open('../data/missing.csv')"),
        write(workspace, "c", "print(1)"),
    ]
    results = pooled(jobs, workers=2)
    assert results["a"].status == "failed" and "JSON" in results["a"].message
    assert results["b"].error == "FileNotFoundError"
    assert results["c"].status == "ok"
