"""The panel: central within range, one voice a reporter, undisclosed never zero."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.tables.panel import build_panel
from tests.tables.invented import ASSUMPTIONS, RATES, observe


def panel_of(observations, since=2022, until=2022):
    return build_panel(observations, RATES, ASSUMPTIONS, since, until)


def cell(panel, flow, year=2022):
    return panel[(panel["flow"] == flow) & (panel["year"] == year)].iloc[0]


def test_the_range_spans_the_reporters():
    rows = observe(
        dict(year=2022, reporter="BLR", value=1100e6), dict(year=2022, reporter="KAZ", value=900e6)
    )
    found = cell(panel_of(rows), "turnover")
    assert (found["low"], found["high"], found["n_sources"]) == (900e6, 1100e6, 2)
    assert 900e6 < found["central"] < 1100e6
    assert found["reporters"] == "BLR;KAZ"


def test_ten_quotations_of_one_office_are_one_voice():
    quoted = [dict(year=2022, reporter="BLR", value=1100e6)] * 10
    once = observe(
        dict(year=2022, reporter="BLR", value=1100e6), dict(year=2022, reporter="KAZ", value=900e6)
    )
    many = observe(*quoted, dict(year=2022, reporter="KAZ", value=900e6))
    assert (
        cell(panel_of(many), "turnover")["central"] == cell(panel_of(once), "turnover")["central"]
    )


def test_a_statistical_office_outranks_its_own_minister():
    rows = observe(
        dict(year=2022, reporter="KAZ", value=900e6),
        dict(year=2022, reporter="KAZ", value=1000e6, status="official_statement"),
    )
    found = cell(panel_of(rows), "turnover")
    assert (found["central"], found["high"]) == (900e6, 900e6)


def test_part_of_a_year_is_a_lower_bound_and_is_flagged():
    rows = observe(dict(period_start="2022-01-01", period_end="2022-11-30", value=915.6e6))
    found = cell(panel_of(rows), "turnover")
    assert found["central"] != found["central"]
    assert (found["low"], found["months"], found["flags"]) == (915.6e6, 11, "part_year;undisclosed")


def test_a_year_that_nobody_reported_is_null_with_a_reason():
    found = cell(panel_of(observe(dict(year=2022, value=1.0)), until=2023), "export", 2023)
    assert found["central"] != found["central"]
    assert found["method"] == "none" and found["reason"]


def test_the_partners_record_alone_is_flagged_as_mirror():
    assert (
        "mirror_only"
        in cell(panel_of(observe(dict(year=2022, reporter="KAZ", value=1.0))), "turnover")["flags"]
    )


def test_the_briefs_own_figure_never_enters():
    rows = observe(dict(year=2022, value=5.8e9, status="brief"))
    assert cell(panel_of(rows), "turnover")["method"] == "none"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(1e6, 1e9), min_size=4, max_size=4))
def test_the_range_contains_the_central_value_and_ignores_order(values):
    rows = observe(
        dict(year=2022, flow="export", reporter="BLR", value=values[0]),
        dict(year=2022, flow="import", reporter="BLR", value=values[1]),
        dict(year=2022, flow="export", reporter="KAZ", valuation="cif", value=values[2]),
        dict(
            year=2022,
            flow="turnover",
            reporter="CEPII",
            status="reconciled_dataset",
            value=values[3],
        ),
    )
    panel = panel_of(rows)
    assert ((panel["low"] <= panel["central"]) & (panel["central"] <= panel["high"])).all()
    backwards = panel_of(rows.iloc[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(panel, backwards)
