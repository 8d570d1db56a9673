"""The synthetic gravity world: the same for a seed, and what it says of itself is so."""

import numpy as np

from helpers.worlds.gravity import COUNTRIES, TRUE, YEARS, gravity_world


def test_a_seed_is_one_world_and_another_seed_another():
    assert gravity_world(1).frame.equals(gravity_world(1).frame)
    assert not gravity_world(1).frame["value_usd"].equals(gravity_world(2).frame["value_usd"])


def test_every_pair_is_there_in_both_directions_every_year():
    frame = gravity_world(1).frame
    assert len(frame) == COUNTRIES * (COUNTRIES - 1) * len(YEARS)
    assert (frame.groupby("pair").size() == 2 * len(YEARS)).all()
    assert (frame.groupby("pair")["ln_distance"].nunique() == 1).all()


def test_errors_have_mean_one():
    """Averaged over worlds, trade times distance to the planted power does not fall with it."""
    slopes = []
    for seed in range(40):
        frame = gravity_world(seed).frame
        rest = frame["value_usd"] * np.exp(
            -TRUE["ln_distance"] * frame["ln_distance"] - TRUE["contiguity"] * frame["contiguity"]
        )
        slopes.append(np.polyfit(frame["ln_distance"], rest / rest.mean(), 1)[0])
    assert abs(np.mean(slopes)) < 3 * np.std(slopes) / np.sqrt(len(slopes)) + 0.02
