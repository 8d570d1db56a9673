import errno
import os
import signal
import subprocess
from pathlib import Path

import pytest

from helpers.reports.publish import (
    asked_to_end,
    publish,
    retire,
    stage,
    staging,
    undisturbed,
)
from helpers.workspace import Workspace


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace(tmp_path)


def test_files_arrive_in_the_order_given_and_the_staging_folder_goes(workspace):
    with staging(workspace) as folder:
        output = stage(folder, "b.html", b"two")
        stage(folder, "a.html", b"one")
        assert publish(folder, ["b.html", "a.html"], workspace.reports) == ["b.html", "a.html"]
    assert (workspace.reports / "b.html").read_bytes() == b"two"
    assert output.is_intact(workspace.reports)
    assert [path.name for path in workspace.root.iterdir()] == ["reports"]


def test_unchanged_bytes_are_not_written_again(workspace):
    for content, changed in ((b"one", ["a.html"]), (b"one", []), (b"two", ["a.html"])):
        with staging(workspace) as folder:
            stage(folder, "a.html", content)
            assert publish(folder, ["a.html"], workspace.reports) == changed


def test_an_exception_while_rendering_leaves_reports_alone(workspace):
    with pytest.raises(RuntimeError), staging(workspace) as folder:
        stage(folder, "a.html", b"half")
        raise RuntimeError
    assert list(workspace.root.iterdir()) == []


def test_what_a_killed_build_left_is_swept_away_but_not_what_a_running_one_uses(workspace):
    gone = subprocess.Popen(["true"])
    gone.wait()
    for owner in (gone.pid, os.getppid()):
        (workspace.root / ".build" / f"{owner}-abc").mkdir(parents=True)
    with staging(workspace):
        pass
    left = [path.name for path in (workspace.root / ".build").iterdir()]
    assert left == [f"{os.getppid()}-abc"]


def test_reports_on_another_disk_are_replaced_whole_too(workspace, monkeypatch):
    real, calls = Path.replace, []

    def replace(self, target):
        calls.append(self)
        if ".build" in self.parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with staging(workspace) as folder:
        stage(folder, "a.html", b"one")
        publish(folder, ["a.html"], workspace.reports)
    assert [path.name for path in workspace.reports.iterdir()] == ["a.html"]
    assert len(calls) == 2


def test_a_full_disk_is_not_taken_for_another_disk(workspace, monkeypatch):
    def replace(self, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    with staging(workspace) as folder:
        stage(folder, "a.html", b"one")
        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(OSError, match="No space left"):
            publish(folder, ["a.html"], workspace.reports)


def test_a_retired_file_goes_unless_someone_edited_it(workspace):
    with staging(workspace) as folder:
        outputs = [stage(folder, name, b"one") for name in ("a.html", "b.html")]
        publish(folder, ["a.html", "b.html"], workspace.reports)
    (workspace.reports / "b.html").write_bytes(b"edited")
    retire(outputs, workspace.reports)
    assert [path.name for path in workspace.reports.iterdir()] == ["b.html"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_waits_until_all_files_are_in_place_and_is_not_forgotten(number, monkeypatch):
    monkeypatch.setattr("helpers.reports.publish._asked", [])
    before = signal.getsignal(number)
    with undisturbed():
        assert not asked_to_end()
        signal.raise_signal(number)
    assert asked_to_end()
    assert signal.getsignal(number) is before
