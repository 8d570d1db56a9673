"""Reading interprets nothing; what cannot be read says so."""

import pandas as pd
import pytest

from helpers.errors import GateError
from helpers.sources.own_tables import parse_own_table, read_content


def test_codes_and_zeros_survive():
    frame = parse_own_table(b"code,value\nNA,001\n,2\n", "data/x.csv")
    assert frame["value"].tolist() == ["001", "2"]
    assert frame["code"][0] == "NA" and pd.isna(frame["code"][1])


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(GateError, match=r"'x.csv' is missing"):
        read_content(tmp_path / "x.csv")


@pytest.mark.parametrize("content", [b"code\n\xff\xfe\xfa\n", b"a,b\n1,2\n1,2,3\n", b""])
def test_bytes_that_are_no_table_are_refused(content):
    with pytest.raises(GateError, match=r"data/x.csv is not readable as CSV"):
        parse_own_table(content, "data/x.csv")
