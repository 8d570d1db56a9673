"""Where a shared cache lies: a folder, or any store that fsspec can reach. Names to bytes.

A folder needs nothing installed. A name is written beside its place and moved into it, so that a
reader sees all of it or nothing, whoever else writes and whenever the writer is killed. A remote
store gets every object in one piece; what a store without that promise cuts is noticed by its hash.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from helpers.errors import UsageError

INSTALL = "pip install 'multivector[cache]'"
# A store that answers later than this is worth less than building the report.
PATIENCE = 60.0
_NEW = ".new"
_Answer = TypeVar("_Answer")


class Unreachable(Exception):
    """The store cannot be read or written now; says why."""


class Store(Protocol):
    """What a cache needs of the place it lies in; names are ``folder/file``.

    Every method raises :class:`Unreachable` if the store does not answer.
    """

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a name; None if there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Put bytes in place of a name, whole or not at all."""

    def list(self, folder: str) -> Iterator[tuple[str, float]]:
        """Yield every name in a folder and when it was written, in seconds since 1970."""

    def remove(self, name: str) -> None:
        """Delete a name; one that is gone already is no error."""


class FolderStore:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreachable(_reason(error)) from error

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then move it there."""
        place = self.folder / name
        # Not a temporary file of the standard library: others could not read it afterwards.
        beside = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}{_NEW}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            beside.replace(place)
        except BaseException as error:
            with suppress(OSError):
                beside.unlink()
            if isinstance(error, OSError):
                raise Unreachable(_reason(error)) from error
            raise

    def list(self, folder: str) -> Iterator[tuple[str, float]]:
        """Yield every file in a folder and when it was written; half-written ones too."""
        try:
            for path in sorted((self.folder / folder).iterdir()):
                # Another build may have moved or removed it meanwhile.
                with suppress(FileNotFoundError):
                    yield f"{folder}/{path.name}", path.stat().st_mtime
        except FileNotFoundError:
            return
        except OSError as error:
            raise Unreachable(_reason(error)) from error

    def remove(self, name: str) -> None:
        """Delete a file."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise Unreachable(_reason(error)) from error


class RemoteStore:
    """A place in a file system of fsspec, such as a bucket."""

    def __init__(self, system: Any, root: str) -> None:
        self.system = system
        self.root = root.rstrip("/")

    def read(self, name: str) -> bytes | None:
        """Return the bytes of an object; None if there is none."""
        try:
            return bytes(_ask(lambda: self.system.cat_file(self._place(name))))
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Put an object in one piece."""
        place = self._place(name)

        def put() -> None:
            try:
                self.system.pipe_file(place, content)
            except FileNotFoundError:
                self._make_folders(place)
                self.system.pipe_file(place, content)

        try:
            _ask(put)
        except FileNotFoundError as error:
            raise Unreachable(_reason(error)) from error

    def list(self, folder: str) -> Iterator[tuple[str, float]]:
        """Yield every object under a folder and when it was written."""
        try:
            places = _ask(lambda: self.system.ls(self._place(folder), detail=False))
        except FileNotFoundError:
            return
        for place in sorted(map(str, places)):
            with suppress(FileNotFoundError):
                written = _ask(partial(self.system.modified, place))
                yield f"{folder}/{place.rpartition('/')[2]}", written.timestamp()

    def remove(self, name: str) -> None:
        """Delete an object."""
        with suppress(FileNotFoundError):
            _ask(lambda: self.system.rm_file(self._place(name)))

    def _make_folders(self, place: str) -> None:
        """Make the folders above a place, but never a bucket: its name may be a slip."""
        parts = place.split("/")[:-1]
        for end in range(2, len(parts) + 1):
            with suppress(FileExistsError):
                self.system.mkdir("/".join(parts[:end]), create_parents=False)

    def _place(self, name: str) -> str:
        return f"{self.root}/{name}"


def open_store(where: str) -> Store:
    """Return the store at a path or URL; nothing is read or written yet.

    Parameters
    ----------
    where : str
        A folder, ``file://…``, or a URL that fsspec knows: ``s3://``, ``gs://``, ``memory://`` …

    Raises
    ------
    UsageError
        If the path is a file, the kind of URL is unknown, or what it needs is not installed.
    """
    scheme, separator, _ = where.partition("://")
    if separator and scheme != "file":
        return _open_remote(where)
    folder = Path(url2pathname(urlsplit(where).path) if separator else where).expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            f"The cache '{where}' is a file: expected a folder, or the URL of a store such as "
            "s3://bucket/folder."
        )
    return FolderStore(folder)


def is_half_written(name: str) -> bool:
    """Tell whether a name of a folder is one that was still being written."""
    return name.rpartition("/")[2].startswith(".") and name.endswith(_NEW)


def _open_remote(where: str) -> Store:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            f"The cache '{where}' needs the optional extra 'cache', which is not installed. "
            f"Install it with: {INSTALL}. A folder as cache needs nothing."
        ) from None
    try:
        system, root = url_to_fs(where)
    except ImportError as error:
        raise UsageError(
            f"The cache '{where}' needs a package that is not installed: {error}. "
            f"Install it beside: {INSTALL} (s3fs for s3://, gcsfs for gs://, adlfs for az://)."
        ) from None
    except ValueError as error:
        raise UsageError(
            f"The cache '{where}' cannot be opened: {error}. "
            "Expected a folder or a URL that fsspec knows, such as s3://bucket/folder."
        ) from None
    except Exception as error:  # each store has its own errors, of libraries that we do not know
        return _Absent(_reason(error))
    return RemoteStore(system, root)


class _Absent:
    """A store that could not even be opened: each question gets the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def read(self, name: str) -> bytes | None:
        """Refuse."""
        raise Unreachable(self.reason)

    def write(self, name: str, content: bytes) -> None:
        """Refuse."""
        raise Unreachable(self.reason)

    def list(self, folder: str) -> Iterator[tuple[str, float]]:
        """Refuse."""
        raise Unreachable(self.reason)

    def remove(self, name: str) -> None:
        """Refuse."""
        raise Unreachable(self.reason)


def in_background(work: Callable[[], _Answer]) -> "Future[_Answer]":
    """Start some work in a thread that nobody has to wait for, not even the end of the process."""
    answer: Future[_Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    return answer


def _ask(question: Callable[[], _Answer]) -> _Answer:
    """Return what a remote store answers, if it does so in time.

    Raises
    ------
    FileNotFoundError
        If it has no such object.
    Unreachable
        For every other error, and for silence.
    """
    answer = in_background(question)
    try:
        return answer.result(PATIENCE)
    except FileNotFoundError:
        raise
    except TimeoutError:
        raise Unreachable(f"no answer within {PATIENCE:g} s") from None
    except Exception as error:  # each store has its own errors, of libraries that we do not know
        raise Unreachable(_reason(error)) from error


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())}"
