"""Forked kernels: the same bytes as started ones, nothing leaks, and every end is noticed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.reports.execution import Result, execute_job
from helpers.reports.plan import Job, discover, plan
from helpers.reports.pool import run_all
from helpers.reports.preload import ALWAYS, ROOT, VARIABLE, names_for
from helpers.workspace import Workspace, find_workspace
from tests.reports.tiny_workspace import STUBS, copy_workspace

linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
MEDDLE = """\
import os, locale, random, sys
import numpy as np, pandas as pd, matplotlib
pd.DataFrame.meddled = True
pd.options.display.max_rows = 7
matplotlib.rcParams['figure.dpi'] = 7
os.environ['MEDDLED'] = 'yes'
os.chdir('/')
locale.setlocale(locale.LC_ALL, 'C')
random.seed(1), np.random.seed(1)
sys.path.insert(0, '/meddled')
sys.modules['meddled'] = os
"""
LOOK = """\
import os, locale, random, sys
import numpy as np, pandas as pd, matplotlib
print(hasattr(pd.DataFrame, 'meddled'), pd.options.display.max_rows)
print(matplotlib.rcParams['figure.dpi'] == 7, 'MEDDLED' in os.environ)
print(os.path.basename(os.getcwd()))
print('/meddled' in sys.path, 'meddled' in sys.modules)
"""
KIND = """\
import os
command = open('/proc/self/cmdline').read()
print(os.getpid() == os.getsid(0), 'ipykernel_launcher' in command)
"""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "w")


def write(workspace: Workspace, name: str, *cells: str) -> Job:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    (workspace.notebooks / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (job,) = plan(discover(workspace), [name], {}, workspace, exporters=STUBS)
    return job


def printed(result: Result) -> list[str]:
    assert result.status == "ok", result.message
    cells = nbformat.reads(result.files["ipynb"].decode(), as_version=4).cells
    return "".join(one.text for cell in cells for one in cell.outputs).splitlines()


def pooled(jobs: list[Job], workers: int = 1) -> dict[str, Result]:
    return {result.name: result for result in run_all(jobs, execute_job, workers)}


@linux
def test_a_kernel_of_the_pool_is_a_fork_and_one_of_a_plain_call_is_not(workspace):
    job = write(workspace, "kind", KIND)
    assert printed(pooled([job])["kind"]) == ["True False"]
    assert printed(execute_job(job)) == ["True True"]


def test_forked_and_started_kernels_give_the_same_bytes(workspace):
    jobs = plan(discover(workspace), ["overview", "avalon"], {}, workspace, exporters=STUBS)
    forked = pooled(jobs, workers=2)
    for job in jobs:
        assert forked[job.name].files == execute_job(job).files


def test_nothing_that_one_report_does_reaches_the_next(workspace):
    jobs = [write(workspace, "a", MEDDLE), write(workspace, "b", LOOK)]
    results = pooled(jobs, workers=1)
    assert results["a"].status == "ok", results["a"].message
    assert printed(results["b"]) == ["False 60", "False False", "notebooks", "False False"]


def test_two_kernels_do_not_draw_the_same_random_numbers(workspace):
    draw = "import random, numpy as np\nprint(random.random(), np.random.rand())"
    results = pooled([write(workspace, name, draw) for name in ("a", "b")])
    first, second = (printed(results[name])[0].split() for name in ("a", "b"))
    assert first[0] != second[0] and first[1] != second[1]


def test_a_notebook_may_have_processes_of_its_own(workspace):
    source = (
        "import multiprocessing, subprocess, sys\n"
        "fork = multiprocessing.get_context('fork')\n"
        "pipe = fork.Queue()\n"
        "child = fork.Process(target=pipe.put, args=(41,))\n"
        "child.start()\n"
        "print(pipe.get(timeout=20) + 1)\n"
        "child.join()\n"
        "print(child.exitcode, subprocess.run([sys.executable, '-c', 'exit(3)']).returncode)"
    )
    assert printed(pooled([write(workspace, "a", source)])["a"]) == ["42", "0 3"]


def test_a_killed_kernel_is_named_and_the_worker_goes_on(workspace):
    kill = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    results = pooled([write(workspace, "a", kill), write(workspace, "b", "print(1)")], workers=1)
    assert results["a"].error == "DeadKernelError"
    assert printed(results["b"]) == ["1"]


def test_a_killed_kernel_is_tried_again_and_an_error_is_not(workspace):
    once = (
        "import os, signal\nfrom pathlib import Path\n"
        "first = not Path('died').exists()\nPath('died').touch()\n"
        "if first:\n    os.kill(os.getpid(), signal.SIGKILL)\nprint('alive')"
    )
    wrong = "print(open('tries', 'a').write('x'))\n1 / 0"
    jobs = [write(workspace, "a", once), write(workspace, "b", wrong)]
    results = {one.name: one for one in run_all(jobs, execute_job, 1, retries=2)}
    assert printed(results["a"]) == ["alive"]
    assert results["b"].error == "ZeroDivisionError"
    assert (workspace.notebooks / "tries").read_text() == "x"


def test_the_imports_of_a_batch_are_read_from_its_notebooks(tmp_path):
    good, bad = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    source = (
        "import pandas as pd, os\nfrom helpers.exhibits import charts, facts\n"
        "%matplotlib inline\nfrom antigravity import x\nimport pandas.(\n"
    )
    cell = {"cell_type": "code", "source": [source]}
    good.write_text(
        json.dumps({"cells": [cell, {"cell_type": "markdown", "source": ["import numpy"]}]})
    )
    bad.write_text("{")
    assert names_for([good, bad, Path("/nowhere")]) == sorted(
        [*ALWAYS, "pandas", "helpers.exhibits", "helpers.exhibits.charts", "helpers.exhibits.facts"]
    )


@pytest.mark.parametrize(("root", "kept"), [("yes", "1"), ("no workspace", "0"), ("", "0")])
def test_tables_are_loaded_before_kernels_are_forked_and_faulty_ones_left_to_the_notebook(
    root, kept, tmp_path
):
    found = {"yes": str(find_workspace().root), "no workspace": str(tmp_path)}.get(root)
    environment = {**os.environ, VARIABLE: "helpers.tables.study"} | (
        {ROOT: found} if found else {}
    )
    code = (
        "import helpers.reports.preload\n"
        "from helpers.tables.loading import tables_of\n"
        "print(tables_of.cache_info().currsize)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == kept
