"""Runs, links, bookmarks and source marks of a Word file; needs the extra ``docx``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


@dataclass(frozen=True)
class Look:
    """How a run looks."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    raised: bool = False
    link: bool = False


PLAIN = Look()


@dataclass(frozen=True)
class Cited:
    """A number with the sources to print after it, and how many more there are."""

    text: str
    sources: Sequence[int] = ()
    more: int = 0


def add_run(paragraph: Paragraph, text: str, look: Look = PLAIN, parent: Any = None) -> Run:
    """Add text to a paragraph, or to a link in it."""
    run = paragraph.add_run(_CONTROL.sub("", text))
    run.bold, run.italic = look.bold or None, look.italic or None
    run.font.strike = look.strike or None
    run.font.superscript = look.raised or None
    if look.code:
        run.font.name = "Consolas"
    if look.link:
        run.style = "Hyperlink"
    if parent is not None:
        parent.append(run._r)
    return run


def add_link(paragraph: Paragraph, *, url: str = "", anchor: str = "") -> Any:
    """Add an empty link, to an address or to a bookmark of the document, and return it."""
    link = OxmlElement("w:hyperlink")
    if url:
        link.set(qn("r:id"), paragraph.part.relate_to(url, _HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), anchor)
        link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    return link


def bookmark_name(anchor: str) -> str:
    """Return the name of a bookmark: Word allows letters, digits and 40 characters.

    >>> bookmark_name("source-3")
    'b_source_3'
    """
    name = "b_" + re.sub(r"\W", "_", anchor)
    return name if len(name) <= 40 else f"{name[:33]}_{sha256(anchor.encode()).hexdigest()[:6]}"


def add_bookmark(paragraph: Paragraph, anchor: str, number: int, text: str) -> None:
    """Add text that links can lead to; ``number`` is its own within the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:name"), bookmark_name(anchor))
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    paragraph._p.append(start)
    add_run(paragraph, text)
    paragraph._p.append(end)


def add_marks(
    paragraph: Paragraph, cited: Cited, known: frozenset[int], *, raised: bool = True
) -> None:
    """Add the numbers of sources, each a link to its entry if the list holds one."""
    for position, number in enumerate(cited.sources):
        if position:
            add_run(paragraph, ", ", Look(raised=raised))
        link = (
            add_link(paragraph, anchor=bookmark_name(f"source-{number}"))
            if number in known
            else None
        )
        add_run(paragraph, str(number), Look(raised=raised), link)
    if cited.more:
        add_run(paragraph, f", +{cited.more}" if raised else f" and {cited.more} more",
                Look(raised=raised))  # fmt: skip


def describe(picture: Any, alt: str) -> None:
    """Give a picture its description, and scale it down to the width of the text."""
    picture._inline.docPr.set("descr", _CONTROL.sub("", alt))
    widest = Cm(16.5)
    if picture.width > widest:
        picture.height = int(picture.height * widest / picture.width)
        picture.width = widest
