"""What a report depends on, as hashes: the one place that decides whether it is up to date.

Coarse on purpose: every data file and every module of the package counts for every report.
"""

import json
import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from helpers.reports.plan import Job
from helpers.workspace import Workspace

LOCK_FILE = "requirements.lock"
PACKAGES = (
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "seaborn",
    "typst",
)
_PACKAGE_FOLDER = Path(__file__).parents[1]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def input_hashes(workspace: Workspace) -> dict[str, str]:
    """Return the SHA-256 of every input, keyed by its path in the workspace, sorted.

    Inputs are the notebooks, all files in data/, the lock file, and the package's own modules,
    templates and fonts (keyed ``src/helpers/…`` wherever the package is installed).
    """
    files = {f"notebooks/{path.name}": path for path in workspace.notebooks.glob("*.ipynb")}
    files |= _tree(workspace.data, "data")
    files |= _tree(_PACKAGE_FOLDER, "src/helpers")
    lock = workspace.root / LOCK_FILE
    if lock.is_file():
        files[LOCK_FILE] = lock
    return {name: file_hash(files[name]) for name in sorted(files)}


@cache
def environment() -> dict[str, Any]:
    """Return the Python version (major.minor) and the versions of the main packages."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "missing"
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "packages": packages}


def fingerprint(job: Job, inputs: dict[str, str]) -> str:
    """Return the hash of everything that can change the bytes of one report.

    Formats are not part of it: each format is a function of the same executed notebook, so a report
    built to HTML and PDF is also up to date for HTML alone.
    """
    own = f"notebooks/{job.source.name}"
    traces = {
        "report": job.name,
        "parameters": dict(job.parameters),
        "siblings": job.siblings,
        "environment": environment(),
        "inputs": {
            name: digest
            for name, digest in inputs.items()
            if not name.startswith("notebooks/") or name == own
        },
    }
    return sha256(json.dumps(traces, sort_keys=True).encode()).hexdigest()


def _tree(folder: Path, prefix: str) -> dict[str, Path]:
    found = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not hidden:
            found["/".join((prefix, *parts))] = path
    return found
