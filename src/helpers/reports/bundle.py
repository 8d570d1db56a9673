"""A workspace as one file that can travel: what reports read, packed and named by its content."""

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from helpers.reports.fingerprint import LOCK_FILE

FOLDERS = ("data", "notebooks")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_SHORT = 16


@dataclass(frozen=True)
class Bundle:
    """The bytes of a ZIP archive and their SHA-256, in hexadecimal."""

    digest: str
    content: bytes


def pack(root: Path) -> Bundle:
    """Return what the reports of a workspace read: notebooks, data and lock file.

    The same files give the same bytes. Hidden files, ``__pycache__`` and everything else in the
    workspace stay where they are.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(root):
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), _EPOCH)
            entry.external_attr, entry.compress_type = _PLAIN_FILE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    content = stream.getvalue()
    return Bundle(sha256(content).hexdigest(), content)


def unpack(bundle: Bundle, folder: Path) -> Path:
    """Return the folder below ``folder`` that holds the files of a bundle, unpacked at most once.

    Two that unpack at the same time do not disturb each other: each writes a folder of its own, and
    the first to finish gives it the final name.

    Raises
    ------
    ValueError
        If the bytes are not those of the digest, or an entry would be written elsewhere.
    """
    place = folder.resolve() / f"multivector-{bundle.digest[:_SHORT]}"
    if place.is_dir():
        return place
    found = sha256(bundle.content).hexdigest()
    if found != bundle.digest:
        raise ValueError(
            f"the workspace arrived damaged: expected SHA-256 {bundle.digest}, found {found}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix=f"{place.name}.", dir=place.parent))
    try:
        with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
            _require_plain_names(archive.namelist())
            archive.extractall(own)
        own.rename(place)
    except OSError:
        # Another task was first: a folder that is not empty is not replaced.
        shutil.rmtree(own, ignore_errors=True)
        if not place.is_dir():
            raise
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
    return place


def _files(root: Path) -> Iterator[Path]:
    for name in FOLDERS:
        for folder, folders, files in os.walk(root / name):
            folders[:] = sorted(one for one in folders if not one.startswith((".", "__pycache__")))
            yield from (Path(folder, one) for one in sorted(files) if not one.startswith("."))
    if (root / LOCK_FILE).is_file():
        yield root / LOCK_FILE


def _require_plain_names(names: list[str]) -> None:
    wrong = [
        name
        for name in names
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    ]
    if wrong:
        raise ValueError(f"the workspace has files outside of itself: {wrong}")
