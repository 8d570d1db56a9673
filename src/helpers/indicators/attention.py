"""Political attention to partners, counted from a catalogue of events, against trade results.

An event scores its kind's weight times its level's weight; the weights are a data table. Many of
the same in one quarter are capped. Kinds with a positive weight are cooperative and make
attention; kinds with a negative weight are hostile and are reported apart, never netted.

Form: a published, weighted event catalogue per partner, as the Minsk Barometer
(http://minskdialogue.by/en/research/reports/minsk-barometer-5, a score in points per partner) and
BISS's Foreign Policy Index (https://belinstitute.com/) keep. Those net good and bad events; the
cap, the separation and the comparison with trade are ours. Attention to a partner without recorded
events is 0: the measure is of the catalogue.
"""

from collections.abc import Iterable

import pandas as pd

from helpers.indicators.arithmetic import require_non_negative
from helpers.indicators.concentration import shares_of
from helpers.indicators.periods import Period

REPEATS = ["partner", "kind", "level", "quarter"]


def event_scores(
    events: pd.DataFrame, weights: pd.DataFrame, cap: int | None = None
) -> pd.DataFrame:
    """Return the events with their scores, those over the cap marked as not counted.

    Formula: ``score = weight(kind) * weight(level) * factor(direction)``. Direction is ignored
    unless the weights table has rows for it.

    Parameters
    ----------
    events : DataFrame
        Columns id, date (datetime64), partner, kind, level, direction.
    weights : DataFrame
        Columns dimension, value, weight; dimension is kind (any sign), level (0 or more), direction
        (0 or more, optional) or cap (value "quarter": how many events of one partner, kind and
        level count in a calendar quarter).
    cap : int, optional
        Instead of the table's cap, to see how much depends on it.

    Returns
    -------
    DataFrame
        The events, in their order, with the columns quarter (2022Q1), score (signed points),
        stance (cooperative, hostile, neutral) and counted (bool). Over the cap, the events with
        the largest scores count; among equals, the earliest, then the first id.

    Raises
    ------
    ValueError
        If an event has no date or a word without a weight (all of them named), if the weights
        table names something twice or has a negative level, or if there is no cap of at least 1.
    """
    tables = {name: _weights_of(weights, name) for name in ("kind", "level", "direction", "cap")}
    for name in ("level", "direction", "cap"):
        require_non_negative(f"Weights, {name}", tables[name])
    most = tables["cap"].get("quarter") if cap is None else cap
    if most is None or not most >= 1:
        raise ValueError(
            f"Repeats: expected a cap of at least 1, found {most}. "
            "Add the row cap,quarter,<number> to the weights table."
        )
    undated = list(events.loc[events["date"].isna(), "id"])
    if undated:
        raise ValueError(f"Events: expected a date for each, found none for {undated}.")
    score = _weigh(events, "kind", tables["kind"]) * _weigh(events, "level", tables["level"])
    if len(tables["direction"]):
        score = score * _weigh(events, "direction", tables["direction"])
    scored = events.assign(
        quarter=events["date"].dt.to_period("Q").astype(str),
        score=score,
        stance=_weigh(events, "kind", tables["kind"]).map(_stance),
    )
    order = scored.assign(size=-score.abs()).sort_values(["size", "date", "id"])
    return scored.assign(counted=order.groupby(REPEATS, dropna=False).cumcount() < most)


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
