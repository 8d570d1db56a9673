"""Ranges and checks of gravity predictions: percentiles that can be counted."""

import numpy as np
import pandas as pd
import pytest

from helpers.indicators.gravity import CrossFit, cross_fit, fit_gravity
from helpers.indicators.gravity_range import checks, predictions, with_ranges
from helpers.indicators.insufficient import InsufficientData
from helpers.worlds.gravity import TRUE, YEARS, gravity_world


def rows(actual, predicted, error=0.0):
    size = len(actual)
    return pd.DataFrame(
        {
            "focal": "A",
            "partner": [f"P{i:03d}" for i in range(size)],
            "pair": [f"A.P{i:03d}" for i in range(size)],
            "flow": "turnover",
            "actual": np.asarray(actual, float),
            "predicted": np.asarray(predicted, float),
            "error": error,
        }
    )


def test_ends_are_percentiles_of_similar_pairs_as_observed():
    """Actual over predicted runs from 0.01 to 1.00: the 5th and 95th of 100 are 0.05 and 0.95."""
    pool = rows(np.arange(1, 101), np.full(100, 100.0))
    found = with_ranges(rows([300.0], [200.0]), pool, folds=10).iloc[0]
    assert found[["low", "high"]].tolist() == pytest.approx([10.0, 190.0])
    assert found["ratio"] == 1.5
    assert found[["ratio_low", "ratio_high"]].tolist() == pytest.approx([300 / 190, 30.0])
    assert found["similar"] == 100


def test_uncertain_coefficients_widen_the_range():
    pool = rows(np.arange(1, 101), np.full(100, 100.0))
    sure, unsure = (with_ranges(rows([1.0], [1.0], e), pool, 10).iloc[0] for e in (0.0, 0.5))
    assert unsure["low"] < sure["low"] < sure["high"] < unsure["high"]


def test_only_pairs_of_similar_size_are_compared():
    pool = rows([10.0] * 30 + [1e6] * 30, [100.0] * 30 + [1e6] * 30)
    small, large = with_ranges(rows([1, 1], [100.0, 1e6]), pool, 10, similar=30).itertuples()
    assert small.high == pytest.approx(10.0)
    assert large.low == pytest.approx(1e6)


def test_unrecorded_pairs_count_as_below_everything():
    pool = rows([0.0] * 20 + [100.0] * 80, [100.0] * 100)
    found = with_ranges(rows([0.0], [100.0]), pool, 10).iloc[0]
    assert found["low"] == 0
    assert found["high"] == pytest.approx(100.0)
    assert np.isnan(found["ratio"])
    mostly = rows([0.0] * 80 + [100.0] * 20, [100.0] * 100)
    assert np.isnan(with_ranges(rows([1.0], [100.0]), mostly, 10).iloc[0]["high"])


def test_too_few_pairs_to_compare_with_is_said():
    with pytest.raises(InsufficientData, match="needs 20 pairs"):
        with_ranges(rows([1.0], [1.0]), rows([1.0] * 5, [1.0] * 5), 10)


def test_checks_count_each_pair_once_and_an_unrecorded_one_as_a_miss():
    found = checks(rows([100, 100, 300, 0], [100, 150, 100, 100]), 1.0)
    assert found["pairs"] == 4
    assert found["share_within_factor_2"] == 0.5
    assert found["median_abs_log_error"] == pytest.approx((np.log(1.5) + np.log(3)) / 2)
    with pytest.raises(InsufficientData, match="three recorded pairs"):
        checks(rows([1.0, 1.0], [1.0, 1.0]), 1.0)


@pytest.fixture(scope="module")
def found():
    world = gravity_world(5)
    fit = fit_gravity(world.frame, list(TRUE))
    crossed = cross_fit(world.frame, list(TRUE), 3)
    return world, fit, crossed, predictions(world.frame, fit.coefficients, crossed, list(YEARS))


def test_exports_of_one_are_imports_of_the_other_and_turnover_is_their_sum(found):
    _, _, _, table = found
    wide = table.pivot(index=["focal", "partner"], columns="flow", values=["actual", "predicted"])
    both = wide.reset_index()
    turned = wide.reset_index().rename(columns={"focal": "partner", "partner": "focal"}, level=0)
    joined = both.merge(turned, on=[("focal", ""), ("partner", "")], suffixes=("", "_turned"))
    for what in ("actual", "predicted"):
        assert np.allclose(joined[(what, "export")], joined[(f"{what}_turned", "import")])
        total = wide[what]["export"] + wide[what]["import"]
        assert np.allclose(total, wide[what]["turnover"])


def test_a_mean_over_years_is_the_mean_of_the_years(found):
    world, _, _, table = found
    frame = world.frame
    flow = frame[(frame["exporter"] == "C01") & (frame["importer"] == "C02")]["value_usd"].mean()
    row = table[
        (table["focal"] == "C01") & (table["partner"] == "C02") & (table["flow"] == "export")
    ]
    assert row["actual"].item() == pytest.approx(flow)


def test_no_coefficient_error_no_error_and_more_gives_more(found):
    world, fit, crossed, table = found
    assert (table["error"] > 0).all()
    sure = CrossFit(crossed.unseen, crossed.covariance * 0, crossed.folds)
    assert (predictions(world.frame, fit.coefficients, sure, list(YEARS))["error"] == 0).all()
    double = CrossFit(crossed.unseen, crossed.covariance * 4, crossed.folds)
    twice = predictions(world.frame, fit.coefficients, double, list(YEARS))["error"]
    assert np.allclose(twice, 2 * table["error"])
