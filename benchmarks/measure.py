"""Runs a command and measures it with all the processes that it starts, wherever they end up.

CPU time and memory are sampled from /proc (Linux). The command's processes are found by their
parents; those whose parent dies first are handed to this process, which asks for that.
"""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY = 0.05
_MEMORY_EVERY = 5
_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Measure:
    """What a command took: ``seconds`` of wall and ``cpu``, ``peak`` in MiB, and its ``code``.

    ``peak`` is the largest sum of proportional set sizes: pages that forked processes share count
    once.
    """

    seconds: float
    cpu: float
    peak: float
    code: int


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent ends, so that they stay in sight."""
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str], folder: Path, variables: Mapping[str, str], log: Path) -> Measure:
    """Run a command to its end; its output goes to ``log``.

    CPU time is the larger of two readings: what the kernel charges to the command and the children
    it waited for, and the sum over all processes seen, each up to its last sample. The first misses
    processes that nobody waits for, the second at most one sample of each process.
    """
    with log.open("ab") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    return Measure(
        seconds, max(sampler.cpu, usage.ru_utime + usage.ru_stime), sampler.peak, process.returncode
    )


class _Sampler(threading.Thread):
    """Looks at a tree of processes until told to stop."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.known = {root}
        self.times: dict[int, float] = {}
        self.peak = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        turn = 0
        while not self.ended.wait(_EVERY):
            self._look(turn % _MEMORY_EVERY == 0)
            turn += 1

    def stop(self) -> None:
        """End the sampling, and what the command left running."""
        # Workers and the fork server end by themselves once the command is gone.
        limit = time.monotonic() + 2
        while time.monotonic() < limit and self._look(False) > 0:
            time.sleep(_EVERY)
        self.ended.set()
        self.join()
        for pid in self.known:
            _reap(pid)

    @property
    def cpu(self) -> float:
        """Seconds of processor time of all processes seen."""
        return sum(self.times.values())

    def _look(self, memory: bool) -> int:
        table = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            table[int(path.parent.name)] = fields
        found = True
        while found:
            found = False
            for pid, fields in table.items():
                if pid not in self.known and int(fields[1]) in self.known:
                    self.known.add(pid)
                    found = True
        alive = [pid for pid in self.known if pid in table and table[pid][0] != "Z"]
        for pid in self.known & table.keys():
            spent = (int(table[pid][11]) + int(table[pid][12])) / _TICKS
            self.times[pid] = max(spent, self.times.get(pid, 0.0))
        if memory:
            self.peak = max(self.peak, sum(_proportional(pid) for pid in alive) / 1024)
        return len(alive)


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)


def _reap(pid: int) -> None:
    try:
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    except (ChildProcessError, ProcessLookupError):
        return
