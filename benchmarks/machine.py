"""What a result was measured on, and bytecode compiled before anything is measured."""

import compileall
import os
import platform
import shutil
import sys
import sysconfig
import time
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_PACKAGES = ("ipykernel", "jupyterlab", "nbclient", "nbconvert", "pandas", "papermill", "typst")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def describe() -> dict[str, Any]:
    """Return date, processor, cores, memory, Python and packages."""
    info = Path("/proc/meminfo")
    memory = info.read_text().split()[1] if info.is_file() else "0"
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(memory) / 2**20, 1),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def load() -> float:
    """Return the mean number of busy processes in the last minute: a check of the quiet."""
    return round(os.getloadavg()[0], 2)


def compile_bytecode() -> None:
    """Compile every installed package; some files of others are not meant to compile."""
    compileall.compile_dir(sysconfig.get_paths()["purelib"], quiet=2, workers=0)


def find_webpdf(python: str | None, browser: str | None) -> tuple[str | None, str | None, str]:
    """Return the interpreter and browser for webpdf, or a reason why it is left out."""
    if python is None and find_spec("playwright") is not None:
        python = sys.executable
    browser = browser or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if python is None:
        return None, None, "left out: playwright is not installed (see --webpdf-python)"
    if browser is None:
        return None, None, "left out: no Chromium found (see --browser)"
    return python, browser, "measured, with the Chromium of the system"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
