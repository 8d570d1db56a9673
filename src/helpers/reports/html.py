"""Notebook to one self-contained HTML file: own template, own fonts, no request leaves the page.

Exporter options arrive in ``resources["multivector"]``, see `helpers.reports.settings`.
"""

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
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
from helpers.reports.markdown_html import HtmlMarkdown, letters
from helpers.reports.settings import Settings, long_date, read_settings
from helpers.reports.typst_code import FONTS

TEMPLATES = Path(__file__).parent / "templates"
_FACES = (
    ("IBM Plex Sans", 400, "normal", "IBMPlexSans-Regular"),
    ("IBM Plex Sans", 600, "normal", "IBMPlexSans-SemiBold"),
    ("IBM Plex Serif", 400, "normal", "IBMPlexSerif-Regular"),
    ("IBM Plex Serif", 400, "italic", "IBMPlexSerif-Italic"),
)
_LABELS = {"chart": "Figure", "table": "Table"}
_TITLE = re.compile(r'(<h[1-6]\b[^>]*\bclass="mv-title"[^>]*>)')
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)
_SOURCES = re.compile(r'<span class="mv-sources">.*?</span>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


class ReportHTMLExporter(Exporter):
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
        settings = read_settings(resources)
        document = read_document(notebook, settings.name, settings.allow_errors)
        return html_page(document, settings), resources


def html_page(document: Document, settings: Settings) -> str:
    """Return the complete page of a report."""
    markdown = HtmlMarkdown()
    cover = document.cover
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    blocks = [Markup(_block(block, markdown, document.sources)) for block in document.blocks]
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((TEMPLATES / "report.html.j2").read_text(encoding="utf-8"))
    return template.render(
        document=document,
        settings=settings,
        cover=cover,
        question=Markup(markdown.inline(str(cover.get("question", "")))),
        edition=long_date(settings.edition or str(cover.get("edition", ""))),
        vintage=long_date(str(cover.get("vintage", ""))),
        headings=[b for b in document.blocks if isinstance(b, Heading) and b.level <= 2],
        blocks=blocks,
        notes=[(letters(n), Markup(note)) for n, note in enumerate(markdown.footnotes, start=1)],
        style=Markup(_faces() + (TEMPLATES / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=digest,
    )


def _block(block: Block, markdown: HtmlMarkdown, sources: frozenset[int]) -> str:
    match block:
        case Heading():
            return _heading(block, markdown.blocks(block.tokens))
        case Prose():
            return markdown.blocks(block.tokens, block.notes, block.attachments)
        case Picture():
            # As a picture, a foreign drawing can neither run scripts nor fetch anything.
            data = base64.b64encode(block.data).decode()
            return f'<p><img src="data:{block.mime};base64,{data}" alt="{escape(block.alt)}"></p>'
        case Plain():
            return f'<pre class="mv-plain" tabindex="0">{escape(block.text)}</pre>'
        case Exhibit() if block.kind == "references":
            return _references(block.payload.get("items", []))
        case Exhibit():
            return _exhibit(block, sources)


def _references(items: list[dict[str, Any]]) -> str:
    """Return the list of references; every entry is the target of the numbers that cite it."""
    entries = []
    for item in items:
        url, number = escape(str(item.get("url") or "")), int(item["number"])
        safe = url.startswith(("https://", "http://"))
        shown = f'<br><a href="{url}">{re.sub("^https?://", "", url)}</a>' if safe else ""
        text = escape(str(item.get("text", "")))
        entries.append(f'<li id="source-{number}" value="{number}">{text}{shown}</li>')
    return f'<ol class="mv-references">{"".join(entries)}</ol>'


def _heading(heading: Heading, body: str) -> str:
    tag = f"h{min(heading.level + 1, 6)}"
    number = f'<span class="mv-section">{heading.number}</span> ' if heading.number else ""
    anchor = escape(heading.anchor)
    label = escape(f"Link to {heading.text}")
    return (
        f'<{tag} id="{anchor}">{number}{body}'
        f'<a class="mv-anchor" href="#{anchor}" aria-label="{label}">#</a></{tag}>'
    )


def _exhibit(block: Exhibit, sources: frozenset[int]) -> str:
    """Return the exhibit's own HTML, numbered, able to scroll, with ids of its own."""
    identifier = escape(str(block.payload.get("id", "")))
    html = block.html or _plain_table(block)
    if block.kind == "chart":
        alt = str(block.payload.get("alt") or block.payload.get("title") or "Chart")
        html = _SVG.sub(lambda found: _scroll(_own_ids(found[0], identifier, alt), alt), html)
    if block.number:
        label = f'<span class="mv-label">{_LABELS[block.kind]} {block.number}</span> '
        html = _TITLE.sub(lambda found: found[1] + label, html, count=1)
    title = str(block.payload.get("title") or "Table")
    html = _TABLE.sub(lambda found: _scroll(found[0], title), html)
    html = _SOURCES.sub(lambda found: _linked(found[0], sources), html)
    if not identifier or block.kind == "statement":
        return html
    anchor = "" if f'id="{identifier}"' in html else f' id="{identifier}"'
    return f'<div class="mv-exhibit mv-exhibit-{block.kind}"{anchor}>{html}</div>'


def _linked(citation: str, sources: frozenset[int]) -> str:
    """Link the numbers of a citation such as ``[1, 3]`` to the references that exist."""

    def link(found: re.Match[str]) -> str:
        return f'<a href="#source-{found[0]}">{found[0]}</a>' if int(found[0]) in sources else found[0]

    return re.sub(r"\b\d+\b(?![^<]*>)", link, citation)


def _scroll(html: str, label: str) -> str:
    return (
        f'<div class="mv-scroll" role="region" tabindex="0" aria-label="{escape(label)}">{html}</div>'
    )


def _own_ids(svg: str, prefix: str, alt: str) -> str:
    """Prefix every id of a drawing: matplotlib calls the parts of every figure the same."""
    for name in sorted(set(_ID.findall(svg)), key=len, reverse=True):
        own = f"{prefix}-{name}"
        for before, after in (('id="', '"'), ('href="#', '"'), ("url(#", ")")):
            svg = svg.replace(f"{before}{name}{after}", f"{before}{own}{after}")
    if "role=" not in svg[: svg.index(">")]:
        svg = svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)
    return svg


def _plain_table(block: Exhibit) -> str:
    """Return a table read from a foreign output; any other exhibit without HTML as its title."""
    columns = block.payload.get("columns")
    if not columns:
        return f"<p>{escape(str(block.payload.get('title') or block.kind))}</p>"

    def row(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(
            f'<{tag} class="mv-{column["align"]}">{escape(cell)}</{tag}>'
            for cell, column in zip(cells, columns, strict=True)
        ) + "</tr>"

    head = row([column["label"] for column in columns], "th")
    body = "".join(row(cells, "td") for cells in block.payload["rows"])
    return (
        '<figure class="mv-table"><table>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></figure>"
    )


@cache
def _faces() -> str:
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slope};"
        "font-display:swap;src:url(data:font/woff2;base64,"
        f"{base64.b64encode((FONTS / f'{name}.woff2').read_bytes()).decode()}) format('woff2')}}\n"
        for family, weight, slope, name in _FACES
    )
