"""Synthetic series: the planted effect is there, exactly, and the seed decides the rest."""

import pandas as pd
import pytest

from helpers.worlds.series import broken_series, control_world


@pytest.mark.parametrize("monthly", [False, True])
def test_the_planted_drop_is_exactly_that_of_the_same_world_without_it(monthly):
    broken, calm = (broken_series(7, monthly, effect) for effect in (-0.3, 0.0))
    rest = broken.series / calm.series
    assert rest[rest.index < broken.cut].tolist() == pytest.approx([1.0] * (60 if monthly else 10))
    assert rest[rest.index >= broken.cut].tolist() == pytest.approx([0.7] * (24 if monthly else 2))


def test_the_treated_unit_loses_and_the_donors_do_not():
    broken, calm = (control_world(7, effect) for effect in (-0.3, 0.0))
    pd.testing.assert_frame_equal(broken.values[broken.donors], calm.values[calm.donors])
    lost = (broken.values["T"] - calm.values["T"]).loc[broken.cut :]
    assert lost.mean() == pytest.approx(broken.average)
    assert (lost / calm.values["T"].loc[broken.cut :]).tolist() == pytest.approx([-0.3, -0.3])


@pytest.mark.parametrize("world", [broken_series, control_world])
def test_a_seed_is_a_world(world):
    def values(seed):
        return pd.DataFrame(world(seed)[0])

    pd.testing.assert_frame_equal(values(1), values(1))
    assert not values(1).equals(values(2))
    assert (values(1) > 0).all(axis=None)
