"""Two records of one flow, and how much of trade the partners still show."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators import (
    CifMargin,
    fob_from_cif,
    gap_range,
    log_gap,
    mirror_coverage,
    mirror_ratio,
    symmetric_gap,
)

money = st.floats(min_value=1, max_value=1e12)
margins = st.floats(min_value=0, max_value=0.5)


def test_the_imf_divides_by_1_06():
    assert fob_from_cif(106.0) == pytest.approx(100)
    assert fob_from_cif(110.2, cif=0.102) == pytest.approx(100)
    assert mirror_ratio(80.0, 106.0) == pytest.approx(1.25)
    assert log_gap(80.0, 106.0) == pytest.approx(math.log(1.25))
    assert symmetric_gap(80.0, 106.0) == pytest.approx(20 / 90)


def test_records_that_differ_by_the_margin_alone_agree():
    exports = pd.Series({"CHN": 100.0, "KAZ": 50.0})
    imports = pd.Series({"CHN": 106.0, "KAZ": 53.0})
    assert mirror_ratio(exports, imports).tolist() == pytest.approx([1, 1])
    assert log_gap(exports, imports).tolist() == pytest.approx([0, 0], abs=1e-12)
    assert symmetric_gap(exports, imports).tolist() == pytest.approx([0, 0], abs=1e-12)


@given(money, money, margins)
def test_exchanging_reporter_and_partner_changes_only_the_sign(one, other, cif):
    ahead = symmetric_gap(one, other * (1 + cif), cif)
    back = symmetric_gap(other, one * (1 + cif), cif)
    assert ahead == pytest.approx(-back, abs=1e-9)
    assert log_gap(one, other * (1 + cif), cif) == pytest.approx(
        -log_gap(other, one * (1 + cif), cif), abs=1e-9
    )


@given(money, money, margins)
def test_the_gap_stays_between_minus_two_and_two(exports, imports, cif):
    assert -2 <= symmetric_gap(exports, imports, cif) <= 2


def test_one_silent_side_is_the_end_of_the_scale():
    assert symmetric_gap(100.0, 0.0) == -2
    assert symmetric_gap(0.0, 100.0) == 2
    assert mirror_ratio(100.0, 0.0) == 0
    assert all(math.isnan(gap) for gap in (log_gap(100.0, 0.0), log_gap(0.0, 100.0)))
    assert math.isnan(mirror_ratio(0.0, 100.0))
    assert math.isnan(symmetric_gap(0.0, 0.0))


def test_an_unreported_side_leaves_the_gap_missing():
    exports, imports = pd.Series([math.nan, 1.0]), pd.Series([1.0, math.nan])
    for measure in (mirror_ratio, log_gap, symmetric_gap):
        assert measure(exports, imports).isna().all()
        assert math.isnan(measure(math.nan, 1.0))


@pytest.mark.parametrize("measure", [mirror_ratio, log_gap, symmetric_gap])
@given(exports=money, imports=money, margin=st.floats(0, 0.2))
def test_the_range_contains_every_margin_between_its_ends(measure, exports, imports, margin):
    gap = gap_range(measure, exports, imports, CifMargin(0.0, 0.06, 0.2))
    assert gap.low - 1e-12 <= measure(exports, imports, margin) <= gap.high + 1e-12
    assert gap.low < gap.central < gap.high


def test_a_factor_is_not_a_margin():
    assert CifMargin.of_factors(1.0, 1.06, 1.1) == pytest.approx((0, 0.06, 0.1))
    with pytest.raises(ValueError, match=r"from 0 to below 1 \(0.06\), found 1.06"):
        fob_from_cif(100.0, cif=1.06)
    with pytest.raises(ValueError, match=r"found -0\.1"):
        mirror_ratio(1.0, 1.0, cif=-0.1)
    with pytest.raises(ValueError, match="low <= central <= high"):
        gap_range(mirror_ratio, 1.0, 1.0, CifMargin(0.1, 0.06, 0.1))


def test_coverage_is_the_reference_share_of_those_who_still_report():
    """Russia 49 and China 4 of 82 in 2021: the partners that report show 64.6 percent."""
    trade_2021 = pd.Series({"RUS": 49.0, "CHN": 4.0, "UKR": 7.0, "IRN": math.nan})
    assert mirror_coverage(trade_2021, ["RUS", "CHN"], 82.0) == pytest.approx(53 / 82)
    assert mirror_coverage(trade_2021, ["CHN", "RUS", "RUS"], 82.0) == pytest.approx(53 / 82)
    assert mirror_coverage(trade_2021, [], 82.0) == 0


def test_coverage_is_missing_when_a_reference_value_is():
    trade_2021 = pd.Series({"RUS": 49.0, "IRN": math.nan})
    assert math.isnan(mirror_coverage(trade_2021, ["RUS", "IRN"], 82.0))
    assert math.isnan(mirror_coverage(trade_2021, ["RUS"], math.nan))


def test_coverage_refuses_strangers_and_double_counting():
    trade_2021 = pd.Series({"EU27_2020": 16.0, "DEU": 5.0})
    with pytest.raises(ValueError, match=r"found none for \['POL'\]"):
        mirror_coverage(trade_2021, ["POL"], 82.0)
    with pytest.raises(ValueError, match="a group counted beside its members"):
        mirror_coverage(trade_2021, ["EU27_2020", "DEU"], 20.0)
