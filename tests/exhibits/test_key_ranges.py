"""What stands under a key figure: a range where there is one, and never a false one."""

from functools import cache
from pathlib import Path

import pytest

from helpers.exhibits.facts import all_facts
from helpers.exhibits.key_ranges import half_unit, key_note
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


@cache
def note(code: str, name: str) -> str:
    facts = all_facts(study(code))
    return key_note(study(code), name, facts[name], facts[f"{name}_year"])


@pytest.mark.parametrize(("figure", "half"), [(2.6e9, 5e7), (8.86e9, 5e6), (113e6, 5e5), (0, 0)])
def test_half_a_unit_of_the_last_digit(figure, half):
    assert half_unit(figure) == half


def test_a_figure_of_several_reporters_has_its_range():
    assert note("KAZ", "turnover_last").startswith("range $0.95")


def test_a_rounded_figure_has_the_range_of_its_rounding_and_one_source():
    """About 2.6 bn is 2.55 to 2.65."""
    assert note("CHN", "export_last") == "$2.55–2.65\u202fbn by rounding; one source, the press"


def test_a_lower_end_alone_is_no_range():
    assert note("IRN", "turnover_last") == "at least $113\u202fm; one source, the press"


def test_a_balance_has_the_range_of_both_its_parts():
    """Twice 2.55 less 8.5, and twice 2.65 less 8.4."""
    assert note("CHN", "balance_last").startswith("−$3.4\u202fbn to −$3.1\u202fbn by rounding")


def test_a_balance_never_has_bought_less_than_nothing():
    """Iran sold 81.3 m and about 100 m in all: the balance is 81.3 at most."""
    assert note("IRN", "balance_last").startswith("$12.6–81.3\u202fm by rounding")


def test_a_range_that_a_digit_hides_gets_a_digit_more():
    assert note("CHN", "share_last").startswith("range 10.1–10.2\u202f%")


def test_a_single_exact_figure_says_that_it_is_the_only_one():
    assert note("TUR", "export_last") == "one source"


def test_a_figure_that_is_not_in_the_panel_has_its_own_range_or_nothing():
    spread, plain = Quantity(0.5, "share", 0.4, 0.6), Quantity(0.5, "share")
    assert key_note(study("TUR"), "offset_new", spread, "") == "range 40–60\u202f%"
    assert key_note(study("TUR"), "offset_new", plain, "") == ""


@pytest.mark.parametrize("code", ["CHN", "KAZ", "IND", "IRN", "RUS"])
@pytest.mark.parametrize("name", ["turnover_last", "export_last", "balance_last"])
def test_every_key_figure_has_a_range_an_open_end_or_one_source(code, name):
    assert any(word in note(code, name) for word in ("range", "rounding", "one source"))
