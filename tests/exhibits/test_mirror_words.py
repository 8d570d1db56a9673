"""The mirror chart's title claims no more than every year compared bears out."""

import pandas as pd
import pytest

from helpers.exhibits.mirror_words import ratio_title


def title(*ratios: float) -> str:
    return ratio_title("Ruritania", "Avalon", pd.Series(ratios), "trade")


def test_a_partner_that_records_less_in_most_years_is_said_to_with_its_range():
    assert title(0.80, 0.95, 0.99) == (
        "Avalon records 5–20\u202f% less trade than Ruritania or BACI in 2 of 3 years"
    )


def test_a_partner_that_records_less_in_every_year_is_said_to_in_all():
    assert title(0.80, 0.90, 0.90).endswith("in all 3 years compared")


def test_a_partner_that_records_more_is_said_to():
    assert title(1.10, 1.10, 1.00).startswith("Avalon records 10\u202f% more trade")


def test_records_on_both_sides_of_each_other_are_within_the_furthest_of_them():
    # 0.916 is 8.4 percent off: "within 8 %" would be untrue.
    assert "within 9\u202f%" in title(0.916, 1.07, 1.0, 1.0, 1.0, 0.99)


@pytest.mark.parametrize("ratios", [(0.9,), (0.9, 0.8), (0.5, 2.0, 1.0, 1.0, 1.0)])
def test_few_or_wild_ratios_are_only_described(ratios):
    assert title(*ratios) == ""
