"""Which sources a number or an exhibit names in print: the first few, and how many more."""

from collections.abc import Mapping, Sequence
from typing import Any

MOST_MARKS = 4
MOST_CITED = 10
LABELS = {"chart": "Figure", "table": "Table"}


def named_at_number(sources: Sequence[int]) -> tuple[list[int], int]:
    """Return the sources that stand at a number, and how many more there are.

    >>> named_at_number([1, 2, 3, 4, 5])
    ([1, 2, 3], 2)
    """
    cut = MOST_MARKS - 1 if len(sources) > MOST_MARKS else len(sources)
    return list(sources[:cut]), len(sources) - cut


def named_at_exhibit(payload: Mapping[str, Any]) -> tuple[list[int], int]:
    """Return the sources that stand under a chart or table, and how many more there are."""
    sources = sources_of(payload)
    return sources[:MOST_CITED], max(0, len(sources) - MOST_CITED)


def sources_of(payload: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the sources of an exhibit or of a part of it."""
    return [int(number) for number in payload.get("sources") or []]


def marked_numbers(
    parts: Sequence[Mapping[str, Any]],
) -> list[tuple[str, list[int]]]:
    """Return the numbers of a statement with the sources to print after each.

    Neighbours with the same sources share one mark, after the last of them.
    """
    numbers = [part for part in parts if "number" in part]
    following = [*numbers, {"sources": [None]}][1:]
    return [
        (str(part["number"]), sources_of(part) if part.get("sources") != after["sources"] else [])
        for part, after in zip(numbers, following, strict=True)
    ]
