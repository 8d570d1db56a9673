"""Notebook to GitHub's Markdown: one text file, and its charts as PNG files beside it.

Pictures are files because GitHub and most readers drop pictures written into the text. Exporter
options arrive in ``resources["multivector"]``, see `helpers.reports.settings`.
"""

import re
from collections.abc import Collection, Sequence
from itertools import count, groupby
from typing import Any

from nbformat import NotebookNode
from traitlets import default

from helpers.reports.blocks import Block, Exhibit, Heading, Picture, Plain, Prose
from helpers.reports.cross_references import exhibit_labels
from helpers.reports.document import Document, read_document
from helpers.reports.exporter import ReportExporter
from helpers.reports.link_targets import anchor_ids
from helpers.reports.markdown_exhibits import (
    chart_markdown,
    references_markdown,
    statement_markdown,
    table_markdown,
)
from helpers.reports.markdown_html import letters
from helpers.reports.markdown_tokens import text_of
from helpers.reports.markdown_write import MarkdownWriter, escaped, fenced, table
from helpers.reports.native_names import BETWEEN, native_names
from helpers.reports.raster import as_file, svg_to_png
from helpers.reports.settings import Settings, long_date


class ReportMarkdownExporter(ReportExporter):
    """Writes a notebook as Markdown; ``resources["outputs"]`` holds the pictures by file name."""

    export_from_notebook = "Report as Markdown"
    output_mimetype = "text/markdown"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".md"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the Markdown text of a notebook and the resources.

        Raises
        ------
        ReportFailed
            If a cell of the notebook ended in an error.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        settings = self.settings(resources)
        document = read_document(notebook, settings.name, settings.allow_errors)
        text, pictures = markdown_report(document, settings)
        resources["outputs"] = {**(resources.get("outputs") or {}), **pictures}
        return text, resources


def markdown_report(document: Document, settings: Settings) -> tuple[str, dict[str, bytes]]:
    """Return the Markdown of a report, and its pictures by the name of their file."""
    targets = {*exhibit_labels(document.blocks), *anchor_ids(document.blocks)}
    report = _Report(settings.name, document.sources, targets)
    front = report.blocks(document.blocks[: document.front])
    body = report.blocks(document.blocks[document.front :])
    notes = [
        f"[^{letters(place)}]: {text}" for place, text in enumerate(report.writer.footnotes, 1)
    ]
    parts = [_head(document, settings), *front, _contents(document), *body, *notes]
    return "\n\n".join(filter(None, parts)) + "\n", report.pictures


class _Report:
    def __init__(self, name: str, known: frozenset[int], targets: Collection[str]) -> None:
        self.name = name
        self.targets = targets
        self.known = known
        self.pictures: dict[str, bytes] = {}
        self.writer = MarkdownWriter(
            lambda data, suffix: self._keep("picture", data, suffix), targets
        )

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """Write blocks; findings that follow each other become one list."""
        written = []
        for finding, group in groupby(blocks, key=_is_finding):
            texts = [self._block(block) for block in group]
            written += ["\n".join(f"- {text}" for text in texts)] if finding else texts
        return written

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return f"{'#' * min(block.level + 1, 6)} {_heading(block)}"
            case Prose():
                return self.writer.blocks(block.tokens, block.notes, block.attachments)
            case Picture():
                file = self._keep("picture", *as_file(block.mime, block.data))
                return f"![{escaped(block.alt)}]({file})"
            case Plain():
                return fenced(block.text)
            case Exhibit():
                return self._exhibit(block)

    def _exhibit(self, block: Exhibit) -> str:
        match block.kind:
            case "statement":
                return statement_markdown(block.payload, self.known, self.targets)
            case "table":
                return table_markdown(block, self.known)
            case "chart":
                name = str(block.payload.get("id") or "chart")
                file = self._keep(name, svg_to_png(block.svg), "png") if block.svg else ""
                return chart_markdown(block, file, self.known)
            case "references":
                return references_markdown(block.payload.get("items", []))
        return escaped(str(block.payload.get("title") or block.kind))

    def _keep(self, name: str, data: bytes, suffix: str) -> str:
        slug = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "picture"
        names = (f"{self.name}.{slug}{'' if n == 1 else f'-{n}'}.{suffix}" for n in count(1))
        file = next(name for name in names if name not in self.pictures)
        self.pictures[file] = data
        return file


def _head(document: Document, settings: Settings) -> str:
    cover = document.cover
    edition = long_date(settings.edition or str(cover.get("edition", "")))
    vintage = long_date(str(cover.get("vintage", "")))
    dates = [
        f"Edition of {edition}" if edition else "",
        f"data as known on {vintage}" if vintage else "",
    ]
    question = MarkdownWriter().inline(str(cover.get("question", "")))
    figures = [
        [escaped(str(figure.get(key, ""))) for key in ("label", "value", "note")]
        for figure in cover.get("figures", [])
    ]
    heads = [("Key figure", "left"), ("Value", "right"), ("Note", "left")]
    parts = [
        f"# {escaped(document.title)}",
        BETWEEN.join(map(escaped, native_names(cover))),
        escaped(str(cover.get("subtitle", ""))),
        f"**{question}**" if question and "*" not in question else question,
        " · ".join(filter(None, dates)),
        table(heads, figures) if figures else "",
    ]
    return "\n\n".join(filter(None, parts))


def _contents(document: Document) -> str:
    """Link the sections of the body by the anchors that GitHub gives to headings."""
    lines = []
    used: dict[str, int] = {}
    for block in document.blocks:
        if not isinstance(block, Heading):
            continue
        slug = re.sub(r"[^\w\- ]", "", _plain_heading(block).lower()).replace(" ", "-")
        seen = used[slug] = used.get(slug, -1) + 1
        if block.number and block.level <= 2:
            anchor = f"{slug}-{seen}" if seen else slug
            indent = "  " * (block.level - 1)
            lines.append(f"{indent}- [{_heading(block)}](#{anchor})")
    return "**Contents**\n\n" + "\n".join(lines) if lines else ""


def _heading(block: Heading) -> str:
    text = escaped(" ".join(text_of(block.tokens).split()))
    return f"{block.number} {text}" if block.number else text


def _plain_heading(block: Heading) -> str:
    return f"{block.number} {' '.join(block.text.split())}".strip()


def _is_finding(block: Block) -> bool:
    return (
        isinstance(block, Exhibit)
        and block.kind == "statement"
        and block.payload.get("style") == "finding"
    )
