"""A formula as Typst calls and literals: like all text, it is never read as markup."""

from helpers.reports.latex_math import EMPTY, Node
from helpers.reports.latex_symbols import LIMITS
from helpers.reports.typst_code import Markup, call, content, literal

_COMBINING_LINE, _UNDERLINE = "\u0305", "\u0332"


def math_to_typst(tree: Node, source: str, display: bool, block: bool = False) -> Markup:
    """Return the call that sets a formula.

    Parameters
    ----------
    tree : Node
        The formula.
    source : str
        What a screen reader says.
    display : bool
        Large, also within a line.
    block : bool
        On lines of its own; a paragraph cannot hold it.
    """
    body = _block(tree)
    if block:
        return call("math.equation", body, block=True, alt=source)
    shown = content(call("math.display", body)) if display else body
    return call("math.equation", shown, alt=source)


def _write(node: Node) -> str:
    match node.kind:
        case "row":
            return "".join(_write(part) for part in node.parts)
        case "letter" | "symbol" | "big":
            return call("symbol", _exact(node.text))
        case "number":
            return f"#{literal(node.text)}"
        case "words":
            return f"#{literal(node.text)}"
        case "function":
            return call("math.op", node.text, limits=node.text in LIMITS)
        case "space":
            return call("h", Markup(f"{float(node.text)}em"))
        case "fraction":
            return call("math.frac", *map(_block, node.parts))
        case "root":
            body, degree = node.parts
            return call(
                "math.root", Markup("none") if degree == EMPTY else _block(degree), _block(body)
            )
        case "style":
            return call(f"math.{node.text}", _block(node.parts[0]))
        case "accent":
            return _accent(node)
        case "brace":
            return call(f"math.{node.text}", _block(node.parts[0]))
        case "script":
            return _script(node)
        case "fence":
            opening, closing = (_fence(one) for one in node.text)
            return call("math.lr", content(opening, _write(node.parts[0]), closing))
        case _:
            return _grid(node)


def _block(node: Node) -> Markup:
    return content(_write(node))


def _exact(character: str) -> Markup:
    # Not `literal`: the math font has characters that the text fonts lack.
    return Markup('"' + character.replace("\\", "\\\\").replace('"', '\\"') + '"')


def _fence(character: str) -> str:
    return "" if character == " " else call("symbol", _exact(character))


def _accent(node: Node) -> str:
    lines = {_COMBINING_LINE: "math.overline", _UNDERLINE: "math.underline"}
    if node.text in lines:
        return call(lines[node.text], _block(node.parts[0]))
    return call("math.accent", _block(node.parts[0]), _exact(node.text))


def _script(node: Node) -> str:
    base, below, above = node.parts
    noted = below if base.text == "underbrace" else above
    if base.kind == "brace" and noted != EMPTY:
        return call(f"math.{base.text}", _block(base.parts[0]), _block(noted))
    scripts = {"b": below, "t": above}
    shown = {key: _block(part) for key, part in scripts.items() if part != EMPTY}
    return call("math.attach", _block(base), **shown)


def _grid(node: Node) -> str:
    width = max(len(row.parts) for row in node.parts)
    rows = [
        [content(call("math.display", _block(cell))) if not node.text else _block(cell)
         for cell in (*row.parts, *[EMPTY] * (width - len(row.parts)))]
        for row in node.parts
    ]  # fmt: skip
    fences = [None if one == " " else Markup(f'"{one}"') for one in node.text or "  "]
    matrix = node.text.strip() and node.text != "{ "
    looks = {} if matrix else {"align": Markup("left"), "row_gap": Markup("0.6em")}
    if not node.text:
        looks["column_gap"] = Markup("0.25em")
    return call("math.mat", *rows, delim=fences, **looks)
