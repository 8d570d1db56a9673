"""Synthetic control as one more baseline of an offset, where the donors allow it.

The other baselines expect a partner's trade from its own past; this one expects it from other
partners in the same year, mixed as they moved together before
(:mod:`helpers.indicators.synthetic_control`). It knows of a year what the past cannot know, a
worldwide slump for one, and it assumes that nothing was turned to the donors: where trade was, it
expects too much.
"""

from collections.abc import Sequence

import pandas as pd

from helpers.indicators.baselines import TREND_YEARS, Baseline, placebo_errors
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.synthetic_control import expected_from_donors

SYNTHETIC = "synthetic"
FEWEST_PLACEBOS = 3
WORDS = "mix of other partners"


def donor_baseline(donors: pd.DataFrame, fewest_donors: int) -> Baseline:
    """Return a baseline that mixes donors; it expects NaN where there is too little to go by.

    The weights come from the ten years before the break, of which eight must be known.

    Parameters
    ----------
    donors : DataFrame
        Positive trade of partners that the break did not touch, years x partners, in the unit of
        the values that are to be expected; NaN where not known.
    fewest_donors : int
        How many must be known in every year used; at least 5.
    """

    def expect(values: pd.DataFrame, cut: int, year: int) -> pd.Series:
        found = {}
        for name in values:
            try:
                found[name] = _expect(values[name], donors, cut, year, fewest_donors)
            except InsufficientData:
                found[name] = float("nan")
        return pd.Series(found, index=values.columns, dtype="float64")

    return Baseline(lambda cut: WORDS, expect)


def require_donors(
    values: pd.DataFrame, donors: pd.DataFrame, cut: int, year: int, fewest_donors: int
) -> None:
    """Check that a mix of donors can expect every partner, and that its errors can be told.

    Parameters
    ----------
    values : DataFrame
        Trade of every partner of an offset, years x partners.
    donors, fewest_donors
        As in :func:`donor_baseline`.
    cut, year : int
        First year after the break, and the year to expect.

    Raises
    ------
    InsufficientData
        If donors or years are too few for some partner, or there are fewer than three placebo years
        to tell how wrong the baseline is.
    """
    for name in values:
        _expect(values[name], donors, cut, year, fewest_donors)
    rules = {SYNTHETIC: donor_baseline(donors, fewest_donors)}
    errors = placebo_errors(values, cut, year, SYNTHETIC, rules)
    known = errors.reindex(columns=values.columns).notna().sum()
    if (known < FEWEST_PLACEBOS).any():
        name = known.idxmin()
        raise InsufficientData(
            f"Synthetic control of {name}: expected at least {FEWEST_PLACEBOS} placebo years to "
            f"tell its errors from, found {known[name]}."
        )


def _expect(
    series: pd.Series, donors: pd.DataFrame, cut: int, year: int, fewest_donors: int
) -> float:
    name = str(series.name)
    others: Sequence[str] = [one for one in donors if one != name]
    years = range(cut - TREND_YEARS, year + 1)
    table = donors[others].reindex(years).assign(**{name: series.reindex(years)})
    return expected_from_donors(table, name, others, cut, year, fewest_donors)
