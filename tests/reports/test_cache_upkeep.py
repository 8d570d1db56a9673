"""What is checked and removed in a shared cache."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers.cli import main
from helpers.reports.cache_store import FolderStore, Store, open_store
from helpers.reports.cache_upkeep import GRACE, check, prune
from helpers.reports.execution import Result
from helpers.reports.result_cache import ResultCache

OLD, NEW = 64 * "a", 64 * "b"
NOW = 2e9
DAYS = 86400.0


def fill(store: Store) -> None:
    """Store two entries that share a file."""
    cache = ResultCache(store, print)
    cache.keep(OLD, Result("one", "ok", files={"ipynb": b"1", "html": b"same"}))
    cache.keep(NEW, Result("two", "ok", files={"ipynb": b"22", "html": b"same"}))


@pytest.fixture
def place(tmp_path) -> Path:
    """A cache with one entry of 40 days ago and one of today; the files are as old."""
    fill(FolderStore(tmp_path / "c"))
    for path in (tmp_path / "c").rglob("*.*"):
        os.utime(path, (NOW, NOW))
    for path in [tmp_path / "c" / "traces" / f"{OLD}.json", *(tmp_path / "c/objects").iterdir()]:
        os.utime(path, (NOW - 40 * DAYS, NOW - 40 * DAYS))
    return tmp_path / "c"


def test_all_is_counted_and_a_shared_file_once(place):
    found = check(FolderStore(place))
    assert (found.entries, found.objects, found.size, found.problems) == (2, 3, 7, ())


def test_what_is_damaged_is_named(place):
    victim = next(path for path in (place / "objects").iterdir() if path.read_bytes() == b"22")
    victim.write_bytes(b"2")
    (problem,) = check(FolderStore(place)).problems
    assert victim.name in problem and "two" in problem and "1 of 2 bytes" in problem


def test_old_entries_go_with_the_files_that_nobody_else_names(place):
    done = prune(FolderStore(place), NOW - 30 * DAYS, NOW)
    assert (done.entries, done.objects, done.entries_left, done.objects_left) == (1, 1, 1, 2)
    assert check(FolderStore(place)).problems == ()
    assert [path.stem for path in (place / "traces").iterdir()] == [NEW]


def test_a_damaged_entry_goes_whatever_its_age(place):
    (place / "traces" / f"{NEW}.json").write_text("{")
    done = prune(FolderStore(place), NOW - 300 * DAYS, NOW)
    assert (done.entries, done.entries_left, done.objects_left) == (1, 1, 2)


def test_files_of_a_build_that_runs_stay_and_those_of_a_killed_one_go(place):
    for number, age in enumerate((GRACE / 2, GRACE * 2)):
        for name in (f"objects/{number}", f"objects/.{number}.new", f"traces/.{number}.new"):
            (place / name).write_text("")
            os.utime(place / name, (NOW - age, NOW - age))
    done = prune(FolderStore(place), 0, NOW)
    assert (done.entries, done.objects) == (0, 2)
    left = {path.name for path in place.rglob("*") if path.is_file() and len(path.name) < 10}
    assert left == {"0", ".0.new"}


def test_a_cache_that_is_not_there_is_empty(tmp_path):
    store = FolderStore(tmp_path / "none")
    assert check(store).entries == prune(store, 0, NOW).entries == 0
    assert not (tmp_path / "none").exists()


def test_a_store_of_fsspec_is_looked_after_too():
    fsspec = pytest.importorskip("fsspec")
    store = open_store("memory://upkeep")
    fill(store)
    try:
        assert (check(store).entries, check(store).objects) == (2, 3)
        done = prune(store, 4e9, 4e9)
        assert (done.entries, done.objects, done.objects_left) == (2, 3, 0)
    finally:
        fsspec.filesystem("memory").store.clear()


def test_the_command_checks_and_removes(place):
    def run(*arguments: str):
        return CliRunner().invoke(main, ["cache", str(place), *arguments])

    assert run().stdout == "2 entries, 3 files, 1 kB\n"
    (place / "traces" / f"{OLD}.json").write_text("{")
    damaged = run()
    assert (damaged.exit_code, OLD in damaged.stderr) == (4, True)
    assert "Removed 1 entries" in run("--keep-days", "100000").stdout
    assert run().exit_code == 0


def test_the_command_refuses_a_file_and_says_what_cannot_be_reached(tmp_path):
    (tmp_path / "file").write_text("")
    for place, words in (("file", "is a file"), ("file/below", "cannot be reached")):
        done = CliRunner().invoke(main, ["cache", str(tmp_path / place)])
        assert done.exit_code == 2 and words in " ".join(done.stderr.split())
