"""Synthetic control: donors that are the answer, golden weights, placebo ranks, bounds of data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.synthetic_control import expected_from_donors, synthetic_control
from helpers.worlds.series import control_world

YEARS = range(2012, 2024)  # ten before 2022, two after
DONORS = ["A", "B", "C", "D", "E"]
# By hand: each donor has a peak of its own, so that no mix of others is one of them.
PEAKS = {"A": 1, "B": 3, "C": 5, "D": 7, "E": 9}


def units(**treated):
    """Return five donors with one peak each, and a treated unit from shares of them."""
    frame = pd.DataFrame(
        {name: [30.0 if at == peak else 10.0 for at in range(12)] for name, peak in PEAKS.items()},
        index=list(YEARS),
    )
    mixed = frame[list(treated)] * pd.Series(treated)
    return frame.assign(T=mixed.sum(axis=1))


def test_a_donor_equal_to_the_treated_gets_all_the_weight():
    found = synthetic_control(units(C=1.0), "T", DONORS, 2022)
    assert found.weights["C"] == pytest.approx(1, abs=1e-4)
    assert found.average == pytest.approx(0, abs=1e-2)


def test_half_of_two_donors_is_found_whatever_the_size_of_the_treated():
    found = synthetic_control(units(B=50.0, D=50.0), "T", DONORS, 2022)
    assert found.weights[["B", "D"]].tolist() == pytest.approx([0.5, 0.5], abs=1e-4)
    assert found.weights.sum() == pytest.approx(1)


def test_a_loss_of_four_of_ten_is_the_gap():
    values = units(C=1.0)
    values.loc[2022:, "T"] = 6.0
    found = synthetic_control(values, "T", DONORS, 2022)
    assert found.gaps["gap"].loc[2022:].tolist() == pytest.approx([-4, -4], abs=1e-2)
    assert found.share == pytest.approx(-0.4, abs=1e-3)
    assert found.gaps.loc[2021, ["low", "high"]].isna().all()


def test_the_weights_are_those_of_another_solution():
    """Golden: scipy's SLSQP on the least squares themselves, with its own gradient."""
    world = control_world(2)
    before = world.values[world.values.index < world.cut]
    scaled = before / before.mean()
    target, matrix = scaled["T"].to_numpy(), scaled[world.donors].to_numpy()
    n = len(world.donors)
    solved = minimize(
        lambda w: np.sum((target - matrix @ w) ** 2),
        np.eye(n)[0],
        jac=lambda w: -2 * matrix.T @ (target - matrix @ w),
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 2000},
    )
    found = synthetic_control(world.values, world.treated, world.donors, world.cut)
    assert found.weights[world.donors].tolist() == pytest.approx(solved.x.tolist(), abs=1e-3)


def test_the_p_value_is_the_rank_among_all_units():
    world = control_world(5, effect=-0.9)
    found = synthetic_control(world.values, world.treated, world.donors, world.cut)
    assert found.ratios.index[0] == "T"
    assert found.p_value == pytest.approx((found.ratios >= found.ratios["T"]).mean())
    assert found.p_value == pytest.approx(1 / 13)


@pytest.mark.parametrize(("n", "rank", "seed"), [(7, 7, 4), (9, 9, 1)])
def test_the_interval_is_that_of_the_placebos(n, rank, seed):
    """Each donor treated by hand, with the others as its control; rank is ceil(0.9 (n + 1))."""
    world = control_world(seed)
    donors = world.donors[:n]
    found = synthetic_control(world.values, "T", donors, world.cut)
    placebos = []
    for one in donors:
        others = [other for other in donors if other != one]
        placebo = synthetic_control(world.values, one, others, world.cut)
        usual = world.values.loc[: world.cut - 1, one].mean()
        placebos.append(abs(placebo.average) / usual / placebo.error_before)
    usual = world.values.loc[: world.cut - 1, "T"].mean()
    reach = sorted(placebos)[rank - 1] * found.error_before * usual
    assert found.average_high - found.average == pytest.approx(reach)
    assert found.average - found.average_low == pytest.approx(reach)


