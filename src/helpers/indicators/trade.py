"""Weight, balance and growth of trade: the first table of every country brief.

Values are money in one unit (USD), growth rates and shares are fractions (0.134 is 13.4 percent).
Missing in, NaN out, never zero. A whole that is zero has no shares: NaN.
"""

import numpy as np
import pandas as pd

from helpers.indicators.arithmetic import Numbers, ratio, require_non_negative
from helpers.indicators.periods import Period


def turnover(exports: Numbers, imports: Numbers) -> Numbers:
    """Return exports plus imports.

    Formula: ``X + M``. Unit: that of the flows. Range: 0 and above.

    Parameters
    ----------
    exports, imports : float or Series
        Non-negative flows of one pair, period and unit.

    Returns
    -------
    float or Series
        NaN where either flow is missing.

    Raises
    ------
    ValueError
        If a flow is negative.
    """
    require_non_negative("Exports", exports)
    require_non_negative("Imports", imports)
    return exports + imports


def balance(exports: Numbers, imports: Numbers) -> Numbers:
    """Return exports minus imports.

    Formula: ``X - M``. Unit: that of the flows. Positive is a surplus of the focal country.
    Parameters, missing values and errors as in :func:`turnover`.
    """
    require_non_negative("Exports", exports)
    require_non_negative("Imports", imports)
    return exports - imports


def normalised_balance(exports: Numbers, imports: Numbers) -> Numbers:
    """Return the balance as a share of turnover.

    Formula: ``(X - M) / (X + M)``. Range: -1 (imports only) to 1 (exports only), 0 balanced.
    Variant: normalised trade balance (ESCAP handbook's name), definition and range read at
    https://gticonnect.org/normalized-trade-balance-indicator. NaN when nothing is traded.
    Parameters and errors as in :func:`turnover`.
    """
    return ratio(balance(exports, imports), turnover(exports, imports))


def coverage_ratio(exports: Numbers, imports: Numbers) -> Numbers:
    """Return how far exports pay for imports.

    Formula: ``X / M``. Range: 0 and above; 1 is balanced. NaN without imports.
    Variant: foreign trade coverage ratio, as a ratio, not a percentage; INSEE,
    https://www.insee.fr/en/metadonnees/definition/c1793. Parameters and errors as in
    :func:`turnover`.
    """
    require_non_negative("Exports", exports)
    require_non_negative("Imports", imports)
    return ratio(exports, imports)


def share(part: Numbers, whole: Numbers) -> Numbers:
    """Return a part as a share of its whole (a partner's share of total trade).

    Formula: ``part / whole``. Range: 0 to 1 when the part belongs to the whole; more than 1 is
    left visible, because it shows that two publishers disagree. NaN where the whole is zero.

    Parameters
    ----------
    part, whole : float or Series
        Non-negative values of one flow, period and unit.

    Raises
    ------
    ValueError
        If a value is negative (the balance has no shares).
    """
    require_non_negative("Part", part)
    require_non_negative("Whole", whole)
    return ratio(part, whole)


def rank(values: pd.Series) -> pd.Series:
    """Rank partners, the largest first, ties sharing the better rank (1, 2, 2, 4).

    Variant: standard competition ranking. Range: 1 to the number of values that are known.

    Parameters
    ----------
    values : Series
        One number a partner.

    Returns
    -------
    Series
        Int64 with the same index; a missing value has no rank (<NA>) and takes none.
    """
    return values.rank(method="min", ascending=False).astype("Int64")


def growth(
    earlier: Numbers, later: Numbers, earlier_period: Period, later_period: Period
) -> Numbers:
    """Return relative growth between the same stretch of two different years.

    Formula: ``later / earlier - 1``, over the whole distance (not a year). Range: -1 and above.
    NaN from zero: there is no growth rate from nothing.

    Parameters
    ----------
    earlier, later : float or Series
        Non-negative values in one unit.
    earlier_period, later_period : Period
        What the values cover. Eleven months compare with the same eleven months only.

    Raises
    ------
    ValueError
        If the periods differ in length or in months, are the same, or are in the wrong order, or
        if a value is negative.
    """
    if later_period.years_after(earlier_period) is None:
        raise ValueError(
            "Growth compares like with like: expected the same days of an earlier and a later "
            f"year, found {earlier_period} and {later_period}. "
            "Take the figure for the same months, or both whole years."
        )
    require_non_negative("Earlier value", earlier)
    require_non_negative("Later value", later)
    return ratio(later, earlier) - 1


