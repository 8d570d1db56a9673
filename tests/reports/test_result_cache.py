"""A cache that builds share: it gives the same bytes or nothing, whatever happens to it."""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner

from helpers.cli import main
from helpers.errors import UsageError
from helpers.reports import cache_key, cache_store, result_cache
from helpers.reports.build import Summary, build
from helpers.reports.cache_store import FolderStore, Unreachable, open_store
from helpers.reports.execution import Result
from helpers.reports.fingerprint import read_inputs
from helpers.reports.plan import Job, discover, plan
from helpers.reports.result_cache import ResultCache, open_cache, read_trace, trace_text
from helpers.workspace import Workspace
from tests.reports.test_faults import ended, in_child, one_by_one
from tests.reports.tiny_workspace import STUBS, contents, copy_workspace

ROOT = Path(__file__).parents[2]
KEY = 64 * "a"


@pytest.fixture(scope="module", autouse=True)
def package(tmp_path_factory) -> Iterator[Path]:
    """Freeze the package's own files: a module saved meanwhile must not fail a test."""
    frozen = tmp_path_factory.mktemp("package") / "helpers"
    shutil.copytree(ROOT / "src" / "helpers", frozen, ignore=shutil.ignore_patterns("*.ttf"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.reports.fingerprint._PACKAGE_FOLDER", frozen)
        yield frozen


@pytest.fixture(autouse=True)
def no_processes(monkeypatch) -> None:
    monkeypatch.setattr("helpers.reports.build.run_all", one_by_one)


@pytest.fixture
def first(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "first")


@pytest.fixture
def second(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "another folder" / "second")


@pytest.fixture
def place(tmp_path) -> Path:
    return tmp_path / "cache"


def pretend(job: Job) -> Result:
    """Stand in for execution: bytes that depend on the source; FAIL fails, MEDDLE edits data."""
    source = job.source.read_text()
    if "FAIL" in source:
        return Result(job.name, "failed", message="cell 2: ValueError: no", error="ValueError")
    if "MEDDLE" in source:
        (job.root / "data" / "trade.csv").write_text("changed while a report was running")
    if "SLOW" in source:
        (job.root / f"{job.name}.started").touch()
        time.sleep(30)
    files = {kind: f"{kind} of {source}".encode() for kind in ("ipynb", *job.formats)}
    cover = {"kind": "cover", "title": job.title, "edition": "2026-11-23"}
    return Result(job.name, "ok", 0.5, files, cover)


def jobs_of(workspace: Workspace, names=(), given=None, **settings: Any) -> list[Job]:
    return plan(discover(workspace), names, given or {}, workspace, exporters=STUBS, **settings)


def run(
    workspace: Workspace,
    place: Path | str,
    jobs: list[Job] | None = None,
    *,
    warnings: list[str] | None = None,
    read: bool = True,
    **options: Any,
) -> dict[str, str]:
    """Build with a cache; return the status of every job that was due."""
    cache = open_cache(str(place), [].append if warnings is None else warnings.append, read=read)
    jobs = jobs_of(workspace) if jobs is None else jobs
    summary: Summary = build(
        workspace, discover(workspace), jobs, execute=pretend, cache=cache, **options
    )
    return {name: result.status for name, result in summary.results.items()}


def edit(workspace: Workspace, name: str, old: str, new: str) -> None:
    path = workspace.notebooks / f"{name}.ipynb"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def objects(place: Path) -> list[Path]:
    return sorted((place / "objects").iterdir())


BUILT = {"overview": "ok", "avalon": "ok"}
CACHED = {"overview": "cached", "avalon": "cached"}


def test_a_second_checkout_builds_nothing_and_has_the_same_bytes(first, second, place):
    assert run(first, place) == BUILT
    assert run(second, place) == CACHED
    assert contents(second.reports) == contents(first.reports)
    assert "manifest.json" in contents(first.reports)
    assert run(second, place) == {}


def test_a_really_executed_report_comes_back_as_it_was(first, second, place, monkeypatch):
    from helpers.reports.execution import execute_job
    from helpers.reports.pool import run_all

    monkeypatch.setattr("helpers.reports.build.run_all", run_all)
    for workspace in (first, second):
        cache = open_cache(str(place), print)
        jobs = jobs_of(workspace, ["avalon"])
        summary = build(workspace, discover(workspace), jobs, execute=execute_job, cache=cache)
    assert summary.results["avalon"].status == "cached"
    assert contents(second.reports) == contents(first.reports)


def test_an_edit_misses_its_own_report_and_editing_back_hits(first, place):
    run(first, place)
    old = contents(first.reports)
    edit(first, "avalon", "Invented for tests.", "Changed for tests.")
    assert run(first, place) == {"avalon": "ok"}
    edit(first, "avalon", "Changed for tests.", "Invented for tests.")
    assert run(first, place) == {"avalon": "cached"}
    assert contents(first.reports) == old


def test_data_that_change_miss_every_report(first, second, place):
    run(first, place)
    with (second.data / "trade.csv").open("a") as file:
        file.write("\n")
    assert run(second, place) == BUILT


def test_a_failed_result_is_not_stored(first, second, place):
    for workspace in (first, second):
        edit(workspace, "avalon", "Invented for tests.", "FAIL for tests.")
        expected = {"overview": "cached" if workspace is second else "ok", "avalon": "failed"}
        assert run(workspace, place) == expected
    assert len(list((place / "traces").iterdir())) == 1


def test_inputs_edited_during_the_run_leave_nothing_in_the_cache(first, place):
    edit(first, "overview", "Invented for tests.", "MEDDLE for tests.")
    edit(first, "avalon", "Invented for tests.", "MEDDLE for tests.")
    assert run(first, place) == BUILT
    assert not place.exists()


def test_forced_builds_store_and_do_not_read(first, second, place):
    run(first, place)
    assert run(second, place, force=True, read=False) == BUILT
    assert run(second, place, force=True) == CACHED


def test_what_other_machines_make_is_taken_from_the_cache_but_not_stored(first, second, place):
    assert run(first, place, runner=one_by_one) == BUILT
    assert not place.exists()
    run(first, place, force=True)

    def nobody(*_: Any, **__: Any) -> Any:
        raise AssertionError("asked for nothing")

    assert run(second, place, runner=nobody) == CACHED


def test_many_reports_are_looked_up_and_come_in_their_order(first, second, place):
    codes = [f"C{number:02}" for number in range(10)]
    for workspace, status in ((first, "ok"), (second, "cached")):
        jobs = [jobs_of(workspace, ["partner"], {"partner": code})[0] for code in codes]
        found = run(workspace, place, jobs)
        assert found == {f"partner-{code}": status for code in codes}
        assert list(found) == [f"partner-{code}" for code in codes]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def edit_one_byte(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])


@pytest.mark.parametrize("damage", [cut, empty, edit_one_byte, Path.unlink])
@pytest.mark.parametrize("folder", ["objects", "traces"])
def test_what_is_damaged_is_named_built_anew_and_repaired(first, second, place, folder, damage):
    run(first, place, jobs_of(first, ["avalon"]))
    whole = contents(place)
    victim = sorted((place / folder).iterdir())[0]
    damage(victim)
    warnings: list[str] = []
    jobs = jobs_of(second, ["avalon"])
    assert run(second, place, jobs, warnings=warnings) == {"avalon": "ok"}
    if folder == "objects" or damage is not Path.unlink:
        (warning,) = warnings
        assert f"{folder}/{victim.name}" in warning and "avalon" in warning
    else:
        assert warnings == []  # without its trace there is no entry
    assert contents(place).keys() == whole.keys()
    warnings.clear()
    assert run(second, place, jobs, force=True, warnings=warnings) == {"avalon": "cached"}
    assert warnings == []
    assert contents(second.reports) == contents(first.reports)


def test_a_trace_may_not_name_files_outside_of_the_reports(place):
    good = Result("a", "ok", files={"ipynb": b"1", "../x": b"2"})
    with pytest.raises(result_cache.Damaged, match="cannot be one of a report"):
        read_trace(KEY, trace_text(KEY, good))


def test_a_trace_of_another_key_or_version_is_not_used():
    text = trace_text(KEY, Result("a", "ok", 1.5, {"ipynb": b"1"}, {"title": "Ünï"}))
    stored = read_trace(KEY, text)
    assert stored is not None
    assert (stored.report, stored.seconds, stored.cover) == ("a", 1.5, {"title": "Ünï"})
    with pytest.raises(result_cache.Damaged, match="another key"):
        read_trace(64 * "b", text)


@pytest.mark.parametrize(
    ("change", "hit"),
    [
        ({"cell_limit": 7, "report_limit": 9}, True),
        ({"root": Path("elsewhere")}, True),
        ({"formats": ("html",)}, False),
        ({"formats": ("pdf", "html")}, False),
        ({"edition": "2026-01-01"}, False),
        ({"paper": "letter"}, False),
        ({"title": "Another"}, False),
        ({"siblings": (("x", "X"),)}, False),
        ({"parameters": {"since": 2015}}, False),
        ({"exporters": {**STUBS, "pdf": "another.Exporter"}}, False),
    ],
)
def test_the_key_holds_what_decides_the_bytes_and_nothing_else(first, change, hit):
    inputs = read_inputs(first)
    (job,) = jobs_of(first, ["avalon"])
    changed = cache_key.result_key(replace(job, **change), inputs)
    assert (changed == cache_key.result_key(job, inputs)) == hit


def test_ids_of_cells_count_because_they_are_in_the_file_but_outputs_do_not(first):
    (job,) = jobs_of(first, ["avalon"])
    before = cache_key.result_key(job, read_inputs(first))
    book = json.loads(job.source.read_text())
    code = next(cell for cell in book["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "left from a run"}]
    code["execution_count"] = 5
    book["metadata"]["language_info"] = {"version": "3.99"}
    job.source.write_text(json.dumps(book))
    assert cache_key.result_key(job, read_inputs(first)) == before
    code["id"] = "another"
    job.source.write_text(json.dumps(book))
    assert cache_key.result_key(job, read_inputs(first)) != before


@pytest.mark.parametrize("name", ["python", "processor", "system", "vectors", "matplotlibrc"])
def test_another_machine_has_other_keys(first, monkeypatch, name):
    (job,) = jobs_of(first, ["avalon"])
    before = cache_key.result_key(job, read_inputs(first))
    other = {**cache_key.machine(), name: "another"}
    monkeypatch.setattr(cache_key, "machine", lambda: other)
    assert cache_key.result_key(job, read_inputs(first)) != before


def test_every_package_that_ours_requires_counts_and_others_do_not():
    found = cache_key.packages()
    # scipy is required by statsmodels only, ruff by developers only.
    assert {"numpy", "pandas", "scipy", "typst", "jinja2", "pillow"} <= set(found)
    assert "missing" not in {found["numpy"], found["scipy"]}
    assert not {"ruff", "pytest", "python-docx"} & set(found)
    assert {"python-docx", "lxml"} <= set(cache_key.packages(("python-docx",)))


def test_vector_instructions_are_those_of_the_processor(tmp_path):
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nflags\t\t: fpu sse4_2 avx2 fma sse avx\n")
    assert cache_key._vectors(tmp_path / "cpuinfo") == ["avx", "avx2", "fma", "sse4_2"]
    assert cache_key._vectors(tmp_path / "none") == []


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_builds_at_once_on_one_cache_leave_it_whole(tmp_path, place):
    workspaces = [copy_workspace(tmp_path / f"w{number}") for number in range(3)]
    children = [
        in_child(lambda w=w: [run(w, place, force=True, read=False) for _ in range(4)])
        for w in workspaces
    ]
    assert [ended(child) for child in children] == [0, 0, 0]
    assert not [name for name in contents(place) if name.endswith(".new")]
    warnings: list[str] = []
    last = copy_workspace(tmp_path / "last")
    assert run(last, place, warnings=warnings) == CACHED
    assert warnings == []
    assert contents(last.reports) == contents(workspaces[0].reports)


def test_killed_while_storing_the_cache_gives_whole_entries_or_none(tmp_path, place):
    def killed_at(workspace: Workspace, step: int) -> None:
        seen = 0

        def see(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal seen
            named = arguments and isinstance(arguments[0], str | os.PathLike)
            if event in ("open", "os.rename") and named and str(place) in str(arguments[0]):
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(see)
        run(workspace, place, jobs_of(workspace, ["avalon"]), read=False)

    expected = None
    for step in range(1, 30):
        shutil.rmtree(place, ignore_errors=True)
        workspace = copy_workspace(tmp_path / f"w{step}")
        died = ended(in_child(lambda w=workspace, s=step: killed_at(w, s)))
        warnings: list[str] = []
        fresh = copy_workspace(tmp_path / f"fresh{step}")
        found = run(fresh, place, jobs_of(fresh, ["avalon"]), warnings=warnings)
        assert warnings == []
        assert found["avalon"] in ("ok", "cached")
        expected = expected or contents(fresh.reports)
        assert contents(fresh.reports) == expected
        if died == 0:
            assert step > 8 and found == {"avalon": "cached"}
            break
    else:
        pytest.fail("never ran to its end")


def test_what_was_finished_before_a_build_was_killed_is_not_built_again(first, place):
    edit(first, "avalon", "Invented for tests.", "SLOW for tests.")
    child = in_child(lambda: run(first, place))
    wait_for(lambda: (first.root / "avalon.started").exists())
    os.kill(child, signal.SIGKILL)
    assert ended(child) == -signal.SIGKILL
    assert run(first, place, jobs_of(first, ["overview"])) == {"overview": "cached"}


def test_half_written_files_of_others_are_readable_by_all(first, place):
    before = os.umask(0o022)
    try:
        run(first, place)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in objects(place)} == {0o644}


@pytest.fixture
def memory() -> Iterator[str]:
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    yield "memory://shared/cache"
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_a_store_of_fsspec_does_the_same(first, second, memory):
    import fsspec

    assert run(first, memory) == BUILT
    assert run(second, memory) == CACHED
    assert contents(second.reports) == contents(first.reports)
    system = fsspec.filesystem("memory")
    victim = sorted(system.ls("/shared/cache/objects", detail=False))[0]
    system.pipe_file(victim, b"cut")
    warnings: list[str] = []
    assert "ok" in run(second, memory, force=True, warnings=warnings).values()
    assert len(warnings) == 1 and victim.rpartition("/")[2] in warnings[0]
    assert run(second, memory, force=True) == CACHED


def test_folders_of_a_store_are_made_but_never_its_bucket(tmp_path):
    system = pytest.importorskip("fsspec").filesystem("file")
    (tmp_path / "bucket").mkdir()
    store = cache_store.RemoteStore(system, str(tmp_path / "bucket" / "x"))
    store.write("objects/a", b"1")
    assert store.read("objects/a") == b"1"

    class Buckets:
        """A store of buckets, of which it has none."""

        made: ClassVar[list[str]] = []

        def pipe_file(self, place: str, content: bytes) -> None:
            raise FileNotFoundError("The specified bucket does not exist")

        def mkdir(self, place: str, create_parents: bool = True) -> None:
            self.made.append(place)

    with pytest.raises(Unreachable, match="bucket does not exist"):
        cache_store.RemoteStore(Buckets(), "slip/x").write("objects/a", b"1")
    assert Buckets.made == ["slip/x", "slip/x/objects"]


def test_a_file_url_is_a_folder(first, tmp_path):
    place = tmp_path / "with space"
    assert run(first, place.as_uri()) == BUILT
    assert len(list((place / "traces").iterdir())) == 2
    assert isinstance(open_store(place.as_uri()), FolderStore)


class Silent:
    """A file system that fails, or never answers."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*_: Any, **__: Any) -> Any:
            if self.error:
                raise self.error
            time.sleep(5)

        return ask


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(111, "Connection refused"), "Connection refused"),
        (RuntimeError("no credentials"), "RuntimeError: no credentials"),
        (None, "no answer within 0.05 s"),
    ],
)
def test_a_store_that_cannot_be_reached_is_said_once_and_done_without(
    first, monkeypatch, error, words
):
    monkeypatch.setattr(cache_store, "PATIENCE", 0.05)
    warnings: list[str] = []
    cache = ResultCache(cache_store.RemoteStore(Silent(error), "bucket"), warnings.append)
    summary = build(first, discover(first), jobs_of(first), execute=pretend, cache=cache)
    assert {one.status for one in summary.results.values()} == {"ok"}
    assert len(warnings) == 1 and words in warnings[0]


def test_a_folder_that_cannot_be_written_is_still_read(first, second, place, monkeypatch):
    run(first, place, jobs_of(first, ["avalon"]))

    def refuse(*_: Any) -> None:
        raise Unreachable("PermissionError: Permission denied")

    monkeypatch.setattr(FolderStore, "write", refuse)
    warnings: list[str] = []
    found = run(second, place, warnings=warnings)
    assert found == {"overview": "ok", "avalon": "cached"}
    assert len(warnings) == 1 and "cannot be written" in warnings[0]


def test_a_folder_below_a_file_cannot_be_reached(first, tmp_path):
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    assert run(first, tmp_path / "file" / "cache", warnings=warnings) == BUILT
    assert len(warnings) == 1
    with pytest.raises(UsageError, match="is a file"):
        open_store(str(tmp_path / "file"))


def test_without_fsspec_a_url_is_refused_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UsageError, match=r"pip install 'multivector\[cache\]'"):
        open_store("memory://x")


def test_an_unknown_kind_of_url_is_refused():
    pytest.importorskip("fsspec")
    with pytest.raises(UsageError, match="Protocol not known"):
        open_store("nowhere://x")


def test_a_kind_of_url_whose_package_is_missing_is_refused(monkeypatch):
    pytest.importorskip("fsspec")
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match="s3fs"):
        open_store("s3://bucket/x")


@pytest.fixture
def command(monkeypatch) -> Callable[..., Any]:
    monkeypatch.setattr("helpers.reports.build.build", partial(build, execute=pretend))
    return lambda workspace, *arguments, **options: CliRunner().invoke(
        main, ["build", "--root", str(workspace.root), *arguments], **options
    )


def test_the_command_reads_the_place_from_the_environment(first, second, place, command):
    told = []
    for workspace in (first, second):
        environment = {"MULTIVECTOR_CACHE": str(place)}
        done = command(workspace, "avalon", "--progress", "json", env=environment)
        told.append([json.loads(line) for line in done.stdout.splitlines()])
    assert [event["event"] for event in told[0]] == ["queued", "done", "summary"]
    assert [event["event"] for event in told[1]] == ["queued", "cached", "summary"]
    assert (told[0][-1]["cached"], told[1][-1]["cached"], told[1][-1]["built"]) == (0, 1, 0)
    assert set(told[1][1]["files"]) == {"avalon.html", "avalon.ipynb", "avalon.pdf"}


def test_the_command_says_what_came_from_the_cache_and_what_is_wrong_with_it(
    first, second, place, command
):
    assert "2 built in" in command(first, "--cache", str(place)).stdout
    assert "2 cached in" in command(second, "--cache", str(place)).stdout
    assert command(second, "--cache", str(place), "--force").stdout.count("built") == 3
    for path in objects(place):
        path.write_bytes(b"cut")
    shutil.rmtree(second.reports)
    done = command(second, "--cache", str(place))
    assert (done.exit_code, done.stderr.count("Damaged entry")) == (0, 2)
    assert "2 built in" in done.stdout


@pytest.mark.parametrize("folder", ["data", "notebooks/x", "reports"])
def test_a_cache_among_the_inputs_or_outputs_is_refused(first, folder, command):
    done = command(first, "--cache", str(first.root / folder))
    assert done.exit_code == 2 and "outside of data/" in done.stderr
    assert not first.reports.exists()


def test_why_says_the_same_with_and_without_a_cache(first, second, place):
    run(first, place)
    run(second, place)
    for workspace in (first, second):
        edit(workspace, "avalon", "Invented for tests.", "Changed for tests.")
    told = [
        CliRunner().invoke(main, ["why", "--root", str(w.root)]).stdout for w in (first, second)
    ]
    assert told[0] == told[1] and "out of date" in told[0]
