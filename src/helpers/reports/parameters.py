"""Typed parameters of a notebook, read from its parameters cell without starting a kernel."""

import ast
import io
import math
import re
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.errors import UsageError

Value = str | int | float | bool

_EXPECTED = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
# Half of a pair of UTF-16: what a shell hands over for bytes that are no text.
_LONE = re.compile(r"[\ud800-\udfff]")
_SHOWN = 200
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Parameter:
    """One assignment of the parameters cell, for instance ``since: int = 2010  # first year``."""

    name: str
    kind: str
    default: Value
    choices: tuple[Value, ...] = ()
    help: str = ""

    @property
    def expected(self) -> str:
        """What a value must look like, in words."""
        if self.choices:
            return "one of " + ", ".join(str(choice) for choice in self.choices)
        return _EXPECTED[self.kind]


def read_parameters(notebook: Mapping[str, Any], name: str) -> dict[str, Parameter]:
    """Return the parameters of a notebook (parsed JSON) in the order of their assignment.

    The first code cell tagged ``parameters`` declares them: annotated assignments of literals
    (``str``, ``int``, ``float``, ``bool`` or ``Literal[...]``) whose comment is the help. A
    notebook without such a cell has no parameters.

    Raises
    ------
    UsageError
        If the cell is not valid Python, or a type or a default is not one of the above.
    """
    source = _parameters_cell(notebook)
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise UsageError(
            f"The parameters cell of {name}.ipynb is not valid Python: {error.msg}, "
            f"line {error.lineno}."
        ) from None
    comments = _comments(source)
    parameters = {}
    for statement in statements:
        target, annotation, value = _assignment(statement)
        if target is None or value is None:
            continue
        parameter = _parameter(
            target, annotation, value, comments.get(statement.end_lineno or 0, "")
        )
        if parameter is None:
            raise UsageError(
                f"Parameter '{target}' of {name}.ipynb cannot be read: expected a literal of type "
                f"str, int, float, bool or Literal[...], found '{ast.unparse(statement)}'."
            )
        parameters[target] = parameter
    return parameters


def split_assignments(items: Sequence[str]) -> dict[str, str]:
    """Turn ``["partner=TUR", "since=2015"]`` into a mapping.

    Raises
    ------
    UsageError
        If an item has no ``=``, no name, or a name is given twice.
    """
    given: dict[str, str] = {}
    problems = []
    for item in items:
        key, separator, value = item.partition("=")
        key = key.strip()
        if not separator or not key:
            problems.append(f"'{item}' is not of the form key=value.")
        elif key in given:
            problems.append(f"'{key}' is given twice ('{given[key]}' and '{value}').")
        else:
            given[key] = value
    if problems:
        raise UsageError("Parameters: " + " ".join(problems))
    return given


def parse_value(parameter: Parameter, text: str) -> Value:
    """Return ``text`` as the type of the parameter.

    Raises
    ------
    ValueError
        With one sentence that names the parameter, what was expected and what was found.
    """
    if _LONE.search(text):
        raise ValueError(
            f"Parameter '{parameter.name}': expected text in UTF-8, found {text[:_SHOWN]!a}."
        )
    try:
        value = _convert(parameter.kind, text.strip())
    except ValueError:
        value = None
    if value is None or (parameter.choices and value not in parameter.choices):
        raise ValueError(
            f"Parameter '{parameter.name}': expected {parameter.expected}, found '{text[:_SHOWN]}'."
        )
    return value


def _convert(kind: str, text: str) -> Value | None:
    if kind == "int":
        # int() would also take "2_015" and digits of other scripts.
        return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else None
    if kind == "float":
        number = float(text)
        return number if math.isfinite(number) else None
    if kind == "bool":
        return _TRUTH.get(text.lower())
    return text or None


def _parameters_cell(notebook: Mapping[str, Any]) -> str:
    for cell in notebook.get("cells", []):
        tags = cell.get("metadata", {}).get("tags", [])
        if cell.get("cell_type") == "code" and "parameters" in tags:
            source = cell.get("source", "")
            return source if isinstance(source, str) else "".join(source)
    return ""


def _assignment(statement: ast.stmt) -> tuple[str | None, ast.expr | None, ast.expr | None]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id, statement.annotation, statement.value
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, None, statement.value
    return None, None, None


def _parameter(
    name: str, annotation: ast.expr | None, value: ast.expr, comment: str
) -> Parameter | None:
    try:
        default = ast.literal_eval(value)
    except ValueError:
        return None
    choices: tuple[Value, ...] = ()
    kind = ast.unparse(annotation) if annotation is not None else type(default).__name__
    if isinstance(annotation, ast.Subscript) and kind.partition("[")[0].endswith("Literal"):
        found = ast.literal_eval(annotation.slice)
        choices = found if isinstance(found, tuple) else (found,)
        kind = type(choices[0]).__name__
    if kind == "float" and type(default) is int:
        default = float(default)
    known = kind in _EXPECTED and type(default).__name__ == kind
    if not known or (choices and default not in choices):
        return None
    return Parameter(name, kind, default, choices, comment)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }
