"""The ways that are compared: our build, and the same reports by other command lines."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from benchmarks.measure import Measure, run

STAGES = ("papermill", "html", "multivector_pdf", "webpdf")


class Failed(RuntimeError):
    """A command that is measured did not do its work; holds the end of its output."""


@dataclass(frozen=True)
class Bench:
    """Where and with what to measure.

    ``webpdf`` is an interpreter whose environment has this package and playwright, or None;
    ``browser`` the Chromium that it starts.
    """

    root: Path
    code: Path
    log: Path
    webpdf: str | None
    browser: str | None

    @property
    def variables(self) -> dict[str, str]:
        """The environment of every command."""
        return {
            "PYTHONPATH": str(self.code),
            "MULTIVECTOR_ROOT": str(self.root),
            # As the build does for its kernels: otherwise the figures compare thread counts.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
        }

    def run(
        self, command: list[str], folder: Path | None = None, more: Mapping[str, str] | None = None
    ) -> Measure:
        """Measure a command in the workspace; it must succeed."""
        variables = {**self.variables, **(more or {})}
        measure = run(command, folder or self.root, variables, self.log)
        if measure.code:
            end = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise Failed(f"{' '.join(command)} ended with {measure.code}:\n{end}")
        return measure


def ours(bench: Bench, *options: str) -> Measure:
    """Build all reports of the workspace with ``multivector build``."""
    return bench.run([sys.executable, "-m", "helpers", "build", *options])


def stages(bench: Bench, name: str, out: Path) -> dict[str, Measure]:
    """Make one report with the command lines of papermill and nbconvert, each measured."""
    out.mkdir(exist_ok=True)
    done = out / f"{name}.ipynb"
    convert = [sys.executable, "-m", "jupyter", "nbconvert", "--output-dir", str(out)]
    source = bench.root / "notebooks" / f"{name}.ipynb"
    papermill = [sys.executable, "-m", "papermill", "--no-progress-bar", "-k", "python3"]
    found = {
        "papermill": bench.run([*papermill, str(source), str(done)], source.parent),
        "html": bench.run([*convert, "--to", "html", str(done)]),
        "multivector_pdf": bench.run([*convert, "--to", "multivector_pdf", str(done)]),
    }
    if bench.webpdf and bench.browser:
        script = str(Path(__file__).with_name("webpdf.py"))
        options = ["--output-dir", str(out), "--output", f"{name}-web"]
        if os.geteuid() == 0:
            options.append("--WebPDFExporter.disable_sandbox=True")
        found["webpdf"] = bench.run(
            [bench.webpdf, script, bench.browser, str(done), *options],
            # nbconvert's templates, if that environment borrows the packages of ours.
            more={"JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter"))},
        )
    return found


def until_visible(bench: Bench, name: str, edit: Callable[[str], None], turn: int) -> float:
    """Edit a notebook and build; return the seconds until the page on disk is new.

    Parameters
    ----------
    edit : callable
        Saves the notebook with another word each time.
    """
    page = bench.root / "reports" / f"{name}.html"
    edit(f"build {turn}")
    before, started = page.stat().st_mtime_ns, time.perf_counter()
    seen: list[float] = []
    watcher = Thread(target=lambda: seen.append(_until_new(page, before, started)), daemon=True)
    watcher.start()
    ours(bench)
    watcher.join(2)
    if not seen:
        raise Failed(f"reports/{name}.html did not change after an edit of its notebook.")
    return seen[0]


def until_visible_watched(bench: Bench, name: str, edit: Callable[[str], None]) -> list[float]:
    """Return the seconds from a save to the new page while `multivector watch` runs, three times.

    Parameters
    ----------
    edit : callable
        Saves the notebook with another word each time.
    """
    page = bench.root / "reports" / f"{name}.html"
    command = [sys.executable, "-m", "helpers", "watch", name, "--to", "html"]
    process = subprocess.Popen(
        command, cwd=bench.root, env={**os.environ, **bench.variables}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    seconds: list[float] = []
    try:
        # The first save is not measured: only then is everything in memory.
        for turn in range(4):
            for line in process.stdout or ():
                if line.startswith("Waiting"):
                    break
            before = page.stat().st_mtime_ns
            edit(f"save {turn}")
            seconds.append(_until_new(page, before, time.perf_counter()))
    finally:
        # Not by Ctrl-C, which a process of a background job does not hear.
        process.terminate()
        process.communicate(timeout=60)
    return seconds[1:]


def _until_new(page: Path, before: int, started: float) -> float:
    while time.perf_counter() - started < 300:
        if page.is_file() and page.stat().st_mtime_ns != before:
            return time.perf_counter() - started
        time.sleep(0.005)
    raise Failed(f"reports/{page.name} did not change after an edit of its notebook.")


def floor(bench: Bench, names: list[str]) -> dict[str, dict[str, float]]:
    """Return seconds (wall and CPU) of cells and of rendering by report, in one warm process."""
    end = bench.log.stat().st_size if bench.log.exists() else 0
    bench.run([sys.executable, str(Path(__file__).with_name("floor.py")), str(bench.root), *names])
    with bench.log.open("rb") as file:
        file.seek(end)
        lines = file.read().decode().splitlines()
    found: dict[str, dict[str, float]] = json.loads(lines[-1])
    return found
