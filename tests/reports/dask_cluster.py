"""A real Dask cluster on this machine: a scheduler and workers that share only the network."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PRINTED = re.compile(r"Scheduler at:\s+(tcp://\S+)")
_LIMIT = 30.0


class DaskCluster:
    """Each worker has a folder of its own, and all have their own copy of the package."""

    def __init__(self, folder: Path, package: Path | None = None) -> None:
        self.folder = folder
        self.package = package or folder / "installed" / "helpers"
        if package is None:
            shutil.copytree(ROOT / "src" / "helpers", self.package)
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self.scheduler = self._start(
            "scheduler", ["scheduler", "--host", "127.0.0.1", "--port", "0"]
        )
        self.address = self._find("scheduler", _PRINTED)

    def home(self, name: str) -> Path:
        """Return the only folder that a worker is told of."""
        return self.folder / name

    def start_worker(self, name: str, package: Path | None = None) -> None:
        """Start a worker with one thread and wait until the scheduler knows it.

        ``package`` is what it has instead of the copy of ours.
        """
        home = self.home(name)
        command = ["worker", self.address, "--no-nanny", "--nthreads", "1", "--name", name]
        command += ["--local-directory", str(home), "--death-timeout", "10"]
        self.workers[name] = self._start(name, command, {"WORKER": name}, package)
        self._find(name, re.compile(r"Registered to:\s+(tcp://\S+)"))

    def ensure_workers(self, *names: str) -> None:
        """Start those of the workers that do not run."""
        for name in names:
            if name not in self.workers or self.workers[name].poll() is not None:
                self.start_worker(name)

    def kill_worker(self, name: str) -> None:
        """End a worker as a crash would."""
        self.workers[name].kill()
        self.workers[name].wait(_LIMIT)

    def stop_worker(self, name: str) -> None:
        """End a worker as an administrator would."""
        _stop(self.workers[name])

    def close(self) -> None:
        """End everything; the scheduler last, since Dask can hang if both end at once."""
        for process in (*self.workers.values(), self.scheduler):
            _stop(process)

    def _start(
        self,
        name: str,
        arguments: list[str],
        more: Mapping[str, str] | None = None,
        package: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        home = self.home(name)
        home.mkdir(parents=True, exist_ok=True)
        path = os.pathsep.join([str((package or self.package).parent), str(ROOT)])
        with (home / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
                cwd=home,
                env={**os.environ, "PYTHONPATH": path, **(more or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _find(self, name: str, pattern: re.Pattern[str]) -> str:
        end = time.monotonic() + _LIMIT
        while time.monotonic() < end:
            found = pattern.search((self.home(name) / "log").read_text())
            if found:
                return found[1]
            time.sleep(0.05)
        raise TimeoutError(f"{name} did not start: {(self.home(name) / 'log').read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(_LIMIT)
