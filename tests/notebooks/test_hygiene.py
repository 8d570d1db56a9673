"""Notebooks name, call and show: stripped, one outline, no computing, no typed-in numbers."""

import ast
import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
COUNTRIES = [path for path in NOTEBOOKS if path.stem != "overview"]
MOST_LINES = 8
COMPUTING = (
    ast.BinOp,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.FunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.With,
    ast.Try,
    ast.AugAssign,
    ast.Compare,
    ast.BoolOp,
)
MEASUREMENT = re.compile(
    r"[$€]\s?\d|\d[\d\s.,]*\s?"
    r"(?:%|(?:percent|per cent|bn|billion|million|thousand|Mt|tonnes|TEU|times)\b)"
)


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def source(cell):
    return "".join(cell["source"])


def headings(path, level):
    mark = "#" * level + " "
    lines = [line for cell in cells(path, "markdown") for line in source(cell).splitlines()]
    return [line.removeprefix(mark) for line in lines if line.startswith(mark)]


def test_the_five_reports_and_the_general_one_are_there():
    assert {path.stem for path in NOTEBOOKS} == {
        "overview",
        "china",
        "kazakhstan",
        "india",
        "iran",
        "partner",
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEveryNotebook:
    def test_is_stored_without_outputs_and_with_stable_ids(self, path):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", one) for one in ids), ids
        for cell in cells(path, "code"):
            assert cell["outputs"] == [] and cell["execution_count"] is None

    def test_starts_with_annotated_and_commented_parameters(self, path):
        first = cells(path, "code")[0]
        assert first["metadata"]["tags"] == ["parameters"]
        for line in source(first).splitlines():
            assert re.fullmatch(r'\w+: (str|int) = ("\w+"|\d+)  # .+', line), line

    def test_names_calls_and_shows(self, path):
        for cell in cells(path, "code"):
            text = source(cell)
            code = [line for line in text.splitlines() if not line.strip().startswith('"')]
            assert len(code) <= MOST_LINES, text  # lines of prose are not counted
            found = [
                type(node).__name__
                for node in ast.walk(ast.parse(text))
                if isinstance(node, COMPUTING)
            ]
            assert not found, f"{cell['id']} computes: {found}"

    def test_prose_has_no_typed_in_measurement(self, path):
        for cell in cells(path, "markdown"):
            assert not MEASUREMENT.search(source(cell)), source(cell)
        for cell in cells(path, "code"):
            for node in ast.walk(ast.parse(source(cell))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    outside = re.sub(r"\{[^}]*\}", "…", node.value)
                    assert not MEASUREMENT.search(outside), node.value

    def test_does_not_shadow_a_module(self, path):
        assert not list(FOLDER.glob("*.py"))


def test_country_notebooks_share_one_outline_and_one_set_of_parameters():
    outlines = {path.stem: headings(path, 2) for path in COUNTRIES}
    for name, outline in outlines.items():
        assert outline == outlines["china"], name
    names = {
        path.stem: [line.split(":")[0] for line in source(cells(path, "code")[0]).splitlines()]
        for path in COUNTRIES
    }
    for name, found in names.items():
        assert found == ["partner", "focal", "since", "until"], name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_opens_with_key_findings_and_ends_with_sources(path):
    outline = [one for one in headings(path, 2) if one not in ("Parameters", "Setup")]
    assert outline[0] == "Key findings"
    assert outline[-2:] == ["What we do not know", "Sources"]
