"""The key under which a result is shared: everything that decides the bytes, on any machine.

The trace of a report (:mod:`helpers.reports.fingerprint`) says what it depends on in one workspace,
where the machine and the other packages stay what they are. Between machines they do not, so the
key adds them, and what of a notebook and of the request only shows in the files: ids and metadata
of cells, the formats that pages link to each other, the date of reports without one.
"""

import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

from helpers.reports.fingerprint import Inputs
from helpers.reports.plan import Job

VERSION = 1
_DISTRIBUTION = "multivector"
# What a format needs beyond the package's own requirements.
_OF_FORMATS = {"docx": "python-docx"}
# Vector instructions that numeric libraries choose their code by: sums may differ in the last bit.
_VECTORS = re.compile(r"asimd\w*|avx\w*|fma|sse4\w*|sve\w*")
_OF_A_RUN = frozenset({"papermill", "language_info", "widgets"})


def result_key(job: Job, inputs: Inputs) -> str:
    """Return the key of a job's result, 64 hexadecimal digits.

    Raises
    ------
    GateError
        If the notebook of the job was gone when the inputs were read.
    OSError
        If it went just now.
    """
    parts = [
        VERSION,
        inputs.trace(job).key,
        _notebook_digest(job.source.read_bytes()),
        [job.notebook, job.title, job.edition],
        [[kind, job.exporters[kind]] for kind in job.formats],
        machine(),
        packages(tuple(sorted({_OF_FORMATS[kind] for kind in job.formats if kind in _OF_FORMATS}))),
    ]
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def machine() -> dict[str, str]:
    """Return what of this machine can decide a byte: interpreter, system, processor, plot settings.

    Nothing of it names the machine: two of the same kind give the same.
    """
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "optimize": str(sys.flags.optimize),
        "system": " ".join((platform.system(), *platform.libc_ver())),
        "processor": platform.machine(),
        "vectors": " ".join(_vectors(Path("/proc/cpuinfo"))) or platform.processor(),
        "matplotlibrc": _plot_settings(),
    }


@cache
def packages(also: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the installed version of every package that ours requires, directly or not.

    Parameters
    ----------
    also : tuple of str
        Further packages to start from, those of optional formats.
    """
    try:
        first = _required(distribution(_DISTRIBUTION).requires or ())
    except PackageNotFoundError:
        # Not installed but on the path: no list of requirements, so all packages count.
        return {_plain(one.name): one.version for one in distributions()}
    found: dict[str, str] = {}
    waiting = [*first, *map(_plain, also)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # Required on other systems or versions of Python.
            found[name] = "missing"
            continue
        found[name] = package.version
        waiting.extend(_required(package.requires or ()))
    return found


def _required(lines: Iterable[str]) -> list[str]:
    """Return the names in lines such as ``pandas[excel]>=3; python_version > "3"``."""
    names = []
    for line in lines:
        wanted, _, condition = line.partition(";")
        found = re.match(r"[A-Za-z0-9._-]+", wanted.strip())
        if found and not re.search(r"\bextra\b", condition):
            names.append(_plain(found[0]))
    return names


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _vectors(description: Path) -> list[str]:
    try:
        text = description.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    line = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.MULTILINE)
    return sorted(filter(_VECTORS.fullmatch, set(line[1].split()))) if line else []


def _plot_settings() -> str:
    """Return a digest of the user's own settings of Matplotlib; empty if there are none."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    given = Path(os.environ.get("MATPLOTLIBRC") or os.devnull)
    folders = [given, Path(os.environ.get("MPLCONFIGDIR") or home / "matplotlib")]
    for path in (given, *(folder / "matplotlibrc" for folder in folders)):
        if path.is_file():
            return sha256(path.read_bytes()).hexdigest()
    return ""


def _notebook_digest(content: bytes) -> str:
    """Return a digest of all of a notebook that can reach a file: not its outputs, nor its runs."""
    try:
        book: Mapping[str, Any] = json.loads(content)
        kept = {key: value for key, value in book["metadata"].items() if key not in _OF_A_RUN}
        cells = [
            {key: value for key, value in cell.items() if key not in ("outputs", "execution_count")}
            for cell in book["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return sha256(content).hexdigest()
    return sha256(json.dumps([kept, cells], sort_keys=True).encode()).hexdigest()
