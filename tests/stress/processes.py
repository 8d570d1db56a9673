"""The processes of a running build by what they do, and waiting until none is left (Linux)."""

import ctypes
import os
import time
from dataclasses import dataclass
from pathlib import Path

ROLES = ("coordinator", "forkserver", "worker", "nursery", "kernel")
_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Process:
    """One line of the process table."""

    pid: int
    parent: int
    session: int
    state: str


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent dies, so that leaks can be seen."""
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def table() -> dict[int, Process]:
    """Return all living processes of the machine by their number."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if state != "Z":
            pid = int(path.parent.name)
            found[pid] = Process(pid, int(parent), int(session), state)
    return found


def below(root: int) -> dict[int, Process]:
    """Return the living descendants of a process."""
    everything, found = table(), {}
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        for process in everything.values():
            if process.parent == parent and process.pid not in found:
                found[process.pid] = process
                waiting.append(process.pid)
    return found


def with_role(root: int, role: str) -> list[int]:
    """Return the processes of the build ``root`` that play a role.

    The fork server is a child of the coordinator, workers are forks of it, each worker forks one
    nursery, and a kernel is a fork of a nursery that leads a session of its own.
    """
    if role == "coordinator":
        return [root]
    found = below(root)
    servers = {one.pid for one in found.values() if one.parent == root and _serves_forks(one.pid)}
    workers = {one.pid for one in found.values() if one.parent in servers}
    nurseries = {one.pid for one in found.values() if one.parent in workers and not _leads(one)}
    kernels = {one.pid for one in found.values() if one.parent in nurseries and _leads(one)}
    roles = {"forkserver": servers, "worker": workers, "nursery": nurseries, "kernel": kernels}
    return sorted(roles[role])


def all_gone(root: int, limit: float = 15) -> bool:
    """Wait until ``root`` has no living descendant, reaping what was handed to it."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        _reap()
        if not below(root):
            return True
        time.sleep(0.05)
    return False


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return


def _leads(process: Process) -> bool:
    return process.session == process.pid


def _serves_forks(pid: int) -> bool:
    try:
        return b"multiprocessing.forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
