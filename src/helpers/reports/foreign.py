"""Outputs that are not exhibits of ours: HTML tables become plain cells, other HTML its text."""

import re
from html.parser import HTMLParser
from typing import Any

_SILENT = {"script", "style", "head", "template"}
_BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "dd"}
_NUMBER = re.compile(
    r"[\s\d.,%()+\-\u2212\u2009\u202f\u2013]*\d[\s\d.,%()+\-\u2212\u2009\u202f]*|nan|"
)


def table_payload(html: str) -> dict[str, Any] | None:
    """Return the first ``<table>`` of an HTML output as a table exhibit without title, or None.

    Rows that hold only ``<th>`` at the top become the head (several are joined line by line); spans
    are filled with empty cells; columns that hold only numbers are set to the right.
    """
    reader = _Reader()
    reader.feed(html)
    grid = [row for row in reader.rows if row]
    if not grid:
        return None
    width = max(len(row) for row in grid)
    heads = 0
    while heads < len(grid) - 1 and all(head for _, head in grid[heads]):
        heads += 1
    cells = [[text for text, _ in row] + [""] * (width - len(row)) for row in grid]
    labels = [" ".join(filter(None, column)) for column in zip(*cells[:heads], strict=True)]
    body = cells[heads:]
    return {
        "kind": "table",
        "id": "",
        "title": "",
        "caption": "",
        "notes": [],
        "columns": [
            {"label": label, "unit": "", "align": _alignment([row[index] for row in body])}
            for index, label in enumerate(labels or [""] * width)
        ],
        "rows": body,
        "row_kinds": [""] * len(body),
        "sources": [],
    }


def plain_text(html: str) -> str:
    """Return the readable text of an HTML output: no tags, scripts or styles."""
    reader = _Reader()
    reader.feed(html)
    lines = (" ".join(line.split()) for line in "".join(reader.text).splitlines())
    return "\n".join(line for line in lines if line)


def _alignment(column: list[str]) -> str:
    return "right" if any(column) and all(_NUMBER.fullmatch(cell) for cell in column) else "left"


class _Reader(HTMLParser):
    """Collects all text and the cells of the first table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.rows: list[list[tuple[str, bool]]] = []
        self._cell: list[str] | None = None
        self._head, self._span, self._silent, self._tables = False, 1, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BREAKS:
            self.text.append("\n")
        if tag == "table":
            self._tables += 1
        elif self._tables == 1 and tag == "tr":
            self.rows.append([])
        elif self._tables == 1 and tag in ("td", "th") and self.rows:
            self._finish_cell()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._head = [], tag == "th"
            self._span = min(int(span), 100) if span.isdigit() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._finish_cell()
            self.text.append("\n" if tag == "tr" else " ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)
            if self._cell is not None:
                self._cell.append(data)

    def _finish_cell(self) -> None:
        if self._cell is not None:
            text = " ".join("".join(self._cell).split())
            padding = [("", self._head)] * (self._span - 1)
            self.rows[-1].extend([(text, self._head), *padding])
            self._cell = None
