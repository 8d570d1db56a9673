"""The file of the estimates: written whole, read back the same, compared by number."""

import pandas as pd

from helpers.tables.estimate_files import differences, write_estimates
from helpers.tables.loading import check_cells, load_tables
from helpers.tables.schemas import ESTIMATES
from helpers.workspace import find_workspace

SHIPPED = pd.DataFrame(
    {
        "id": ["a", "b"],
        "value": [0.1234, 5e9],
        "low": [0.1, None],
        "high": [0.2, None],
        "n": pd.array([10, None], dtype="Int64"),
        "note": ["x", None],
    }
)


def test_the_shipped_file_is_what_would_be_written(tmp_path):
    data = find_workspace().data
    frame = load_tables(find_workspace())["estimates"]
    write_estimates(frame, tmp_path / "estimates.csv")
    assert (tmp_path / "estimates.csv").read_bytes() == (data / "estimates.csv").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["estimates.csv"]
    assert check_cells(ESTIMATES, pd.read_csv(data / "estimates.csv"))[1] == []


def test_every_shipped_interval_holds_its_estimate():
    frame = load_tables(find_workspace())["estimates"]
    # Predictions are means, and the range is one of medians and tails: the mean may lie above it.
    rows = frame[frame["low"].notna() & frame["method"].isin(["base_rate", "gravity_coefficient"])]
    assert len(rows) > 200
    assert ((rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])).all()


def test_the_same_has_no_differences_and_the_last_figure_may_differ():
    assert differences(SHIPPED, SHIPPED) == []
    assert differences(SHIPPED.assign(value=[0.1235, 5.001e9]), SHIPPED) == []


def test_numbers_counts_words_and_gaps_that_differ_are_named():
    found = SHIPPED.assign(
        value=[0.13, 5e9], high=[None, None], n=pd.array([11, None], dtype="Int64"), note=["y", "z"]
    )
    changed = [(one["id"], one["column"], one["found"]) for one in differences(found, SHIPPED)]
    assert changed == [
        ("a", "high", ""),
        ("a", "n", "11"),
        ("a", "note", "y"),
        ("a", "value", "0.13"),
        ("b", "note", "z"),
    ]


def test_rows_on_one_side_only_are_named():
    other = SHIPPED.assign(id=["a", "c"])
    changed = [(one["id"], one["shipped"], one["found"]) for one in differences(other, SHIPPED)]
    assert changed == [("b", "present", "absent"), ("c", "absent", "present")]
