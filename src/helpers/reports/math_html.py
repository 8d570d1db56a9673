"""A formula as MathML, which browsers set and screen readers read, without any script."""

import re
import unicodedata
from html import escape

from helpers.reports.latex_math import EMPTY, Node
from helpers.reports.latex_symbols import LIMITS

_ALPHABETS = {"bold": "BOLD", "bb": "DOUBLE-STRUCK", "cal": "SCRIPT", "frak": "FRAKTUR"}
_SPACING = {
    "\u0302": "^", "\u0304": "¯", "\u0305": "¯", "\u0303": "~", "\u0307": "˙", "\u0308": "¨",
    "\u20d7": "→", "\u030c": "ˇ", "\u0332": "_",
}  # fmt: skip
_BRACES = {"underbrace": "⏟", "overbrace": "⏞"}
# Browsers trim what stands at the ends.
_UNSEEN, NBSP = re.compile(r"^\s|\s$"), "\u00a0"
_LEFT = ' style="text-align:left"'


def math_to_html(tree: Node, display: bool) -> str:
    """Return the ``<math>`` element of a formula."""
    look = ' display="block" style="padding:.5em 0"' if display else ""
    return f"<math{look}><mrow>{_write(tree, '')}</mrow></math>"


def _write(node: Node, style: str) -> str:
    parts = [f"<mrow>{_write(part, style)}</mrow>" for part in node.parts]
    match node.kind:
        case "row":
            return "".join(_write(part, style) for part in node.parts)
        case "letter":
            return f"<mi>{_letter(node.text, style)}</mi>"
        case "number":
            return f"<mn>{escape(node.text)}</mn>"
        case "symbol" if node.text.isalpha():
            return f"<mi>{_letter(node.text, style)}</mi>"
        case "symbol":
            return f'<mo stretchy="false">{escape(node.text)}</mo>'
        case "big":
            return f"<mo>{node.text}</mo>"
        case "words":
            return f"<mtext>{escape(_UNSEEN.sub(NBSP, node.text))}</mtext>"
        case "function":
            return f"<mi>{escape(node.text)}</mi><mspace width='.17em'></mspace>"
        case "space":
            return f'<mspace width="{float(node.text)}em"></mspace>'
        case "fraction":
            return f"<mfrac>{parts[0]}{parts[1]}</mfrac>"
        case "root":
            bare = node.parts[1] == EMPTY
            return f"<msqrt>{parts[0]}</msqrt>" if bare else f"<mroot>{''.join(parts)}</mroot>"
        case "style":
            return _write(node.parts[0], node.text)
        case "accent":
            tag = "munder" if node.text == "\u0332" else "mover"
            return f'<{tag} accent="true">{parts[0]}<mo>{_SPACING[node.text]}</mo></{tag}>'
        case "brace":
            tag = "munder" if node.text == "underbrace" else "mover"
            return f"<{tag}>{parts[0]}<mo>{_BRACES[node.text]}</mo></{tag}>"
        case "script":
            return _script(node, parts)
        case "fence":
            opening, closing = (_fence(one) for one in node.text)
            return f"<mrow>{opening}{parts[0]}{closing}</mrow>"
        case _:
            return _grid(node, style)


def _script(node: Node, parts: list[str]) -> str:
    base, below, above = node.parts
    over = base.kind in ("big", "brace") and base.text not in "∫∬∮"
    over = over or (base.kind == "function" and base.text in LIMITS)
    kind, shown = ("under", "over") if over else ("sub", "sup"), [parts[0]]
    names = [name for name, part in zip(kind, (below, above), strict=True) if part != EMPTY]
    shown += [text for text, part in zip(parts[1:], (below, above), strict=True) if part != EMPTY]
    return f"<m{''.join(names)}>{''.join(shown)}</m{''.join(names)}>" if names else parts[0]


def _grid(node: Node, style: str) -> str:
    width = max(len(row.parts) for row in node.parts)
    side = "" if node.text.strip() and node.text != "{ " else _LEFT
    look = "" if node.text else ' displaystyle="true"'
    rows = (
        "".join(
            f"<mtd{side}>{_write(cell, style)}</mtd>"
            for cell in (*row.parts, *[EMPTY] * (width - len(row.parts)))
        )
        for row in node.parts
    )
    opening, closing = (_fence(one) for one in node.text or "  ")
    body = "".join(f"<mtr>{row}</mtr>" for row in rows)
    return f"<mrow>{opening}<mtable{look}>{body}</mtable>{closing}</mrow>"


def _fence(character: str) -> str:
    return "" if character == " " else f'<mo stretchy="true">{escape(character)}</mo>'


def _letter(character: str, style: str) -> str:
    """Return a letter of another alphabet, as Unicode has it; others stay as they are."""
    if style and character.isascii():
        size = "CAPITAL" if character.isupper() else "SMALL"
        for prefix in ("MATHEMATICAL ", ""):
            name = f"{prefix}{_ALPHABETS[style]} {size} {character.upper()}"
            try:
                return unicodedata.lookup(name)
            except KeyError:
                continue
    return escape(character)
