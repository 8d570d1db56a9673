"""How far the mix moved, and who moved the concentration."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators import herfindahl, hhi_contributions, structure_change

pairs = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=12)
two_mixes = pairs.filter(lambda rows: any(a for a, _ in rows) and any(b for _, b in rows))


def test_a_fifth_of_trade_changed_partner():
    """50, 30, 20 to 60, 10, 30: |10| + |-20| + |10| is 40, half of it 20 percent."""
    before = pd.Series({"RUS": 50.0, "UKR": 30.0, "CHN": 20.0})
    after = pd.Series({"RUS": 120.0, "UKR": 20.0, "CHN": 60.0})
    assert structure_change(before, after) == pytest.approx(0.2)
    assert structure_change(before, before * 7) == pytest.approx(0, abs=1e-12)


def test_no_partner_in_common_is_a_full_change():
    assert structure_change(pd.Series({"A": 3.0, "B": 0.0}), pd.Series({"A": 0.0, "B": 9.0})) == 1


@given(two_mixes)
def test_change_has_no_direction_and_stays_between_0_and_1(rows):
    before, after = (pd.Series(column, dtype=float) for column in zip(*rows, strict=True))
    moved = structure_change(before, after)
    assert 0 <= moved <= 1 + 1e-12
    assert moved == pytest.approx(structure_change(after, before))


def test_contributions_by_hand_largest_first():
    """0.5 to 0.6 adds 0.11, 0.3 to 0.1 takes 0.08, 0.2 to 0.3 adds 0.05: 0.38 becomes 0.46."""
    before = pd.Series({"RUS": 50.0, "UKR": 30.0, "CHN": 20.0})
    after = pd.Series({"CHN": 30.0, "RUS": 60.0, "UKR": 10.0})
    table = hhi_contributions(before, after)
    assert table.columns.tolist() == ["partner", "share_before", "share_after", "contribution"]
    assert table["partner"].tolist() == ["RUS", "UKR", "CHN"]
    assert table["contribution"].tolist() == pytest.approx([0.11, -0.08, 0.05])


@given(two_mixes)
def test_contributions_add_up_to_the_change_of_the_index(rows):
    before, after = (pd.Series(column, dtype=float) for column in zip(*rows, strict=True))
    total = hhi_contributions(before, after)["contribution"].sum()
    assert total == pytest.approx(herfindahl(after) - herfindahl(before), abs=1e-12)


def test_an_absent_partner_is_not_a_zero():
    with pytest.raises(ValueError, match=r"found \['UKR'\] only before and \['KAZ'\] only after"):
        structure_change(pd.Series({"RUS": 1.0, "UKR": 1.0}), pd.Series({"RUS": 1.0, "KAZ": 1.0}))
    unknown = pd.Series({"RUS": 1.0, "UKR": math.nan})
    assert math.isnan(structure_change(pd.Series({"RUS": 1.0, "UKR": 1.0}), unknown))
