"""How the mix of partners moved across the break: shares before and after, by block of trade."""

from typing import NamedTuple

import pandas as pd

from helpers.countries import WORLD
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.figures import assumption
from helpers.exhibits.offset_data import bounded_flows, sanctioning
from helpers.exhibits.overview_data import FOUR
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.structure import hhi_contributions, structure_change
from helpers.tables.study import Study

REST = "REST"


class Moves(NamedTuple):
    """Shares of turnover before and after, with what each block adds to the HHI.

    `blocks` has the columns partner, share_before, share_after, contribution, low and high (of the
    share after); `moved` is the share of trade that changed block, `before` and `after` the years.
    """

    blocks: pd.DataFrame
    moved: float
    before: int
    after: int


def structure_moves(study: Study) -> Moves:
    """Return how turnover moved between blocks from the last year before the break to the latest.

    Blocks are the sanctioning partners, Russia, the four, and everyone else as one; what is moved
    inside a block is not seen, so the share that moved is a lower bound. A share after is as wide
    as the panel's range, or as the bounds of an undisclosed partner.

    Raises
    ------
    InsufficientData
        If Russia or the total is not known in a year before and one after the break.
    """
    flows = bounded_flows(study, "turnover")
    lost = sanctioning(study)
    cut = int(assumption(study, "break_year"))
    names = list(dict.fromkeys([*lost, BENCHMARK, *FOUR]))
    known = flows.central[[BENCHMARK, WORLD]].dropna().index
    earlier, later = [y for y in known if y < cut], [y for y in known if y >= cut]
    if not lost or not earlier or not later:
        raise InsufficientData(
            f"Structure: expected totals and trade with {study.name(BENCHMARK)} before and after "
            f"{cut}, found {list(map(int, known))}."
        )
    before, after = int(earlier[-1]), int(later[-1])
    middle = flows.middle[names].ffill(limit=2)
    known_after = [one for one in names if pd.notna(flows.middle.at[after, one])]
    values = [
        _with_rest(middle.loc[y, known_after], flows.middle.at[y, WORLD]) for y in (before, after)
    ]
    blocks = hhi_contributions(*values).set_index("partner")
    whole = flows.middle.at[after, WORLD]
    blocks["low"] = (flows.low.loc[after, known_after] / whole).reindex(blocks.index)
    blocks["high"] = (flows.high.loc[after, known_after] / whole).reindex(blocks.index)
    return Moves(blocks.reset_index(), structure_change(*values), before, after)


def _with_rest(values: pd.Series, total: float) -> pd.Series:
    """Add everyone else: what the total leaves, never less than nothing."""
    return pd.concat([values, pd.Series({REST: max(0.0, total - float(values.sum()))})])
