"""The record of an edition: which inputs gave which bytes, and which reports failed."""

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Any

from helpers.reports.fingerprint import file_hash
from helpers.reports.machine_limits import usable_cores

MANIFEST = "manifest.json"
VERSION = 2
# Editions of before can be read, to compare them; none of their reports is up to date.
_READABLE = (1, VERSION)
# Seconds: no disk's clock is coarser. And how many files are hashed as fast without threads.
_TICK, _FEW = 2.0, 20


@dataclass(frozen=True)
class Output:
    """One published file; ``path`` is relative to reports/."""

    path: str
    sha256: str
    bytes: int

    def is_intact(self, folder: Path) -> bool:
        """Tell whether the file on disk has exactly the recorded bytes."""
        try:
            return known_hash(folder / self.path, self.bytes) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True)
class Failure:
    """How a report failed: ``cell`` counts from 1, ``detail`` says it at length."""

    error: str = ""
    cell: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """One report of the edition.

    ``status`` is ok, partial (a format is missing), stale (inputs have changed since it was built)
    or failed; a failed or stale entry still describes the files of the last good run.
    ``fingerprint`` and ``states`` belong to those files: what the report was built from, by kind,
    as keys of ``Manifest.states``. ``message`` says why a report failed, ``failure`` where.
    """

    notebook: str
    title: str
    status: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    edition: str = ""
    message: str = ""
    outputs: Mapping[str, Output] = field(default_factory=dict)
    cover: Mapping[str, Any] | None = None
    states: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None


@dataclass(frozen=True)
class Manifest:
    """An edition: all reports, in the order of the index.

    ``inputs`` are the digests of all inputs now, by name; ``states`` those that reports were built
    from, under a key that reports with the same ones share.
    """

    edition: str = ""
    environment: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    index: Output | None = None
    reports: Mapping[str, Entry] = field(default_factory=dict)
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the text of manifest.json: sorted keys, no clock, no absolute path."""
        content = {"manifest": VERSION, **asdict(self), "order": list(self.reports)}
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def known_hash(path: Path, size: int) -> str:
    """Return the SHA-256 of a file, from before if nobody has touched it; empty for another size.

    Whether it was touched is seen by its number and times on the disk. A file that was written just
    now is hashed each time: it could be written again within the tick of the disk's clock.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    found = path.stat()
    if found.st_size != size or not S_ISREG(found.st_mode):
        return ""
    settled = max(found.st_ctime, found.st_mtime) < time.time() - _TICK
    state = (found.st_ino, found.st_dev, size, found.st_mtime_ns, found.st_ctime_ns)
    return _hash_once(path, state) if settled else file_hash(path)


@lru_cache(maxsize=20_000)
def _hash_once(path: Path, state: tuple[int, ...]) -> str:
    return file_hash(path)


def hash_all(manifest: Manifest, folder: Path) -> None:
    """Hash the files of an edition on all cores, for whoever asks afterwards."""
    outputs = [out for entry in manifest.reports.values() for out in entry.outputs.values()]
    if len(outputs) > _FEW:
        with ThreadPoolExecutor(usable_cores()) as threads:
            list(threads.map(lambda output: output.is_intact(folder), outputs))


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest in ``folder``; an empty one if there is none or it cannot be trusted."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content["manifest"] not in _READABLE:
            return Manifest()
        return Manifest(
            edition=content["edition"],
            environment=content["environment"],
            inputs=content["inputs"],
            states=content.get("states", {}),
            index=Output(**content["index"]),
            reports={name: _entry(content["reports"][name]) for name in content["order"]},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # A damaged manifest proves nothing, so everything is rebuilt.
        return Manifest()


def built_from(manifest: Manifest, entry: Entry) -> dict[str, Mapping[str, str]]:
    """Return the inputs that the files of an entry were built from, by kind; empty if unknown."""
    found = {kind: manifest.states.get(key) for kind, key in entry.states.items()}
    return {kind: state for kind, state in found.items() if state is not None}


def _entry(content: dict[str, Any]) -> Entry:
    outputs = {kind: Output(**output) for kind, output in content["outputs"].items()}
    failure = Failure(**content["failure"]) if content.get("failure") else None
    return Entry(**{**content, "outputs": outputs, "failure": failure})
