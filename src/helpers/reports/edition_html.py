"""Reads a published HTML report back: the last resort where no executed notebook is kept.

The page holds sentences, numbers and tables whole; of a chart it holds title, caption and
description, and the data where they are folded below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from helpers.reports.edition_content import (
    Content,
    Grid,
    Number,
    Sentence,
    key_figures,
    squeezed,
    unmarked,
)
from helpers.reports.markdown_typst import slot

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
_TEXT = {"p", "li", "td", "th", "pre"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_BREAKS = {"br", "p", "div", "li", "tr", "td", "th"}
_SILENT = {"mv-anchor", "mv-section", "mv-label", "mv-footnote", "mv-notes"}
_CITED = re.compile(r"(?:^|\. )Sources: ([\d, ]+)$")


@dataclass
class Node:
    """An element: ``children`` are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """Names of its classes."""
        return set(self.attributes.get("class", "").split())

    def nodes(self) -> "Iterator[Node]":
        """Yield every element below this one, in reading order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.nodes()

    def first(self, tag: str = "", name: str = "") -> "Node | None":
        """Return the first element below with this tag and class."""
        found = (
            node
            for node in self.nodes()
            if (not tag or node.tag == tag) and (not name or name in node.classes)
        )
        return next(found, None)


def content_of_html(page: str) -> Content:
    """Return the content of a report's HTML page.

    Raises
    ------
    ValueError
        If the page is not a report of this package.
    """
    root = parse(page)
    main = next((n for n in root.nodes() if n.attributes.get("id") == "report"), None)
    if main is None:
        raise ValueError("expected an HTML report with an element 'report', found none")
    names, links = _references(main)
    sentences: list[Sentence] = []
    grids = [_cover(root)] if root.first("dl", "mv-key-figures") else []
    section = ""
    for node in _visible(main):
        if node.tag in _HEADINGS:
            section = text_in(node)
        elif node.tag == "figure":
            grids.append(_grid(node, names))
        elif "mv-statement" in node.classes:
            sentences.append(_statement(node, section, names))
        elif text := text_in(node):
            sentences.append(Sentence(section, text, prose=True))
    return Content("html", tuple(sentences), tuple(grids), links)


def parse(page: str) -> Node:
    """Return the tree of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.root


def text_in(node: Node, numbers: list[Number] | None = None) -> str:
    """Return the text of an element without marks and labels of the page."""
    return squeezed("".join(_pieces(node, numbers)))


def _pieces(node: Node, numbers: list[Number] | None) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield unmarked(child)
        elif child.classes & _SILENT:
            continue
        elif numbers is not None and "mv-number" in child.classes:
            yield slot(len(numbers))
            title = child.attributes.get("title", "")
            numbers.append(Number(text_in(child), title))
        else:
            gap = " " if child.tag in _BREAKS else ""
            yield gap
            yield from _pieces(child, numbers)
            yield gap


def _visible(node: Node) -> Iterator[Node]:
    """Yield headings, figures, statements and the innermost elements of text, in their order."""
    for child in node.children:
        if not isinstance(child, Node) or child.classes & (_SILENT | {"mv-references"}):
            continue
        whole = child.tag in _HEADINGS or child.tag == "figure" or "mv-statement" in child.classes
        if whole or (child.tag in _TEXT and not any(n.tag in _TEXT for n in child.nodes())):
            yield child
        else:
            yield from _visible(child)


def _statement(node: Node, section: str, names: dict[int, str]) -> Sentence:
    numbers: list[Number] = []
    words = text_in(node, numbers)
    return Sentence(section, words, tuple(_with_sources(one, names) for one in numbers))


def _with_sources(number: Number, names: dict[int, str]) -> Number:
    found = _CITED.search(number.note)
    if not found:
        return number
    cited = tuple(names.get(int(n), "") for n in found[1].split(","))
    return Number(number.text, number.note[: found.start()], cited)


def _grid(figure: Node, names: dict[int, str]) -> Grid:
    title, subtitle = figure.first(name="mv-title"), figure.first("p", "mv-subtitle")
    caption, drawing = figure.first("figcaption"), figure.first("svg")
    chart = "mv-chart" in figure.classes
    texts = {"subtitle": text_in(subtitle) if subtitle else ""}
    if chart:
        frame = figure.first("div", "mv-scroll")
        labels = [n.attributes.get("aria-label", "") for n in (drawing, frame) if n]
        texts["alt"] = squeezed(next(filter(None, labels), ""))
    cited = caption.first("span", "mv-sources") if caption else None
    marks = re.findall(r"\b\d+\b", text_in(cited)) if cited else []
    rest = [child for child in caption.children if child is not cited] if caption else []
    table = figure.first("table")
    columns, rows = _cells(table) if table else ((), ())
    return Grid(
        kind="chart" if chart else "table",
        key=figure.attributes.get("id", ""),
        title=text_in(title) if title else "",
        texts={**texts, "small print": text_in(Node("p", {}, rest))},
        columns=columns,
        rows=None if chart and table is None else rows,
        sources=tuple(names.get(int(number), "") for number in marks),
    )


def _cells(table: Node) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    lines = [
        tuple(text_in(n) for n in row.children if isinstance(n, Node) and n.tag in ("td", "th"))
        for row in table.nodes()
        if row.tag == "tr"
    ]
    head = lines[0] if lines else ()
    return head, tuple((*line, *[""] * (len(head) - len(line))) for line in lines[1:])


def _cover(root: Node) -> Grid:
    figures = []
    listed = root.first("dl", "mv-key-figures")
    for box in (n for n in listed.children if isinstance(n, Node)) if listed else ():
        texts = [text_in(n) for n in box.nodes() if n.tag in ("dt", "dd")]
        figures.append(dict(zip(("label", "value", "note"), texts, strict=False)))
    return key_figures(figures)


def _references(main: Node) -> tuple[dict[int, str], dict[str, str]]:
    names, links = {}, {}
    for node in main.nodes():
        number = node.attributes.get("id", "").removeprefix("source-")
        if node.tag == "li" and number.isdigit():
            link = node.first("a")
            text = text_in(Node("li", {}, [n for n in node.children if n is not link]))
            names[int(number)] = text
            links[text] = link.attributes.get("href", "") if link else ""
    return names, links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag not in ("script", "style", "text", "tspan"):
            self._open[-1].children.append(data)
