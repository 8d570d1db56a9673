"""The short version of `multivector validate`: intervals hold the truth about as often as said."""

import pytest

from helpers.errors import UsageError
from helpers.worlds import coverage
from helpers.worlds.coverage import CASES, Case, Outcome, coverage_table, pick_cases, try_seed

SEEDS = 12
# Of 12 worlds, a method that covers 90 percent covers fewer than 8 in one run of 230.
FEWEST = 8


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_the_truth_is_held_in_most_synthetic_worlds(name):
    outcomes = [try_seed(name, seed) for seed in range(SEEDS)]
    assert not any(one.failed for one in outcomes)
    assert sum(one.covered for one in outcomes) >= FEWEST


def test_cases_have_names_of_their_own_and_a_minimum_worth_the_name():
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(0.85 <= case.minimum < 1 for case in CASES)


def test_the_table_counts_by_case(monkeypatch):
    cases = (Case("one", "a", 0.5, bool), Case("two", "b", 0.9, bool), Case("none", "c", 0.9, bool))
    monkeypatch.setattr(coverage, "CASES", cases)
    outcomes = [Outcome("two", 0, True, False), Outcome("one", 0, True, False)]
    outcomes += [Outcome("one", 1, False, True), Outcome("two", 1, False, False)]
    table = coverage_table(outcomes).set_index("case")
    assert list(table.index) == ["one", "two"]
    assert table.loc["one", ["seeds", "covered", "failed", "share"]].tolist() == [2, 1, 1, 0.5]
    assert table["passed"].tolist() == [True, False]


def test_a_method_that_fails_on_a_seed_has_not_covered_it(monkeypatch):
    def breaks(seed):
        raise ValueError(f"no result for {seed}")

    monkeypatch.setattr(coverage, "CASES", (Case("breaks", "x", 0.9, breaks),))
    assert try_seed("breaks", 3) == Outcome("breaks", 3, False, True)


def test_cases_are_picked_by_name_once_and_all_without_one():
    assert [case.name for case in pick_cases(["offset", "offset"])] == ["offset"]
    assert pick_cases() == list(CASES)
    with pytest.raises(UsageError, match="Did you mean 'offset'"):
        pick_cases(["ofset"])
