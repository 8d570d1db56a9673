"""Notebook to one self-contained HTML file: own template, own fonts, no request leaves the page.

Exporter options arrive in ``resources["multivector"]``, see `helpers.reports.settings`.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from nbformat import NotebookNode
from traitlets import default

from helpers.reports.blocks import Block, Exhibit, Heading, Picture, Plain, Prose
from helpers.reports.document import Document, read_document
from helpers.reports.exporter import ReportExporter
from helpers.reports.html_data import distinct_regions, folded_code, scrolling
from helpers.reports.html_exhibits import exhibit_html, references_html
from helpers.reports.markdown_html import HtmlMarkdown, letters
from helpers.reports.native_names import native_names
from helpers.reports.settings import Settings, long_date
from helpers.reports.typst_code import FONTS

TEMPLATES = Path(__file__).parent / "templates"
_FACES = (
    ("IBM Plex Sans", 400, "normal", "IBMPlexSans-Regular"),
    ("IBM Plex Sans", 600, "normal", "IBMPlexSans-SemiBold"),
    ("IBM Plex Serif", 400, "normal", "IBMPlexSerif-Regular"),
    ("IBM Plex Serif", 400, "italic", "IBMPlexSerif-Italic"),
)
# Embedded only where a page holds the script: the face is as large as two others.
_ARABIC_FACES = (("IBM Plex Sans Arabic", 400, "normal", "IBMPlexSansArabic-Regular"),)
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# Control characters, and those that turn the direction of all the text after them.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")


class ReportHTMLExporter(ReportExporter):
    """Writes a notebook as one HTML file that works offline, on paper and on a phone."""

    export_from_notebook = "Report as HTML"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the HTML text of a notebook and the resources.

        Raises
        ------
        ReportFailed
            If a cell of the notebook ended in an error.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        settings = self.settings(resources)
        document = read_document(notebook, settings.name, settings.allow_errors)
        return html_page(document, settings), resources


def html_page(document: Document, settings: Settings) -> str:
    """Return the complete page of a report."""
    markdown = HtmlMarkdown()
    cover = document.cover
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    blocks = [
        _block(block, markdown, document.sources, level)
        for block, level in zip(document.blocks, _title_levels(document.blocks), strict=True)
    ]
    arabic = _ARABIC.search("".join((document.title, str(cover), *blocks)))
    faces = _faces(_FACES + _ARABIC_FACES if arabic else _FACES)
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((TEMPLATES / "report.html.j2").read_text(encoding="utf-8"))
    text: str = template.render(
        document=document,
        settings=settings,
        cover=cover,
        names=native_names(cover),
        question=Markup(markdown.inline(str(cover.get("question", "")))),
        edition=long_date(settings.edition or str(cover.get("edition", ""))),
        vintage=long_date(str(cover.get("vintage", ""))),
        headings=[b for b in document.blocks if isinstance(b, Heading) and b.level <= 2],
        blocks=Markup(distinct_regions("\n".join(blocks))),
        notes=[(letters(n), Markup(note)) for n, note in enumerate(markdown.footnotes, start=1)],
        style=Markup(faces + (TEMPLATES / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=digest,
    )
    return _LONE.sub("\ufffd", _INVISIBLE.sub("", text))


def _title_levels(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield for each block the level that the title of an exhibit there takes; the page has h1."""
    level = 2
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level + 2, 6)
        yield level


def _block(block: Block, markdown: HtmlMarkdown, sources: frozenset[int], level: int) -> str:
    match block:
        case Heading():
            return _heading(block, markdown.blocks(block.tokens))
        case Prose():
            return markdown.blocks(block.tokens, block.notes, block.attachments)
        case Picture():
            # As a picture, a foreign drawing can neither run scripts nor fetch anything.
            data = base64.b64encode(block.data).decode()
            image = f'<p><img src="data:{block.mime};base64,{data}" alt="{escape(block.alt)}"></p>'
            return image + folded_code(block.code, "")
        case Plain():
            text = scrolling(f'<pre class="mv-plain">{escape(block.text)}</pre>', "Output")
            return text + folded_code(block.code, "")
        case Exhibit() if block.kind == "references":
            return references_html(block.payload.get("items", []))
        case Exhibit():
            return exhibit_html(block, sources, level)


def _heading(heading: Heading, body: str) -> str:
    tag = f"h{min(heading.level + 1, 6)}"
    number = f'<span class="mv-section">{heading.number}</span> ' if heading.number else ""
    anchor = escape(heading.anchor)
    label = escape(f"Link to {heading.text}")
    return (
        f'<{tag} id="{anchor}">{number}{body}'
        f'<a class="mv-anchor" href="#{anchor}" aria-label="{label}">#</a></{tag}>'
    )


@cache
def _faces(faces: Sequence[tuple[str, int, str, str]]) -> str:
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slope};"
        "font-display:swap;src:url(data:font/woff2;base64,"
        f"{base64.b64encode((FONTS / f'{name}.woff2').read_bytes()).decode()}) format('woff2')}}\n"
        for family, weight, slope, name in faces
    )
