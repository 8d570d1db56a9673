"""The folder list is the architecture: import direction, module size, documented names."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "helpers"
LAYERS = ("sources", "tables", "indicators", "claims", "exhibits")
WORLDS = "worlds"  # synthetic data to test the indicators on: no report uses it
ROOT_MODULES = {"errors", "workspace", "countries"}
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 200
FORBIDDEN_NAMES = {"utils", "common", "misc", "base", "helpers"}


def layer_of(path):
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else parts[0].removesuffix(".py")


def imported_layers(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("helpers."):
                yield name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_from_right_to_left(path):
    layer = layer_of(path)
    found = set(imported_layers(path)) - {layer} - ROOT_MODULES
    if layer in LAYERS:
        allowed = set(LAYERS[: LAYERS.index(layer)])
    elif layer == WORLDS:
        allowed = set(LAYERS[: LAYERS.index("claims")])
    elif layer == "reports":
        allowed = {"__version__"}
    elif layer in ("cli", "commands", "__main__"):
        allowed = {*LAYERS, WORLDS, "reports", "cli", "commands", "__version__"}
    else:
        allowed = {"__version__"}
    assert found <= allowed, f"{layer} may import {sorted(allowed)}, found {sorted(found)}"


def code_lines(path):
    """Count the lines that hold code: no blank lines, comments or docstrings."""
    text = path.read_text(encoding="utf-8")
    documented = set()
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                documented |= set(range(body[0].lineno, (body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(
        1
        for number, line in lines
        if line.strip() and not line.strip().startswith("#") and number not in documented
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_has_one_job_and_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.stem not in FORBIDDEN_NAMES
    if path.name != "__init__.py" or code_lines(path):
        assert ast.get_docstring(tree), f"{path.name} has no docstring"
    # A table of columns or words is data, and splitting it would hide it.
    limit = 360 if path.stem == "schemas" else MOST_LINES
    assert code_lines(path) <= limit, f"{path.name}: {code_lines(path)} lines of code"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_are_documented_and_typed(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"
        if isinstance(node, ast.FunctionDef):
            assert node.returns is not None, f"{path.name}: {node.name} has no return type"


def test_nothing_uses_pyplot_attrs_or_the_clock():
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        for word in ("pyplot", ".attrs", "datetime.now", "date.today", "inplace=True"):
            assert word not in text, f"{path.name} uses {word}"
