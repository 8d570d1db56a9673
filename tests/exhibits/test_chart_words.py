"""Titles name a disagreement only where two reporters disagree."""

from functools import cache
from pathlib import Path

import pandas as pd

from helpers.exhibits.chart_words import flows_words
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study() -> Study:
    return load_study("KAZ", root=ROOT)


def balances(reporters: int) -> pd.DataFrame:
    """Return three years of balance near zero, the last within a range that includes it."""
    return pd.DataFrame(
        {
            "central": [5e6, 4e6, -1e6],
            "low": [5e6, 4e6, -3e6],
            "high": [5e6, 4e6, 2e6],
            "n_sources": reporters,
            "flags": "",
        },
        index=pd.Index([2020, 2021, 2022], name="year"),
    )


def test_a_balance_on_which_reporters_differ_in_sign_depends_on_who_counts():
    rows = balances(2)
    assert flows_words(study(), rows, rows, rows).title.endswith("in 2022 depends on who counts")


def test_a_single_reporter_leaves_the_sign_open_without_blaming_another():
    rows = balances(1)
    title = flows_words(study(), rows, rows, rows).title
    assert title.endswith("in 2022 is open: the range includes zero")
