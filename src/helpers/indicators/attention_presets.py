"""Other trackers' ways of weighing the same events, as far as they are known.

A preset is a few rows that stand in for rows of the weights table (data/event_presets.csv, each
with its reason). With the rule single_scale the hostile points are taken off the friendly ones, as
the published trackers do; without it they stand apart.
"""

from collections.abc import Iterable

import pandas as pd

from helpers.errors import suggest
from helpers.indicators.attention import attention_per_year, event_scores, hostility_per_year
from helpers.indicators.periods import Period

WEIGHT = ["dimension", "value"]


def preset_weights(weights: pd.DataFrame, presets: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the weights table with the rows of a preset in the place of its own.

    Parameters
    ----------
    weights : DataFrame
        Columns dimension, value, weight (and more).
    presets : DataFrame
        The same columns and preset; one row a preset, dimension and value.
    name : str
        One of the presets.

    Returns
    -------
    DataFrame
        Columns of `weights`: its rows that the preset does not name, then the preset's.

    Raises
    ------
    ValueError
        If there is no preset of this name.
    """
    rows = presets[presets["preset"] == name]
    if rows.empty:
        raise ValueError(
            f"No preset '{name}'. {suggest(name, sorted(set(presets['preset'])), 'presets')}"
        )
    named = pd.MultiIndex.from_frame(rows[WEIGHT])
    kept = weights[~pd.MultiIndex.from_frame(weights[WEIGHT]).isin(named)]
    return pd.concat([kept, rows[list(weights.columns)]], ignore_index=True)


def is_single_scale(weights: pd.DataFrame) -> bool:
    """Return whether hostile points are taken off friendly ones (rule single_scale)."""
    rule = weights["dimension"].eq("rule") & weights["value"].eq("single_scale")
    return bool(weights.loc[rule, "weight"].ne(0).any())


def weighted_points(
    events: pd.DataFrame, weights: pd.DataFrame, period: Period, partners: Iterable[str]
) -> pd.Series:
    """Return the points of each partner a year, friendly alone or net, as the weights say.

    Formula: ``attention``, or with the rule single_scale ``attention - hostility``, both points a
    year. Range: 0 and above; net points may be negative.

    Parameters
    ----------
    events, weights : DataFrame
        As in :func:`helpers.indicators.attention.event_scores`, whose errors it raises.
    period : Period
        First and last day, both included.
    partners : iterable of str
        Each once.

    Returns
    -------
    Series
        float64 by partner, in the given order.
    """
    codes = list(partners)
    scored = event_scores(events, weights)
    points = attention_per_year(scored, period, codes)
    hostile = hostility_per_year(scored, period, codes)
    return points - hostile if is_single_scale(weights) else points
