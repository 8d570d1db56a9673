"""Folders for files in passing, in the system's folder for them, which no killed build leaves.

Whoever uses such a folder holds a lock on a file in it, which ends with the process whatever ends
it. :func:`sweep` removes those of this user that nobody holds. A folder without that file is not
ours, whatever its name.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on this system: nothing is locked and nothing swept
    fcntl = None  # type: ignore[assignment]

PREFIX = "mv-"
MARK = ".multivector-scratch"
# Sockets may have about 100 characters: "/mv-12345678/pymp-12345678/listener-12345678" comes after.
_LONGEST_PARENT = 55


@contextmanager
def scratch_folder(prefix: str = PREFIX) -> Iterator[str]:
    """Yield the path of an empty folder, removed afterwards.

    The path is short: sockets lie in it, whose paths systems limit to about a hundred characters.
    """
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        handle = _mark(Path(folder))
        try:
            yield folder
        finally:
            if handle is not None:
                os.close(handle)


def hold(folder: str) -> None:
    """Keep a folder of another process from being swept as long as this process lives."""
    with suppress(OSError):
        _lock(os.open(Path(folder) / MARK, os.O_RDONLY))


@cache
def keep_sockets() -> None:
    """Let multiprocessing keep its sockets in a scratch folder, as long as this process lives.

    Not where the path of a socket would then be too long for the system.
    """
    from multiprocessing import util

    if len(tempfile.gettempdir()) > _LONGEST_PARENT:
        return
    folder = tempfile.mkdtemp(prefix=PREFIX)
    _mark(Path(folder))
    # After multiprocessing has removed its own folder, which has priority -100.
    util.Finalize(None, shutil.rmtree, (folder, True), exitpriority=-200)
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        util.get_temp_dir()
    finally:
        tempfile.tempdir = before


def sweep(parent: Path | None = None) -> list[Path]:
    """Remove what killed builds of this user have left; return the folders that are gone.

    Parameters
    ----------
    parent : pathlib.Path, optional
        Where to look, by default the system's folder for temporary files.
    """
    gone: list[Path] = []
    if fcntl is None:
        return gone
    for mark in Path(parent or tempfile.gettempdir()).glob(f"{PREFIX}*/{MARK}"):
        with suppress(OSError):
            if mark.parent.is_symlink() or mark.parent.lstat().st_uid != os.getuid():
                continue
            handle = os.open(mark, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                # Refused if anybody holds it, and where locks do not work.
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(mark.parent, ignore_errors=True)
                gone.append(mark.parent)
            finally:
                os.close(handle)
    return gone


def _mark(folder: Path) -> int | None:
    """Put the locked file into a folder; return its handle, or None where there are no locks."""
    beside = folder / f"{MARK}.new"
    with suppress(OSError):
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(handle):
            # Locked before it has its name: nobody finds it free in between.
            beside.rename(folder / MARK)
            return handle
        os.close(handle)
        beside.unlink()
    return None


def _lock(handle: int) -> bool:
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
