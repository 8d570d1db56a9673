"""The one reading of a notebook that both writers share: title, numbered headings, text, exhibits."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from nbformat import NotebookNode

from helpers.reports import foreign, outputs
from helpers.reports.markdown_tokens import Tokens, parse_markdown, text_of

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
NOT_RUN = "This notebook has not been run: its figures, tables and numbers are missing."


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` starts at 1 below the title, ``number`` is empty before the body."""

    level: int
    tokens: Tokens
    text: str
    anchor: str
    number: str = ""


@dataclass(frozen=True)
class Prose:
    """Parsed Markdown without headings, with the footnotes and pictures attached to its cell."""

    tokens: Tokens
    notes: Mapping[str, Tokens] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of ours; charts and titled tables carry their own running number, others 0."""

    payload: Mapping[str, Any]
    html: str = ""
    svg: str = ""
    number: int = 0

    @property
    def kind(self) -> str:
        """Kind of exhibit: chart, table, statement, cover or references."""
        return str(self.payload["kind"])


@dataclass(frozen=True)
class Picture:
    """A drawing or photograph of a foreign output."""

    mime: str
    data: bytes
    alt: str


@dataclass(frozen=True)
class Plain:
    """Text of a foreign output, shown as it is."""

    text: str


Block = Heading | Prose | Exhibit | Picture | Plain


@dataclass(frozen=True)
class Document:
    """A report, ready to be written: ``blocks[:front]`` stands on the first page."""

    name: str
    title: str
    cover: Mapping[str, Any]
    blocks: tuple[Block, ...]
    front: int
    sources: frozenset[int]


def read_document(nb: NotebookNode, name: str, allow_errors: bool = False) -> Document:
    """Read an executed notebook into the model that the HTML and the Typst writer share.

    Parameters
    ----------
    nb : NotebookNode
        The notebook, as saved by the run.
    name : str
        Name of the report (file name without suffix); the title of last resort.
    allow_errors : bool
        Show a failed cell as such instead of refusing the notebook.

    Raises
    ------
    ReportFailed
        If a cell ended in an error and ``allow_errors`` is false.
    """
    if not allow_errors:
        outputs.require_success(nb, name)
    blocks = [block for cell in outputs.visible_cells(nb) for block in _blocks_of(cell)]
    if not outputs.has_run(nb):
        blocks.insert(0, Plain(NOT_RUN))
    covers = [b for b in blocks if isinstance(b, Exhibit) and b.kind == "cover"]
    cover: Mapping[str, Any] = covers[0].payload if covers else {}
    blocks = [block for block in blocks if block not in covers]
    heading = _title_heading(blocks)
    if heading:
        blocks.remove(heading)
    found = heading.text if heading else str(nb.metadata.get("title", ""))
    title = str(cover.get("title") or found or name)
    blocks = _levelled(blocks)
    front = _front(blocks)
    return Document(
        name=name,
        title=title,
        cover=cover,
        blocks=tuple(_numbered(blocks, front)),
        front=front,
        sources=frozenset(
            int(item["number"])
            for block in blocks
            if isinstance(block, Exhibit) and block.kind == "references"
            for item in block.payload.get("items", [])
        ),
    )


def _blocks_of(cell: NotebookNode) -> Iterator[Block]:
    if cell.cell_type == "markdown":
        attachments = {
            name: f"data:{mime};base64,{data}"
            for name, bundle in cell.get("attachments", {}).items()
            for mime, data in bundle.items()
        }
        yield from _blocks_of_markdown(cell.source, attachments)
    elif cell.cell_type == "code":
        for output in cell.get("outputs", []):
            yield from _blocks_of_output(output)


def _blocks_of_markdown(source: str, attachments: Mapping[str, str]) -> Iterator[Block]:
    tokens, notes = parse_markdown(source)
    run: Tokens = []
    for token in tokens:
        if token["type"] == "heading":
            if run:
                yield Prose(run, notes, attachments)
            run = []
            children = token["children"]
            yield Heading(token["attrs"]["level"], children, text_of(children), "")
        elif token["type"] != "blank_line":
            run.append(token)
    if run:
        yield Prose(run, notes, attachments)


def _blocks_of_output(output: NotebookNode) -> Iterator[Block]:
    if output.output_type == "error":
        yield Plain(f"This cell failed: {output.ename}: {output.evalue}")
    if output.output_type not in ("display_data", "execute_result"):
        return
    html = outputs.text_of(output, "text/html")
    payload = outputs.payload_of(output)
    picture = next((mime for mime in _PICTURES if output.data.get(mime)), None)
    if payload is not None:
        yield Exhibit(payload, html, outputs.svg_of(output) if payload["kind"] == "chart" else "")
    elif picture:
        text = outputs.text_of(output, picture)
        svg = picture == "image/svg+xml"
        data = outputs.svg_of(output).encode() if svg else base64.b64decode(text)
        yield Picture(picture, data, outputs.text_of(output, "text/plain") or "Picture")
    elif "text/markdown" in output.data:
        yield from _blocks_of_markdown(outputs.text_of(output, "text/markdown"), {})
    elif html and (table := foreign.table_payload(html)):
        yield Exhibit(table)
    else:
        text = outputs.text_of(output, "text/plain") or foreign.plain_text(html)
        if text.strip():
            yield Plain(text.rstrip())


def _title_heading(blocks: list[Block]) -> Heading | None:
    """Return the only first-level heading if it is also the first one: that is a title."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    firsts = [heading for heading in headings if heading.level == 1]
    return firsts[0] if len(firsts) == 1 and headings[0] is firsts[0] else None


def _levelled(blocks: list[Block]) -> list[Block]:
    """Let levels start at 1 and never skip one: PDF/UA refuses a gap, and so do screen readers."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    result: list[Block] = []
    previous = 0
    for block in blocks:
        if isinstance(block, Heading):
            previous = min(block.level - top + 1, previous + 1)
            block = replace(block, level=previous)
        result.append(block)
    return result


def _front(blocks: list[Block]) -> int:
    """Return where the body starts: after the section that holds the first finding or answer."""
    sections = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 1]
    found = next((i for i, block in enumerate(blocks) if _is_key(block)), None)
    if found is None or sum(start < found for start in sections) > 2:
        return sections[0] if sections else 0
    return next((start for start in sections if start > found), len(blocks))


def _is_key(block: Block) -> bool:
    return (
        isinstance(block, Exhibit)
        and block.kind == "statement"
        and block.payload.get("style") in ("finding", "answer")
    )


def _numbered(blocks: list[Block], front: int) -> Iterator[Block]:
    """Number sections of the body, charts and titled tables; give every heading its own anchor."""
    used = {str(b.payload.get("id", "")) for b in blocks if isinstance(b, Exhibit)}
    running = {"chart": count(1), "table": count(1)}
    sections: list[int] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Heading):
            number = ""
            if position >= front:
                sections = [*sections, 0, 0, 0, 0, 0, 0][: block.level]
                sections[-1] += 1
                number = ".".join(map(str, sections))
            block = replace(block, number=number, anchor=_anchor(block.text, used))
        elif isinstance(block, Exhibit) and block.kind in running and block.payload.get("title"):
            block = replace(block, number=next(running[block.kind]))
        yield block


def _anchor(text: str, used: set[str]) -> str:
    slug = re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
    names = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
    anchor = next(name for name in names if name not in used)
    used.add(anchor)
    return anchor
