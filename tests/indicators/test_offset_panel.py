"""From panel rows to the flows an offset is measured on."""

import numpy as np
import pandas as pd

from helpers.indicators.offset_panel import (
    bound_undisclosed,
    flows_of_panel,
    known_in,
    sum_of_legs,
)

NAN = np.nan


def panel(rows):
    columns = ["partner", "year", "flow", "central", "low", "high", "months"]
    return pd.DataFrame(rows, columns=columns)


ROWS = [("EU", year, "export", 100.0, 90.0, 120.0, 12) for year in (2019, 2020, 2021)] + [
    ("EU", 2022, "export", NAN, 40.0, NAN, 8),
    ("EU", 2023, "export", NAN, NAN, NAN, 0),
    ("CHN", 2023, "export", NAN, 5.0, NAN, 3),
]


def test_eight_months_bound_the_year_by_four_more_of_at_most_twice_the_average():
    flows = flows_of_panel(panel(ROWS), "export", ["EU"])
    assert np.isnan(flows.central.at[2022, "EU"])
    assert (flows.low.at[2022, "EU"], flows.high.at[2022, "EU"]) == (40.0, 80.0)


def test_a_quarter_of_a_year_says_nothing_of_the_year():
    flows = flows_of_panel(panel(ROWS), "export", ["CHN"])
    assert np.isnan(flows.low.at[2023, "CHN"])
    assert np.isnan(flows.high.at[2023, "CHN"])


def test_an_undisclosed_year_lies_between_shares_of_the_mean_before():
    flows = bound_undisclosed(flows_of_panel(panel(ROWS), "export", ["EU"]), ["EU"], 2022, (0, 0.5))
    assert (flows.low.at[2023, "EU"], flows.high.at[2023, "EU"]) == (0.0, 50.0)
    assert flows.low.at[2022, "EU"] == 40.0  # what is known stays


def test_a_partner_counts_with_a_figure_of_the_year_and_two_before():
    flows = flows_of_panel(panel(ROWS), "export", ["EU", "CHN"])
    assert known_in(flows, ["EU", "CHN", "XXX"], 2022, 2019) == ["EU"]
    assert known_in(flows, ["EU"], 2023, 2019) == []


def test_a_known_direction_of_undisclosed_turnover_is_taken_as_known():
    """Imports of 70 are known, exports lie between 0 and 100: turnover between 70 and 170."""
    rows = [
        ("EU", year, flow, value, value, value, 12)
        for year in (2019, 2020, 2021)
        for flow, value in (("export", 100.0), ("import", 60.0), ("turnover", 160.0))
    ]
    rows += [("EU", 2022, flow, NAN, NAN, NAN, 0) for flow in ("export", "turnover")]
    rows.append(("EU", 2022, "import", 70.0, 70.0, 70.0, 12))
    exports, imports, turnover = (
        flows_of_panel(panel(rows), flow, ["EU"]) for flow in ("export", "import", "turnover")
    )
    exports, imports = (bound_undisclosed(one, ["EU"], 2022, (0, 1)) for one in (exports, imports))
    found = sum_of_legs(turnover, exports, imports, ["EU"], 2022)
    assert (found.low.at[2022, "EU"], found.high.at[2022, "EU"]) == (70.0, 170.0)
    assert found.middle.at[2021, "EU"] == 160.0
