"""Markdown tokens as GitHub's Markdown, so that text from data stays text."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Any

from helpers.reports.markdown_html import letters
from helpers.reports.markdown_tokens import Tokens, parse_inline, text_of
from helpers.reports.pictures import decoded, kind_of
from helpers.reports.raster import as_file

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])|&(?=#?\w+;)")
_START = re.compile(r"^(\s*)(#|[-+=](?=[\s=-]|$)|:(?=-))|^(\s*\d+)([.)])(?=\s|$)")
_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,(.*)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SLOT = re.compile("\ue000(\\d+)\ue001")


def escaped(text: str) -> str:
    r"""Return text so that no reader of Markdown finds markup in it.

    The dollar sign is escaped too: GitHub reads two amounts in a line as a formula.

    >>> escaped("$5 & *more*")
    '\\$5 & \\*more\\*'
    """
    return _SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\n", " ")


def at_start(text: str) -> str:
    r"""Keep a paragraph from beginning like a list, heading or rule.

    >>> at_start("1. of May")
    '1\\. of May'
    """
    return _START.sub(lambda f: f"{f[1]}\\{f[2]}" if f[2] else f"{f[3]}\\{f[4]}", text, count=1)


def cell(text: str) -> str:
    """Return finished inline Markdown as a cell: one line, never empty of meaning."""
    return " ".join(text.split("\n")).strip()


def table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of finished inline Markdown.

    Parameters
    ----------
    columns : sequence of (str, str)
        Head and alignment (left, right or center).
    rows : sequence of sequence of str
        As many cells a row as there are columns.
    """
    rules = {"right": "--:", "center": ":-:"}
    lines = [
        [cell(head) for head, _ in columns],
        [rules.get(side, "---") for _, side in columns],
        *([cell(text) for text in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class MarkdownWriter:
    """Walks the tokens of one report; one method per token type; collects the footnotes.

    ``keep`` stores a picture of a cell (bytes, suffix) and returns the name of its file;
    ``targets`` are the keys of exhibits that links may lead to.
    """

    def __init__(
        self,
        keep: Callable[[bytes, str], str] | None = None,
        targets: Collection[str] = frozenset(),
    ) -> None:
        self._targets = targets
        self.footnotes: list[str] = []
        self._keep = keep
        self._notes: Mapping[str, Tokens] = {}
        self._attachments: Mapping[str, str] = {}
        self._slots: Sequence[str] = ()

    def blocks(
        self,
        tokens: Tokens,
        notes: Mapping[str, Tokens] | None = None,
        attachments: Mapping[str, str] | None = None,
    ) -> str:
        """Return block tokens with the footnotes and pictures of their cell."""
        self._notes, self._attachments = notes or {}, attachments or {}
        return self._blocks(tokens)

    def inline(self, source: str, slots: Sequence[str] = ()) -> str:
        """Return inline Markdown, written anew; ``slots`` stand where the text marks them."""
        self._slots = slots
        return self.tokens(parse_inline(source))

    def tokens(self, tokens: Tokens) -> str:
        """Return inline tokens."""
        return "".join(self._write(token) for token in tokens)

    def _blocks(self, tokens: Tokens, gap: str = "\n\n") -> str:
        return gap.join(filter(None, (self._write(token) for token in tokens)))

    def _write(self, token: dict[str, Any]) -> str:
        method = getattr(self, "_" + token["type"], None)
        if method is None:
            raise TypeError(
                f"Expected a Markdown token that has a writer, found {token['type']!r}."
            )
        return str(method(token))

    def _body(self, token: dict[str, Any]) -> str:
        return self.tokens(token["children"])

    # Blocks
    def _blank_line(self, token: dict[str, Any]) -> str:
        return ""

    def _paragraph(self, token: dict[str, Any]) -> str:
        return at_start(self._body(token))

    _block_text = _paragraph

    def _heading(self, token: dict[str, Any]) -> str:
        return f"{'#' * token['attrs']['level']} {self._body(token)}"

    def _list(self, token: dict[str, Any]) -> str:
        ordered, first = token["attrs"]["ordered"], int(token["attrs"].get("start", 1))
        gap = "\n" if token["tight"] else "\n\n"
        items = []
        for position, item in enumerate(token["children"]):
            mark = f"{first + position}. " if ordered else "- "
            body = self._blocks(item["children"], gap)
            items.append(mark + body.replace("\n", "\n" + " " * len(mark)))
        return gap.join(items)

    def _block_quote(self, token: dict[str, Any]) -> str:
        return quoted(self._blocks(token["children"]))

    def _block_code(self, token: dict[str, Any]) -> str:
        return fenced(token["raw"].rstrip("\n"))

    def _block_html(self, token: dict[str, Any]) -> str:
        return at_start(escaped(_COMMENT.sub("", token["raw"]).strip()))

    def _thematic_break(self, token: dict[str, Any]) -> str:
        return "---"

    def _table(self, token: dict[str, Any]) -> str:
        head, *bodies = token["children"]
        columns = [
            (self._body(one), one["attrs"].get("align") or "left") for one in head["children"]
        ]
        rows = [row["children"] for body in bodies for row in body["children"]]
        return table(columns, [[self._body(one) for one in row] for row in rows])

    # Inline
    def _text(self, token: dict[str, Any]) -> str:
        # re.split with one group alternates text and slot numbers.
        pieces = _SLOT.split(token["raw"])
        return "".join(
            self._slots[int(piece)] if odd % 2 else escaped(piece)
            for odd, piece in enumerate(pieces)
        )

    def _softbreak(self, token: dict[str, Any]) -> str:
        return "\n"

    def _linebreak(self, token: dict[str, Any]) -> str:
        return "<br>"

    def _emphasis(self, token: dict[str, Any]) -> str:
        return f"*{self._body(token)}*"

    def _strong(self, token: dict[str, Any]) -> str:
        return f"**{self._body(token)}**"

    def _strikethrough(self, token: dict[str, Any]) -> str:
        return f"~~{self._body(token)}~~"

    def _math(self, token: dict[str, Any]) -> str:
        return str(token["raw"])

    def _codespan(self, token: dict[str, Any]) -> str:
        ticks = "`" * (max(map(len, re.findall("`+", token["raw"])), default=0) + 1)
        pad = " " if "`" in token["raw"] else ""
        return f"{ticks}{pad}{token['raw']}{pad}{ticks}"

    def _inline_html(self, token: dict[str, Any]) -> str:
        if re.fullmatch(r"<br\s*/?>", token["raw"], re.IGNORECASE):
            return "<br>"
        return escaped(_COMMENT.sub("", token["raw"]))

    def _link(self, token: dict[str, Any]) -> str:
        url = token["attrs"]["url"]
        body = self._body(token)
        if url.startswith("#") and url[1:] in self._targets:
            return f"[{body}]({url})"
        # Other links lead into the folder of the notebook, or to a script.
        return f"[{body}](<{url.replace('>', '%3E')}>)" if _LINK.match(url) else body

    def _anchor(self, token: dict[str, Any]) -> str:
        return f'<a id="{escape(token["attrs"]["key"])}"></a>'

    def _image(self, token: dict[str, Any]) -> str:
        url = token["attrs"]["url"]
        found = _DATA.match(self._attachments.get(url.removeprefix("attachment:"), url))
        data = decoded(found[1]) if found else b""
        kind, alt = kind_of(data), escaped(text_of(token["children"]))
        return f"![{alt}]({self._keep(*as_file(kind, data))})" if kind and self._keep else alt

    def _footnote_ref(self, token: dict[str, Any]) -> str:
        mark = letters(len(self.footnotes) + 1)
        place = len(self.footnotes)
        self.footnotes.append("")  # holds the place, should the note hold notes
        self.footnotes[place] = self._blocks(self._notes.get(token["raw"], []), " ")
        return f"[^{mark}]"


def quoted(text: str) -> str:
    """Return text as a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def fenced(text: str) -> str:
    """Return text as a code block, with a fence that the text does not contain."""
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence}\n{text}\n{fence}"
