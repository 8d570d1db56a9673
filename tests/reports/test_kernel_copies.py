"""A kernel goes on from a copy as if all cells had run, or all cells run."""

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest

from helpers.reports import snapshots
from helpers.reports.execution import Result, Step, execute_job
from helpers.reports.kept_cells import Kept
from helpers.reports.plan import Job
from helpers.reports.pool import run_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are copied on Linux only")
SLOW = "import time\ntime.sleep(0.15)"
STATE = """\
import logging, os, random, sys
import numpy as np
random.seed(3), np.random.seed(4)
os.environ["MADE_HERE"] = "yes"
os.chdir("..")
made = [1]
def again():
    made.append(len(made))
    return made
log = logging.getLogger("here")
log.addHandler(logging.StreamHandler(sys.stdout))
"""
LOOK = """\
print(random.random(), np.random.random(), os.environ["MADE_HERE"], os.getcwd() == home)
print(again(), len(In), _, sys.argv[0])
log.warning("to the stream of before")
print("problem", file=sys.stderr)
again()
"""


@pytest.fixture
def folder():
    """Short, as paths of sockets have to be."""
    made = tempfile.mkdtemp(prefix="mv-")
    yield made
    snapshots.end_all(made)
    shutil.rmtree(made)


class Notebook:
    """A notebook that is run again and again; ``cells`` are what ran in the last run."""

    def __init__(self, root: Path, folder: str) -> None:
        self.path = root / "notebooks" / "one.ipynb"
        self.path.parent.mkdir(parents=True)
        place = snapshots.place(folder, "one", "0" * 16)
        self.job = Job("one", "one", self.path, root, formats=(), snapshots=place)
        self.ran: list[int] = []

    def run(self, *cells: str, kept: Result | None = None) -> Result:
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
        for number, cell in enumerate(book.cells):
            cell["id"] = f"cell-{number}"
        self.path.write_text(json.dumps(book), encoding="utf-8")
        job = self.job
        if kept:
            before = self.path.parents[1] / "before.ipynb"
            before.write_bytes(kept.files["ipynb"])
            digest = sha256(kept.files["ipynb"]).hexdigest()
            job = replace(job, kept=Kept(str(before), digest, complete=False))
        self.ran = []
        (result,) = run_all([job], execute_job, 1, notify=self._note)
        return result

    def _note(self, step: Step) -> None:
        self.ran += [step.cell] if step.cell and not step.rendering else []


@pytest.fixture
def notebook(tmp_path, folder) -> Notebook:
    return Notebook(tmp_path, folder)


def test_from_a_copy_the_rest_gives_the_bytes_of_a_whole_run(notebook):
    start = ("import os\nhome = os.path.dirname(os.getcwd())", SLOW, STATE, SLOW)
    first = notebook.run(*start, LOOK)
    assert first.status == "ok", first.message
    for more in ("print('more')", "print('else')"):
        again = notebook.run(*start, LOOK + more, kept=first)
        assert again.status == "ok", again.message
        assert notebook.ran == [5]
        whole = replace(notebook.job, snapshots="")
        (expected,) = run_all([whole], execute_job, 1)
        assert again.files["ipynb"] == expected.files["ipynb"]


def test_an_earlier_change_goes_on_from_an_earlier_copy(notebook):
    first = notebook.run("x = 1", SLOW, "x = x + 1", SLOW, "x")
    notebook.run("x = 1", SLOW, "x = x + 2", SLOW, "x", kept=first)
    assert notebook.ran == [3, 4, 5]


def test_a_change_of_the_first_cell_runs_them_all(notebook):
    first = notebook.run("x = 1", SLOW, "x")
    notebook.run("x = 2", SLOW, "x", kept=first)
    assert notebook.ran == [1, 2, 3]


@pytest.mark.parametrize(
    "cell",
    [
        "opened = open(__import__('os').__file__)",
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
        "import socket\npair = socket.socketpair()",
        "from IPython.display import display\nshown = display(1, display_id=True)",
    ],
    ids=["an open file", "a thread", "sockets", "a display that can change"],
)
def test_what_two_processes_would_share_allows_no_copy(notebook, cell):
    first = notebook.run("x = 1", SLOW, cell, SLOW, "x")
    assert first.status == "ok", first.message
    notebook.run("x = 1", SLOW, cell, SLOW, "x + 1", kept=first)
    assert notebook.ran == [3, 4, 5]


def test_a_failure_of_the_rest_is_found_by_a_whole_run(notebook):
    first = notebook.run("x = 1", SLOW, "x")
    failed = notebook.run("x = 1", SLOW, "1 / 0", kept=first)
    assert (failed.status, failed.error, failed.cell) == ("failed", "ZeroDivisionError", 3)
    assert notebook.ran == [3, 1, 2, 3]


def test_a_copy_that_is_gone_costs_a_whole_run(notebook, folder):
    first = notebook.run("x = 1", SLOW, "x")
    for path in Path(folder).iterdir():
        content = path.name
        path.unlink()
        path.with_name(content).touch()
    again = notebook.run("x = 1", SLOW, "x + 1", kept=first)
    assert again.status == "ok"
    assert notebook.ran == [1, 2, 3]


def test_copies_that_no_cells_lead_to_end(notebook, folder):
    notebook.run("x = 1", SLOW, "x")
    before = set(Path(folder).iterdir())
    assert before
    notebook.run("x = 2", SLOW, "x")
    assert before.isdisjoint(Path(folder).iterdir())


def test_copies_end_with_the_process_that_they_are_kept_by(tmp_path, folder):
    child = os.fork()
    if child == 0:
        try:
            Notebook(tmp_path, folder).run("x = 1", SLOW, "x")
        finally:
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    limit = time.monotonic() + 10
    while any(Path(folder).iterdir()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not any(Path(folder).iterdir())
