"""What an earlier run of a notebook still holds for: the outputs of the cells before a change.

Cells run in order, so an executed notebook goes on being true up to the first code cell that
changed, as long as the code, data, libraries and parameters that it ran with are the same. Texts
between the cells, templates and titles only change what is rendered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.reports.cleaning import INJECTED_ID


@dataclass(frozen=True)
class Kept:
    """An executed notebook of the last edition that still holds up to the first cell that changed.

    ``complete`` says that no code cell changed: nothing has to run.
    """

    path: str
    sha256: str
    complete: bool


def read_kept(kept: Kept | None) -> Any:
    """Return the executed notebook; None if there is none, or it is not the one any more."""
    import nbformat

    if kept is None:
        return None
    try:
        content = Path(kept.path).read_bytes()
    except OSError:
        return None
    if sha256(content).hexdigest() != kept.sha256:
        return None
    return nbformat.reads(content.decode(), as_version=4)


def code_cells(cells: Sequence[Any]) -> list[Any]:
    """Return the cells that run: code that is not blank."""
    return [one for one in cells if one["cell_type"] == "code" and _source(one).strip()]


def unchanged(now: Sequence[Any], then: Sequence[Any]) -> int:
    """Return how many cells at the start have the same code and tags and have run.

    Parameters
    ----------
    now, then : sequence of cells
        From :func:`code_cells`.
    """
    count = 0
    for new, old in zip(now, then, strict=False):
        if _what_counts(new) != _what_counts(old) or old.get("execution_count") is None:
            break
        count += 1
    return count


def take_outputs(now: Sequence[Any], then: Sequence[Any], count: int) -> None:
    """Give the first cells the outputs and numbers that they had."""
    for new, old in zip(now[:count], then[:count], strict=True):
        new["outputs"], new["execution_count"] = old["outputs"], old["execution_count"]


def chains(seed: str, sources: Sequence[str]) -> list[str]:
    """Return a digest for each number of cells that have run, from none to all of them.

    >>> a, b = chains("x", ["1", "2"]), chains("x", ["1", "3"])
    >>> [one == other for one, other in zip(a, b)]
    [True, True, False]
    """
    found = [sha256(seed.encode()).hexdigest()]
    for source in sources:
        found.append(link(found[-1], source))
    return found


def link(before: str, source: str) -> str:
    """Return the digest after one more cell."""
    return sha256(f"{before}\n{source}".encode(errors="surrogatepass")).hexdigest()


def _what_counts(cell: Any) -> tuple[str, list[str]]:
    return _source(cell), list(cell.get("metadata", {}).get("tags", []))


def not_injected(cells: Sequence[Any]) -> list[Any]:
    """Return the cells without the one that overrides parameters."""
    return [one for one in cells if INJECTED_ID not in one.get("metadata", {}).get("tags", [])]


def _source(cell: Any) -> str:
    return "".join(cell["source"])
