import pytest

from helpers.errors import UsageError
from helpers.reports.parameters import (
    Parameter,
    parse_value,
    read_parameters,
    split_assignments,
)


def notebook(source: str, tags: tuple[str, ...] = ("parameters",)) -> dict:
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}
    return {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "x = 1"}, cell]}


@pytest.mark.parametrize(
    ("line", "kind", "default", "choices", "help_text"),
    [
        ('partner: str = "CHN"  # partner, ISO code', "str", "CHN", (), "partner, ISO code"),
        ("since: int = 2010", "int", 2010, (), ""),
        ("rate: float = 1", "float", 1.0, (), ""),
        ("low: float = -0.5  # lower bound", "float", -0.5, (), "lower bound"),
        ("strict: bool = True", "bool", True, (), ""),
        ('basis: Literal["fob", "cif"] = "cif"', "str", "cif", ("fob", "cif"), ""),
        ("digits: typing.Literal[2, 4] = 4", "int", 4, (2, 4), ""),
        ("until = 2025  # no annotation", "int", 2025, (), "no annotation"),
        ('word: str = "a # b"', "str", "a # b", (), ""),
    ],
)
def test_each_kind_of_assignment_is_read(line, kind, default, choices, help_text):
    name = line.partition(":")[0].partition(" ")[0]
    found = read_parameters(notebook(line), "n")
    assert found == {name: Parameter(name, kind, default, choices, help_text)}
    assert type(found[name].default) is type(default)


def test_the_order_of_the_cell_is_kept_and_imports_are_ignored():
    source = ["from typing import Literal\n", "\n", "b: int = 1\n", "a: int = 2"]
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}
    assert list(read_parameters({"cells": [cell]}, "n")) == ["b", "a"]


def test_a_notebook_without_a_parameters_cell_has_no_parameters():
    assert read_parameters(notebook("since: int = 2010", tags=()), "n") == {}


@pytest.mark.parametrize(
    "line",
    [
        "codes: list = [1]",
        "since: int = 'x'",
        "since: int = 2000 + f()",
        "since: str = 2000",
        'basis: Literal["fob"] = "cif"',
        "since: int = True",
    ],
)
def test_what_cannot_be_checked_later_is_refused(line):
    with pytest.raises(UsageError, match=r"n\.ipynb cannot be read: expected a literal"):
        read_parameters(notebook(line), "n")


def test_a_syntax_error_names_notebook_and_line():
    with pytest.raises(UsageError, match=r"n\.ipynb is not valid Python.*line 2"):
        read_parameters(notebook("a = 1\nb = = 2"), "n")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "Türkiye", "Türkiye"),
        ("str", "2015", "2015"),
        ("int", "2015", 2015),
        ("int", "-3", -3),
        ("float", "0.5", 0.5),
        ("float", "1e3", 1000.0),
        ("float", "2", 2.0),
        ("bool", "yes", True),
        ("bool", "FALSE", False),
        ("bool", "0", False),
    ],
)
def test_text_becomes_the_declared_type(kind, text, value):
    found = parse_value(Parameter("x", kind, value), text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("int", "20x", "a whole number"),
        ("int", "2015.0", "a whole number"),
        ("int", "2_015", "a whole number"),
        ("int", "", "a whole number"),
        ("float", "nan", "a number"),
        ("float", "inf", "a number"),
        ("float", "1,5", "a number"),
        ("bool", "maybe", "true or false"),
        ("str", "", "text"),
    ],
)
def test_a_wrong_value_says_what_was_expected_and_found(kind, text, expected):
    with pytest.raises(ValueError, match=f"Parameter 'x': expected {expected}, found '{text}'"):
        parse_value(Parameter("x", kind, ""), text)


def test_a_choice_outside_the_list_names_the_list():
    parameter = Parameter("basis", "str", "fob", ("fob", "cif"))
    with pytest.raises(ValueError, match="expected one of fob, cif, found 'exw'"):
        parse_value(parameter, "exw")


def test_assignments_are_split_at_the_first_equals_sign():
    assert split_assignments(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}


def test_every_malformed_assignment_is_reported_at_once():
    with pytest.raises(UsageError) as caught:
        split_assignments(["partner", "=3", "a=1", "a=2"])
    assert str(caught.value).count("form key=value") == 2
    assert "'a' is given twice" in str(caught.value)
