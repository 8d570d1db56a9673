"""Taking one number a partner, or a year, out of a panel."""

import math

import pandas as pd
import pytest

from helpers.indicators import by_partner, by_year

PANEL = pd.DataFrame(
    [
        ("RUS", 2022, "export", 22.0, 12),
        ("CHN", 2022, "export", 1.8, 12),
        ("KAZ", 2022, "export", 0.7, 11),
        ("WLD", 2022, "export", 38.0, 12),
        ("CHN", 2022, "import", 3.9, 12),
        ("CHN", 2020, "export", 0.7, 12),
        ("CHN", 2021, "export", math.nan, 12),
    ],
    columns=["partner", "year", "flow", "central", "months"],
)


def test_partners_of_one_year_without_the_world_and_without_part_years():
    """Kazakhstan's eleven months are not a year, so its value is missing, not 0.7."""
    values = by_partner(PANEL, 2022, "export", leave_out=["WLD"])
    assert values.index.tolist() == ["CHN", "KAZ", "RUS"]
    assert values["CHN"] == 1.8
    assert math.isnan(values["KAZ"])
    assert by_partner(PANEL, 2022, "export", months=11)["KAZ"] == 0.7


def test_years_of_one_partner_in_order_with_gaps_left_open():
    values = by_year(PANEL, "CHN", "export")
    assert values.index.tolist() == [2020, 2021, 2022]
    assert values.isna().tolist() == [False, True, False]


def test_an_unknown_word_is_answered_with_the_known_ones():
    with pytest.raises(
        ValueError, match=r"expected flow 'exports' in the panel, found export, import"
    ):
        by_partner(PANEL, 2022, "exports")
    with pytest.raises(ValueError, match=r"expected partner 'IND' in the panel, found CHN, KAZ"):
        by_year(PANEL, "IND", "export")


def test_two_rows_for_one_partner_are_refused():
    with pytest.raises(ValueError, match=r"one row a partner, found several for \['CHN'\]"):
        by_partner(pd.concat([PANEL, PANEL.iloc[[1]]]), 2022, "export")
