"""A report's cells for the comparison: a value, its year and range, a number to sort by."""

import pytest

from helpers.exhibits.compared import COMPARED, Compared, compare
from helpers.exhibits.figures import nothing
from helpers.tables.quantity import Quantity

TURNOVER = Compared("Turnover", "t", "", "{t_year}")


def one(column, **facts):
    return compare(facts, [column])[0]


def test_a_cell_has_value_year_range_and_a_number_to_sort_by():
    cell = one(TURNOVER, t=Quantity(5e9, "USD", 4e9, 6e9), t_year="2022")
    assert cell["value"] == "$5.0\u202fbn"
    assert cell["note"].split("; ")[0] == "2022"
    assert cell["note"].split("; ")[1].startswith("range $4.0")
    assert cell["sort"] == 5e9


def test_reporters_who_agree_give_no_range():
    cell = one(TURNOVER, t=Quantity(5e9, "USD", 5e9, 5e9), t_year="2022")
    assert cell["note"] == "2022"


@pytest.mark.parametrize("fact", [nothing(), None, ""])
def test_what_is_not_known_is_undisclosed_and_never_a_number(fact):
    cell = one(TURNOVER, t=fact, t_year="2022")
    assert (cell["value"], cell["note"], cell["sort"]) == ("undisclosed", "", None)


def test_a_fact_that_does_not_exist_reads_as_the_column_says():
    assert one(Compared("A", "a", absent="none"))["value"] == "none"


def test_zero_is_a_number():
    cell = one(Compared("Met", "met", "", "of {all}"), met=Quantity(0, "count"), all="3")
    assert (cell["value"], cell["note"], cell["sort"]) == ("0", "of 3", 0.0)


def test_a_note_with_an_unknown_part_is_left_out():
    column = Compared("Met", "met", "", "of {all}; {open} open")
    assert one(column, met=Quantity(1, "count"), all="3", open=nothing("count"))["note"] == ""


def test_a_plain_triple_is_a_column():
    cell = compare({"gap": Quantity(0.05, "share")}, [("Gap", "gap", "signed")])[0]
    assert (cell["label"], cell["value"]) == ("Gap", "+5.0\u202f%")


def test_words_have_no_number():
    assert one(Compared("By", "who"), who="both sides")["sort"] is None


def test_the_columns_have_different_labels_that_name_no_partner():
    labels = [column.label for column in COMPARED]
    assert len(set(labels)) == len(labels)
    assert not any("{" in label for label in labels)
