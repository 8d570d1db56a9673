"""Fills the pages of a PDF: what is drawn first where a chart or table does not fit a page.

A chart that does not fit leaves the rest of its page white. Here the height of every block is
measured once on a sheet without end, the pages are counted, and at such a place either the chart is
drawn a little smaller, or what follows it in its section goes first, or a table is divided. Numbers
stay as they are: no figure passes a figure, no table a table, and nothing leaves its section.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from helpers.reports.blocks import Block, Exhibit, Heading, Plain
from helpers.reports.document import Document
from helpers.reports.settings import Settings
from helpers.reports.table_layout import table_layout
from helpers.reports.typst_code import FONTS
from helpers.reports.typst_source import typst_source

PAGE = {"a4": 694.4, "letter": 644.5}  # points between the margins
WIDE = 453.5  # points; the width of a chart
SCALES = (0.94, 0.87, 0.8)  # of its width, for a chart; the smallest words are then 6.6 points
_WAYS = 120  # kept at every step of the search
# What must be saved, in parts of a white page to the power of 1.5, for a change to be worth it.
_SHRUNK, _PASSED = 0.2, 0.03
_MUCH, _TOO_MUCH = 0.2, 6.0  # parts of a page; what each part above that costs besides
# Points of space between two blocks; at the foot of a page they fall off.
_SPACES = {
    "text": {"text": 11.5, "exhibit": 20.0, "heading1": 31.5, "heading": 21.9},
    "exhibit": {"text": 22.0, "exhibit": 22.0, "heading1": 31.5, "heading": 22.0},
}
_SLACK = 5.0  # points: what fits by less may, on the page, not fit
_TOP = 76.5  # points above the text
_TORN = 32.0  # points a table takes more at each new page: its head again, and what no row filled
_HEAD, _NOTE, _NOTE_LENGTH = 33.0, 9.5, 125  # points of a head, of a line of notes; its characters
_LINE, _LEADING = 13.7, 6.8  # points from line to line of text; the white part of them
_FEWEST_ROWS = 8  # of a table that may be divided
_SIZE = re.compile(r'<svg[^>]*?\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Piece:
    """A block of the body with its height in points, the space after it included."""

    block: Block
    height: float
    alone: bool = False  # on pages of its own
    space: float = 20.0  # points of the height that are the space after it

    @property
    def kind(self) -> str:
        """Return heading, chart, table (in one piece), long (a table that may break) or text."""
        if isinstance(self.block, Heading):
            return "heading"
        if isinstance(self.block, Exhibit) and self.block.kind in ("chart", "table"):
            return (
                "long" if self.block.kind == "table" and _is_long(self.block) else self.block.kind
            )
        return "text"


def fill_pages(document: Document, settings: Settings) -> Document:
    """Return the document with its body in the order, and the sizes, that fill the pages.

    Parameters
    ----------
    document : Document
        The report, in the order of its notebook.
    settings : Settings
        Its paper counts.
    """
    body = document.blocks[document.front :]
    if not any(isinstance(block, Exhibit) and block.kind == "chart" for block in body):
        return document
    page = PAGE[settings.paper]
    try:
        used, pieces = _measured(document, settings)
    except RuntimeError:  # what Typst refuses is reported where the pages are made
        return document
    arranged = arrange(pieces, page, used)
    return replace(document, blocks=(*document.blocks[: document.front], *arranged))


def arrange(pieces: Sequence[Piece], page: float, used: float = 0.0) -> list[Block]:
    """Return the blocks in the order and the sizes that leave little white.

    Every piece may come next as it is, smaller, divided, or after the one that follows it; the
    ways so far that left least white are gone on with (a beam search).

    Parameters
    ----------
    pieces : sequence of Piece
        In the order of the notebook.
    page : float
        Height of a page in points.
    used : float
        How much of it is taken where the first piece starts.
    """
    ways = [_Way((), tuple(pieces), used, 0.0)]
    for _ in pieces:
        following = [one for way in ways for one in _goes_on(way, page)]
        ways = _cheapest(following)
    return [piece.block for piece in ways[0].done]


@dataclass(frozen=True)
class _Way:
    done: tuple[Piece, ...]
    left: tuple[Piece, ...]
    used: float
    cost: float


def _cheapest(ways: Sequence[_Way]) -> list[_Way]:
    """Return the cheapest ways, and of those that stand at the same place only one."""
    kept: dict[tuple[tuple[int, ...], int], _Way] = {}
    for way in sorted(ways, key=lambda way: way.cost):
        kept.setdefault((tuple(map(id, way.left[:2])), round(way.used)), way)
    return list(kept.values())[:_WAYS]


def _goes_on(way: _Way, page: float) -> Iterator[_Way]:
    piece, rest = way.left[0], way.left[1:]
    for next_, cost in _forms(piece):
        yield _placed(way, next_, rest, page, cost)
    if piece.kind in ("chart", "table") and rest and _may_pass(rest[0], piece):
        for next_, cost in _forms(rest[0]):
            yield _placed(way, next_, (piece, *rest[1:]), page, cost + _PASSED)


def _placed(way: _Way, piece: Piece, left: tuple[Piece, ...], page: float, cost: float) -> _Way:
    white = 0.0 if _least(piece, left) <= page - way.used else max(0.0, 1 - way.used / page)
    used = _after(piece, left, way.used, page)
    cost += white**1.5 + _TOO_MUCH * max(0.0, white - _MUCH)
    return _Way((*way.done, piece), left, used, way.cost + cost)


def _forms(piece: Piece) -> Iterator[tuple[Piece, float]]:
    """Yield a piece as it may be drawn, and what each way of drawing it costs."""
    yield piece, 0.0
    block = piece.block
    if not isinstance(block, Exhibit):
        return
    if piece.kind == "chart" and (size := _SIZE.search(block.svg)):
        drawing = WIDE * float(size[2]) / float(size[1])
        for scale in SCALES:
            payload = {**block.payload, "scale": scale}
            height = piece.height - (1 - scale) * drawing
            yield (
                replace(piece, block=replace(block, payload=payload), height=height),
                (_SHRUNK * (1 - scale)),
            )
    elif piece.kind == "table" and len(block.payload.get("rows", [])) >= _FEWEST_ROWS:
        payload = {**block.payload, "divided": True}
        yield replace(piece, block=replace(block, payload=payload)), _PASSED


def _may_pass(other: Piece, piece: Piece) -> bool:
    """Tell whether what follows a chart or table in its section may come before it."""
    family = {"long": "table"}
    kinds = [family.get(one.kind, one.kind) for one in (other, piece)]
    return not other.alone and kinds[0] != "heading" and kinds[0] != kinds[1]


def _least(piece: Piece, left: Sequence[Piece]) -> float:
    """Return how much of a page a piece needs at least to start on it."""
    if piece.alone:
        return 0.0
    if piece.kind == "heading":
        return piece.height + (_least(left[0], left[1:]) if left else 0.0)
    if piece.kind in ("chart", "table"):
        return piece.height - piece.space + _SLACK
    if piece.kind == "long":
        return min(piece.height, 120.0)
    # No line stands alone at the foot or the head of a page: three are not divided.
    return 2 * _LINE - _LEADING if _lines(piece) > 3 else piece.height - piece.space


def _lines(piece: Piece) -> int:
    return round((piece.height - piece.space + _LEADING) / _LINE)


def _after(piece: Piece, left: Sequence[Piece], used: float, page: float) -> float:
    """Return how much of the page is used after a piece."""
    if piece.alone:
        return 0.0
    if _least(piece, left) > page - used:
        used = 0.0
    space = _space(piece.block, left[0].block) if left else piece.space
    end = used + piece.height - piece.space + space
    slack = _SLACK if piece.kind == "long" else 0.0
    if piece.kind not in ("text", "long") or end - space + slack <= page:
        return end  # in one piece: only the space below it may fall off the page
    over = max(0.0, end - page)
    if piece.kind == "text":
        here = min(int((page - used + _LEADING) / _LINE), _lines(piece) - 2)
        return (piece.height - piece.space - here * _LINE) % page + space
    return max((over + _TORN * (1 + over // page)) % page, _foot(piece) + space)


def _foot(piece: Piece) -> float:
    """Return what the last page of a divided table holds at least, in points.

    Its head again, the last three rows and the notes, which the template keeps together.
    """
    payload = piece.block.payload if isinstance(piece.block, Exhibit) else {}
    texts = ["sources", str(payload.get("caption") or ""), *map(str, payload.get("notes") or [])]
    notes = _NOTE * sum(-(-len(text) // _NOTE_LENGTH) for text in texts)
    rows = max(len(payload.get("rows", [])), 1)
    row = max(piece.height - piece.space - notes - 2 * _HEAD, 0.0) / rows
    return _HEAD + min(3, rows) * row + notes


def _space(block: Block, following: Block | None) -> float:
    """Return the space that the template leaves between two blocks, in points."""
    if isinstance(block, Heading) or following is None:
        return 0.0
    return _SPACES[_family(block)][_family(following)]


def _family(block: Block) -> str:
    if isinstance(block, Heading):
        return "heading1" if block.level == 1 else "heading"
    drawn = isinstance(block, Exhibit) and block.kind in ("chart", "table")
    return "exhibit" if drawn else "text"


def _is_long(block: Exhibit) -> bool:
    rows: Sequence[Sequence[Any]] = block.payload.get("rows", [])
    written = sum(len(str(cell)) for row in rows for cell in row)
    return bool(block.payload.get("divided")) or len(rows) > 14 or written > 1500


def _measured(document: Document, settings: Settings) -> tuple[float, list[Piece]]:
    """Return where on its page the body starts, and every block of it with its height."""
    # Imported late: Typst starts threads, which do not survive a fork of the process.
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    # Without the list of sources, and the links to it, this takes little more than half the time.
    blocks = tuple(Plain("") if _is_references(block) else block for block in document.blocks)
    shorter = replace(document, blocks=blocks, sources=frozenset())
    source = typst_source(shorter, settings, measured=True)
    found = typst.Compiler(input=source.encode(), font_paths=fonts).query(
        "<places>", field="value", one=True
    )
    start, *places = json.loads(found)
    body = document.blocks[document.front :]
    heights = [
        after[2] - before[2] if before[1] == after[1] else 0.0 for before, after in pairwise(places)
    ]
    # The front and the contents are laid out on pages; if they fill theirs, the body starts anew.
    used = 0.0
    if start[1] != places[0][1]:
        used = start[2] - _TOP + _SPACES["text"][_family(body[0])]
    return used, [
        Piece(block, height, _is_turned(block), _space(block, following))
        for block, height, following in zip(body, heights, [*body[1:], None], strict=True)
    ]


def _is_references(block: Block) -> bool:
    return isinstance(block, Exhibit) and block.kind == "references"


def _is_turned(block: Block) -> bool:
    return (
        isinstance(block, Exhibit)
        and block.kind == "table"
        and table_layout(block.payload)["layout"] == "turned"
    )
