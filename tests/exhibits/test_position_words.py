"""The share chart compares with one named year, and speaks of ranks only where they are drawn."""

from functools import cache
from pathlib import Path

import pandas as pd

from helpers.exhibits.position_words import ordinal, position_words
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]
NO_RANKS = pd.Series(dtype="int64")


@cache
def study() -> Study:
    return load_study("KAZ", root=ROOT)


def shares(**central: float) -> pd.DataFrame:
    """Return shares known to a tenth of their value on either side; years are named y2019."""
    values = pd.Series({int(year[1:]): value for year, value in central.items()})
    return pd.DataFrame({"central": values, "low": values * 0.9, "high": values * 1.1})


def title(**central: float) -> str:
    return position_words(study(), shares(**central), NO_RANKS, "").title.replace("\u202f", "")


def test_the_title_compares_with_2019_and_not_with_the_first_year():
    assert title(y2010=0.09, y2019=0.01, y2023=0.02).endswith(
        "rose from 1.0% in 2019 to 2.0% in 2023"
    )


def test_ranges_that_overlap_are_no_rise():
    assert "not clearly more than in 2019 (1.0%)" in title(y2019=0.010, y2023=0.011)
    assert title(y2019=0.010, y2023=0.010).endswith("in 2023, as in 2019")


def test_without_2019_or_a_later_year_the_title_only_describes():
    assert title(y2010=0.09, y2018=0.02).endswith("2.0% of Belarus’s trade in goods (2018)")


def test_the_rank_is_told_only_where_there_is_one():
    table = shares(y2019=0.01, y2023=0.02)
    assert "rank" not in position_words(study(), table, NO_RANKS, "").caption
    assert "rank" in position_words(study(), table, pd.Series({2019: 3}), "").caption


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "21st"
    ]  # fmt: skip
