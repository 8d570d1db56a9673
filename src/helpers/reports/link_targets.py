"""Where the inner links of a notebook lead: ``[text](#name)``.

A name is the key of an exhibit, an anchor in raw HTML (``<a id="name">``), or a heading, by its own
anchor or as Jupyter and GitHub call it. A link to any other name is its words only, in all formats.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import unquote

from helpers.reports.blocks import Block, Exhibit, Heading, Prose
from helpers.reports.markdown_tokens import Tokens

TOP = "report"  # the whole report, to which a link to its title leads
_PLAIN = re.compile(r"\w[\w.:-]{0,79}")
_TAKEN = re.compile(r"report|notes|(?:note|note-mark|source)-\d+|mv-.*")
_IN_TEXT = re.compile(r"(?<!!)\[([^\[\]]*)\]\(#([^\s()]+)\)")
_IN_HTML = re.compile(r'<a href="#([^"]*)">(.*?)</a>', re.DOTALL)


def with_names(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the anchors in and right before a heading as its names."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            before: list[str] = []
            while result and isinstance(prose := result[-1], Prose):
                kept = list(prose.tokens)
                while kept and _holds_only_anchors(kept[-1]):
                    before = [*_names([kept.pop()]), *before]
                if kept:
                    result[-1] = replace(prose, tokens=kept)
                    break
                result.pop()
            tokens = _without_anchors(block.tokens)
            names = (*before, *_names(block.tokens))
            block = replace(block, tokens=tokens, names=names)
        result.append(block)
    return result


def with_targets(blocks: Sequence[Block], title: Heading | None = None) -> list[Block]:
    """Return the blocks in which every inner link leads somewhere and every anchor has its id.

    Parameters
    ----------
    blocks : sequence of Block
        With names and numbers, without the title.
    title : Heading, optional
        The heading that became the title of the report.
    """
    targets = _Targets(blocks, title)
    return [targets.settled(block) for block in blocks]


def anchor_ids(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the ids of the anchors in the text, after `with_targets`."""
    return frozenset(
        token["attrs"]["key"]
        for block in blocks
        if isinstance(block, Prose)
        for token in _anchors(block.tokens)
    )


class _Targets:
    """The id of every name, the first of two alike; which anchors are still to be placed."""

    def __init__(self, blocks: Sequence[Block], title: Heading | None) -> None:
        headings = [block for block in blocks if isinstance(block, Heading)]
        shown = (b for b in blocks if isinstance(b, Exhibit) and b.kind in ("chart", "table"))
        keys = {str(block.payload.get("id") or "") for block in shown} - {""}
        self.ids = {key: key for key in sorted(keys)}
        self.unplaced: set[str] = set()
        used = keys | {heading.anchor for heading in headings}
        for block in blocks:
            if isinstance(block, Heading):
                self._add(block.names, block.anchor)
            elif isinstance(block, Prose):
                for name in _names(block.tokens):
                    if name not in self.ids:
                        self.ids[name] = _identifier(name, used)
                        self.unplaced.add(self.ids[name])
        for heading in headings:
            self._add(_called(heading), heading.anchor)
        self._add((*title.names, *_called(title), "top") if title else ("top",), TOP)

    def _add(self, names: Sequence[str], target: str) -> None:
        for name in filter(None, names):
            self.ids.setdefault(name, target)

    def of(self, name: str) -> str:
        """Return the id that a name leads to, or nothing."""
        bare = unquote(name)
        return self.ids.get(name) or self.ids.get(bare) or self.ids.get(_slug(bare), "")

    def settled(self, block: Block) -> Block:
        match block:
            case Heading():
                return replace(block, tokens=self._tokens(block.tokens))
            case Prose():
                notes = {
                    key: self._tokens(_without_anchors(tokens))
                    for key, tokens in block.notes.items()
                }
                return replace(block, tokens=self._tokens(block.tokens), notes=notes)
            case Exhibit() if block.kind == "statement":
                parts = [
                    {**part, "text": _IN_TEXT.sub(self._in_text, str(part["text"]))}
                    if "text" in part
                    else part
                    for part in block.payload.get("parts", [])
                ]
                html = _IN_HTML.sub(self._in_html, block.html)
                return replace(block, payload={**block.payload, "parts": parts}, html=html)
        return block

    def _in_text(self, found: re.Match[str]) -> str:
        target = self.of(found[2])
        return f"[{found[1]}](#{target})" if target else found[1]

    def _in_html(self, found: re.Match[str]) -> str:
        target = self.of(found[1])
        return f'<a href="#{target}">{found[2]}</a>' if target else found[2]

    def _tokens(self, tokens: Tokens) -> Tokens:
        return [new for token in tokens for new in self._token(token)]

    def _token(self, token: dict[str, Any]) -> Tokens:
        if token["type"] == "anchor":
            key = self.ids.get(token["attrs"]["name"], "")
            if key not in self.unplaced:
                return []
            self.unplaced.remove(key)
            return [{"type": "anchor", "attrs": {"key": key}}]
        if "children" not in token:
            return [token]
        children = self._tokens(token["children"])
        if _holds_only_anchors(token):
            return [child for child in children if child["type"] == "anchor"]
        if token["type"] == "link" and token["attrs"]["url"].startswith("#"):
            target = self.of(token["attrs"]["url"][1:])
            attrs = {**token["attrs"], "url": f"#{target}"}
            lead = target and children
            return [{**token, "children": children, "attrs": attrs}] if lead else children
        return [{**token, "children": children}]


def _anchors(tokens: Tokens) -> Iterator[dict[str, Any]]:
    for token in tokens:
        if token["type"] == "anchor":
            yield token
        yield from _anchors(token.get("children", []))


def _names(tokens: Tokens) -> list[str]:
    return [token["attrs"]["name"] for token in _anchors(tokens)]


def _without_anchors(tokens: Tokens) -> Tokens:
    return [
        {**token, "children": _without_anchors(token["children"])} if "children" in token else token
        for token in tokens
        if token["type"] != "anchor"
    ]


def _holds_only_anchors(token: dict[str, Any]) -> bool:
    return token["type"] == "paragraph" and all(
        child["type"] in ("anchor", "softbreak")
        or (child["type"] == "text" and not child["raw"].strip())
        for child in token["children"]
    )


def _called(heading: Heading) -> tuple[str, ...]:
    """Return the names of a heading: our anchor, and those of Jupyter and GitHub."""
    text = heading.text.strip()
    hub = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
    return heading.anchor, text.replace(" ", "-"), hub, _slug(text)


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def _identifier(name: str, used: set[str]) -> str:
    """Return a name as an id that nothing else in the page has; one that is no id is written so."""
    fits = _PLAIN.fullmatch(name) and not _TAKEN.fullmatch(name)
    base = name if fits else f"to-{_slug(name)[:60]}"
    identifier = next(
        one for n in count(1) if (one := base if n == 1 else f"{base}-{n}") not in used
    )
    used.add(identifier)
    return identifier
