"""Notebook to Typst markup: one self-contained ``.typ`` file, readable, and compiled by ``pdf``.

Exporter options arrive in ``resources["multivector"]``, see `helpers.reports.settings`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from helpers.reports.document import (
    Block,
    Document,
    Exhibit,
    Heading,
    Picture,
    Plain,
    Prose,
    read_document,
)
from helpers.reports.markdown_typst import TypstMarkdown, inline_to_typst, slot, without_marks
from helpers.reports.settings import Settings, long_date, read_settings
from helpers.reports.table_layout import table_layout
from helpers.reports.typst_code import Markup, call, code, content, drawable

_SEMIBOLD = re.compile(r"(\bfont: (?:600|700|bold) \S+) '(IBM Plex Sans)'")
TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


class TypstExporter(Exporter):
    """Writes a notebook as Typst markup with the functions of ``templates/report.typ`` on top."""

    export_from_notebook = "Report as Typst source"
    output_mimetype = "text/x-typst"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".typ"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the Typst source of a notebook and the resources.

        Raises
        ------
        ReportFailed
            If a cell of the notebook ended in an error.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        settings = read_settings(resources)
        document = read_document(notebook, settings.name, settings.allow_errors)
        return typst_source(document, settings), resources


def typst_source(document: Document, settings: Settings) -> str:
    """Return the complete markup of a report."""
    cover = document.cover
    edition = settings.edition or str(cover.get("edition", ""))
    front, body = document.blocks[: document.front], document.blocks[document.front :]
    head = {
        "title": document.title,
        "subtitle": cover.get("subtitle", ""),
        "question": inline_to_typst(without_marks(str(cover.get("question", "")))),
        "edition": long_date(edition),
        "vintage": long_date(str(cover.get("vintage", ""))),
        "figures": [
            {key: str(figure.get(key, "")) for key in ("label", "value", "note")}
            for figure in cover.get("figures", [])
        ],
    }
    year, month, day = settings.date.timetuple()[:3]
    date = Markup(f"datetime(year: {year}, month: {month}, day: {day})")
    lines = [
        f"#let known-sources = {code(sorted(document.sources))}",
        TEMPLATE.read_text(encoding="utf-8"),
        f"#show: report.with(title: {code(head['title'])}, edition: {code(head['edition'])}, "
        f"date: {date})",
        call("cover", **head),
        *_blocks(front),
        call("contents") if any(isinstance(block, Heading) for block in body) else "",
        *_blocks(body),
        *(_attachment(item) for item in settings.attachments),
    ]
    return "\n".join(filter(None, lines)) + "\n"


def _blocks(blocks: Sequence[Block]) -> list[str]:
    """Write blocks; findings that follow each other become one list."""
    lines: list[str] = []
    for finding, group in groupby(enumerate(blocks), key=lambda item: _is_finding(item[1])):
        if finding:
            sentences = [_sentence(b.payload) for _, b in group if isinstance(b, Exhibit)]
            lines.append(call("findings", *sentences))
        else:
            lines.extend(_block(block, _may_float(blocks, position)) for position, block in group)
    return lines


def _may_float(blocks: Sequence[Block], position: int) -> bool:
    """Tell whether text stands on both sides of a chart, so that it can be moved without harm."""
    neighbours = blocks[max(0, position - 1) : position + 2 : 2]
    return len(neighbours) == 2 and all(
        isinstance(block, Prose) or (isinstance(block, Exhibit) and block.kind == "statement")
        for block in neighbours
    )


def _block(block: Block, floating: bool) -> str:
    match block:
        case Heading():
            return call(
                "section",
                content(TypstMarkdown().inline(block.tokens)),
                level=block.level,
                number=block.number,
            )
        case Prose():
            return TypstMarkdown(block.notes, block.attachments).blocks(block.tokens)
        case Picture():
            format_ = {"image/svg+xml": "svg", "image/png": "png"}.get(block.mime, "jpg")
            data = _svg(block.data.decode()) if format_ == "svg" else block.data
            return call("picture", data, alt=drawable(block.alt), format=format_)
        case Plain():
            return call("plain", block.text)
        case Exhibit():
            return _exhibit(block, floating)


def _exhibit(block: Exhibit, floating: bool) -> str:
    payload = block.payload
    match block.kind:
        case "chart" if block.svg:
            return call(
                "chart",
                _svg(block.svg),
                number=block.number,
                alt=drawable(payload.get("alt") or payload.get("title") or "Chart"),
                **_texts(payload, "title", "subtitle", "caption"),
                sources=_sources(payload),
                floating=floating,
            )
        case "table":
            return call(
                "data-table",
                number=block.number,
                **_texts(payload, "title", "caption"),
                notes=[str(note) for note in payload.get("notes", [])],
                **table_layout(payload),
                sources=_sources(payload),
            )
        case "statement":
            style = payload.get("style", "paragraph")
            return call("statement", _sentence(payload), style=style)
        case "references":
            items = payload.get("items", [])
            return call(
                "references",
                [{"number": int(i["number"]), **_texts(i, "text", "url")} for i in items],
            )
    return call("plain", str(payload.get("title") or payload.get("alt") or block.kind))


def _sentence(payload: Mapping[str, Any]) -> Markup:
    """Join the parts of a statement, so that emphasis may span a number.

    Neighbouring numbers with the same sources share one source mark, after the last of them.
    """
    parts: Sequence[Mapping[str, Any]] = payload.get("parts", [])
    numbers = [part for part in parts if "number" in part]
    slots = [
        call("reported", str(part["number"]), sources=_sources(part) if last else [])
        for part, last in zip(numbers, _ends_of_runs(numbers), strict=True)
    ]
    marks = iter(range(len(slots)))
    text = "".join(
        slot(next(marks)) if "number" in part else without_marks(str(part.get("text", "")))
        for part in parts
    )
    return inline_to_typst(text, slots)


def _ends_of_runs(numbers: Sequence[Mapping[str, Any]]) -> list[bool]:
    following = [*numbers[1:], {}]
    return [_sources(a) != _sources(b) for a, b in zip(numbers, following, strict=True)]


def _is_finding(block: Block) -> bool:
    return (
        isinstance(block, Exhibit)
        and block.kind == "statement"
        and block.payload.get("style") == "finding"
    )


def _texts(payload: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: without_marks(str(payload.get(key) or "")) for key in keys}


def _sources(payload: Mapping[str, Any]) -> list[int]:
    return [int(number) for number in payload.get("sources") or []]


def _svg(svg: str) -> Markup:
    # Typst knows the semi-bold face only by the family name in its file, see report.typ.
    svg = _SEMIBOLD.sub(r"\1 '\2 SmBld', '\2'", svg)
    return Markup(f"bytes({code(without_marks(svg))})")


def _attachment(item: Mapping[str, Any]) -> str:
    data = item["data"]
    text = data if isinstance(data, str) else None
    return call(
        "pdf.attach",
        item["name"],
        Markup(f"bytes({code(text)})") if text is not None else data,
        relationship=item.get("relationship", "supplement"),
        mime_type=item.get("mime", "application/octet-stream"),
        description=item.get("description", item["name"]),
    )
