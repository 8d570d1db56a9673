"""Scratch folders: those in use and those of others stay, those of the dead go."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.reports import scratch
from helpers.reports.execution import Result
from helpers.reports.plan import Job
from helpers.reports.scratch import MARK, hold, scratch_folder, sweep
from tests.reports.test_build import alive

pytestmark = pytest.mark.skipif(scratch.fcntl is None, reason="no locks on this system")
ROOT = Path(__file__).parents[2]
BUILD = """\
import sys
from helpers.reports.pool import run_all
from helpers.workspace import Workspace
from tests.reports.test_scratch import job_of, slow
if __name__ == "__main__":
    list(run_all([job_of(name) for name in sys.argv[1:]], slow, 2))
"""
STAY = "; open('ready', 'w').close(); time.sleep(60)"
HOLD = "import sys, time; from helpers.reports.scratch import hold; hold(sys.argv[1])" + STAY
OPEN = (
    "import time; from helpers.reports.scratch import scratch_folder as open_one; "
    "folder = open_one(); folder.__enter__()"
) + STAY


def job_of(name: str) -> Job:
    return Job(name, name, Path(f"{name}.ipynb"), Path())


def slow(job: Job) -> Result:
    """Say that the job is running and stay there, unless it is a quick one."""
    if job.name != "quick":
        Path("ready").touch()
        time.sleep(60)
    return Result(job.name, "ok")


@pytest.fixture(autouse=True)
def temporary(monkeypatch) -> Iterator[Path]:
    """A folder for temporary files with a path short enough for sockets, unlike pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr("tempfile.tempdir", folder)
        yield Path(folder)


@pytest.fixture
def process(temporary):
    """Start a process with some code, give it when it is ready, and kill it in the end."""
    started: list[subprocess.Popen] = []

    def start(code: str, *arguments: str) -> subprocess.Popen:
        one = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=temporary,
            env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            start_new_session=True,
        )
        started.append(one)
        wait_for(lambda: (temporary / "ready").exists() or one.poll() is not None)
        return one

    yield start
    for one in started:
        one.kill()
        one.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_a_folder_is_gone_when_it_is_done_with(temporary):
    with scratch_folder() as folder:
        assert Path(folder).parent == temporary
        (Path(folder) / "file").write_text("")
    assert not Path(folder).exists()


def test_a_folder_in_use_stays_and_one_whose_process_was_killed_goes(temporary, process):
    owner = process(OPEN)
    (folder,) = temporary.glob("mv-*")
    (folder / "kernel").write_text("")
    assert sweep() == [] and folder.exists()
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    assert folder.exists()
    assert sweep() == [folder] and not folder.exists()


def test_a_folder_that_a_worker_still_holds_stays(temporary, process):
    folder = temporary / "mv-left"
    folder.mkdir()
    (folder / MARK).write_text("")
    worker = process(HOLD, str(folder))
    assert sweep() == []
    worker.kill()
    worker.wait()
    assert sweep() == [folder]


def test_a_folder_without_our_file_is_not_ours_whatever_its_name(temporary):
    (temporary / "mv-holiday").mkdir()
    (temporary / "mv-holiday" / "photo").write_text("")
    (temporary / "elsewhere").mkdir()
    (temporary / "elsewhere" / MARK).write_text("")
    (temporary / "mv-link").symlink_to(temporary / "elsewhere")
    assert sweep() == []
    assert (temporary / "mv-holiday" / "photo").exists()
    assert (temporary / "elsewhere" / MARK).exists()


def test_a_folder_of_another_user_stays(temporary, monkeypatch):
    (temporary / "mv-left").mkdir()
    (temporary / "mv-left" / MARK).write_text("")
    mine = os.getuid()
    monkeypatch.setattr("os.getuid", lambda: mine + 1)
    assert sweep() == []
    monkeypatch.setattr("os.getuid", lambda: mine)
    assert sweep() == [temporary / "mv-left"]


def test_where_locks_do_not_work_nothing_is_swept(temporary, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    with scratch_folder() as folder:
        assert list(Path(folder).iterdir()) == []
        hold(folder)
        assert sweep() == [] and Path(folder).exists()
    assert not Path(folder).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_build_leaves_nothing_that_the_next_one_does_not_remove(temporary, process):
    (temporary / "build.py").write_text(BUILD)
    killed = process("import runpy; runpy.run_path('build.py', run_name='__main__')", "a", "b")
    assert killed.poll() is None
    killed.kill()
    killed.wait()
    wait_for(lambda: not alive(killed.pid))
    left = list(temporary.glob("mv-*"))
    assert len(left) == 2 and not list(temporary.glob("pymp-*"))
    script = [sys.executable, "build.py", "quick"]
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        script, cwd=temporary, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert sorted(path.name for path in temporary.iterdir()) == ["build.py", "ready"]
