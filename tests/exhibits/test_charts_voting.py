"""Votes: the order in the title is the order of the figures."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.exhibits.charts_voting import voting
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def votes(**agreement: float) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"partner": code, "year": year, "agreement_lijphart": value, "source_id": "unga-votes"}
            for code, value in agreement.items()
            for year in (2018, 2019)
        ]
    )


def test_the_title_names_the_nearest_on_either_side():
    shown = replace(study("IND"), all_alignment=votes(IND=0.8, RUS=0.9, CHN=0.95, USA=0.2))
    title = voting(shown).payload["title"]
    assert "further from Belarus than Russia and nearer to it than" in title


def test_a_difference_of_less_than_a_hundredth_is_not_called_one():
    shown = replace(study("IND"), all_alignment=votes(IND=0.8, RUS=0.805))
    assert "Russia" not in voting(shown).payload["title"]


def test_the_alternative_text_has_first_and_last_year():
    alt = voting(study("KAZ")).payload["alt"]
    assert "in 1993" in alt
    assert "in 2019" in alt


@pytest.mark.parametrize("code", ["SRB", "VNM", "WLD"])
def test_a_partner_without_votes_gives_a_note(code):
    assert voting(study(code)).payload["kind"] == "statement"


def test_the_same_study_draws_the_same_svg():
    assert voting(study("TUR")).html == voting(study("TUR")).html
