"""Political attention to partners, counted from a catalogue of events, against trade results.

An event scores its kind's weight times its level's weight; the weights are a data table. Many of
the same in one quarter are capped. Kinds with a positive weight are cooperative and make
attention; kinds with a negative weight are hostile and are reported apart, never netted.

Form: a published, weighted event catalogue per partner, as the Minsk Barometer
(http://minskdialogue.by/en/research/reports/minsk-barometer-5, points per partner) and BISS's
Foreign Policy Index (https://belinstitute.com/) keep. Those net good and bad events; the cap, the
separation and the comparison with trade are ours. Attention to a partner without recorded events
is 0: the measure is of the catalogue. Direction (who travels) is ignored. This is a flow, points a
year: the table's half-life is for a standing level, which is not measured here.
"""

from collections.abc import Iterable

import pandas as pd

from helpers.indicators.arithmetic import require_non_negative
from helpers.indicators.concentration import shares_of
from helpers.indicators.periods import Period

REPEATS = ["partner", "kind", "level", "quarter"]
RANKED_KINDS = ("visit", "meeting", "summit", "declaration", "agreement", "target", "plan")
"""Contacts and texts: with the rule level_neutral, the level matters for these only."""


def event_scores(
    events: pd.DataFrame, weights: pd.DataFrame, cap: int | None = None
) -> pd.DataFrame:
    """Return the events with their scores, those over the cap marked as not counted.

    Formula: ``score = weight(kind) * weight(level)``; with the rule level_neutral, an act that is
    neither a contact nor a text (a sanction, a credit) has level weight 1, for it binds whoever
    signs it.

    Parameters
    ----------
    events : DataFrame
        Columns id, date (datetime64), partner, kind, level.
    weights : DataFrame
        Columns dimension, value, weight; dimension is kind (any sign), level (0 or more) or rule.
        Rules read: repeat_cap (how many events of one partner, kind and level count in a calendar
        quarter), level_neutral (not 0: as above), group_share (must be 0 or absent).
    cap : int, optional
        Instead of the table's repeat_cap, to see how much depends on it.

    Returns
    -------
    DataFrame
        The events, in their order, with the columns quarter (2022Q1), score (signed points),
        stance (cooperative, hostile, neutral) and counted (bool). Over the cap, the earliest
        events count; of one day, the first ids.

    Raises
    ------
    ValueError
        If an event has no date or a word without a weight (all of them named), if the weights
        table names something twice, has a negative level, shares out groups, or if there is no cap
        of at least 1.
    """
    kinds, levels, rules = (_weights_of(weights, name) for name in ("kind", "level", "rule"))
    require_non_negative("Weights, level", levels)
    most = rules.get("repeat_cap") if cap is None else cap
    if most is None or not most >= 1:
        raise ValueError(
            f"Repeats: expected a cap of at least 1, found {most}. "
            "Add the row rule,repeat_cap,<number> to the weights table."
        )
    if rules.get("group_share", 0.0) != 0:
        raise ValueError("Weights, rule group_share: expected 0, for sharing out is not built yet.")
    undated = list(events.loc[events["date"].isna(), "id"])
    if undated:
        raise ValueError(f"Events: expected a date for each, found none for {undated}.")
    kind, level = _weigh(events, "kind", kinds), _weigh(events, "level", levels)
    if rules.get("level_neutral", 0.0) != 0:
        level = level.where(events["kind"].isin(RANKED_KINDS), 1.0)
    scored = events.assign(
        quarter=events["date"].dt.to_period("Q").astype(str),
        score=kind * level,
        stance=kind.map(_stance),
    )
    earlier = scored.sort_values(["date", "id"]).groupby(REPEATS).cumcount()
    return scored.assign(counted=earlier < most)


def attention_per_year(scored: pd.DataFrame, period: Period, partners: Iterable[str]) -> pd.Series:
    """Return cooperative attention to each partner, per year.

    Formula: sum of the counted cooperative scores in the period / years in the period.
    Unit: points a year. Range: 0 and above.

    Parameters
    ----------
    scored : DataFrame
        From :func:`event_scores`.
    period : Period
        First and last day, both included.
    partners : iterable of str
        The partners to compare, each once.

    Returns
    -------
    Series
        float64 by partner, in the given order.
    """
    return _per_year(scored, "cooperative", period, partners)


