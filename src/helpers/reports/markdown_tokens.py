"""Markdown, parsed once by mistune (nbconvert's own parser) into tokens that both writers walk."""

from functools import cache
from typing import Any

import mistune

Tokens = list[dict[str, Any]]


def parse_markdown(source: str) -> tuple[Tokens, dict[str, Tokens]]:
    """Return the block tokens of a Markdown text, and its footnotes by key."""
    tokens: Any = _parser()(source)
    notes: dict[str, Tokens] = {}
    if tokens and tokens[-1]["type"] == "footnotes":
        for item in tokens.pop()["children"]:
            notes[item["attrs"]["key"]] = item["children"]
    return tokens, notes


def parse_inline(source: str) -> Tokens:
    """Return the inline tokens of a text in which nothing is a list, heading or other block."""
    inline = _parser().inline
    state = inline.state_cls({"ref_links": {}})
    state.src = source
    return inline.render(state)


def text_of(tokens: Tokens) -> str:
    """Return the bare text of inline tokens."""
    parts = (
        " "
        if token["type"] in ("softbreak", "linebreak")
        else token.get("raw", "")
        if token["type"] != "footnote_ref" and "children" not in token
        else text_of(token.get("children", []))
        for token in tokens
    )
    return "".join(parts)


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=["footnotes", "table", "strikethrough"])
