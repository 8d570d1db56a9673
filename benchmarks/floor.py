"""The floor of a build: the same cells in one warm process, and the same rendering, nothing else.

No kernel, no messages, no files, no checks, and nothing imported twice: each notebook's cells run
in an IPython shell of a process that has run them once before, and the executed notebook of the
build is rendered once more by exporters that have been used before. Usage: floor.py WORKSPACE
NAME... (reports that are built already). Prints JSON: by report, seconds of ``cells`` and of
``render``, and ``cpu`` of both.
"""

import json
import os
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any


def main() -> None:
    """Measure each notebook after a first round that warms everything up."""
    root, names = Path(sys.argv[1]), sys.argv[2:]
    os.chdir(root / "notebooks")
    from helpers.reports.plan import discover, plan
    from helpers.workspace import Workspace

    workspace = Workspace(root)
    jobs = {job.name: job for job in plan(discover(workspace), names, {}, workspace)}
    _run_cells(root, names[0])
    _render(root, jobs[names[0]])
    found = {}
    for name in names:
        before = time.process_time()
        cells, drawn = _run_cells(root, name), _render(root, jobs[name])
        found[name] = {"cells": cells, "render": drawn, "cpu": time.process_time() - before}
    print(json.dumps(found))


def _run_cells(root: Path, name: str) -> float:
    import matplotlib
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib_inline.backend_inline import configure_inline_support, flush_figures

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    matplotlib.use("module://matplotlib_inline.backend_inline")
    configure_inline_support(shell, "module://matplotlib_inline.backend_inline")
    content = json.loads((root / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    started = time.perf_counter()
    for cell in content["cells"]:
        if cell["cell_type"] != "code":
            continue
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            result = shell.run_cell("".join(cell["source"]))
            if result.result is not None:
                # What the kernel does to show a value: figures are drawn here.
                shell.display_formatter.format(result.result)
            flush_figures()
        result.raise_error()
    return time.perf_counter() - started


def _render(root: Path, job: Any) -> float:
    import nbformat

    from helpers.reports.cleaning import to_bytes
    from helpers.reports.execution import find_cover, render

    notebook = nbformat.read(root / "reports" / f"{job.name}.ipynb", as_version=4)
    started = time.perf_counter()
    to_bytes(notebook)
    render(notebook, job, find_cover(notebook))
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
