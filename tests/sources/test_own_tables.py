"""Reading interprets nothing; what cannot be read says so."""

import pandas as pd
import pytest

from helpers.errors import GateError
from helpers.sources.own_tables import read_own_table


def test_codes_and_zeros_survive(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("code,value\nNA,001\n,2\n", encoding="utf-8")
    frame = read_own_table(path)
    assert frame["value"].tolist() == ["001", "2"]
    assert frame["code"][0] == "NA" and pd.isna(frame["code"][1])


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(GateError, match=r"'x.csv' is missing"):
        read_own_table(tmp_path / "x.csv")


def test_bytes_that_are_not_text_are_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"code\n\xff\xfe\xfa\n")
    with pytest.raises(GateError, match="not readable as CSV"):
        read_own_table(path)
