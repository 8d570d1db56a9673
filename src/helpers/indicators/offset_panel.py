"""From the panel to the flows that an offset is measured on: years by partners, gaps bounded.

Not here: the measure itself (:mod:`helpers.indicators.offset`).
"""

from collections.abc import Sequence

import pandas as pd

from helpers.indicators.baselines import expected
from helpers.indicators.offset import Flows

FEWEST_MONTHS = 6


def flows_of_panel(panel: pd.DataFrame, flow: str, partners: Sequence[str]) -> Flows:
    """Return one flow of some partners, years x partners, in USD.

    A year of which at least six months were reported is bounded: no lower than the part, no higher
    than twice the average month of the part for the months that lack. A shorter part is left out.

    Parameters
    ----------
    panel : DataFrame
        Columns partner, year, flow, central, low, high, months.
    flow : str
        export, import or turnover.
    partners : sequence of str
        Columns of the result, in this order; a partner without a row is a column of NaN.

    Returns
    -------
    Flows
        Every year of the panel.
    """
    rows = panel[(panel["flow"] == flow) & panel["partner"].isin(list(partners))]
    part = rows["central"].isna() & rows["low"].notna()
    usable = ~part | (rows["months"] >= FEWEST_MONTHS)
    lacking = (12 - rows["months"]) / rows["months"].where(part)
    rows = rows.assign(
        low=rows["low"].where(usable),
        high=rows["high"].where(~part, rows["low"] * (1 + 2 * lacking)).where(usable),
    )
    index = pd.RangeIndex(int(panel["year"].min()), int(panel["year"].max()) + 1, name="year")
    frames = (
        rows.pivot(index="year", columns="partner", values=column).reindex(
            index=index, columns=list(partners)
        )
        for column in ("central", "low", "high")
    )
    return Flows(*frames)


def bound_undisclosed(
    flows: Flows, lost: Sequence[str], cut: int, share: tuple[float, float]
) -> Flows:
    """Bound what is not known of the trade with sanctioning partners after the break.

    An undisclosed year lies between two shares of what the mean of the three years before the break
    would lead one to expect.

    Parameters
    ----------
    flows : Flows
        As reported.
    lost : sequence of str
        The sanctioning partners.
    cut : int
        First year after the break.
    share : tuple of float
        Lowest and highest share of the expected trade (0 and 1: anything between nothing and all).
    """
    # Of this baseline the year does not matter.
    guess = expected(flows.middle[list(lost)], cut, cut, "mean_recent")
    hidden = _hidden(flows, lost, cut)
    low, high = (
        frame.mask(hidden, (end * guess).reindex(frame.columns), axis=1)
        for frame, end in zip((flows.low, flows.high), share, strict=True)
    )
    return Flows(flows.central, low, high)


def sum_of_legs(
    turnover: Flows, exports: Flows, imports: Flows, partners: Sequence[str], cut: int
) -> Flows:
    """Bound undisclosed turnover by its two directions, so that a known one is taken as known.

    Parameters
    ----------
    turnover, exports, imports : Flows
        Years x partners; the directions with bounds for what is not disclosed.
    partners : sequence of str
        Whose turnover to bound, where it is not known.
    cut : int
        First year after the break.
    """
    hidden = _hidden(turnover, partners, cut)
    low = turnover.low.mask(hidden, exports.low + imports.low)
    high = turnover.high.mask(hidden, exports.high + imports.high)
    return Flows(turnover.central, low, high)


def _hidden(flows: Flows, partners: Sequence[str], cut: int) -> pd.DataFrame:
    """Return where some partners have neither a figure nor a range from the break on."""
    hidden = flows.middle.isna()
    hidden.loc[hidden.index < cut] = False
    hidden.loc[:, ~hidden.columns.isin(list(partners))] = False
    return hidden


def known_in(flows: Flows, partners: Sequence[str], year: int, since: int) -> list[str]:
    """Return the partners with a figure, or a range, of a year and of at least two before it.

    Parameters
    ----------
    flows : Flows
        Years x partners.
    partners : sequence of str
        Whom to look at; the order is kept.
    year : int
        The year that must be known.
    since : int
        First of the years before it that count.
    """
    middle = flows.middle
    return [
        one
        for one in partners
        if one in middle
        and pd.notna(middle.at[year, one])
        and middle.loc[since : year - 1, one].notna().sum() >= 2
    ]
