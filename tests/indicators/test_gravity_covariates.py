"""Covariates: distances that an atlas gives, members by date, agreements that do not overlap."""

import numpy as np
import pandas as pd
import pytest

from helpers.indicators.gravity_covariates import (
    agreement_covariates,
    great_circle_km,
    member_years,
    pair_covariates,
)
from helpers.tables.loading import load_tables
from helpers.workspace import find_workspace

GROUPS = pd.DataFrame(
    {
        "group": ["EAEU", "EAEU", "EAEU", "EU28", "EU28"],
        "member": ["BLR", "RUS", "KGZ", "DEU", "GBR"],
        "since": pd.to_datetime(["2015-01-01", "2015-01-01", "2015-08-12", "1958-01-01", None]),
        "until": pd.to_datetime([None, None, None, None, "2020-01-31"]),
    }
)


@pytest.fixture(scope="module")
def geography():
    return load_tables(find_workspace())["geography"]


def test_a_quarter_of_the_way_round_the_earth_is_ten_thousand_km():
    assert great_circle_km(0, 0, 0, 90) == pytest.approx(10007.6, abs=0.1)
    assert great_circle_km(90, 0, -90, 0) == pytest.approx(20015.1, abs=0.1)
    assert great_circle_km(50, 20, 50, 20) == 0


def between(geography, *codes):
    dyads = pd.DataFrame(
        [
            {"exporter": a, "importer": b, "colonial_link": 0, "common_currency": 0}
            for a in codes
            for b in codes
            if a != b
        ]
    )
    return pair_covariates(geography, dyads).set_index(["exporter", "importer"])


def test_belarus_has_its_five_neighbours_and_minsk_its_distances(geography):
    found = between(geography, "BLR", "RUS", "LVA", "LTU", "POL", "UKR", "DEU", "CHN").loc["BLR"]
    assert set(found.index[found["contiguity"] == 1]) == {"RUS", "LVA", "LTU", "POL", "UKR"}
    km = np.exp(found["ln_distance"])
    assert km["RUS"] == pytest.approx(675, abs=5)
    assert km["LTU"] == pytest.approx(172, abs=5)
    assert km["CHN"] == pytest.approx(6470, abs=30)


def test_borders_and_distances_do_not_depend_on_the_direction(geography):
    codes = geography["code"].sample(40, random_state=1)
    found = between(geography, *codes).reset_index()
    turned = found.rename(columns={"exporter": "importer", "importer": "exporter"})
    both = found.merge(turned, on=["exporter", "importer"], suffixes=("", "_turned"))
    assert np.allclose(both["ln_distance"], both["ln_distance_turned"])
    assert both["contiguity"].equals(both["contiguity_turned"])


def test_a_main_language_is_shared_but_a_minority_language_is_not(geography):
    found = between(geography, "BLR", "KAZ", "CHN", "USA", "GBR", "DEU")["common_language"]
    assert found["BLR", "KAZ"] == 1
    assert found["USA", "GBR"] == 1
    assert found["BLR", "CHN"] == 0
    assert found["USA", "DEU"] == 0


def test_countries_that_are_not_in_the_table_are_left_out(geography):
    dyads = pd.DataFrame(
        {"exporter": ["BLR"], "importer": ["XXX"], "colonial_link": [0], "common_currency": [0]}
    )
    assert pair_covariates(geography, dyads).empty


def test_membership_counts_on_the_first_of_july():
    years = [2014, 2015, 2016]
    found = member_years(GROUPS, "EAEU", years)
    assert found == {
        ("BLR", 2015), ("BLR", 2016), ("RUS", 2015), ("RUS", 2016), ("KGZ", 2016),
    }  # fmt: skip
    assert member_years(GROUPS, "EU28", [2019, 2020]) == {
        ("DEU", 2019),
        ("DEU", 2020),
        ("GBR", 2019),
    }


def test_agreements_follow_their_dates_and_do_not_overlap():
    rows = [
        ("BLR", "RUS", 2012, 0, 0), ("BLR", "RUS", 2013, 0, 1), ("BLR", "RUS", 2015, 1, 0),
        ("BLR", "KGZ", 2015, 0, 1), ("BLR", "KGZ", 2016, 1, 0), ("BLR", "CHN", 2016, 0, 0),
        ("RUS", "UKR", 2015, 0, 1), ("RUS", "UKR", 2016, 0, 0), ("BLR", "UKR", 2016, 0, 1),
        ("BLR", "TJK", 2015, 0, 0), ("BLR", "TJK", 2016, 0, 1),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["exporter", "importer", "year", "union", "free"])
    found = agreement_covariates(frame, GROUPS)
    assert found["eaeu"].tolist() == frame["union"].tolist()
    assert found["cis_free_trade"].tolist() == frame["free"].tolist()
    assert not found["eu"].any()
