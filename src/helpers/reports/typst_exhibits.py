"""Exhibits as calls of the functions in ``templates/report.typ``."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.reports.blocks import Exhibit
from helpers.reports.markdown_typst import inline_to_typst, is_link, slot, without_marks
from helpers.reports.table_layout import table_layout
from helpers.reports.typst_code import Markup, call, code, drawable, literal

_STYLE = re.compile(r'style="[^"]*"')
_BOLD = re.compile(r"font(?:-weight)?: ?(?:600|700|bold)\b")


def exhibit_to_typst(block: Exhibit) -> str:
    """Return the call that shows an exhibit."""
    payload = block.payload
    match block.kind:
        case "chart" if block.svg:
            return call(
                "chart",
                svg_bytes(block.svg),
                key=str(payload.get("id") or ""),
                scale=float(payload.get("scale", 1)),
                number=block.number,
                alt=drawable(payload.get("alt") or payload.get("title") or "Chart"),
                **_texts(payload, "title", "subtitle", "caption"),
                sources=_sources(payload),
            )
        case "table":
            return call(
                "data-table",
                key=str(payload.get("id") or ""),
                divided=bool(payload.get("divided")),
                number=block.number,
                **_texts(payload, "title", "caption"),
                notes=[str(note) for note in payload.get("notes", [])],
                **table_layout(payload),
                tones=_tones(payload),
                sources=_sources(payload),
            )
        case "statement":
            style = payload.get("style", "paragraph")
            return call("statement", sentence(payload), style=style)
        case "references":
            items = payload.get("items", [])
            return call(
                "references",
                [
                    {
                        "number": int(item["number"]),
                        **_texts(item, "text", "url"),
                        "linked": is_link(str(item.get("url") or "")),
                    }
                    for item in items
                ],
            )
    return call("plain", str(payload.get("title") or payload.get("alt") or block.kind))


def sentence(payload: Mapping[str, Any]) -> Markup:
    """Join the parts of a statement, so that emphasis may span a number.

    Neighbouring numbers with the same sources share one source mark, after the last of them.
    """
    parts: Sequence[Mapping[str, Any]] = payload.get("parts", [])
    numbers = [part for part in parts if "number" in part]
    slots = [
        call("reported", str(part["number"]), sources=_sources(part) if last else [])
        for part, last in zip(numbers, _ends_of_runs(numbers), strict=True)
    ]
    marks = iter(range(len(slots)))
    text = "".join(
        slot(next(marks)) if "number" in part else without_marks(str(part.get("text", "")))
        for part in parts
    )
    return inline_to_typst(text, slots)


def _ends_of_runs(numbers: Sequence[Mapping[str, Any]]) -> list[bool]:
    following = [*numbers, {}][1:]
    return [_sources(a) != _sources(b) for a, b in zip(numbers, following, strict=True)]


def _texts(payload: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: without_marks(str(payload.get(key) or "")) for key in keys}


def _tones(payload: Mapping[str, Any]) -> Markup:
    """Return the colours of cells by their text, as a dictionary whose keys may be any text."""
    pairs = [f"{literal(str(k))}: {literal(str(v))}" for k, v in payload.get("tones", {}).items()]
    return Markup(f"({', '.join(pairs) or ':'})")


def _sources(payload: Mapping[str, Any]) -> list[int]:
    return [int(number) for number in payload.get("sources") or []]


def svg_bytes(svg: str) -> Markup:
    """Return a drawing as Typst bytes."""
    # Typst knows the semi-bold face only by the family name in its file, see report.typ.
    svg = _STYLE.sub(lambda found: _with_bold_face(found[0]), svg)
    return Markup(f"bytes({code(without_marks(svg))})")


def _with_bold_face(style: str) -> str:
    regular = "'IBM Plex Sans'"
    if not _BOLD.search(style):
        return style
    return style.replace(regular, f"'IBM Plex Sans SmBld', {regular}")
