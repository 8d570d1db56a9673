"""Markdown tokens as HTML: raw HTML stays text, nothing is fetched, footnotes share one list."""

import re
from collections.abc import Mapping
from html import escape

import mistune
from mistune.core import BlockState
from mistune.plugins import formatting, table

from helpers.reports.html_data import scrolling
from helpers.reports.latex_math import Node
from helpers.reports.markdown_tokens import Tokens, parse_inline
from helpers.reports.math_html import math_to_html

_OWN_PICTURE = ("data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_FIRST = re.compile(r"\A<td([^>]*)>(.+?)</td>", re.DOTALL)
_AS_HEAD = r'<th scope="row"\1>\2</th>'


class HtmlMarkdown(mistune.HTMLRenderer):
    """Writes the tokens of one report; collects its footnotes for one list at the end."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.footnotes: list[str] = []
        self._notes: Mapping[str, Tokens] = {}
        self._attachments: Mapping[str, str] = {}
        for name in ("table", "table_head", "table_body"):
            self.register(name, getattr(table, f"render_{name}"))
        self.register("strikethrough", formatting.render_strikethrough)

    def blocks(
        self,
        tokens: Tokens,
        notes: Mapping[str, Tokens] | None = None,
        attachments: Mapping[str, str] | None = None,
    ) -> str:
        """Return tokens as HTML, with the footnotes and pictures of their cell."""
        self._notes, self._attachments = notes or {}, attachments or {}
        html = self.render_tokens(tokens, BlockState())
        return _TABLE.sub(lambda found: scrolling(found[0], "Table"), html)

    def paragraph(self, text: str) -> str:
        """Write a paragraph; a formula on lines of its own scrolls in its frame."""
        alone = text.startswith('<math display="block"') and text.find("</math>") == len(text) - 7
        return scrolling(text, "Formula") + "\n" if alone else super().paragraph(text)

    def heading(self, text: str, level: int, **attrs: object) -> str:
        """Write a heading in a list or a quotation, which is no section of the report."""
        return f"<p><strong>{text}</strong></p>\n"

    def table_row(self, text: str) -> str:
        """Write a row; its first cell, unless it is empty, names the row."""
        return f"<tr>{_FIRST.sub(_AS_HEAD, text.strip(), count=1)}</tr>\n"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """Write a cell; one that heads nothing is not a head."""
        side = f' style="text-align:{align}"' if align else ""
        if head and text.strip():
            return f'<th scope="col"{side}>{text}</th>\n'
        return f"<td{side}>{text}</td>\n"

    def inline(self, source: str) -> str:
        """Return inline Markdown as HTML."""
        return self.render_tokens(parse_inline(source), BlockState())

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show a picture that the notebook itself holds; any other would be a request."""
        source = self._attachments.get(url.removeprefix("attachment:"), url)
        if source.startswith(_OWN_PICTURE):
            return super().image(text, source, title)
        return text

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Write a link; one that would run a script is its words only."""
        harmful = self.safe_url(url) == "#harmful-link"
        return text if harmful else super().link(text, url, title)

    def anchor(self, key: str) -> str:
        """Write a place that links lead to."""
        return f'<span id="{escape(key)}"></span>'

    def math(self, text: str, tree: Node, display: bool) -> str:
        """Write a formula."""
        return math_to_html(tree, display)

    def footnote_ref(self, key: str, index: int) -> str:
        """Write the mark of a footnote and keep its text."""
        number = len(self.footnotes) + 1
        mark = letters(number)
        self.footnotes.append("")  # holds the place, should the note hold notes
        body = self.render_tokens(self._notes.get(key, []), BlockState()).strip()
        self.footnotes[number - 1] = body.removeprefix("<p>").removesuffix("</p>")
        return (
            f'<sup class="mv-footnote" id="note-mark-{number}">'
            f'<a href="#note-{number}" aria-label="Note {mark}">{mark}</a></sup>'
        )

    def block_html(self, html: str) -> str:
        """Show raw HTML as text, but no comments."""
        return "" if html.lstrip().startswith("<!--") else super().block_html(html)

    def inline_html(self, html: str) -> str:
        """Show raw HTML as text; a line break is what it says, a comment is nothing."""
        if html.startswith("<!--"):
            return ""
        bare = html.replace(" ", "").replace("/", "").lower()
        return "<br>" if bare == "<br>" else super().inline_html(html)


def letters(number: int) -> str:
    """Return 1 as "a", 26 as "z", 27 as "aa": notes carry letters, sources carry numbers."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
