"""Imports, in the process that everything is forked from, what workers and notebooks will import.

``names_for`` reads the import statements of a batch; importing this module afterwards, with the
names in the environment, imports them, and what is slow to import for a worker. Only packages of
which nothing but importing them is to be feared; a name that cannot be imported is left to the
notebook, which will say so.

A module of ours may define ``warm_up(root)``: it is called once with the folder of the workspace,
to read or draw what every notebook is going to need. It must only fill what is kept by content, so
that a notebook gets the same with and without it.
"""

import ast
import contextlib
import gc
import importlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from helpers.reports.steady import environment_of

VARIABLE, ROOT = "MULTIVECTOR_PRELOAD", "MULTIVECTOR_PRELOAD_ROOT"
# Of every worker. The first makes the others faster.
WORKER = (
    "helpers.reports.late_grammar",
    "nbconvert.exporters",
    "helpers.reports.execution",
    "helpers.reports.provisioner",
    "helpers.reports.ready_client",
)
# Of every kernel, and of the worker that starts it.
ALWAYS = ("papermill", "ipykernel.debugger", "ipykernel.kernelapp", "ipykernel.ipkernel")
# The debugger of kernels would warn everybody that Python's own modules are frozen.
_QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
KNOWN = ("helpers", "matplotlib", "numpy", "pandas", "scipy", "seaborn", "statsmodels")


def names_for(notebooks: Iterable[Path]) -> list[str]:
    """Return the modules that notebooks import and that are safe to preload, sorted.

    ``from a import b`` gives ``a`` and ``a.b``. A notebook that cannot be read gives none but what
    all of them need; no notebook needs nothing.
    """
    paths = sorted(set(notebooks))
    found = set(ALWAYS) if paths else set()
    for path in paths:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            sources = ("".join(one["source"]) for one in cells if one["cell_type"] == "code")
            found |= {name for source in sources for name in _imports(source)}
    return sorted(found)


def _imports(source: str) -> set[str]:
    lines = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    names: set[str] = set()
    for line in lines:
        with contextlib.suppress(SyntaxError):
            for node in ast.parse(line).body:
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return {name for name in names if name.partition(".")[0] in KNOWN}


def _nothing(root: str) -> None:
    pass


def _preload() -> None:
    # Imports make little garbage: looking for it all the time would take a sixth of theirs.
    gc.disable()
    for name in filter(None, (*WORKER, *os.environ.get(VARIABLE, "").split(","))):
        # Whatever an import raises here, the notebook will raise it too, and be reported.
        with contextlib.suppress(Exception), environment_of(_QUIET):
            importlib.import_module(name)
    for name in sorted(sys.modules) if ROOT in os.environ else ():
        with contextlib.suppress(Exception):
            if name.startswith("helpers."):
                getattr(sys.modules[name], "warm_up", _nothing)(os.environ[ROOT])
    gc.freeze()
    # Most of what a report makes stays until its end: looking for cycles all the time finds none.
    gc.set_threshold(100_000, 50, 50)
    gc.enable()


if VARIABLE in os.environ:
    _preload()
