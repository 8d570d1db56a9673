"""Exhibits on the page: their own HTML, numbered, able to scroll, with ids that do not collide."""

import re
from html import escape
from typing import Any

from helpers.reports.blocks import Exhibit
from helpers.reports.html_data import data_behind, folded_code, grid, scrolling
from helpers.reports.html_tables import holds_sentences, names_rows_at_length, stacked

_LABELS = {"chart": "Figure", "table": "Table"}
_TITLE = re.compile(r'<h[1-6] class="mv-title">(.*?)</h[1-6]>', re.DOTALL)
_NUMBER = '<span class="mv-number" tabindex="0"'
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)
_SOURCES = re.compile(r'<span class="mv-sources">.*?</span>', re.DOTALL)
# The range of a number may go to the next line, as a whole.
_RANGE = re.compile(r'(<span class="mv-number"[^>]*>)([^<(]{1,40}) (\([^<()]{1,40}\))</span>')
# What is longer than any number may break anywhere.
_LONG = re.compile(r'<span class="mv-number"([^>]*>[^<]{41,}</span>)')
# The white sheet under a drawing: the page is its paper, by day and by night.
_SHEET = re.compile(
    r'<path d="M 0 [\d.]+\s+L [\d.]+ [\d.]+\s+L [\d.]+ 0\s+L 0 0\s+z\s*" style="fill: #ffffff"/>'
)
_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b")
_ID = re.compile(r'\bid="([^"]+)"')


def exhibit_html(block: Exhibit, sources: frozenset[int], level: int = 4) -> str:
    """Return the exhibit's own HTML, numbered, able to scroll, with ids of its own.

    Parameters
    ----------
    block : Exhibit
        A chart, table or statement.
    sources : frozenset of int
        Numbers that the list of references holds; only these become links.
    level : int
        Level of the exhibit's title, one below the section it stands in: a gap in the levels is a
        section that a screen reader looks for and does not find.
    """
    identifier = escape(str(block.payload.get("id", "")))
    title = str(block.payload.get("title") or _LABELS.get(block.kind, "Exhibit"))
    html = block.html or _plain_table(block)
    if block.kind == "chart":
        alt = str(block.payload.get("alt") or title)
        html = _SVG.sub(lambda found: scrolling(_own_ids(found[0], identifier, alt), title), html)
    label = f"{_LABELS[block.kind]} {block.number}" if block.number else ""
    label = f'<span class="mv-label">{label}</span> ' if label else ""
    tag = f"h{level}"
    html = _TITLE.sub(
        lambda found: f'<{tag} class="mv-title">{label}{found[1]}</{tag}>' if found[1] else "", html
    )
    if block.kind == "table" and holds_sentences(block.payload):
        labels = [str(column["label"]) for column in block.payload["columns"]]
        html = _TABLE.sub(lambda found: stacked(found[0], labels), html)
    html = _TABLE.sub(lambda found: scrolling(found[0], title), html)
    html = _SOURCES.sub(lambda found: _linked(found[0], sources), html)
    html = _RANGE.sub(
        r'\1<span class="mv-whole">\2</span> <span class="mv-whole">\3</span></span>', html
    )
    html = html.replace(_NUMBER, f'{_NUMBER} role="button"')
    html = _LONG.sub(r'<span class="mv-number mv-long"\1', html)
    name = f"{_LABELS[block.kind]} {block.number}" if block.number else ""
    behind = data_behind(block.payload, block.number) if block.kind == "chart" else ""
    html = _before_end(html, "</figure>", behind + folded_code(block.code, name))
    if not identifier or block.kind == "statement":
        return html
    anchor = "" if f'id="{identifier}"' in html else f' id="{identifier}"'
    named = block.kind == "table" and names_rows_at_length(block.payload)
    long = " mv-long-names" if named else ""
    return f'<div class="mv-exhibit mv-exhibit-{block.kind}{long}"{anchor}>{html}</div>'


def _before_end(html: str, end: str, addition: str) -> str:
    head, found, tail = html.rpartition(end)
    return f"{head}{addition}{found}{tail}" if found else html + addition


def _linked(citation: str, sources: frozenset[int]) -> str:
    """Link the numbers of a citation such as ``[1, 3]`` to the references that exist."""

    def link(found: re.Match[str]) -> str:
        return (
            f'<a href="#source-{found[0]}">{found[0]}</a>' if int(found[0]) in sources else found[0]
        )

    return re.sub(r"\b\d+\b(?![^<]*>)", link, citation)


def _own_ids(svg: str, prefix: str, alt: str) -> str:
    """Prefix every id of a drawing: matplotlib calls the parts of every figure the same."""
    svg = _SHEET.sub("", svg, count=1)
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

    table = grid(
        [column["label"] for column in columns],
        block.payload["rows"],
        [column["align"] for column in columns],
    )
    return f'<figure class="mv-table">{table}</figure>'


def references_html(items: list[dict[str, Any]]) -> str:
    """Return the list of references; every entry is the target of the numbers that cite it."""
    entries = []
    for item in items:
        url, number = escape(str(item.get("url") or "")), int(item["number"])
        address = re.sub("^https?://", "", url)
        if url.startswith(("https://", "http://")):
            address = f'<a href="{url}">{address}</a>'
        shown = f"<br>{address}" if url else ""
        text = _DATE.sub(r'<span class="mv-whole">\g<0></span>', escape(str(item.get("text", ""))))
        entries.append(f'<li id="source-{number}" value="{number}">{text}{shown}</li>')
    return f'<ol class="mv-references">{"".join(entries)}</ol>'
