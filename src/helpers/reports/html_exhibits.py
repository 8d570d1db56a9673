"""Exhibits on the page: their own HTML, numbered, able to scroll, with ids that do not collide."""

import re
from html import escape
from typing import Any

from helpers.reports.blocks import Exhibit

_LABELS = {"chart": "Figure", "table": "Table"}
_TITLE = re.compile(r'(<h[1-6]\b[^>]*\bclass="mv-title"[^>]*>)')
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)
_SOURCES = re.compile(r'<span class="mv-sources">.*?</span>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


def exhibit_html(block: Exhibit, sources: frozenset[int]) -> str:
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
        return (
            f'<a href="#source-{found[0]}">{found[0]}</a>' if int(found[0]) in sources else found[0]
        )

    return re.sub(r"\b\d+\b(?![^<]*>)", link, citation)


def _scroll(html: str, label: str) -> str:
    attributes = f'role="region" tabindex="0" aria-label="{escape(label)}"'
    return f'<div class="mv-scroll" {attributes}>{html}</div>'


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
        return (
            "<tr>"
            + "".join(
                f'<{tag} class="mv-{column["align"]}">{escape(cell)}</{tag}>'
                for cell, column in zip(cells, columns, strict=True)
            )
            + "</tr>"
        )

    head = row([column["label"] for column in columns], "th")
    body = "".join(row(cells, "td") for cells in block.payload["rows"])
    return (
        '<figure class="mv-table"><table>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></figure>"
    )


def references_html(items: list[dict[str, Any]]) -> str:
    """Return the list of references; every entry is the target of the numbers that cite it."""
    entries = []
    for item in items:
        url, number = escape(str(item.get("url") or "")), int(item["number"])
        safe = url.startswith(("https://", "http://"))
        shown = f'<br><a href="{url}">{re.sub("^https?://", "", url)}</a>' if safe else ""
        text = escape(str(item.get("text", "")))
        entries.append(f'<li id="source-{number}" value="{number}">{text}{shown}</li>')
    return f'<ol class="mv-references">{"".join(entries)}</ol>'
