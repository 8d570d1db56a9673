"""How far the mix of partners moved between two periods, and who moved the concentration."""

import pandas as pd

from helpers.indicators.concentration import shares_of


def structure_change(before: pd.Series, after: pd.Series) -> float:
    """Return the share of trade that changed partner.

    Formula: ``1/2 sum_j |s_j1 - s_j0|``. Range: 0 (same mix) to 1 (no partner in common).
    Variant: norm of absolute values, also Michaely or Stoikov index
    (https://www.statalist.org/forums/forum/general-stata-discussion/general/1455118-the-norm-of-absolute-values-nav-index-for-panel-data),
    over partners instead of sectors.

    Parameters
    ----------
    before, after : Series
        Non-negative values or shares by partner, the same partners in both. A partner without
        trade is a zero; an undisclosed one is NaN and makes the result NaN.

    Raises
    ------
    ValueError
        If the partners differ, or as :func:`helpers.indicators.concentration.shares_of`.
    """
    _require_same_partners(before, after)
    moved = (shares_of(after) - shares_of(before)).abs()
    return float(moved.sum(skipna=False)) / 2


def hhi_contributions(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Return how much each partner added to, or took from, the HHI between two periods.

    Formula: ``s_j1**2 - s_j0**2``; adds up to ``H_1 - H_0`` exactly, for H is a sum over partners.

    Parameters
    ----------
    before, after : Series
        As in :func:`structure_change`.

    Returns
    -------
    DataFrame
        Columns partner, share_before, share_after, contribution; largest contribution in size
        first, then by partner.

    Raises
    ------
    ValueError
        As :func:`structure_change`.
    """
    _require_same_partners(before, after)
    first, last = shares_of(before), shares_of(after)
    table = pd.DataFrame({"share_before": first, "share_after": last})
    table["contribution"] = last**2 - first**2
    table = table.rename_axis("partner").reset_index()
    order = table.assign(size=-table["contribution"].abs()).sort_values(["size", "partner"]).index
    return table.loc[order].reset_index(drop=True)


def _require_same_partners(before: pd.Series, after: pd.Series) -> None:
    gone, new = before.index.difference(after.index), after.index.difference(before.index)
    if len(gone) or len(new):
        raise ValueError(
            "Comparing two mixes: expected the same partners, "
            f"found {list(gone)} only before and {list(new)} only after. "
            "Enter 0 where nothing was traded, NaN where it is not known."
        )