def hostility_per_year(scored: pd.DataFrame, period: Period, partners: Iterable[str]) -> pd.Series:
    """Return hostile acts with each partner (sanctions, retaliation), per year.

    Formula: sum of the absolute counted hostile scores in the period / years in the period.
    Unit: points a year. Range: 0 and above. Parameters as in :func:`attention_per_year`.
    """
    return _per_year(scored, "hostile", period, partners).abs()


def attention_share(scores: pd.Series) -> pd.Series:
    """Return each partner's share of the attention given to the set.

    Formula: ``a_j / sum a``. Range: 0 to 1, adding up to 1; NaN if nobody got any.

    Parameters
    ----------
    scores : Series
        From :func:`attention_per_year`, one a partner.

    Raises
    ------
    ValueError
        As :func:`helpers.indicators.concentration.shares_of`.
    """
    return shares_of(scores)


def results_share(trade: pd.Series, partners: Iterable[str]) -> pd.Series:
    """Return each partner's share of the trade with the same set of partners.

    Formula: ``v_j / sum v`` over `partners`. Range: 0 to 1, adding up to 1; all NaN if one of them
    is undisclosed.

    Parameters
    ----------
    trade : Series
        Non-negative trade by partner.
    partners : iterable of str
        The set that attention was compared over.

    Raises
    ------
    ValueError
        If a partner is not in `trade`, or a value is negative.
    """
    return shares_of(_among(trade, partners, "Results"))


def gained_share(before: pd.Series, after: pd.Series, partners: Iterable[str]) -> pd.Series:
    """Return each partner's share of the trade gained between two periods.

    Formula: ``max(v_j1 - v_j0, 0) / sum max(v_1 - v_0, 0)``: of all that grew, how much grew here.
    Range: 0 to 1, adding up to 1; a partner that lost trade has 0; all NaN if no partner gained or
    one is undisclosed. Losses are not netted: show them beside it.

    Parameters
    ----------
    before, after : Series
        Non-negative trade by partner in two periods of the same length.
    partners : iterable of str
        The set to compare.

    Raises
    ------
    ValueError
        If a partner is missing from either, or a value is negative.
    """
    codes = list(partners)
    first, last = _among(before, codes, "Before"), _among(after, codes, "After")
    return shares_of((last - first).clip(lower=0))


def attention_gap(attention_shares: pd.Series, results_shares: pd.Series) -> pd.Series:
    """Return attention less results: above 0, more is said than traded.

    Formula: ``share of attention - share of results``. Unit: shares (0.05 is 5 percentage points).
    Range: -1 to 1, adding up to 0 over the set.

    Parameters
    ----------
    attention_shares, results_shares : Series
        Shares over the same partners.

    Raises
    ------
    ValueError
        If the partners differ.
    """
    differ = attention_shares.index.symmetric_difference(results_shares.index)
    if len(differ):
        raise ValueError(
            f"Gap: expected the same partners on both sides, found {list(differ)} once."
        )
    return attention_shares - results_shares


def _weights_of(weights: pd.DataFrame, dimension: str) -> pd.Series:
    rows = weights[weights["dimension"] == dimension]
    twice = sorted(rows.loc[rows["value"].duplicated(), "value"].unique())
    if twice:
        raise ValueError(f"Weights, {dimension}: expected every value once, found {twice} again.")
    return rows.set_index("value")["weight"].astype("float64")


def _weigh(events: pd.DataFrame, column: str, table: pd.Series) -> pd.Series:
    unknown = sorted({str(word) for word in events.loc[~events[column].isin(table.index), column]})
    if unknown:
        raise ValueError(
            f"Events, {column}: expected words with a weight ({', '.join(table.index)}), "
            f"found {unknown}. Add them to the weights table."
        )
    return events[column].map(table).astype("float64")


def _stance(weight: float) -> str:
    return "cooperative" if weight > 0 else "hostile" if weight < 0 else "neutral"


def _per_year(
    scored: pd.DataFrame, stance: str, period: Period, partners: Iterable[str]
) -> pd.Series:
    inside = scored["date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    rows = scored[inside & scored["counted"] & (scored["stance"] == stance)]
    total = rows.groupby("partner")["score"].sum().reindex(list(partners), fill_value=0.0)
    return total.astype("float64") / period.years


def _among(trade: pd.Series, partners: Iterable[str], what: str) -> pd.Series:
    codes = list(partners)
    unknown = [code for code in codes if code not in trade.index]
    if unknown:
        raise ValueError(f"{what}: expected trade (or NaN) for every partner, lacking {unknown}.")
    chosen = trade.loc[codes]
    require_non_negative(what, chosen)
    return chosen
