"""A cache of results that builds share: what the same inputs gave once is not made again.

Layout::

    objects/<SHA-256 of the bytes>    the files, each once
    traces/<key>.json                 which files a key gave, and what else there is to know

An entry is believed only if its trace has the checksum that it carries and every file the hash
that it is named after. What is damaged counts as not there, is named, and is written anew by the
build that it costs. Objects are written before the trace that names them.
"""

import json
import re
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import Any

from helpers.reports.cache_store import Store, Unreachable, in_background, open_store
from helpers.reports.execution import Result
from helpers.reports.plan import Job

TRACES, OBJECTS = "traces", "objects"
VERSION = 1
_AT_A_TIME = 8
# As a file name has it; nothing that leads out of a folder.
_KIND = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
Warn = Callable[[str], None]
Run = Callable[[Sequence[Job]], Generator[Result, None, None]]


class Damaged(Exception):
    """An entry that is not what was written; says what is wrong."""


@dataclass(frozen=True)
class Stored:
    """A trace as read: kind of file to hash and size, and what else a result has."""

    report: str
    files: Mapping[str, tuple[str, int]]
    cover: Mapping[str, Any] | None
    seconds: float


class ResultCache:
    """Results by key in a store; never raises because of the store. Several threads may ask it.

    Parameters
    ----------
    store : Store
        From :func:`helpers.reports.cache_store.open_store`.
    warn : callable
        Told of damaged entries, each time, and once that the store cannot be reached.
    read : bool
        False if nothing is to be taken from it, only put into it.
    """

    def __init__(self, store: Store, warn: Warn, *, read: bool = True) -> None:
        self.store = store
        self.warn = warn
        self.readable = read
        self.writable = True
        self._lock = Lock()

    def find(self, key: str, job: Job) -> Result | None:
        """Return the result of a key with all files, as if it had just been made; None if none.

        An empty key has none. Every file is hashed. ``status`` is "cached", ``seconds`` how long it
        took to take it.
        """
        if not self.readable or not key:
            return None
        started = time.perf_counter()
        try:
            entry = read_entry(self.store, key)
        except Unreachable as error:
            with self._lock:
                if self.readable:
                    self.readable = self.writable = False
                    self.warn(f"The cache cannot be reached, the build goes on without it: {error}")
            return None
        except Damaged as error:
            self.warn(f"Damaged entry in the cache, {job.name} is built anew: {error}")
            return None
        if entry is None or not {"ipynb", *job.formats} <= set(entry[1]):
            return None
        seconds = time.perf_counter() - started
        return Result(job.name, "cached", seconds, entry[1], entry[0].cover)

    def keep(self, key: str, result: Result) -> None:
        """Store a result that succeeded; others are not stored."""
        if result.status != "ok" or not self.writable:
            return
        try:
            for content in result.files.values():
                # Again even if it is there: it may be damaged, and its age protects it.
                self.store.write(f"{OBJECTS}/{_hash(content)}", content)
            self.store.write(f"{TRACES}/{key}.json", trace_text(key, result))
        except Unreachable as error:
            self.writable = False
            self.warn(f"The cache cannot be written to, nothing more is stored: {error}")


def open_cache(where: str, warn: Warn, *, read: bool = True) -> ResultCache:
    """Return the cache at a path or URL.

    Raises
    ------
    UsageError
        If there cannot be one: a file, an unknown kind of URL, a package that is not installed.
    """
    return ResultCache(open_store(where), warn, read=read)


def run_with_cache(
    jobs: Sequence[Job],
    run: Run,
    cache: ResultCache,
    keys: Mapping[str, str],
    key_now: Callable[[Job], str],
    *,
    store: bool = True,
) -> Generator[Result, None, None]:
    """Yield the results of all jobs: those in the cache first, then the others as they are made.

    Parameters
    ----------
    run : callable
        Makes results of jobs; closed when this generator is.
    keys : mapping
        The key of each job by name; empty for one that cannot be told.
    key_now : callable
        The key of a job at this moment. A result is stored only if it is still the same: if
        somebody edited an input meanwhile, the result belongs to no known key.
    store : bool
        False if results are made on machines that may be of another kind than the keys say.
    """
    missing = {}
    for job, found in _find_all(jobs, cache, keys):
        if found is None:
            missing[job.name] = job
        else:
            yield found
    if not missing:
        return
    with closing(run(list(missing.values()))) as results:
        for result in results:
            key = keys[result.name] if store and result.status == "ok" else ""
            if key and key_now(missing[result.name]) == key:
                cache.keep(key, result)
            yield result


def _find_all(
    jobs: Sequence[Job], cache: ResultCache, keys: Mapping[str, str]
) -> Generator[tuple[Job, Result | None], None, None]:
    """Yield every job with its result; a few are looked up at a time, for stores are far away."""
    for first in range(0, len(jobs), _AT_A_TIME):
        batch = jobs[first : first + _AT_A_TIME]
        asked = [in_background(partial(cache.find, keys[job.name], job)) for job in batch]
        for job, answer in zip(batch, asked, strict=True):
            yield job, answer.result()


def read_entry(store: Store, key: str) -> tuple[Stored, dict[str, bytes]] | None:
    """Return the trace of a key and its files, all as they were written; None if there is none.

    Raises
    ------
    Damaged
        If the trace or a file is not what was written, or a file is missing.
    Unreachable
        If the store does not answer.
    """
    text = store.read(f"{TRACES}/{key}.json")
    stored = None if text is None else read_trace(key, text)
    if stored is None:
        return None
    files = {}
    for kind, (digest, size) in stored.files.items():
        content = store.read(f"{OBJECTS}/{digest}")
        if content is None:
            raise Damaged(f"{OBJECTS}/{digest} ({stored.report}, {kind}) is missing")
        if _hash(content) != digest:
            raise Damaged(
                f"{OBJECTS}/{digest} ({stored.report}, {kind}) has other bytes than its name says "
                f"({len(content)} of {size} bytes)"
            )
        files[kind] = content
    return stored, files


def trace_text(key: str, result: Result) -> bytes:
    """Return the bytes of a trace: sorted keys, no machine, no clock but the seconds it took."""
    content = {
        "trace": VERSION,
        "key": key,
        "report": result.name,
        "cover": result.cover,
        "seconds": round(result.seconds, 3),
        "files": {
            kind: {"sha256": _hash(data), "bytes": len(data)} for kind, data in result.files.items()
        },
    }
    return _as_json({**content, "checksum": _hash(_as_json(content))})


def read_trace(key: str, text: bytes) -> Stored | None:
    """Return a trace; None if it is of a version that is not ours.

    Raises
    ------
    Damaged
        If it is cut, edited, or of another key.
    """
    name = f"{TRACES}/{key}.json"
    try:
        content = json.loads(text)
        checksum = content.pop("checksum")
        if checksum != _hash(_as_json(content)):
            raise Damaged(f"{name} does not have the checksum that it carries")
        if content["trace"] != VERSION:
            return None
        if content["key"] != key:
            raise Damaged(f"{name} is of another key")
        files = {
            kind: (str(one["sha256"]), int(one["bytes"])) for kind, one in content["files"].items()
        }
        if not all(_KIND.fullmatch(kind) for kind in files):
            raise Damaged(f"{name} names a file that cannot be one of a report")
        return Stored(content["report"], files, content["cover"], content["seconds"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{name} cannot be read ({type(error).__name__})") from None


def _as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
