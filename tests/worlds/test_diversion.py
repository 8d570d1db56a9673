"""The interval of the substitution ratio holds the planted value in 90 percent of the worlds."""

import numpy as np

from helpers.indicators.diversion import excess
from helpers.worlds.diversion import CUT, LOST, THIRD, diversion_covered, diversion_world

SEEDS = range(20)


def test_the_planted_ratio_is_in_the_world():
    world = diversion_world(1, ratio=0.3)
    gained, lost = (world.excess[list(names)].sum() for names in (THIRD, LOST))
    assert np.isclose(gained, -0.3 * lost)
    assert lost < 0


def test_the_same_seed_is_the_same_world():
    assert diversion_world(4).goods.equals(diversion_world(4).goods)
    assert not diversion_world(4).goods.equals(diversion_world(5).goods)


def test_the_interval_of_the_ratio_holds_the_truth():
    assert sum(diversion_covered(seed) for seed in SEEDS) >= 0.9 * len(SEEDS)


def test_the_interval_of_each_excess_holds_the_truth():
    inside = []
    for seed in SEEDS:
        world = diversion_world(seed)
        table = excess(world.goods, world.others, CUT, draws=600).table
        inside.append(world.excess.between(table["low"], table["high"]))
    assert np.mean(inside) >= 0.9


def test_without_diversion_the_interval_holds_zero():
    inside = 0
    for seed in SEEDS:
        world = diversion_world(seed, ratio=0.0)
        row = excess(world.goods, world.others, CUT, draws=600).table.loc["T2"]
        inside += row["low"] <= 0 <= row["high"]
    assert inside >= 0.9 * len(SEEDS)
