"""The files a report carries: the pair's figures, its panel, and references to import."""

import io
import json

import pandas as pd

from helpers.exhibits.evidence import evidence_files
from tests.exhibits.invented_offset import real


def files(partner):
    return {one["name"]: one["text"] for one in evidence_files(real(partner)).payload["files"]}


def test_the_observations_are_those_of_the_pair_and_of_the_totals():
    frame = pd.read_csv(io.StringIO(files("IRN")["observations.csv"]))
    assert set(frame["partner"]) == {"IRN", "WLD"}
    assert set(frame[frame["partner"] == "IRN"]["id"]) == set(real("IRN").observations["id"])


def test_the_panel_keeps_undisclosed_years_empty():
    frame = pd.read_csv(io.StringIO(files("IRN")["panel.csv"]))
    assert frame["central"].isna().any()
    assert not (frame["central"] == 0).any()


def test_the_overview_carries_every_partner():
    frame = pd.read_csv(io.StringIO(files("WLD")["panel.csv"]))
    assert {"CHN", "KAZ", "IND", "IRN", "RUS"} <= set(frame["partner"])


def test_every_source_of_a_figure_is_among_the_references():
    found = files("KAZ")
    sources = set(pd.read_csv(io.StringIO(found["observations.csv"]))["source_id"])
    items = json.loads(found["references.json"])
    assert sources <= {item["id"] for item in items}
    assert all(item["title"] and item["type"] for item in items)
    dated = next(item["issued"]["date-parts"] for item in items if "issued" in item)
    assert 1900 < dated[0][0] < 2100
