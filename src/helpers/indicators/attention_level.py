"""The level of attention apart from its flow: what accumulates, and fades if nothing follows.

The flow is what a partner gets in a year (:func:`helpers.indicators.attention.attention_per_year`).
The level is what all years have left standing: the flow of this year and a fading part of the
level of the year before. A partner can have a high level and a low flow (old friends, few visits)
or the reverse. Form: Yan and Zhou (Tsinghua) see a relation as a stream of events that accumulate
and whose effect moves with time (the method of their database, as reprinted at
https://freewechat.com/a/MzU1NjM1NTgxMQ==/2247483804/4). The even yearly fading and its half-life
are ours: no published value was found. Theirs measures friendship and hostility on one line; this
is a level of attention and takes cooperative events only.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from helpers.indicators.arithmetic import require_non_negative

FLOW = ["partner", "year", "flow"]


def decay_of(half_life: float) -> float:
    """Return the part of a level that is left after a year.

    Formula: ``decay = 0.5 ** (1 / half_life)``. Range: above 0, below 1.

    Parameters
    ----------
    half_life : float
        Years after which half is left.

    Raises
    ------
    ValueError
        If the half-life is not above 0.
    """
    if not half_life > 0:
        raise ValueError(f"Half-life: expected years above 0, found {half_life}.")
    return float(0.5 ** (1 / half_life))


def attention_flow(
    scored: pd.DataFrame, years: Sequence[int], partners: Iterable[str]
) -> pd.DataFrame:
    """Return cooperative attention by partner and calendar year.

    Formula: sum of the counted cooperative scores of the year. Unit: points a year. A year without
    an event has 0: the measure is of the catalogue.

    Parameters
    ----------
    scored : DataFrame
        From :func:`helpers.indicators.attention.event_scores`.
    years : sequence of int
        Whole calendar years; a year that is not over yet looks too small and does not belong here.
    partners : iterable of str
        Each once.

    Returns
    -------
    DataFrame
        Columns partner, year, flow; every partner has every year, in the given orders.
    """
    rows = scored[scored["counted"] & (scored["stance"] == "cooperative")]
    points = rows.groupby(["partner", rows["date"].dt.year.rename("year")])["score"].sum()
    known = points.rename("flow").reset_index()
    grid = pd.DataFrame(
        [(one, year) for one in partners for year in years], columns=["partner", "year"]
    )
    found = grid.merge(known, how="left", on=["partner", "year"])
    return found.assign(flow=found["flow"].astype("float64").fillna(0.0))[FLOW]


def attention_level(flow: pd.DataFrame, decay: float) -> pd.DataFrame:
    """Return the level of attention that the flows of all years so far have left standing.

    Formula: ``L_t = decay * L_(t-1) + flow_t``, with ``L = 0`` before the first year. Unit: points.
    A steady flow f ends at ``f / (1 - decay)``; what a start at 0 leaves out of it after n years is
    ``decay ** n``, so the first years of a catalogue read too low.

    Parameters
    ----------
    flow : DataFrame
        Columns partner, year, flow: at least 0, every year of a partner from its first to its last.
    decay : float
        What is left after a year, from :func:`decay_of`; 0 keeps nothing, 1 keeps all.

    Returns
    -------
    DataFrame
        Columns partner, year, flow, level, by partner in the order given and by year.

    Raises
    ------
    ValueError
        If the decay is not from 0 to 1, a flow is negative or missing, or a partner lacks a year
        between others or has one twice.
    """
    if not 0 <= decay <= 1:
        raise ValueError(f"Decay: expected a number from 0 to 1, found {decay}.")
    named = flow.set_index(flow["partner"] + " " + flow["year"].astype(str))["flow"]
    require_non_negative("Flow", named)
    missing = list(named.index[named.isna()])
    broken = [
        str(partner)
        for partner, years in flow.groupby("partner", sort=False)["year"]
        if sorted(years) != list(range(int(years.min()), int(years.min()) + len(years)))
    ]
    if missing or broken:
        raise ValueError(
            f"Flow: expected a number for every year of a partner, each year once, found none for "
            f"{missing} and gaps or repeats for {broken}."
        )
    parts = [
        rows.sort_values("year").assign(level=lambda part: _accumulate(part["flow"], decay))
        for _, rows in flow.groupby("partner", sort=False)
    ]
    empty = flow.assign(level=flow["flow"])
    return (pd.concat(parts, ignore_index=True) if parts else empty)[[*FLOW, "level"]]


def _accumulate(flow: pd.Series, decay: float) -> list[float]:
    level, levels = 0.0, []
    for one in flow:
        level = decay * level + float(one)
        levels.append(level)
    return levels
