"""What a report is made of, in reading order, before anybody decides how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.reports.markdown_tokens import Tokens


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` starts at 1 below the title, ``number`` is empty before the body.

    ``names`` are the anchors that the author has set in it or before it.
    """

    level: int
    tokens: Tokens
    text: str
    anchor: str
    number: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prose:
    """Parsed Markdown without headings, with the footnotes and pictures attached to its cell."""

    tokens: Tokens
    notes: Mapping[str, Tokens] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of ours; charts and titled tables carry their own running number, others 0.

    ``code`` is the cell that made it.
    """

    payload: Mapping[str, Any]
    html: str = ""
    svg: str = ""
    number: int = 0
    code: str = ""

    @property
    def kind(self) -> str:
        """Kind of exhibit: chart, table, statement, cover or references."""
        return str(self.payload["kind"])


@dataclass(frozen=True)
class Picture:
    """A drawing or photograph of a foreign output."""

    mime: str
    data: bytes
    alt: str
    code: str = ""


@dataclass(frozen=True)
class Plain:
    """Text of a foreign output, shown as it is."""

    text: str
    code: str = ""


Block = Heading | Prose | Exhibit | Picture | Plain
