"""Puts finished files in place one by one, whole or not at all, and leaves unchanged ones alone."""

import errno
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from signal import SIGINT, SIGTERM

from helpers.reports.at_once import force
from helpers.reports.manifest import Output
from helpers.workspace import Workspace


@contextmanager
def staging(workspace: Workspace) -> Iterator[Path]:
    """Yield an empty folder on the same disk as reports/, removed afterwards whatever happens."""
    parent = workspace.root / ".build"
    with alone(workspace):
        parent.mkdir(exist_ok=True)
        _sweep(parent)
        folder = tempfile.TemporaryDirectory(
            dir=parent, prefix=f"{os.getpid()}-", ignore_cleanup_errors=True
        )
    try:
        with folder as name:
            yield Path(name)
    finally:
        # Another build may still be staging: only an empty parent goes.
        with alone(workspace), suppress(OSError):
            parent.rmdir()


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Let no other build of this workspace do the same meanwhile; wait until none does.

    The lock is on the folder of the workspace and ends with the process, whatever ends it. Systems
    and disks without such locks do without.
    """
    try:
        import fcntl

        handle = os.open(workspace.root, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


_asked: list[int] = []


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody interrupt what follows: putting files in place takes milliseconds.

    A signal that comes meanwhile is kept, for a program that goes on (:func:`asked_to_end`).
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        sign: signal.signal(sign, lambda number, frame: _asked.append(number))
        for sign in (SIGINT, SIGTERM)
        if signal.getsignal(sign) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def asked_to_end() -> bool:
    """Tell whether this process was asked to end while files were put in place."""
    return bool(_asked)


def stage(folder: Path, name: str, content: bytes) -> Output:
    """Write one finished file to the staging folder and describe it for the manifest."""
    (folder / name).write_bytes(content)
    return Output(path=name, sha256=sha256(content).hexdigest(), bytes=len(content))


def publish(staged: Path, names: Iterable[str], reports: Path) -> list[str]:
    """Move staged files into ``reports`` in the order given; return the names that changed.

    A file whose published bytes are already the same is not touched, so its time stays.
    """
    reports.mkdir(parents=True, exist_ok=True)
    changed = []
    for name in names:
        source, target = staged / name, reports / name
        if target.is_file() and target.read_bytes() == source.read_bytes():
            continue
        force(source)
        _replace(source, target)
        changed.append(name)
    if changed:
        force(reports)
    return changed


def retire(outputs: Iterable[Output], reports: Path) -> None:
    """Delete files that are no longer part of the edition, unless someone edited them."""
    for output in outputs:
        if output.is_intact(reports):
            (reports / output.path).unlink()


def _sweep(parent: Path) -> None:
    """Remove what builds left here that were killed before they could tidy up."""
    for folder in parent.iterdir():
        owner = folder.name.partition("-")[0]
        if os.name == "posix" and owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _replace(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # reports/ is mounted from another disk: copy next to the target, then swap.
        beside = target.with_name(f".{target.name}.{os.getpid()}.new")
        shutil.copyfile(source, beside)
        force(beside)
        beside.replace(target)
