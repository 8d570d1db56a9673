"""Which sentence, table or row of an edition is which of another."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from helpers.reports.edition_content import Grid, Sentence

Item = TypeVar("Item")
Pair = tuple[Item | None, Item | None]
ALIKE = 0.6


def pair_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Pair[Sentence]]:
    """Return pairs in the order of ``new``, sentences that are gone at the end.

    Pairs are made by the template, then by the words, then by likeness of the words (at least
    60 %, the longest first). Prose is never paired with a statement.
    """
    left, right = list(old), list(new)
    pairs: list[tuple[Sentence, Sentence]] = []
    for key in (_template, _words):
        pairs += _take_equal(left, right, key)
    pairs += _take_alike(left, right)
    return _in_order(pairs, left, new)


def pair_grids(old: Sequence[Grid], new: Sequence[Grid]) -> list[Pair[Grid]]:
    """Return pairs of tables and charts: by id, then by title, then by place among the rest."""
    left, right = list(old), list(new)
    pairs: list[tuple[Grid, Grid]] = []
    pairs += _take_equal(left, right, lambda grid: (grid.kind, grid.key) if grid.key else None)
    pairs += _take_equal(left, right, lambda grid: (grid.kind, grid.title) if grid.title else None)
    pairs += _take_equal(left, right, lambda grid: None if grid.key else grid.kind)
    return _in_order(pairs, left, new)


def row_keys(
    columns: Sequence[str], old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return what tells the rows apart, in both tables.

    That is the shortest run of first columns (common to both) in which no two rows are the same,
    under the last row that stands alone in its first cell (the head of a group); else the first
    cell and how often it occurred before.
    """
    for width in range(1, max(2, len(columns))):
        keys = [_grouped(rows, width) for rows in (old, new)]
        if all(len(set(one)) == len(one) for one in keys):
            return keys[0], keys[1]
    return _counted(old), _counted(new)


def _grouped(rows: Iterable[Sequence[str]], width: int) -> list[tuple[str, ...]]:
    group = ""
    keys: list[tuple[str, ...]] = []
    for row in rows:
        if len(row) > 1 and row[0] and not any(row[1:]):
            group = row[0]
            keys.append((group,))
        else:
            keys.append((group, *row[:width]) if group else tuple(row[:width]))
    return keys


def _counted(rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    seen: dict[tuple[str, ...], int] = {}
    keys = []
    for key in _grouped(rows, 1):
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else (*key, f"no. {seen[key]}"))
    return keys


def _template(sentence: Sentence) -> Hashable:
    return sentence.key or None


def _words(sentence: Sentence) -> Hashable:
    return sentence.prose, sentence.words


def _take_equal(
    left: list[Item], right: list[Item], key: Callable[[Item], Hashable]
) -> list[tuple[Item, Item]]:
    """Move what has the same key from both lists into pairs, in order of appearance."""
    pairs: list[tuple[Item, Item]] = []
    for item in list(right):
        wanted = key(item)
        place = next(
            (i for i, other in enumerate(left) if wanted is not None and key(other) == wanted), None
        )
        if place is not None:
            pairs.append((left.pop(place), item))
            del right[next(i for i, other in enumerate(right) if other is item)]
    return pairs


def _take_alike(left: list[Sentence], right: list[Sentence]) -> list[tuple[Sentence, Sentence]]:
    pairs: list[tuple[Sentence, Sentence]] = []
    for item in sorted(right, key=lambda one: -len(one.words)):
        scored = [
            (SequenceMatcher(None, other.words, item.words, autojunk=False).ratio(), -place)
            for place, other in enumerate(left)
            if other.prose == item.prose
        ]
        score, place = max(scored, default=(0.0, 0))
        if score >= ALIKE:
            pairs.append((left.pop(-place), item))
            del right[next(i for i, other in enumerate(right) if other is item)]
    return pairs


def _in_order(
    pairs: Sequence[tuple[Item, Item]],
    left: Sequence[Item],
    new: Sequence[Item],
) -> list[Pair[Item]]:
    partners = {id(after): before for before, after in pairs}
    found: list[Pair[Item]] = [(partners.get(id(item)), item) for item in new]
    return [*found, *((item, None) for item in left)]
