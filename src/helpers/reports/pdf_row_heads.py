"""Tags the first cell of a table's row as the head of that row, which Typst cannot be told yet.

Typst tags the heads of columns; ``pdf.header-cell``, for the others, is not in its wheel.
A PDF by Typst is plain objects and a plain table of their places, so the tags are changed in the
text of the objects and the places are counted again: nothing else in the file moves or changes.
"""

import re
from collections.abc import Iterator, Mapping

_START = re.compile(rb"(\d+) 0 obj\n")
_XREF = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] ?\r?\n)+)")
_END = re.compile(rb"startxref\n(\d+)\n")
_ROW = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/TR/P \d+ 0 R/K\[((?:\d+ 0 R ?)+)\]")
_TREE = re.compile(rb"\d+ 0 obj\n<</Type/StructTreeRoot\b")
_CELL = re.compile(
    rb"\d+ 0 obj\n<</Type/StructElem/S/TD/P \d+ 0 R(?P<attributes>/A\[(?:<</O/Table)?)"
)
_HELD = re.compile(rb"/K\[[^\]\s]")
_HEADERS = re.compile(rb"/O/Table([^<>]*)/Headers\[([^\]]*)\]")
_NAMES = re.compile(rb"/IDTree<</Names\[((?:\([^()\\]+\)\d+ 0 R ?)+)\]")
_NAME = re.compile(rb"\(([^()\\]+)\)(\d+) 0 R")


def with_row_heads(pdf: bytes) -> bytes:
    """Return a PDF by Typst whose rows have a head: the first cell, if it holds anything.

    The head gets an identifier of its own, and the other cells of the row name it among their
    heads: where a cell names its heads, readers look no further, so a scope would not do.

    Parameters
    ----------
    pdf : bytes
        As Typst wrote it.

    Returns
    -------
    bytes
        The same for the same input. A file of another make is returned as it is.
    """
    table, end = _XREF.search(pdf, _last_place(pdf)), _END.search(pdf, _last_place(pdf))
    if table is None or end is None:
        return pdf
    places = [int(line[:10]) for line in table[2].splitlines()]
    objects = _objects(pdf, places, table.start())
    changed = _changed(objects)
    if not changed or len(objects) != len(places) - 1:
        return pdf
    return _written(pdf, objects | changed, places, table, end)


def _last_place(pdf: bytes) -> int:
    found = _END.search(pdf, max(0, len(pdf) - 100))
    place = int(found[1]) if found else len(pdf)
    return place if pdf.startswith(b"xref\n", place) else len(pdf)


def _objects(pdf: bytes, places: list[int], end: int) -> dict[int, bytes]:
    """Return the text of every object by its number, from its place to the next one's."""
    order = sorted((place, number) for number, place in enumerate(places) if number)
    ends = [place for place, _ in order[1:]] + [end]
    found = {number: pdf[place:stop] for (place, number), stop in zip(order, ends, strict=True)}
    return {
        number: text
        for number, text in found.items()
        if (start := _START.match(text)) and int(start[1]) == number
    }


def _changed(objects: Mapping[int, bytes]) -> dict[int, bytes]:
    tree = next((n for n, text in objects.items() if _TREE.match(text)), 0)
    names = _NAMES.search(objects[tree]) if tree else None
    if names is None:
        return {}
    changed: dict[int, bytes] = {}
    heads: dict[bytes, int] = {}
    for cells in _rows(objects):
        first = _CELL.match(objects[cells[0]])
        if len(cells) < 2 or first is None or not _HELD.search(objects[cells[0]]):
            continue
        name = b"R%d" % cells[0]
        heads[name] = cells[0]
        changed[cells[0]] = _as_head(objects[cells[0]], first, name)
        for cell in cells[1:]:
            changed[cell] = _HEADERS.sub(rb"/O/Table\1/Headers[\2(%s)]" % name, objects[cell], 1)
    if heads:
        known = {found[1]: int(found[2]) for found in _NAME.finditer(names[1])} | heads
        listed = b"".join(b"(%s)%d 0 R" % pair for pair in sorted(known.items()))
        text = objects[tree]
        changed[tree] = text[: names.start(1)] + listed + text[names.end(1) :]
    return changed


def _rows(objects: Mapping[int, bytes]) -> Iterator[list[int]]:
    for text in objects.values():
        if row := _ROW.match(text):
            cells = [int(number) for number in re.findall(rb"(\d+) 0 R", row[1])]
            if all(cell in objects for cell in cells):
                yield cells


def _as_head(text: bytes, found: re.Match[bytes], name: bytes) -> bytes:
    start, end = found.span("attributes")
    opened = b"" if found["attributes"].endswith(b"/O/Table") else b"<</O/Table"
    closed = b">>" if opened else b""
    head = text[:start].replace(b"/S/TD", b"/S/TH", 1)
    attributes = b"/ID(%s)%s%s/Scope/Row%s" % (name, found["attributes"], opened, closed)
    return head + attributes + text[end:]


def _written(
    pdf: bytes,
    objects: Mapping[int, bytes],
    places: list[int],
    table: re.Match[bytes],
    end: re.Match[bytes],
) -> bytes:
    order = sorted((place, number) for number, place in enumerate(places) if number)
    parts = [pdf[: order[0][0]]]
    moved, position = {}, order[0][0]
    for _, number in order:
        moved[number] = position
        parts.append(objects[number])
        position += len(objects[number])
    lines = table[2].splitlines(keepends=True)
    entries = lines[:1] + [b"%010d%s" % (moved[n], lines[n][10:]) for n in range(1, len(lines))]
    trailer = pdf[table.end() : end.start(1)]
    return b"".join([*parts, pdf[table.start() : table.start(2)], *entries, trailer,
                     b"%d" % position, pdf[end.end(1) :]])  # fmt: skip
