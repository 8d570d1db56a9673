"""The claims on the offset and the table of offsets give one interval, from the same groups."""

from pathlib import Path

import pytest

from helpers.claims.measures.ahead import read_offset
from helpers.exhibits.offset_data import NEW, measure_offset
from helpers.exhibits.verdicts import knowledge_of
from helpers.indicators.offset import ALL
from helpers.tables.study import load_study

ROOT = Path(__file__).parents[2]
FOUR = ("CHN", "KAZ", "IND", "IRN")


@pytest.mark.parametrize(("of", "row"), [("partners", NEW), ("all", ALL)])
def test_a_claim_reads_the_interval_that_the_table_shows(of, row):
    study = load_study("WLD", root=ROOT)
    arguments = {"year": 2022, "flow": "export", "partners": FOUR, "of": of}
    found = read_offset(knowledge_of(study), arguments, {}).readings[0]
    shown = measure_offset(study, "export", 2022).offset.ratios.loc[row]
    assert (found.value, found.low, found.high) == pytest.approx(
        (shown["ratio"], shown["low"], shown["high"])
    )