def test_the_largest_placebo_is_left_out_with_twenty_donors():
    """ceil(0.9 x 21) is 19; with one year after the break the ratios are the scaled gaps."""
    one, other = control_world(4), control_world(5)
    more = other.values[other.donors].add_prefix("x")
    values = pd.concat([one.values, more], axis=1).loc[: one.cut]
    donors = [*one.donors, *list(more)[:8]]
    found = synthetic_control(values, "T", donors, one.cut)
    usual = values.loc[: one.cut - 1, "T"].mean()
    reach = (found.average_high - found.average) / usual / found.error_before
    sizes = found.ratios[donors].sort_values().to_numpy()
    assert reach == pytest.approx(sizes[18])
    assert sizes[18] < sizes[19]


def test_the_interval_reaches_less_with_few_donors():
    world = control_world(1)
    few, many = (
        synthetic_control(world.values, "T", world.donors[:n], world.cut).level for n in (5, 12)
    )
    assert few == pytest.approx(5 / 6)
    assert many == pytest.approx(0.90)


@settings(max_examples=15)
@given(st.integers(0, 100), st.floats(1e-2, 1e4))
def test_gaps_scale_with_the_treated_and_shares_do_not(seed, factor):
    world = control_world(seed)
    donors = world.donors[:6]
    larger = world.values.assign(T=world.values["T"] * factor)
    one, other = (synthetic_control(v, "T", donors, world.cut) for v in (world.values, larger))
    assert other.average == pytest.approx(one.average * factor, rel=1e-3, abs=1e-6 * factor)
    assert other.share == pytest.approx(one.share, rel=1e-3, abs=1e-6)
    assert one.average_low <= one.average <= one.average_high


def test_the_expected_value_of_a_year_does_not_need_that_year():
    values = units(C=1.0)
    values.loc[2022:, "T"] = np.nan
    assert expected_from_donors(values, "T", DONORS, 2022, 2023) == pytest.approx(10, abs=1e-2)


def test_the_expected_value_is_that_of_the_full_measure():
    world = control_world(3)
    found = synthetic_control(world.values, world.treated, world.donors, world.cut)
    guess = expected_from_donors(world.values, world.treated, world.donors, world.cut, 2023)
    assert guess == pytest.approx(found.gaps.loc[2023, "expected"])


def test_an_incomplete_donor_is_left_out_and_named():
    values = units(A=0.5, B=0.5).assign(F=10.0)
    values.loc[2015, "F"] = np.nan
    assert synthetic_control(values, "T", [*DONORS, "F"], 2022).left_out == ("F",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"donors": DONORS[:4]}, "at least 5 donors .* found 4 of 4"),
        ({"fewest_donors": 9}, "at least 9 donors"),
        ({"cut": 2019}, "at least 8 periods before the break, found 7"),
        ({"cut": 2024}, "at least 1 period after the break, found 0"),
    ],
)
def test_too_few_data_are_answered_with_a_reason(change, words):
    ask = {"treated": "T", "donors": DONORS, "cut": 2022} | change
    with pytest.raises(InsufficientData, match=words):
        synthetic_control(units(A=0.5, B=0.5), **ask)


def test_nothing_before_the_break_is_no_basis():
    with pytest.raises(InsufficientData, match="positive mean"):
        synthetic_control(units(A=0.0), "T", DONORS, 2022)


@pytest.mark.parametrize(
    ("donors", "words"), [([*DONORS, "T"], "T is a donor"), ([*DONORS, "X"], "lacking")]
)
def test_an_impossible_question_is_refused(donors, words):
    with pytest.raises(ValueError, match=words):
        synthetic_control(units(A=1.0), "T", donors, 2022)


def test_the_year_to_expect_lies_after_the_break():
    with pytest.raises(ValueError, match="from 2022 on, found 2020"):
        expected_from_donors(units(A=1.0), "T", DONORS, 2022, 2020)
