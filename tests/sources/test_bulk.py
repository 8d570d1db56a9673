"""Bulk files: found where they are said to be, read as they are, refused with a way out."""

import gzip

import pytest

from helpers.errors import UsageError
from helpers.sources.bulk import DYADS, TRADE, VARIABLE, find_bulk, read_dyads, read_world_trade
from helpers.workspace import Workspace

FLOWS = "year,exporter,importer,value_kusd\n2000,ABW,NAM,3.5\n2001,NAM,ABW,0.001\n"
PAIRS = (
    "iso3_o,iso3_d,distance_km,contiguity,common_language,colonial_link,common_currency\n"
    "ABW,NAM,9000.5,0,1,0,0\n"
)


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)


def fill(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((TRADE, FLOWS), (DYADS, PAIRS)):
        (folder / name).write_bytes(gzip.compress(text.encode()))
    return folder


def test_the_folder_given_wins_then_the_variable_then_the_neighbour(tmp_path, monkeypatch):
    workspace = Workspace(tmp_path / "package")
    beside = fill(tmp_path / "shared" / "data")
    assert find_bulk(workspace) == beside
    monkeypatch.setenv(VARIABLE, str(fill(tmp_path / "variable")))
    assert find_bulk(workspace).name == "variable"
    assert find_bulk(workspace, fill(tmp_path / "given")).name == "given"


def test_a_folder_without_the_files_says_which_and_what_to_do(tmp_path):
    folder = fill(tmp_path / "half")
    (folder / DYADS).unlink()
    with pytest.raises(UsageError, match=f"lacking {DYADS}.*--bulk"):
        find_bulk(Workspace(tmp_path), folder)


def test_trade_comes_in_dollars_row_by_row(tmp_path):
    found = read_world_trade(fill(tmp_path))
    assert found.to_dict("list") == {
        "exporter": ["ABW", "NAM"],
        "importer": ["NAM", "ABW"],
        "year": [2000, 2001],
        "value_usd": [3500.0, 1.0],
    }


def test_pairs_come_as_they_are(tmp_path):
    found = read_dyads(fill(tmp_path)).iloc[0]
    assert found[["exporter", "importer", "distance_km", "common_language"]].tolist() == [
        "ABW", "NAM", 9000.5, 1,
    ]  # fmt: skip


def test_other_columns_are_refused(tmp_path):
    folder = fill(tmp_path)
    (folder / TRADE).write_bytes(gzip.compress(b"year,from,to,value\n"))
    with pytest.raises(UsageError, match="expected the columns year, exporter"):
        read_world_trade(folder)
