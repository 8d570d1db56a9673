"""A table keeps its promises: one cell a column, known kinds, escaped text."""

import pytest

from helpers.errors import MultivectorError
from helpers.exhibits.tabular import Column, number_column, table_exhibit

COLUMNS = [Column("Name"), number_column("Value", "USD m")]


def test_a_short_row_is_refused_with_its_number():
    with pytest.raises(MultivectorError, match=r"lengths in rows \[1\]"):
        table_exhibit("t", "Title", COLUMNS, [["a", "1"], ["b"]])


def test_an_unknown_row_kind_is_refused():
    with pytest.raises(MultivectorError, match="bold"):
        table_exhibit("t", "Title", COLUMNS, [["a", "1"]], row_kinds=["bold"])


def test_text_is_escaped_and_the_unit_stands_in_the_head():
    html = table_exhibit("t", "Title", COLUMNS, [["<b>", "1"]]).html
    assert "&lt;b&gt;" in html
    assert html.count("USD m") == 1


def test_a_group_spans_the_table():
    html = table_exhibit("t", "T", COLUMNS, [["East", ""]], row_kinds=["group"]).html
    assert 'colspan="2"' in html
