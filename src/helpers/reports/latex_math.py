"""The LaTeX formulas of Markdown cells as a tree that each writer walks; no macro is run.

What is not understood is refused as a whole, and the text then shows the formula as it was written.
"""

import re
from dataclasses import dataclass

from helpers.reports.latex_symbols import (
    ACCENTS,
    BIG,
    FENCES,
    FUNCTIONS,
    GRIDS,
    PLAIN,
    STYLES,
    SYMBOLS,
)

MOST_OF_A_FORMULA = 5000  # characters
_DEEPEST = 40
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[0-9]+(?:\.[0-9]+)?|\s+|.", re.DOTALL)
_SPACES = {
    "~": 0.33,
    "\\ ": 0.33,
    "\\,": 0.17,
    "\\:": 0.22,
    "\\;": 0.28,
    "\\quad": 1,
    "\\qquad": 2,
    "\\space": 0.33,
}
_IGNORED = {
    *("\\displaystyle", "\\textstyle", "\\limits", "\\nolimits", "\\nonumber", "\\notag", "\\!"),
    *(f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")),
}
_WORDS = {
    *("\\text", "\\textrm", "\\textbf", "\\textit", "\\mbox", "\\mathrm", "\\rm"),
    *("\\operatorname", "\\operatorname*", "\\mathsf", "\\mathtt", "\\mathit"),
}
_FRACTIONS = {"\\frac", "\\dfrac", "\\tfrac", "\\cfrac"}


class NotUnderstoodError(ValueError):
    """A formula holds a command, or a form, that is not known here."""


@dataclass(frozen=True)
class Node:
    """A part of a formula.

    ``kind`` is row, letter, number, symbol, big, function, words, space, fraction, root, script
    (base, below, above), accent, style, fence, grid (of rows of cells) or brace; ``text`` is its
    character, words, name or fences.
    """

    kind: str
    text: str = ""
    parts: tuple["Node", ...] = ()


EMPTY = Node("row")


def parse_latex(source: str) -> Node:
    """Return the tree of a formula, given without its dollar signs.

    Raises
    ------
    NotUnderstoodError
        If anything in it is not understood.
    """
    if len(source) > MOST_OF_A_FORMULA:
        raise NotUnderstoodError(f"{len(source)} characters")
    reader = _Reader(_TOKEN.findall(source))
    rows = reader.rows("")
    if len(rows) == 1 and len(rows[0].parts) == 1:
        return rows[0].parts[0]
    return Node("grid", "", tuple(rows))


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]
        self.depth = 0

    def peek(self) -> str:
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        return self.tokens[-1] if self.tokens else ""

    def take(self, *expected: str) -> str:
        token = self.peek()
        if not token or (expected and token not in expected):
            raise NotUnderstoodError(token or "end")
        return self.tokens.pop()

    def rows(self, end: str) -> list[Node]:
        """Read lines of cells up to the token ``end``, which stays."""
        rows, cells = [], []
        while True:
            cells.append(self.row({"&", "\\\\", end}))
            token = self.peek()
            if token == end:
                rows.append(Node("row", "", tuple(cells)))
                last = rows[-1].parts
                return rows[:-1] if len(rows) > 1 and last == (EMPTY,) else rows
            if self.take("&", "\\\\") == "\\\\":
                rows.append(Node("row", "", tuple(cells)))
                cells = []

    def row(self, ends: set[str]) -> Node:
        """Read parts up to one of the tokens, which stays."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotUnderstoodError("nested too deeply")
        parts: list[Node] = []
        while (token := self.peek()) not in ends:
            if token in ("^", "_", "'"):
                parts.append(self.scripts(parts.pop() if parts else EMPTY))
            elif token in _IGNORED:
                self.take()
            elif token == "\\label":
                self.take()
                self.words()
            else:
                parts.append(self.atom())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Node("row", "", tuple(parts))

    def scripts(self, base: Node) -> Node:
        below, above = EMPTY, EMPTY
        while (token := self.peek()) in ("^", "_", "'"):
            self.take()
            if token == "_":
                below = self.argument()
            else:
                more = Node("symbol", "′") if token == "'" else self.argument()
                above = more if above == EMPTY else Node("row", "", (above, more))
        return Node("script", "", (base, below, above))

    def argument(self) -> Node:
        token = self.peek()
        if len(token) > 1 and token[0].isdigit():
            self.tokens[-1:] = [token[1:], token[0]]  # TeX takes one digit
        return self.atom()

    def group(self) -> Node:
        self.take("{")
        inner = self.row({"}"})
        self.take("}")
        return inner

    def words(self) -> str:
        self.take("{")
        found = []
        while (token := self.tokens.pop() if self.tokens else "") != "}":
            if not token or token in "{$" or (token[0] == "\\" and token not in _SPACES):
                raise NotUnderstoodError(token or "end")
            found.append(" " if token in _SPACES else token)
        return "".join(found)

    def atom(self) -> Node:
        token = self.peek()
        if token == "{":
            return self.group()
        self.take()
        name = token.removeprefix("\\") if len(token) > 1 else ""
        if token in _SPACES:
            return Node("space", str(_SPACES[token]))
        if token in _WORDS:
            kind = "function" if token.startswith("\\operatorname") else "words"
            return Node(kind, self.words())
        if token in _FRACTIONS:
            return Node("fraction", "", (self.argument(), self.argument()))
        if token == "\\sqrt":
            degree = EMPTY
            if self.peek() == "[":
                self.take()
                degree = self.row({"]"})
                self.take("]")
            return Node("root", "", (self.argument(), degree))
        if token == "\\tag":
            return Node("row", "", (Node("space", "2"), Node("words", f"({self.words()})")))
        if token == "\\left":
            return self.fence()
        if token == "\\begin":
            return self.grid()
        if name in ("underbrace", "overbrace"):
            return Node("brace", name, (self.argument(),))
        if name in STYLES:
            return Node("style", STYLES[name], (self.argument(),))
        if name in ACCENTS:
            return Node("accent", ACCENTS[name], (self.argument(),))
        if name in FUNCTIONS:
            return Node("function", FUNCTIONS[name])
        if name in BIG:
            return Node("big", BIG[name])
        if name in SYMBOLS:
            return Node("symbol", SYMBOLS[name])
        return _plain(token)

    def fence(self) -> Node:
        opening = self.delimiter()
        inner = self.row({"\\right"})
        self.take("\\right")
        return Node("fence", opening + self.delimiter(), (inner,))

    def delimiter(self) -> str:
        token = self.take()
        if token not in FENCES:
            raise NotUnderstoodError(token)
        return FENCES[token]

    def grid(self) -> Node:
        name = self.words()
        if name not in GRIDS:
            raise NotUnderstoodError(name)
        if name == "array":
            self.words()
        rows = self.rows("\\end")
        self.take("\\end")
        if self.words() != name:
            raise NotUnderstoodError(name)
        return Node("grid", GRIDS[name], tuple(rows))


def _plain(token: str) -> Node:
    if token.isascii() and token.isalpha() and len(token) == 1:
        return Node("letter", token)
    if token[0].isdigit() and token.isascii():
        return Node("number", token)
    if token in PLAIN:
        return Node("symbol", PLAIN[token])
    if token in ("}", "&", "\\", "#", "$", "%", "^", "_") or len(token) > 1:
        raise NotUnderstoodError(token)
    return Node("words", token)
