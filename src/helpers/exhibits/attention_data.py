"""Attention under many weightings beside results with their range; shared by facts and exhibits."""

from typing import NamedTuple

import pandas as pd

from helpers.exhibits.comparisons import (
    AFTER,
    BEFORE,
    BENCHMARK,
    DURING,
    WINDOW,
    attention_and_results,
)
from helpers.indicators.attention import event_scores
from helpers.indicators.attention_interval import gain_interval, gap_interval, results_interval
from helpers.indicators.attention_level import attention_flow, attention_level, decay_of
from helpers.indicators.attention_presets import preset_weights, weighted_points
from helpers.indicators.attention_sensitivity import Weightings, draw_weightings, share_intervals
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.study import Study

SEED = 2019
DRAWS = 1000
GAINED, TRADED = "gained", "traded"
RESULTS = (GAINED, TRADED)
PRESETS = {"minsk_barometer": "Minsk Barometer", "biss": "BISS"}
FIRST = 2015  # before it the catalogue has a visit in some years only


class Comparison(NamedTuple):
    """Attention and results of the same partners, each with its range.

    `attention` and `results` have partner, share, low, high; `gap` has partner, gap, low, high;
    `known_until` is the last year with a known turnover, by partner.
    """

    attention: pd.DataFrame
    results: pd.DataFrame
    gap: pd.DataFrame
    known_until: pd.Series
    weightings: Weightings


def compared_partners(study: Study) -> list[str]:
    """Return the partners whose attention is compared, Russia apart, most attention first.

    Raises
    ------
    InsufficientData
        If fewer than two partners have both events and trade.
    """
    known = study.everyone["central"].notna().any()
    ready = known and not study.all_events.empty and not study.weights.empty
    found = list(attention_and_results(study)["partner"]) if ready else []
    if len(found) < 2:
        raise InsufficientData(
            f"Attention: expected two partners of {study.focal.name} or more with both events and "
            f"trade in {WINDOW.start.year} to {WINDOW.end.year}, found {found or 'none'}."
        )
    return found


def weigh(study: Study, partners: list[str], preset: str = "") -> pd.Series:
    """Return the points a year of partners, 2019-2025, under our weights or a preset's.

    Parameters
    ----------
    study : Study
        Any pair of the focal country.
    partners : list of str
        Codes.
    preset : str
        One of `PRESETS`; empty for our own weights.
    """
    return weighted_points(study.all_events, weights_of(study, preset), WINDOW, partners)


def weigh_at_random(study: Study, partners: list[str], preset: str = "") -> Weightings:
    """Return the same under the weights and 1,000 random ones around them."""
    weights = weights_of(study, preset)
    return draw_weightings(study.all_events, weights, WINDOW, partners, seed=SEED, draws=DRAWS)


def weights_of(study: Study, preset: str = "") -> pd.DataFrame:
    """Return the weights of events: ours, or ours with the rows of a preset in their place."""
    return preset_weights(study.weights, study.presets, preset) if preset else study.weights


def compare(study: Study, results: str = TRADED) -> Comparison:
    """Return attention and results of the partners that can be compared.

    Parameters
    ----------
    study : Study
        Any pair of the focal country.
    results : {"gained", "traded"}
        ``traded``: the share of goods turnover 2019-2025 among the partners other than Russia.
        ``gained``: the share of what turnover grew from 2017-2019 to after 2020, among Russia and
        those of the same partners whose later turnover is known.

    Raises
    ------
    InsufficientData
        If fewer than two partners have what is asked.
    """
    if results not in RESULTS:
        raise ValueError(f"Results: expected one of {', '.join(RESULTS)}, found '{results}'.")
    partners = compared_partners(study)
    if results == GAINED:
        before, after = mean_ranges(study, BEFORE), mean_ranges(study, AFTER)
        both = set(before["partner"]) & set(after["partner"])
        partners = [one for one in [*partners, BENCHMARK] if one in both]
        measured = gain_interval(_among(before, partners), _among(after, partners))
    else:
        measured = _among(mean_ranges(study, DURING), partners)
    if len(partners) < 2 or not measured["central"].sum() > 0:
        raise InsufficientData(
            f"Results: expected two partners or more with known turnover, one of them above zero, "
            f"found {partners or 'none'}."
        )
    weightings = weigh_at_random(study, partners)
    attention, shares = share_intervals(weightings), results_interval(measured)
    return Comparison(
        attention, shares, gap_interval(attention, shares), _known_until(study), weightings
    )


def traded_ranges(study: Study, partners: list[str]) -> pd.DataFrame:
    """Return partner, share, low, high: shares of goods turnover 2019-2025 among partners.

    Partners without a known year are left out, and all are if less than two are known.
    """
    known = mean_ranges(study, DURING)
    found = [one for one in partners if one in set(known["partner"])]
    measured = _among(known, found)
    if len(found) < 2 or not measured["central"].sum() > 0:
        return pd.DataFrame(columns=["partner", "share", "low", "high"])
    return results_interval(measured)


def mean_ranges(study: Study, years: tuple[int, ...]) -> pd.DataFrame:
    """Return the mean turnover over the years in which it is known, with the mean of its ranges.

    Returns
    -------
    DataFrame
        Columns partner, central, low, high, USD a year; partners without a known year are left
        out.
    """
    rows = study.everyone[
        study.everyone["flow"].eq("turnover")
        & study.everyone["year"].isin(years)
        & study.everyone["central"].notna()
    ]
    return rows.groupby("partner")[["central", "low", "high"]].mean().reset_index()


def levels(study: Study, partners: list[str]) -> pd.DataFrame:
    """Return flow and level of attention by partner and whole year from 2015 to 2025.

    Returns
    -------
    DataFrame
        Columns partner, year, flow, level (points).
    """
    rules = study.weights[study.weights["dimension"] == "rule"].set_index("value")["weight"]
    scored = event_scores(study.all_events, study.weights)
    years = range(FIRST, WINDOW.end.year + 1)
    decay = decay_of(float(rules["half_life_years"]))
    return attention_level(attention_flow(scored, years, partners), decay)


def _among(frame: pd.DataFrame, partners: list[str]) -> pd.DataFrame:
    return frame.set_index("partner").loc[partners].reset_index()


def _known_until(study: Study) -> pd.Series:
    rows = study.everyone[study.everyone["central"].notna() & study.everyone["flow"].eq("turnover")]
    return rows.groupby("partner")["year"].max()
