"""Python values as Typst code.

Everything that comes from data enters the document as a Typst *string literal*, never as markup: in
a literal only the backslash and the quote mean anything, so no text can become code.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "fonts"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_BOX_DRAWING = range(0x2500, 0x25A0)


class Markup(str):
    """Typst code that is passed on as it is (a subclass of str, so that it can be told apart)."""

    __slots__ = ()


def literal(text: str) -> str:
    r"""Return text as a Typst string literal: ``a"b`` becomes ``"a\"b"``."""
    escaped = drawable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


def content(*markup: str) -> Markup:
    """Return a content block ``[...]`` of finished markup."""
    return Markup("[" + "".join(markup) + "]")


def code(value: Any) -> str:
    """Return a Python value (str, bytes, number, None, sequence, mapping, Markup) as Typst code.

    Raises
    ------
    TypeError
        If the value has no counterpart in Typst.
    """
    match value:
        case Markup():
            return str(value)
        case str():
            return literal(value)
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"({value!r})" if value < 0 else repr(value)
        case bytes():
            return f"bytes(({','.join(map(str, value))},))" if value else 'bytes("")'
        case Mapping():
            return (
                "(" + (", ".join(f"{_name(k)}: {code(v)}" for k, v in value.items()) or ":") + ")"
            )
        case Sequence():
            return "(" + "".join(f"{code(item)}, " for item in value) + ")"
    raise TypeError(f"Expected a value that Typst knows, found {type(value).__name__}.")


def call(function: str, *positional: Any, **named: Any) -> Markup:
    """Return the markup that calls a function of ``report.typ``; ``row_kinds`` is row-kinds."""
    arguments = [code(value) for value in positional]
    arguments += [f"{_name(key)}: {code(value)}" for key, value in named.items()]
    return Markup(f"#{function}({', '.join(arguments)})")


def drawable(text: str) -> str:
    """Replace what no embedded font can draw by its code, as in ``[U+4E2D]``, and drop controls.

    PDF/A forbids a character without a glyph; a visible code is honest where a box is not.
    """
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    if text.isascii():
        return text
    known = _drawable_characters()
    return "".join(
        char
        if char.isascii() or ord(char) in known or ord(char) in _BOX_DRAWING
        else f"[U+{ord(char):04X}]"
        for char in text
    )


@cache
def _drawable_characters() -> frozenset[int]:
    # Imported late: nbconvert loads every exporter just to list their names.
    from matplotlib.ft2font import FT2Font

    faces = ("IBMPlexSans-Regular.ttf", "IBMPlexSerif-Regular.ttf", "IBMPlexSansArabic-Regular.ttf")
    return frozenset(
        character for face in faces for character in FT2Font(str(FONTS / face)).get_charmap()
    ) | {0xAD, 0x200B, 0x200C, 0x200D, 0x2060}


def _name(key: str) -> str:
    return key.replace("_", "-")
