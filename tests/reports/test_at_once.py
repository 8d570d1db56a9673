"""An edition is replaced whole: linked beside the old one, then the two change places."""

import errno
import os
import sys
from pathlib import Path

import pytest

from helpers.reports import at_once
from helpers.reports.at_once import replace_edition
from tests.reports.tiny_workspace import contents, snapshot

linux = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged on Linux only")


@pytest.fixture
def folders(tmp_path) -> tuple[Path, Path]:
    """A staged edition (a new, b the same) and reports with four files and a folder of someone."""
    staged, reports = tmp_path / "staged", tmp_path / "reports"
    staged.mkdir()
    (reports / "mine").mkdir(parents=True)
    for name, text in {"a": "old", "b": "same", "gone": "old", "mine/note": "mine"}.items():
        (reports / name).write_text(text)
    (staged / "a").write_text("new")
    (staged / "b").write_text("same")
    return staged, reports


@linux
def test_new_files_come_old_ones_go_and_those_of_others_stay(folders):
    staged, reports = folders
    before = snapshot(reports)
    assert replace_edition(staged, ["a", "b"], ["gone", "never there"], reports) == ["a"]
    assert contents(reports) == {"a": b"new", "b": b"same", "mine/note": b"mine"}
    after = snapshot(reports)
    assert all(after[name] == before[name] for name in ("b", "mine/note"))


@linux
def test_nobody_ever_sees_a_part_of_it(folders, monkeypatch):
    staged, reports = folders
    before, seen = contents(reports), []
    link = os.link

    def look(*arguments, **options):
        seen.append(contents(reports) == before)
        link(*arguments, **options)

    monkeypatch.setattr(at_once.os, "link", look)
    replace_edition(staged, ["a", "b"], ["gone"], reports)
    assert len(seen) == 3 and all(seen)


@linux
def test_the_first_edition_needs_no_folder_to_change_places_with(folders, tmp_path):
    assert replace_edition(folders[0], ["a", "b"], [], tmp_path / "x" / "first") == ["a", "b"]
    assert contents(tmp_path / "x" / "first") == {"a": b"new", "b": b"same"}


@linux
def test_a_link_to_the_folder_of_the_reports_stays_a_link(folders, tmp_path):
    staged, reports = folders
    (tmp_path / "link").symlink_to(reports)
    assert replace_edition(staged, ["a"], [], tmp_path / "link") == ["a"]
    assert (tmp_path / "link").is_symlink()
    assert (reports / "a").read_text() == "new"


def test_the_same_again_leaves_the_folder_alone(folders):
    staged, reports = folders
    number = reports.stat().st_ino
    assert replace_edition(staged, ["b"], [], reports) == []
    assert reports.stat().st_ino == number


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EINVAL, errno.ENOSYS])
def test_what_the_system_cannot_do_is_left_to_another_way(folders, monkeypatch, number):
    staged, reports = folders
    before = snapshot(reports)

    def refuse(*_):
        raise OSError(number, "no")

    monkeypatch.setattr(at_once, "_exchange", refuse)
    assert replace_edition(staged, ["a", "b"], ["gone"], reports) is None
    assert snapshot(reports) == before
    assert sorted(contents(staged)) == ["a", "b"]


def test_a_full_disk_leaves_the_old_edition_and_is_reported(folders, monkeypatch):
    staged, reports = folders
    before = snapshot(reports)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(at_once.os, "link", full)
    with pytest.raises(OSError, match="No space left"):
        replace_edition(staged, ["a", "b"], ["gone"], reports)
    assert snapshot(reports) == before


@linux
def test_all_is_on_the_disk_before_the_folders_change_places_and_that_too_afterwards(
    folders, monkeypatch
):
    staged, reports = folders
    (staged / "a").write_text("new")
    told: list[tuple[str, int]] = []
    sync, exchange = os.fsync, at_once._exchange

    def note(handle: int) -> None:
        told.append(("sync", os.fstat(handle).st_ino))
        sync(handle)

    def swap(one: Path, other: Path) -> None:
        told.append(("swap", one.stat().st_ino))
        exchange(one, other)

    monkeypatch.setattr(at_once.os, "fsync", note)
    monkeypatch.setattr(at_once, "_exchange", swap)
    replace_edition(staged, ["a", "b"], ["gone"], reports)
    new, mine, root = (path.stat().st_ino for path in (reports, reports / "mine", reports.parent))
    assert told[0] == ("sync", (reports / "a").stat().st_ino)
    assert sorted(told[1:3]) == sorted([("sync", new), ("sync", mine)])
    assert told[3:] == [("swap", new), ("sync", root)]


@linux
def test_a_disk_that_fails_when_forced_leaves_the_old_edition(folders, monkeypatch):
    staged, reports = folders
    before = contents(reports)

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(at_once.os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output error"):
        replace_edition(staged, ["a", "b"], ["gone"], reports)
    assert contents(reports) == before


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_cannot_force_does_without(folders, monkeypatch, number):
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(at_once.os, "fsync", refuse)
    at_once.force(folders[0] / "a")
