"""What two editions of a report are compared by: sentences, numbers, tables and charts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.reports.blocks import Exhibit, Heading, Plain, Prose
from helpers.reports.document import Document
from helpers.reports.markdown_tokens import Tokens, parse_inline, text_of
from helpers.reports.markdown_typst import slot

KEY_FIGURES = "key figures"
_SLOT = re.compile("\ue000\\d+\ue001")


@dataclass(frozen=True)
class Number:
    """A number of a sentence; ``sources`` are the texts of the list of sources."""

    text: str
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A statement or a paragraph of prose (no numbers of its own).

    ``key`` identifies the template it was written from ("" if not known), ``words`` is the text
    with a mark in the place of every number.
    """

    section: str
    words: str
    numbers: tuple[Number, ...] = ()
    key: str = ""
    prose: bool = False

    @property
    def text(self) -> str:
        """The sentence as a reader sees it."""
        numbers = iter(self.numbers)
        return _SLOT.sub(lambda found: next(numbers, Number("")).text, self.words)


@dataclass(frozen=True)
class Grid:
    """A table, the data of a chart, or the key figures; ``rows`` is None if they are not kept."""

    kind: str
    key: str
    title: str
    texts: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """A report as read; ``carrier`` says from what: notebook or html."""

    carrier: str
    sentences: tuple[Sentence, ...] = ()
    grids: tuple[Grid, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)


def content_of_document(document: Document) -> Content:
    """Return the content of an executed notebook."""
    items: Sequence[Mapping[str, Any]] = [
        item
        for block in document.blocks
        if isinstance(block, Exhibit) and block.kind == "references"
        for item in block.payload.get("items", [])
    ]
    names = {int(item["number"]): str(item.get("text", "")) for item in items}
    links = {str(item.get("text", "")): str(item.get("url") or "") for item in items}
    sentences: list[Sentence] = []
    grids = [key_figures(document.cover.get("figures", []))] if document.cover else []
    section = ""
    for block in document.blocks:
        match block:
            case Heading():
                section = squeezed(block.text)
            case Prose():
                sentences += [
                    Sentence(section, text, prose=True) for text in paragraphs(block.tokens)
                ]
            case Plain():
                sentences.append(Sentence(section, squeezed(unmarked(block.text)), prose=True))
            case Exhibit() if block.kind == "statement":
                sentences.append(_statement(block.payload, section, names))
            case Exhibit() if block.kind in ("table", "chart"):
                grids.append(_grid(block.payload, names))
    return Content("notebook", tuple(sentences), tuple(grids), links)


def key_figures(figures: Sequence[Mapping[str, Any]]) -> Grid:
    """Return the key figures of a cover as a grid."""
    rows = tuple(
        tuple(squeezed(str(figure.get(key) or "")) for key in ("label", "value", "note"))
        for figure in figures
    )
    return Grid("figures", KEY_FIGURES, "Key figures", {}, ("Figure", "Value", "Note"), rows)


def unmarked(text: str) -> str:
    """Return a text without the marks that stand for numbers; nothing else uses them."""
    return text.translate(dict.fromkeys(map(ord, "\ue000\ue001")))


def squeezed(text: str) -> str:
    """Return a text with single blanks, as a browser shows it."""
    return " ".join(text.split())


def paragraphs(tokens: Tokens) -> Iterator[str]:
    """Yield the bare text of every paragraph, item and cell of a Markdown text."""
    for token in tokens:
        kind = token["type"]
        if kind in ("paragraph", "block_text", "table_cell"):
            text = squeezed(unmarked(text_of(token["children"])))
        elif kind == "block_code":
            text = squeezed(unmarked(token["raw"]))
        else:
            yield from paragraphs(token.get("children", []))
            continue
        if text:
            yield text


def _statement(payload: Mapping[str, Any], section: str, names: Mapping[int, str]) -> Sentence:
    parts = payload.get("parts", [])
    numbers = tuple(
        Number(squeezed(str(part["number"])), str(part.get("title") or ""), _named(part, names))
        for part in parts
        if "number" in part
    )
    places = iter(range(len(numbers)))
    source = "".join(
        slot(next(places)) if "number" in part else unmarked(str(part.get("text", "")))
        for part in parts
    )
    words = squeezed(text_of(parse_inline(source)))
    return Sentence(section, words, numbers, str(payload.get("id") or ""))


def _grid(payload: Mapping[str, Any], names: Mapping[int, str]) -> Grid:
    small = [payload.get("caption") or "", *payload.get("notes", [])]
    texts = {
        "subtitle": squeezed(str(payload.get("subtitle") or "")),
        "small print": squeezed(" ".join(map(str, small))),
    }
    chart = payload["kind"] == "chart"
    if chart:
        data = payload.get("data") or {}
        columns, rows = data.get("columns") or [], data.get("rows") or []
        texts["alt"] = squeezed(str(payload.get("alt") or ""))
    else:
        columns = [
            squeezed(f"{one['label']} {one.get('unit') or ''}") for one in payload["columns"]
        ]
        rows = payload["rows"]
    kept = None if chart and not rows else tuple(_cells(row, len(columns)) for row in rows)
    return Grid(
        kind=str(payload["kind"]),
        key=str(payload.get("id") or ""),
        title=squeezed(str(payload.get("title") or "")),
        texts=texts,
        columns=tuple(map(str, columns)),
        rows=kept,
        sources=_named(payload, names),
    )


def _cells(row: Sequence[Any], width: int) -> tuple[str, ...]:
    cells = ["" if cell is None else squeezed(str(cell)) for cell in row][:width]
    return (*cells, *[""] * (width - len(cells)))


def _named(part: Mapping[str, Any], names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(names.get(int(number), "") for number in part.get("sources") or [])
