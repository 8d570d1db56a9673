"""How often the intervals hold the truth: one case a method, one synthetic world a seed.

A new case is one line in :data:`CASES`: a name, what is checked, the least share of seeds, and a
function that says of one seed whether its interval held the planted value.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from helpers.errors import UsageError, suggest
from helpers.indicators.baselines import BASELINES
from helpers.indicators.donor_baseline import SYNTHETIC, donor_baseline
from helpers.indicators.interrupted import interrupted
from helpers.indicators.offset import offset
from helpers.indicators.synthetic_control import synthetic_control
from helpers.worlds.diversion import diversion_covered
from helpers.worlds.gravity import gravity_covered
from helpers.worlds.series import broken_series, control_world
from helpers.worlds.trade import CUT, DONORS, GROUPS, LOST, TOTAL, YEAR, trade_world


class Case(NamedTuple):
    """One method on one kind of world; `covered` takes a seed."""

    name: str
    what: str
    minimum: float
    covered: Callable[[int], bool]


class Outcome(NamedTuple):
    """What became of one seed; a seed on which the method failed is not covered."""

    case: str
    seed: int
    covered: bool
    failed: bool


def offset_covered(seed: int) -> bool:
    """Return whether the 90 percent interval holds the true offset ratio of 0.30."""
    world = trade_world(seed)
    row = offset(world.flows, LOST, GROUPS, TOTAL, CUT, YEAR, draws=400).ratios.loc["new"]
    return bool(row["low"] <= world.ratio <= row["high"])


def offset_with_donors_covered(seed: int) -> bool:
    """Return the same where donors make synthetic control one more baseline."""
    world = trade_world(seed, donors=True)
    rules = {**BASELINES, SYNTHETIC: donor_baseline(world.donors, len(DONORS))}
    found = offset(world.flows, LOST, GROUPS, TOTAL, CUT, YEAR, rules, draws=400)
    row = found.ratios.loc["new"]
    return bool(row["low"] <= world.ratio <= row["high"])


def interrupted_covered(seed: int, monthly: bool = False) -> bool:
    """Return whether the 95 percent interval holds the true level effect of -30 percent."""
    world = broken_series(seed, monthly)
    found = interrupted(world.series, world.cut)
    return found.level_low <= world.effect <= found.level_high


def interrupted_months_covered(seed: int) -> bool:
    """Return the same for a monthly series."""
    return interrupted_covered(seed, monthly=True)


def synthetic_covered(seed: int) -> bool:
    """Return whether the 90 percent placebo interval holds the true average effect."""
    world = control_world(seed)
    found = synthetic_control(world.values, world.treated, world.donors, world.cut)
    return found.average_low <= world.average <= found.average_high


CASES: tuple[Case, ...] = (
    Case("offset", "offset ratio of 0.30, 90 % interval", 0.90, offset_covered),
    Case("offset_with_donors", "the same, a baseline of donors too", 0.90,
         offset_with_donors_covered),
    Case("interrupted", "level effect, 10 + 2 years, 95 % interval", 0.90, interrupted_covered),
    Case("interrupted_months", "the same, 60 + 24 months", 0.90, interrupted_months_covered),
    Case("synthetic_control", "average effect, 12 donors, 90 % interval", 0.90, synthetic_covered),
    Case("diversion", "substitution ratio of 0.20, 90 % interval", 0.90, diversion_covered),
    Case("gravity", "distance elasticity of -0.9, 90 % interval", 0.90, gravity_covered),
)  # fmt: skip


def pick_cases(names: Sequence[str] = ()) -> list[Case]:
    """Return cases by name, all of them without a name.

    Raises
    ------
    UsageError
        If there is no case of a name; the nearest is named.
    """
    known = {case.name: case for case in CASES}
    for name in names:
        if name not in known:
            raise UsageError(f"No case '{name}'. {suggest(name, known, 'cases')}")
    return [known[name] for name in dict.fromkeys(names)] or list(CASES)


def try_seed(name: str, seed: int) -> Outcome:
    """Return what became of one seed of a case; safe to send to another process."""
    (case,) = pick_cases([name])
    try:
        return Outcome(name, seed, case.covered(seed), False)
    except (ValueError, ArithmeticError):
        return Outcome(name, seed, False, True)


def coverage_table(outcomes: Iterable[Outcome]) -> pd.DataFrame:
    """Return the share of covered seeds by case, in the order of :data:`CASES`.

    Parameters
    ----------
    outcomes : iterable of Outcome
        Seeds of one or more cases, in any order.

    Returns
    -------
    DataFrame
        case, what, seeds, covered, failed, share, minimum, passed; a share of exactly the minimum
        passes.
    """
    seen: dict[str, list[Outcome]] = {}
    for one in outcomes:
        seen.setdefault(one.case, []).append(one)
    rows = []
    for case in CASES:
        found = seen.get(case.name, [])
        if not found:
            continue
        covered = sum(one.covered for one in found)
        rows.append(
            {
                "case": case.name,
                "what": case.what,
                "seeds": len(found),
                "covered": covered,
                "failed": sum(one.failed for one in found),
                "share": covered / len(found),
                "minimum": case.minimum,
                "passed": covered >= case.minimum * len(found),
            }
        )
    columns = ["case", "what", "seeds", "covered", "failed", "share", "minimum", "passed"]
    return pd.DataFrame(rows, columns=columns)
