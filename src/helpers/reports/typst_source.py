"""Notebook to Typst markup: one self-contained ``.typ`` file, readable, and compiled by ``pdf``.

Exporter options arrive in ``resources["multivector"]``, see `helpers.reports.settings`.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from traitlets import default

from helpers import __version__
from helpers.reports.blocks import Block, Exhibit, Heading, Picture, Plain, Prose
from helpers.reports.document import Document, read_document
from helpers.reports.exporter import ReportExporter
from helpers.reports.link_targets import TOP
from helpers.reports.markdown_typst import TypstMarkdown, inline_to_typst, without_marks
from helpers.reports.native_names import native_names
from helpers.reports.settings import Settings, long_date
from helpers.reports.typst_code import Markup, call, code, content, drawable
from helpers.reports.typst_exhibits import exhibit_to_typst, sentence, svg_bytes

PAPERS = {"a4": "a4", "letter": "us-letter"}
TEMPLATE = Path(__file__).parent / "templates" / "report.typ"

_FORMATS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}


class TypstExporter(ReportExporter):
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
        settings = self.settings(resources)
        document = read_document(notebook, settings.name, settings.allow_errors)
        return typst_source(self._arranged(document, settings), settings), resources

    def _arranged(self, document: Document, settings: Settings) -> Document:
        return document


def typst_source(document: Document, settings: Settings, measured: bool = False) -> str:
    """Return the complete markup of a report.

    Parameters
    ----------
    document : Document
        The report.
    settings : Settings
        Edition, date and paper.
    measured : bool
        The body on one sheet without end, and ``<places>``: where the front with the contents
        ends (-1) and each block of the body starts, as (position, page, points from the top).
    """
    cover = document.cover
    edition = settings.edition or str(cover.get("edition", ""))
    front, body = document.blocks[: document.front], document.blocks[document.front :]
    head = {
        "title": document.title,
        "names": native_names(cover),
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
        f"date: {date}, paper: {code(PAPERS[settings.paper])})",
        call("target", TOP),
        call("cover", **head),
        *_blocks(front),
        call("contents") if any(isinstance(block, Heading) for block in body) else "",
        call("mark", -1) + "\n#set page(height: auto)" if measured else "",
        *(_marked(body) if measured else _blocks(body)),
        call("colophon", edition=head["edition"], version=__version__),
    ]
    return "\n".join(filter(None, lines)) + "\n"


def _blocks(blocks: Sequence[Block]) -> list[str]:
    """Write blocks; findings that follow each other become one list."""
    lines: list[str] = []
    for finding, group in groupby(blocks, key=_is_finding):
        if finding:
            sentences = [sentence(block.payload) for block in group if isinstance(block, Exhibit)]
            lines.append(call("findings", *sentences))
        else:
            lines.extend(_block(block) for block in group)
    return lines


def _marked(blocks: Sequence[Block]) -> list[str]:
    lines = [line for i, one in enumerate(blocks) for line in (call("mark", i), *_blocks([one]))]
    return [*lines, call("mark", len(blocks)), call("places")]


def _block(block: Block) -> str:
    match block:
        case Heading():
            return call(
                "section",
                content(TypstMarkdown().inline(block.tokens)),
                level=block.level,
                number=block.number,
                key=block.anchor,
            )
        case Prose():
            return TypstMarkdown(block.notes, block.attachments).blocks(block.tokens)
        case Picture():
            format_ = _FORMATS[block.mime]
            data = svg_bytes(block.data.decode()) if format_ == "svg" else block.data
            return call("picture", data, alt=drawable(block.alt), format=format_)
        case Plain():
            return call("plain", block.text)
        case Exhibit():
            return exhibit_to_typst(block)


def _is_finding(block: Block) -> bool:
    return (
        isinstance(block, Exhibit)
        and block.kind == "statement"
        and block.payload.get("style") == "finding"
    )
