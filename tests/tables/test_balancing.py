"""Balancing keeps the identities and moves reliable figures least."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.tables.balancing import balance_cell, complete_reporter

amounts = st.floats(1.0, 1e6)


def test_consistent_figures_are_left_alone():
    cell = balance_cell(["export", "import", "turnover"], [60, 40, 100], [1, 1, 1])
    assert cell == pytest.approx({"export": 60, "import": 40, "turnover": 100, "balance": 20})


def test_a_gap_of_three_is_shared_by_three_equal_errors():
    """60 + 40 against a turnover of 103: each moves by one (Stone et al., equal variances)."""
    cell = balance_cell(["export", "import", "turnover"], [60, 40, 103], [1, 1, 1])
    assert cell == pytest.approx({"export": 61, "import": 41, "turnover": 102, "balance": 20})


def test_the_unreliable_figure_moves_most():
    cell = balance_cell(["export", "import", "turnover"], [60, 40, 110], [0.1, 0.1, 10])
    assert cell["turnover"] == pytest.approx(100, abs=0.1)


def test_two_reporters_of_one_flow_give_the_precision_weighted_mean():
    """Errors 1 and 2 weigh 1 and 1/4: (100 + 110/4) / 1.25 = 102."""
    assert balance_cell(["turnover", "turnover"], [100, 110], [1, 2]) == {
        "turnover": pytest.approx(102)
    }


def test_turnover_alone_says_nothing_of_its_parts():
    assert set(balance_cell(["turnover"], [100], [1])) == {"turnover"}


def test_nothing_in_gives_nothing_out():
    assert balance_cell([], [], []) == {}


@given(amounts, amounts, amounts, st.lists(st.floats(0.1, 10), min_size=3, max_size=3))
def test_identities_always_hold(exports, imports, turnover, errors):
    cell = balance_cell(["export", "import", "turnover"], [exports, imports, turnover], errors)
    assert cell["export"] + cell["import"] == pytest.approx(cell["turnover"], rel=1e-6, abs=1e-6)
    assert cell["export"] - cell["import"] == pytest.approx(cell["balance"], rel=1e-6, abs=1e-6)


def test_a_reporter_with_two_flows_implies_the_others_and_their_ranges():
    flows = complete_reporter({"export": (60.0, 55.0, 65.0), "import": (40.0, 38.0, 42.0)})
    assert flows["turnover"] == (100.0, 93.0, 107.0)
    assert flows["balance"] == (20.0, 13.0, 27.0)


def test_a_missing_import_is_turnover_less_export():
    flows = complete_reporter({"turnover": (100.0, 95.0, 105.0), "export": (60.0, 60.0, 60.0)})
    assert flows["import"] == (40.0, 35.0, 45.0)
