"""Gravity: totals that add up, coefficients that are found again, flows that are not seen."""

import sys

import numpy as np
import pandas as pd
import pytest

from helpers.errors import UsageError
from helpers.indicators.gravity import (
    complete_flows,
    cross_fit,
    fit_gravity,
    fold_of,
    predict_by_fold,
    predict_flows,
    predict_left_out,
)
from helpers.worlds.gravity import TRUE, gravity_world


@pytest.fixture(scope="module")
def world():
    return gravity_world(3)


@pytest.fixture(scope="module")
def fit(world):
    return fit_gravity(world.frame, list(TRUE))


def test_pairs_without_a_record_are_zero_and_countries_without_trade_drop_out():
    covariates = pd.DataFrame(
        [(a, b, 2000) for a in "ABC" for b in "ABC" if a != b],
        columns=["exporter", "importer", "year"],
    )
    flows = pd.DataFrame(
        {"exporter": ["A", "B"], "importer": ["B", "A"], "year": 2000, "value_usd": [5.0, 7.0]}
    )
    found = complete_flows(flows, covariates)
    # C trades with nobody; the pair has one name in both directions.
    assert found[["exporter", "importer", "value_usd", "pair"]].values.tolist() == [
        ["A", "B", 5.0, "A.B"],
        ["B", "A", 7.0, "A.B"],
    ]


def test_predicted_totals_are_the_actual_ones(world, fit):
    found = world.frame.assign(predicted=predict_flows(world.frame, fit.coefficients))
    for side in ("exporter", "importer"):
        total = found.groupby([side, "year"])[["value_usd", "predicted"]].sum()
        assert np.allclose(total["value_usd"], total["predicted"], rtol=1e-6)


def test_without_covariates_trade_is_shared_out_by_size():
    """Independence: row total times column total over the grand total, where all cells count."""
    rows = [
        (a, b, 2000, v, 0.0)
        for (a, b), v in zip(
            [("A", "X"), ("A", "Y"), ("B", "X"), ("B", "Y")], [6.0, 2.0, 3.0, 9.0], strict=True
        )
    ]
    frame = pd.DataFrame(rows, columns=["exporter", "importer", "year", "value_usd", "nothing"])
    found = predict_flows(frame, pd.Series({"nothing": 1.0}))
    assert found == pytest.approx([8 * 9 / 20, 8 * 11 / 20, 12 * 9 / 20, 12 * 11 / 20])


def test_a_hidden_flow_has_no_part_in_its_prediction(world, fit):
    pair = "C03.C11"
    hidden = (world.frame["pair"] == pair).to_numpy()
    swollen = world.frame.assign(
        value_usd=world.frame["value_usd"].where(~hidden, world.frame["value_usd"] * 100)
    )
    first, second = (
        predict_left_out(frame, fit.coefficients, [pair]) for frame in (world.frame, swollen)
    )
    assert np.isfinite(first[hidden]).all()
    assert np.isnan(first[~hidden]).all()
    assert first[hidden] == pytest.approx(second[hidden])
    inside = predict_flows(swollen, fit.coefficients)[hidden]
    assert (inside > first[hidden]).all()


def test_the_effects_are_those_of_the_estimator(world, fit):
    """Prediction by scaling equals the fitted values of the regression itself."""
    from pyfixest.estimation import fepois

    data = world.frame.assign(
        v=world.frame["value_usd"] / 1e6,
        i=world.frame["exporter"] + world.frame["year"].astype(str),
        j=world.frame["importer"] + world.frame["year"].astype(str),
    )
    model = fepois("v ~ ln_distance + contiguity | i + j", data=data)
    fitted = np.asarray(model.predict(type="response")) * 1e6
    assert np.allclose(fitted, predict_flows(world.frame, fit.coefficients), rtol=1e-4)


def test_planted_coefficients_are_found_on_average():
    fits = [fit_gravity(gravity_world(seed).frame, list(TRUE)).coefficients for seed in range(12)]
    mean = pd.DataFrame(fits).mean()
    assert mean["ln_distance"] == pytest.approx(TRUE["ln_distance"], abs=0.06)
    assert mean["contiguity"] == pytest.approx(TRUE["contiguity"], abs=0.2)


def test_unseen_pairs_are_predicted_and_the_jackknife_is_symmetric(world, fit):
    found = cross_fit(world.frame, list(TRUE), 3)
    assert np.isfinite(found.unseen).all()
    values = found.covariance.to_numpy()
    assert np.allclose(values, values.T)
    assert (np.diag(values) > 0).all()
    logs = np.log(world.frame["value_usd"].clip(lower=1)), np.log(found.unseen)
    assert np.corrcoef(*logs)[0, 1] > 0.7
    same = predict_by_fold(world.frame, fit.coefficients, 3)
    assert np.corrcoef(np.log(same), np.log(found.unseen))[0, 1] > 0.98


def test_both_directions_and_all_years_share_a_fold_and_folds_are_even(world):
    fold = fold_of(world.frame["pair"], 5)
    assert (pd.Series(fold).groupby(world.frame["pair"]).nunique() == 1).all()
    sizes = pd.Series(fold).value_counts()
    assert sizes.max() - sizes.min() <= 6
    assert (fold == fold_of(world.frame["pair"], 5)).all()


def test_a_scaling_that_cannot_settle_is_an_error():
    rows = [("A", "X", 2000, 1.0, 0.0), ("B", "X", 2000, 1.0, 0.0), ("A", "Y", 2000, 1.0, 0.0)]
    frame = pd.DataFrame(rows, columns=["exporter", "importer", "year", "value_usd", "z"])
    # Every cell of B and Y is known and their totals fit no weights: nothing of A.X is left.
    frame.loc[0, "value_usd"] = 0.0
    with pytest.raises(ValueError, match="expected the scaling to settle"):
        predict_flows(frame, pd.Series({"z": 1.0}))


def test_without_the_extra_the_error_names_it(world, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyfixest.estimation", None)
    with pytest.raises(UsageError, match="extra 'estimate'"):
        fit_gravity(world.frame, list(TRUE))
