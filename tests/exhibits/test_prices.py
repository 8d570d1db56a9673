"""Potash split into volume and price: facts and chart say what the figures hold, or why not."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from helpers.exhibits.charts_prices import price_volume_chart, split_bars
from helpers.exhibits.facts_prices import price_facts
from helpers.exhibits.price_data import contract_split, potash_split, supplier_spreads
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


def without(code: str, *ends: str) -> Study:
    """Return a study without the rows of other countries whose id contains one of the texts."""
    rows = study(code).elsewhere
    gone = [any(end in one for end in ends) for one in rows["id"]]
    return replace(study(code), elsewhere=rows[[not one for one in gone]])


def test_china_by_hand():
    """1.9 Mt for 900 m in 2022, 3.437 Mt for 1.5 bn in 2023: 474 and 436 dollars a tonne."""
    facts = price_facts(study("CHN"))
    mean_price = (900 / 1.9 + 1500 / 3.437) / 2
    assert facts["potash_split_volume"].value == pytest.approx(mean_price * 1.537 * 1e6)
    assert facts["potash_split_change"].value == pytest.approx(600e6)
    assert facts["potash_split_volume"].value + facts["potash_split_price"].value == pytest.approx(
        600e6
    )
    assert (facts["potash_split_from"], facts["potash_split_to"]) == ("2022", "2023")
    assert facts["potash_split_price_from"].value == pytest.approx(900 / 1.9)


def test_rounding_leaves_the_sign_of_the_price_part_open():
    price = price_facts(study("CHN"))["potash_split_price"]
    assert price.low < 0 < price.high
    assert price.value < 0


def test_the_chart_adds_up_and_does_not_claim_the_sign():
    exhibit = price_volume_chart(study("CHN"))
    bars = split_bars(potash_split(study("CHN"), "BLR"))
    assert bars[0].value + bars[1].value + bars[2].value == pytest.approx(bars[3].value)
    assert [bar.name for bar in bars] == ["2022", "More tonnes", "Price", "2023"]
    assert "lost in rounding" in exhibit.payload["title"]
    assert exhibit.payload["sources"]


def test_india_has_no_dollars_and_says_so():
    facts = price_facts(study("IND"))
    assert facts["potash_split_volume"].missing
    assert "tonnes are known of 2021" in facts["potash_split_reason"]


def test_contracts_with_india_by_hand():
    """0.7 Mt at 227 and 0.8 Mt at 247, agreed anew at 280 in the same year."""
    split = contract_split(study("IND"))
    assert split.first == pytest.approx(0.7 * 227e6)
    assert split.parts.at["volume", "value"] == pytest.approx(0.1 * 237e6)
    assert split.parts.at["price", "value"] == pytest.approx(0.75 * 20e6)
    assert split.parts.at["price", "high"] == pytest.approx(0.75 * 53e6)
    assert "not what was shipped" in price_volume_chart(study("IND")).payload["caption"]


def test_one_period_with_both_figures_is_not_enough():
    poor = without("CHN", "CHN.BLR.import.2022.")
    with pytest.raises(InsufficientData, match="dollars of Jan–Jun 2023, 2023"):
        potash_split(poor, "BLR")
    assert price_volume_chart(poor).payload["kind"] == "statement"


def test_part_years_are_not_compared_with_whole_ones():
    """Russia: tonnes of 2022 and 2023, dollars of eight months of 2024 and 2025."""
    with pytest.raises(InsufficientData, match="Potash of Russia to China"):
        potash_split(study("CHN"), "RUS")


def test_concentration_of_indias_suppliers():
    facts = price_facts(study("IND"))
    assert facts["supplier_hhi"].value == pytest.approx(0.6**2 + 0.275**2 + 0.125**2)
    before = facts["supplier_hhi_before"]
    assert before.low == pytest.approx(0.176**2)
    assert before.high == pytest.approx(0.176**2 + 0.824**2)
    assert facts["supplier_hhi_before_period"] == "Apr 2021–Mar 2022"


def test_spreads_come_in_order_and_hold_together():
    spreads = supplier_spreads(study("CHN"))
    assert [one.start for one in spreads] == sorted(one.start for one in spreads)
    assert all(0 < one.low <= one.high <= 1 for one in spreads)
    assert all(one.high - one.low == pytest.approx(one.undisclosed**2) for one in spreads)


def test_only_buyers_of_potash_have_these_facts():
    assert price_facts(study("KAZ")) == {}
    assert price_volume_chart(study("KAZ")).payload["kind"] == "statement"
