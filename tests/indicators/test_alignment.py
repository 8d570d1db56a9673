"""Voting agreement in the General Assembly by period and since a reference year."""

import math

import pandas as pd
import pytest

from helpers.indicators import agreement_by_period, agreement_since

VOTES = pd.DataFrame(
    [
        ("CHN", 2020, 100, 0.80, 0.90),
        ("CHN", 2021, 50, 0.70, 0.84),
        ("CHN", 2022, 100, 0.60, 0.78),
        ("IND", 2021, 50, 0.50, 0.60),
        ("IND", 2022, 100, math.nan, math.nan),
    ],
    columns=["partner", "year", "votes", "agreement_exact", "agreement_lijphart"],
)
PERIODS = {"before": (2020, 2021), "after": (2022, 2025)}


def test_every_vote_counts_the_same():
    """China before: (100 x 0.90 + 50 x 0.84) / 150 = 0.88, not the plain mean 0.87."""
    table = agreement_by_period(VOTES, PERIODS)
    assert table[["partner", "period"]].to_numpy().tolist() == [
        ["CHN", "before"],
        ["CHN", "after"],
        ["IND", "before"],
        ["IND", "after"],
    ]
    assert table.loc[0, "agreement"] == pytest.approx(0.88)
    assert table.loc[0, ["votes", "years"]].tolist() == [150, 2]
    exact = agreement_by_period(VOTES, PERIODS, "agreement_exact")
    assert exact.loc[0, "agreement"] == pytest.approx(115 / 150)


def test_a_missing_year_makes_the_period_missing():
    table = agreement_by_period(VOTES, {"all": (2020, 2022)})
    assert table["agreement"].isna().tolist() == [False, True]


def test_difference_to_the_reference_year_in_shares():
    table = agreement_since(VOTES, 2021)
    china = table[table["partner"] == "CHN"].set_index("year")["difference"]
    assert china.to_dict() == pytest.approx({2020: 0.06, 2021: 0.0, 2022: -0.06})
    assert math.isnan(table.set_index(["partner", "year"]).loc[("IND", 2022), "difference"])


def test_a_partner_without_the_reference_year_has_no_difference():
    table = agreement_since(VOTES, 2020)
    assert table[table["partner"] == "IND"]["difference"].isna().all()


def test_two_sessions_of_a_year_are_pooled():
    """10 votes at 1.0 and 30 at 0.6 are 40 at 0.7."""
    sessions = pd.DataFrame(
        {"partner": "IRN", "year": 2022, "votes": [10, 30], "agreement_lijphart": [1.0, 0.6]}
    )
    table = agreement_since(sessions, 2022)
    assert table[["agreement", "votes", "difference"]].to_numpy().tolist() == [
        pytest.approx([0.7, 40, 0])
    ]


def test_years_without_votes_are_refused():
    with pytest.raises(ValueError, match="expected votes in 1990, found years 2020, 2021, 2022"):
        agreement_since(VOTES, 1990)
    with pytest.raises(ValueError, match="'cold war': expected votes from 1946 to 1990"):
        agreement_by_period(VOTES, {"cold war": (1946, 1990)})
