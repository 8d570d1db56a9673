"""The data gate names every offending cell: file, row, column, expected, found."""

import shutil

import pandas as pd
import pytest

from helpers.errors import GateError
from helpers.tables.loading import check_cells, check_references, load_tables, tables_of
from helpers.tables.schemas import EXCHANGE_RATES, TABLES
from helpers.workspace import Workspace, find_workspace


@pytest.fixture
def workspace(tmp_path):
    """Return a copy of the real tables that a test may corrupt."""
    shutil.copytree(find_workspace().data, tmp_path / "data")
    return Workspace(tmp_path)


def corrupt(workspace, table, row, column, value):
    path = workspace.data / f"{table}.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame.loc[row - 2, column] = value
    frame.to_csv(path, index=False)
    return frame


def test_the_real_tables_pass():
    tables = load_tables(find_workspace())
    assert set(tables) == set(TABLES)
    assert tables["observations"]["value"].dtype == "float64"


def test_all_offenders_are_named_not_the_first(workspace):
    corrupt(workspace, "observations", 5, "value", "many")
    corrupt(workspace, "observations", 9, "flow", "exprt")
    corrupt(workspace, "observations", 12, "period_end", "1999-01-01")
    corrupt(workspace, "observations", 14, "source_id", "nobody")
    corrupt(workspace, "countries", 3, "kind", "planet")
    with pytest.raises(GateError) as caught:
        load_tables(workspace)
    message = str(caught.value)
    assert "observations.csv, row 5, column 'value': expected a number, found 'many'" in message
    assert "observations.csv, row 9, column 'flow': expected one of" in message
    assert "found 'exprt'" in message
    assert (
        "observations.csv, row 12, column 'period_start and period_end': expected period_start <="
        in message
    )
    assert (
        "observations.csv, row 14, column 'source_id': expected a id of data/sources.csv" in message
    )
    assert "countries.csv, row 3, column 'kind'" in message


def test_a_zero_is_refused_because_undisclosed_is_an_absent_row(workspace):
    corrupt(workspace, "observations", 5, "value", "0")
    with pytest.raises(GateError, match=r"row 5, column 'value': expected not zero"):
        load_tables(workspace)


def test_a_repeated_key_is_named(workspace):
    frame = corrupt(workspace, "sources", 4, "id", "baci")
    twice = [i + 2 for i in frame.index[frame["id"] == "baci"]]
    with pytest.raises(GateError) as caught:
        load_tables(workspace)
    assert all(
        f"row {row}, column 'id': expected a value that occurs once" in str(caught.value)
        for row in twice
    )


def test_a_missing_table_says_where_it_should_be(workspace):
    (workspace.data / "events.csv").unlink()
    with pytest.raises(GateError, match=r"'events.csv' is missing from data/"):
        load_tables(workspace)


def test_an_unknown_column_is_refused(workspace):
    path = workspace.data / "groups.csv"
    pd.read_csv(path, dtype="str").assign(extra="x").to_csv(path, index=False)
    with pytest.raises(GateError, match="'extra'"):
        load_tables(workspace)


def test_a_row_with_too_many_cells_is_refused(workspace):
    path = workspace.data / "groups.csv"
    path.write_text(path.read_text() + "a,b,c,d,e,f\n", encoding="utf-8")
    with pytest.raises(GateError, match="not readable as CSV"):
        load_tables(workspace)


def test_rows_that_cannot_be_converted_do_not_hide_the_others():
    raw = pd.DataFrame(
        {
            "base": ["EUR", "EUR"],
            "quote": ["USD", "USD"],
            "year": ["2020", "2021"],
            "rate": ["dear", "-1"],
            "source_id": ["a", "a"],
            "note": [None, None],
        },
        dtype="str",
    )
    _, offences = check_cells(EXCHANGE_RATES, raw)
    assert {(offence.row, offence.found) for offence in offences} >= {(2, "'dear'"), (3, "'-1'")}


def test_a_reference_to_nowhere_suggests_the_nearest_key():
    frames = {
        "exchange_rates": pd.DataFrame({"source_id": ["ecb-rate"]}),
        "sources": pd.DataFrame({"id": ["ecb-rates", "baci"]}),
    }
    (offence,) = check_references(EXCHANGE_RATES, frames)
    assert "Did you mean 'ecb-rates'" in offence.expected


def test_tables_are_kept_by_content_and_a_change_is_seen_at_once(workspace):
    before = load_tables(workspace)["countries"]
    known = tables_of.cache_info().misses
    again = load_tables(workspace)["countries"]
    assert tables_of.cache_info().misses == known
    pd.testing.assert_frame_equal(before, again)
    corrupt(workspace, "countries", 3, "name", "Renamed")
    assert "Renamed" in set(load_tables(workspace)["countries"]["name"])


def test_who_changes_a_table_changes_only_their_own(workspace):
    mine = load_tables(workspace)["countries"]
    mine["name"] = "spoilt"
    mine.loc[0, "code"] = "spoilt"
    assert "spoilt" not in set(load_tables(workspace)["countries"][["name", "code"]].stack())
