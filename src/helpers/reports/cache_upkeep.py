"""Looks after a shared cache: is all in it as it was written, and what is too old to keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.reports.cache_store import Store, is_half_written
from helpers.reports.result_cache import OBJECTS, TRACES, Damaged, read_entry, read_trace

# Younger files may belong to a build that has not written its trace yet.
GRACE = 24 * 3600.0


@dataclass(frozen=True)
class Checked:
    """What a cache holds: entries, files, bytes of files, and one sentence a damaged entry."""

    entries: int
    objects: int
    size: int
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Pruned:
    """What was removed and what is left, in entries and files."""

    entries: int
    objects: int
    entries_left: int
    objects_left: int


def check(store: Store) -> Checked:
    """Read and hash everything that a cache holds.

    Raises
    ------
    Unreachable
        If the store does not answer.
    """
    problems: list[str] = []
    sizes: dict[str, int] = {}
    entries = 0
    for name, _ in _whole(store, TRACES):
        entries += 1
        try:
            found = read_entry(store, _key(name))
        except Damaged as error:
            problems.append(str(error))
            continue
        if found:
            sizes |= dict(found[0].files.values())
    objects = sum(1 for _ in _whole(store, OBJECTS))
    return Checked(entries, objects, sum(sizes.values()), tuple(problems))


def prune(store: Store, older_than: float, now: float) -> Pruned:
    """Remove entries that are too old or damaged, then files that no entry names any more.

    A build that runs meanwhile loses nothing: files younger than :data:`GRACE` stay.

    Parameters
    ----------
    older_than, now : float
        Seconds since 1970: entries stored before ``older_than`` go.

    Raises
    ------
    Unreachable
        If the store does not answer.
    """
    named: set[str] = set()
    gone = kept = 0
    for name, written in list(store.list(TRACES)):
        half = is_half_written(name)
        digests = None if half else _named(store, name)
        if digests is not None and written >= older_than:
            named |= digests
            kept += 1
        elif not half or written < now - GRACE:
            store.remove(name)
            gone += not half
    removed = left = 0
    for name, written in list(store.list(OBJECTS)):
        if name.rpartition("/")[2] in named or written >= now - GRACE:
            left += 1
        else:
            store.remove(name)
            removed += 1
    return Pruned(gone, removed, kept, left)


def _whole(store: Store, folder: str) -> Iterator[tuple[str, float]]:
    return (one for one in store.list(folder) if not is_half_written(one[0]))


def _key(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".json")


def _named(store: Store, name: str) -> set[str] | None:
    """Return the hashes that a trace names; None if it is damaged or gone."""
    text = store.read(name)
    try:
        stored = None if text is None else read_trace(_key(name), text)
    except Damaged:
        return None
    return None if stored is None else {digest for digest, _ in stored.files.values()}
