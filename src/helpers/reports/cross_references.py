"""References of the text to a figure or table by its key: ``[figure](#offset-export)``.

The words in the brackets are ``figure``, ``table`` or nothing; the reader sees "Figure 3", linked.
An analyst writes no number, so none is wrong after a chart has been moved. A link with other words
to such a key keeps them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpers.errors import ReportFailed, suggest
from helpers.reports.blocks import Block, Exhibit, Prose
from helpers.reports.citing import LABELS
from helpers.reports.markdown_tokens import Tokens, text_of

_WORDS = ("", *(label.lower() for label in LABELS.values()))
_ANY = "|".join(_WORDS[1:])
_IN_TEXT = re.compile(rf"\[({_ANY}|)\]\(#([^\s()]+)\)", re.IGNORECASE)
_IN_HTML = re.compile(rf'<a href="#([^"]+)">({_ANY}|)</a>', re.IGNORECASE)


def exhibit_labels(blocks: Iterable[Block]) -> dict[str, str]:
    """Return how each numbered exhibit is called, by its key: ``{"trade": "Figure 1"}``."""
    return {
        str(block.payload.get("id")): f"{LABELS[block.kind]} {block.number}"
        for block in blocks
        if isinstance(block, Exhibit) and block.number and block.payload.get("id")
    }


def with_references(blocks: Sequence[Block], name: str, strict: bool = True) -> list[Block]:
    """Return the blocks with every reference written out.

    Parameters
    ----------
    blocks : sequence of Block
        Numbered.
    name : str
        Name of the report, for the message.
    strict : bool
        Refuse a reference to a key that the report does not show. A notebook that shows no exhibit
        of ours is another's: its links stay as they are.

    Raises
    ------
    ReportFailed
        Naming the key, the nearest one and all there are.
    """
    labels = exhibit_labels(blocks)
    return (
        [_resolved(block, _Labels(labels, name, strict)) for block in blocks]
        if labels
        else [*blocks]
    )


class _Labels:
    def __init__(self, labels: Mapping[str, str], name: str, strict: bool) -> None:
        self.labels, self.name, self.strict = labels, name, strict

    def of(self, key: str, words: str) -> str:
        if key in self.labels:
            return self.labels[key]
        if not self.strict:
            return words or key
        raise ReportFailed(
            f"Report '{self.name}' was not written: its text refers to [{words}](#{key}), expected "
            f"the key of a figure or table with a title. {suggest(key, self.labels, 'keys')}"
        )


def _resolved(block: Block, labels: _Labels) -> Block:
    match block:
        case Prose():
            notes = {key: _tokens(tokens, labels) for key, tokens in block.notes.items()}
            return replace(block, tokens=_tokens(block.tokens, labels), notes=notes)
        case Exhibit() if block.kind == "statement":
            parts = [
                {**part, "text": _IN_TEXT.sub(
                    lambda f: f"[{labels.of(f[2], f[1])}](#{f[2]})", str(part["text"]))}
                if "text" in part
                else part
                for part in block.payload.get("parts", [])
            ]  # fmt: skip
            html = _IN_HTML.sub(
                lambda f: f'<a href="#{f[1]}">{labels.of(f[1], f[2])}</a>', block.html
            )
            return replace(block, payload={**block.payload, "parts": parts}, html=html)
    return block


def _tokens(tokens: Tokens, labels: _Labels) -> Tokens:
    return [_token(token, labels) for token in tokens]


def _token(token: dict[str, Any], labels: _Labels) -> dict[str, Any]:
    if "children" not in token:
        return token
    url, words = str(token.get("attrs", {}).get("url", "")), text_of(token["children"]).strip()
    if token["type"] == "link" and url.startswith("#") and words.lower() in _WORDS:
        text = labels.of(url[1:], words)
        return {**token, "children": [{"type": "text", "raw": text}]}
    return {**token, "children": _tokens(token["children"], labels)}
