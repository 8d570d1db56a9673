"""Sleeping copies of kernels, seen from outside: where they are, and how one becomes a kernel.

Made only for ``multivector watch``, by :mod:`helpers.reports.kernel_copies`. A copy waits at a
socket whose name says what it is a copy of: the process that it ends with, the report, all that the
report runs with, and the code of the cells that had run.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Client
from pathlib import Path

from helpers.reports.kept_cells import chains

PLACE, RESUME = "MULTIVECTOR_SNAPSHOTS", "MULTIVECTOR_SNAPSHOT"
_SHORT = 16


def place(folder: str, name: str, seed: str) -> str:
    """Return how the sockets of a report's copies begin.

    Parameters
    ----------
    folder : str
        Of the command that calls this; the copies end with its process.
    name : str
        Of the report.
    seed : str
        Hexadecimal digest of all that the report runs with, its cells aside.
    """
    return f"{folder}/{os.getpid()}-{chains(name, [])[0][:8]}-{seed[:8]}-"


def keeper_of(place: str) -> int:
    """Return the number of the process that the copies end with."""
    return int(place.rpartition("/")[2].partition("-")[0])


def socket_at(place: str, chain: str) -> Path:
    """Return where a copy waits.

    Parameters
    ----------
    chain : str
        Digest of the cells that had run, from :func:`helpers.reports.kept_cells.chains`.
    """
    return Path(place + chain[:_SHORT])


def of_report(place: str) -> list[Path]:
    """Return the sockets of all copies of a report, whatever it ran with."""
    start = Path(place)
    return sorted(start.parent.glob(start.name.rsplit("-", 2)[0] + "-*"))


def find(place: str, sources: Sequence[str], most: int) -> tuple[int, str]:
    """Return the largest number of cells after which there is a copy, and its socket; or 0.

    Parameters
    ----------
    sources : sequence of str
        Code of all cells, in order.
    most : int
        How many of them are known to be unchanged.
    """
    if place:
        for count, chain in reversed([*enumerate(chains(place, sources[:most]))][1:]):
            path = socket_at(place, chain)
            if path.exists():
                return count, str(path)
    return 0, ""


def prune(place: str, sources: Sequence[str]) -> None:
    """End the copies of a report that its cells do not lead to any more."""
    if place:
        useful = {socket_at(place, chain) for chain in chains(place, sources)}
        for path in of_report(place):
            if path not in useful:
                _end(path)


def end_all(folder: str) -> None:
    """End all copies that wait in a folder."""
    for path in Path(folder).glob("*-*-*-*"):
        _end(path)


def fork(path: str, connection_file: str, env: Mapping[str, str]) -> int:
    """Return the number of the process of a kernel that goes on from a copy.

    Raises
    ------
    OSError
        If the copy is gone or could not fork.
    """
    try:
        with Client(path, "AF_UNIX") as pipe:
            pipe.send((connection_file, dict(env)))
            pid = pipe.recv()
    except EOFError:
        raise OSError("the copy of the kernel is gone") from None
    if not pid:
        raise OSError("no memory or process left for a kernel")
    return int(pid)


def _end(path: Path) -> None:
    with suppress(OSError, EOFError), Client(str(path), "AF_UNIX") as pipe:
        pipe.send(None)
    path.unlink(missing_ok=True)
