"""The monthly EU exports in the table are the sums of the extracts they were taken from."""

import pandas as pd
import pytest

from helpers.errors import UsageError
from helpers.sources.bulk import find_bulk
from helpers.tables.loading import load_tables
from helpers.workspace import find_workspace

GOODS = "eurostat_monthly_eu27_exports_sanctioned_hs6_to_cis_2020_2022.csv.gz"
TOTALS = "eurostat_monthly_ms_x_cis_total_and_hs27_2020_2022.csv"
PRIORITY = "common_high_priority_list_50_hs6.csv"
CELL = ["partner", "period"]


@pytest.fixture(scope="module")
def folder():
    try:
        return find_bulk(find_workspace())
    except UsageError as absent:
        pytest.skip(f"without the extracts there is nothing to compare with: {absent}")


@pytest.fixture(scope="module")
def monthly():
    """Return the monthly rows of the EU by product, partner and month."""
    rows = load_tables(find_workspace())["observations"]
    days = (rows["period_end"] - rows["period_start"]).dt.days
    rows = rows[rows["focal"].eq("EU27_2020") & rows["flow"].eq("export") & days.lt(31)]
    return rows.assign(period=rows["period_start"].dt.strftime("%Y-%m"))


def table(rows, product):
    rows = rows[rows["product"].eq(product)]
    assert not rows.duplicated(CELL).any()
    return rows.set_index(CELL)["value"].sort_index()


def same(ours, theirs):
    theirs = theirs.sort_index()
    assert ours.index.equals(theirs.index)
    assert (ours - theirs).abs().max() <= 0.5 + 1e-6


@pytest.mark.parametrize("product", ["TOTAL", "27"])
def test_totals_are_the_sums_over_the_members(folder, monthly, product):
    rows = pd.read_csv(folder / TOTALS, dtype={"hs": "str"})
    rows = rows[rows["flow"].eq("export") & rows["hs"].eq(product)]
    assert rows["reporter"].nunique() <= 27
    same(table(monthly, product), rows.groupby(CELL)["value_eur"].sum())


@pytest.mark.parametrize("product", ["SANCTIONED", "HIGH_PRIORITY"])
def test_groups_are_the_sums_over_their_codes(folder, monthly, product):
    rows = pd.read_csv(folder / GOODS, dtype={"hs6": "str"})
    codes = pd.read_csv(folder / PRIORITY, dtype="str")["hs6_2022"]
    if product == "HIGH_PRIORITY":
        rows = rows[rows["hs6"].isin(codes)]
    mine = monthly[monthly["product"].eq(product)]
    said = mine["locator"].str.extract(r"(\d+) (?:HS6 codes|of the 50)")[0].astype(int)
    assert set(said) == {rows["hs6"].nunique()}
    same(table(monthly, product), rows.groupby(CELL)["value_eur"].sum())
