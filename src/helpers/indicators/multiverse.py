"""A finding under every defensible way of computing it: the specification curve.

Simonsohn, Simmons and Nelson 2020, "Specification curve analysis", Nature Human Behaviour 4: all
reasonable choices are crossed, the estimate is computed for each, and the reader is told in how
many the finding holds.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from itertools import product

import pandas as pd

RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def specification_curve(
    choices: Mapping[str, Sequence[object]],
    estimate: Callable[..., float],
    relation: str,
    threshold: float,
) -> pd.DataFrame:
    """Return the estimate under every combination of choices, smallest first.

    Parameters
    ----------
    choices : mapping of str to sequences
        The alternatives of every choice, by name.
    estimate : callable
        Takes one alternative of each choice by name; NaN where the data do not allow it.
    relation : {"<", "<=", ">", ">="}
        What the finding says of the estimate ...
    threshold : float
        ... against this number, in its unit.

    Returns
    -------
    DataFrame
        One column a choice, ``estimate`` and ``holds`` (True, False, or <NA> without an estimate).

    Raises
    ------
    ValueError
        If a choice has no alternative or the relation is unknown.
    """
    empty = [name for name, alternatives in choices.items() if not len(alternatives)]
    if empty or relation not in RELATIONS:
        raise ValueError(
            f"Specification curve: expected an alternative for every choice and one of "
            f"{', '.join(RELATIONS)}, found none for {empty} and {relation!r}."
        )
    rows = [dict(zip(choices, one, strict=True)) for one in product(*choices.values())]
    table = pd.DataFrame(rows, columns=list(choices))
    table["estimate"] = [float(estimate(**row)) for row in rows]
    known = table["estimate"].notna()
    holds = table["estimate"].map(lambda value: RELATIONS[relation](value, threshold))
    table["holds"] = holds.astype("boolean").where(known)
    return table.sort_values(["estimate", *choices], kind="stable", ignore_index=True)


def holding(curve: pd.DataFrame) -> tuple[int, int]:
    """Return in how many specifications the finding holds, and how many have an estimate."""
    return int(curve["holds"].sum()), int(curve["holds"].notna().sum())


def decisive_choices(curve: pd.DataFrame) -> pd.Series:
    """Return by choice how much it decides: the spread of the share that holds, 0 to 1.

    Formula: ``max_a p(holds | a) - min_a p(holds | a)`` over the alternatives a of a choice. 0: the
    choice never matters by itself; 1: one alternative always holds and another never.
    """
    known = curve[curve["holds"].notna()]
    names = [name for name in curve.columns if name not in ("estimate", "holds")]
    spread = {}
    for name in names:
        shares = known["holds"].astype("float64").groupby(known[name].astype(str)).mean()
        spread[name] = float(shares.max() - shares.min()) if len(shares) else 0.0
    return pd.Series(spread, dtype="float64").sort_values(ascending=False, kind="stable")
