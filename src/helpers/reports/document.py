"""Reads a notebook once, for both writers: title, front, body, and the sources it lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode

from helpers.reports import foreign, outputs
from helpers.reports.blocks import Block, Exhibit, Heading, Picture, Plain, Prose
from helpers.reports.cross_references import with_references
from helpers.reports.link_targets import with_names, with_targets
from helpers.reports.markdown_tokens import Tokens, parse_markdown, text_of
from helpers.reports.outline import front_end, levelled, numbered, title_heading
from helpers.reports.pictures import decoded, kind_of

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
NOT_RUN = "This notebook has not been run: its figures, tables and numbers are missing."


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
        If a cell ended in an error, or the text refers to an exhibit that is not shown, and
        ``allow_errors`` is false.
    """
    if not allow_errors:
        outputs.require_success(nb, name)
    blocks = [block for cell in outputs.visible_cells(nb) for block in _blocks_of(cell)]
    if not outputs.has_run(nb):
        blocks.insert(0, Plain(NOT_RUN))
    covers = [b for b in blocks if isinstance(b, Exhibit) and b.kind == "cover"]
    cover: Mapping[str, Any] = covers[0].payload if covers else {}
    blocks = with_names(only_cited([block for block in blocks if block not in covers]))
    heading = title_heading(blocks)
    if heading:
        blocks.remove(heading)
    found = heading.text if heading else str(nb.metadata.get("title", ""))
    title = str(cover.get("title") or found or name)
    blocks = levelled(blocks)
    front = front_end(blocks)
    complete = outputs.has_run(nb) and not allow_errors
    blocks = with_references([*numbered(blocks, front)], name, strict=complete)
    blocks = with_targets(blocks, heading)
    return Document(
        name=name,
        title=title,
        cover=cover,
        blocks=tuple(blocks),
        front=front,
        sources=frozenset(
            int(item["number"])
            for block in blocks
            if isinstance(block, Exhibit) and block.kind == "references"
            for item in block.payload.get("items", [])
        ),
    )


def only_cited(blocks: list[Block]) -> list[Block]:
    """Return the blocks with references only to what the others cite.

    A notebook lists every source of its tables, as it cannot know what it will cite; without any
    citation the list stays as it is.
    """
    cited = {
        int(number)
        for block in blocks
        if isinstance(block, Exhibit) and block.kind != "references"
        for number in block.payload.get("sources", [])
    }
    return [
        replace(block, payload={**block.payload, "items": _kept(block.payload["items"], cited)})
        if cited and isinstance(block, Exhibit) and block.kind == "references"
        else block
        for block in blocks
    ]


def _kept(items: list[Any], cited: set[int]) -> list[Any]:
    return [item for item in items if int(item["number"]) in cited]


def _blocks_of(cell: NotebookNode) -> Iterator[Block]:
    if cell.cell_type == "markdown":
        attachments = {
            name: f"data:{mime};base64,{data}"
            for name, bundle in cell.get("attachments", {}).items()
            for mime, data in bundle.items()
        }
        yield from _blocks_of_markdown(cell.source, attachments)
    elif cell.cell_type == "code":
        found = [one for output in cell.get("outputs", []) for one in _blocks_of_output(output)]
        yield from _with_code(found, cell.source)


def _with_code(blocks: list[Block], code: str) -> list[Block]:
    """Return the blocks of a cell; the last that shows something made knows the code."""
    for place in reversed(range(len(blocks))):
        block = blocks[place]
        if isinstance(block, Picture | Plain) or (
            isinstance(block, Exhibit) and block.kind in ("chart", "table")
        ):
            return [*blocks[:place], replace(block, code=code), *blocks[place + 1 :]]
    return blocks


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
    if payload is not None:
        yield Exhibit(payload, html, outputs.svg_of(output) if payload["kind"] == "chart" else "")
    elif picture := _picture_of(output):
        yield picture
    elif "text/markdown" in output.data:
        yield from _blocks_of_markdown(outputs.text_of(output, "text/markdown"), {})
    elif html and (table := foreign.table_payload(html)):
        yield Exhibit(table)
    elif (latex := outputs.text_of(output, "text/latex")).startswith("$"):
        yield from _blocks_of_markdown(latex, {})
    else:
        text = outputs.text_of(output, "text/plain") or foreign.plain_text(html)
        if text.strip():
            yield Plain(text.rstrip())


def _picture_of(output: NotebookNode) -> Picture | None:
    """Return the first picture of an output that can be shown, whatever its label says."""
    for mime in _PICTURES:
        svg = mime == "image/svg+xml"
        text = outputs.text_of(output, mime)
        data = outputs.svg_of(output).encode(errors="replace") if svg and text else decoded(text)
        if kind := kind_of(data):
            words = outputs.text_of(output, "text/plain")
            # The repr of an object says nothing about what it shows.
            return Picture(kind, data, "Picture" if words.startswith("<") else words or "Picture")
    return None
