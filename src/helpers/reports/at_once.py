"""Replaces a whole edition in one step: whoever looks sees the old one or the new one.

The new edition is put together beside the old one, of the staged files and of links to those that
stay, and forced to the disk; then the two folders change places, which Linux does atomically. So
reports/ is a new folder afterwards, with the same unchanged files in it. Where that is not possible
(other systems, file systems without links, reports/ mounted from elsewhere) files have to be
replaced one by one.
"""

import ctypes
import errno
import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_IMPOSSIBLE = frozenset(
    {
        errno.EBUSY,
        errno.EINVAL,
        errno.EMLINK,
        errno.ENOSYS,
        errno.ENOTSUP,
        errno.EPERM,
        errno.EXDEV,
    }
)


def replace_edition(
    staged: Path, names: Sequence[str], gone: Collection[str], reports: Path
) -> list[str] | None:
    """Put the staged files in place of the present ones, all at once.

    Parameters
    ----------
    staged : pathlib.Path
        Folder of the finished files, on the same disk; also used for the folder in the making.
    names : sequence of str
        Files in ``staged`` that the edition consists of, as far as they are new.
    gone : collection of str
        Files in ``reports`` that the new edition does not have. All others stay, whosever they are.

    Returns
    -------
    list of str or None
        Names of the files that are different now; None, with nothing changed, if this system or
        disk cannot do it.

    Raises
    ------
    OSError
        If the disk is full or fails; the old edition is still there.
    """
    place = reports.resolve()
    changed = [name for name in names if not _same(staged / name, place / name)]
    lost = {name for name in gone if (place / name).is_file()}
    if not changed and not lost:
        return []
    made = staged / "edition"
    try:
        made.mkdir()
        if place.is_dir():
            _link_all(place, made, {*changed, *lost})
            shutil.copystat(place, made)
        for name in changed:
            # Linked, not moved: after an error the files are still there for another way.
            os.link(staged / name, made / name)
            force(made / name)
        for folder, _, _ in os.walk(made):
            force(Path(folder))
        if place.is_dir():
            _exchange(made, place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.rename(place)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        if error.errno in _IMPOSSIBLE:
            return None
        raise
    force(place.parent)
    return changed


def force(path: Path) -> None:
    """Have a file or a folder written to the disk, for the case that the power fails.

    Systems and disks that cannot do it for this kind of path do without.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _IMPOSSIBLE | {errno.EBADF}:
            raise
    finally:
        os.close(handle)


def _same(source: Path, target: Path) -> bool:
    return target.is_file() and target.read_bytes() == source.read_bytes()


def _link_all(source: Path, target: Path, without: Collection[str]) -> None:
    for path in source.iterdir():
        if path.name in without:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target / path.name, symlinks=True, copy_function=_link)
        else:
            _link(path, target / path.name)


def _link(source: str | Path, target: str | Path) -> None:
    os.link(source, target, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places; raise OSError with ENOSYS where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if _on_linux() else None
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    names = os.fsencode(one), os.fsencode(other)
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def _on_linux() -> bool:
    return os.uname().sysname == "Linux" if hasattr(os, "uname") else False