def growth_by_year(values: pd.Series, months: pd.Series) -> pd.Series:
    """Return growth on the year before, where both years are whole.

    Formula: ``v[t] / v[t-1] - 1``. Variant: WITS country growth, "with respect to the previous
    year" (https://wits.worldbank.org/CountryProfile/Metadata/en/Indicator/Trade), as a fraction.

    Parameters
    ----------
    values : Series
        Non-negative, indexed by year.
    months : Series
        Months covered, same index. Anything but 12 makes the year NaN and the next one too.

    Returns
    -------
    Series
        Same index; NaN without a known whole year just before.

    Raises
    ------
    ValueError
        If a value is negative, or a year appears twice.
    """
    require_non_negative("Values by year", values)
    _require_years(values.index)
    whole = values.where(months == 12)
    previous = pd.Series(whole.reindex(whole.index - 1).to_numpy(), index=whole.index)
    return (ratio(whole, previous) - 1).rename(values.name)


def cagr(first: Numbers, last: Numbers, years: float) -> Numbers:
    """Return the compound annual growth rate.

    Formula: ``(last / first) ** (1 / years) - 1``. Unit: fraction a year. Range: -1 and above.
    Variant: end points only; UNCTAD calls it the exponential growth rate
    (https://hbs.unctad.org/calculation-methods/), BEA the compound annual growth rate
    (http://bea.gov/regional/definitions/nextpage.cfm?key=Compound%20annual%20growth%20rate).
    Print it beside :func:`log_linear_growth`: two exceptional end years can mislead.

    Parameters
    ----------
    first, last : float or Series
        Non-negative values, both of whole years. NaN if the first is zero.
    years : float
        Years between the two, above 0 (2019 to 2022 is 3).

    Raises
    ------
    ValueError
        If `years` is not positive or a value is negative.
    """
    if not years > 0:
        raise ValueError(f"CAGR: expected more than 0 years between the values, found {years}.")
    require_non_negative("First value", first)
    require_non_negative("Last value", last)
    return ratio(last, first) ** (1 / years) - 1


def log_linear_growth(values: pd.Series) -> float:
    """Return the annual growth rate of the least-squares exponential trend.

    Formula: ``exp(b) - 1`` with b the slope of ``ln v = a + b t``. Unit: fraction a year.
    Variant: UNCTAD least squares growth rate as the Handbook of Statistics defines it now
    (https://hbs.unctad.org/calculation-methods/). Earlier editions print b itself
    (https://stats.unctad.org/handbook/Annexes/Methods.html): not the same number.

    Parameters
    ----------
    values : Series
        Non-negative, indexed by year, at least two. A gap in the years is respected: drop missing
        years first (``values.dropna()``) to fit the trend through the others.

    Returns
    -------
    float
        NaN if a value is missing or zero.

    Raises
    ------
    ValueError
        If there are fewer than two years, a year appears twice, or a value is negative.
    """
    require_non_negative("Values by year", values)
    _require_years(values.index)
    if len(values) < 2:
        raise ValueError(f"Log-linear growth: expected at least 2 years, found {len(values)}.")
    if not (values > 0).all():
        return float("nan")
    time = values.index.to_numpy(dtype="float64")
    centred = time - time.mean()
    slope = centred @ np.log(values.to_numpy(dtype="float64")) / (centred @ centred)
    return float(np.expm1(slope))


def _require_years(years: pd.Index) -> None:
    twice = sorted(years[years.duplicated()].unique())
    if twice:
        raise ValueError(f"Values by year: expected every year once, found {twice} more than once.")
