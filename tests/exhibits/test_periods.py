import pandas as pd
import pytest

from helpers.exhibits.periods import write_period


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-01-01", "2022-11-30", "Jan–Nov 2022"),
        ("2022-08-01", "2022-08-31", "Aug 2022"),
        ("2021-04-01", "2022-03-31", "Apr 2021–Mar 2022"),
        ("2017-03-21", "2018-03-20", "21 Mar 2017–20 Mar 2018"),
        ("2022-05-23", "2022-05-23", "23 May 2022"),
        (None, None, "undated"),
    ],
)
def test_periods_are_written_without_the_machines_locale(start, end, text):
    assert write_period(pd.Timestamp(start), pd.Timestamp(end)) == text
