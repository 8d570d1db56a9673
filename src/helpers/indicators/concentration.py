"""How much of the trade hangs on few partners, and how far the mix moved.

Every function takes one non-negative number a partner, values or shares alike: only proportions
count. A missing partner makes the index NaN; when some partners are undisclosed, use
:func:`helpers.indicators.concentration_bounds.herfindahl_bounds`. ``n`` is the number of partners
trade could have been spread over; by default those listed, zeros included.
"""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.indicators.arithmetic import ratio, require_non_negative


def shares_of(values: pd.Series) -> pd.Series:
    """Return each value as a share of their sum.

    Parameters
    ----------
    values : Series
        Non-negative, one a partner.

    Returns
    -------
    Series
        Adds up to 1; all NaN if any value is missing or all are zero.

    Raises
    ------
    ValueError
        If there is no value, one is negative, or a partner appears twice.
    """
    if values.empty:
        raise ValueError("Shares: expected at least one partner, found none.")
    require_non_negative("Values by partner", values)
    twice = sorted(values.index[values.index.duplicated()].unique())
    if twice:
        raise ValueError(f"Values by partner: expected every partner once, found {twice} again.")
    return ratio(values.astype("float64"), values.sum(skipna=False))


def herfindahl(values: pd.Series) -> float:
    """Return the Herfindahl-Hirschman index over partners.

    Formula: ``H = sum s_j**2``. Range: 1/n (even) to 1 (one partner); times 10,000 in antitrust.
    Variant: WITS HH market concentration index, "dispersion of trade value across an exporter's
    partners" (https://wits.worldbank.org/CountryProfile/Metadata/en/Indicator/Trade), which leaves
    the World and the European Union out of the partners.

    Parameters
    ----------
    values : Series
        Non-negative, one a partner.

    Raises
    ------
    ValueError
        As :func:`shares_of`.
    """
    return float((shares_of(values) ** 2).sum(skipna=False))


def normalised_herfindahl(values: pd.Series, n: int | None = None) -> float:
    """Return the HHI stretched to run from 0 to 1.

    Formula: ``(H - 1/n) / (1 - 1/n)``. Range: 0 (even) to 1 (one partner). NaN for n = 1.
    Variant: linear in H; UNCTAD's is not (:func:`unctad_concentration`). Read at
    https://www.liquisearch.com/herfindahl_index/formula; that two normalisations are in use:
    Cracau and Durán Lima, https://doi.org/10.18461/ijfsd.v7i4.748 (abstract).

    Parameters
    ----------
    values : Series
        Non-negative, one a partner.
    n : int, optional
        Number of possible partners; by default ``len(values)``.

    Raises
    ------
    ValueError
        As :func:`shares_of`, or if n is below the number of partners traded with.
    """
    even = 1 / _possible_partners(values, n)
    return float(ratio(herfindahl(values) - even, 1 - even))


def unctad_concentration(values: pd.Series, n: int | None = None) -> float:
    """Return UNCTAD's concentration index: the square-root variant.

    Formula: ``(sqrt(H) - sqrt(1/n)) / (1 - sqrt(1/n))``. Range: 0 to 1. NaN for n = 1. Between its
    ends never below :func:`normalised_herfindahl` of the same data: do not compare the two.
    Source: https://hbs.unctad.org/calculation-methods/ names it a "normalized
    Herfindahl-Hirschmann index" with n economies; the formula there is an image, which the text
    copy we read lacks. The root is Hirschman's: "square root of the sum of the squared shares",
    https://querytab.com/dataset/chad-export-product-concentration-index/24325144 (World Bank).

    Parameters and errors as in :func:`normalised_herfindahl`.
    """
    even = math.sqrt(1 / _possible_partners(values, n))
    return float(ratio(math.sqrt(herfindahl(values)) - even, 1 - even))


def effective_partners(values: pd.Series) -> float:
    """Return how many equal partners would give the same HHI.

    Formula: ``1 / H``. Unit: partners. Range: 1 to n. Source ("equivalent number"):
    https://www.liquisearch.com/herfindahl_index/formula. Parameters and errors as in
    :func:`herfindahl`.
    """
    return float(ratio(1.0, herfindahl(values)))


def entropy(values: pd.Series) -> float:
    """Return trade entropy: high means diversified.

    Formula: ``E = sum s_j ln(1 / s_j)``, a zero share adding nothing. Unit: nats. Range: 0 (one
    partner) to ln n (even). Variant: Shannon entropy with natural logarithm, the trade entropy
    index listed in the ESCAP handbook, ch. V (https://ru.scribd.com/document/170332249/, where we
    read the text, not the formula; formula and range: https://gticonnect.org/trade-entropy-index).
    Theil's T over the same n partners is ``ln n - E``.

    Parameters and errors as in :func:`herfindahl`.
    """
    shares = shares_of(values)
    logs = np.log(shares.where(shares != 0, 1.0))
    return float(-(shares * logs).sum(skipna=False)) + 0.0


def normalised_entropy(values: pd.Series, n: int | None = None) -> float:
    """Return trade entropy as a share of its maximum.

    Formula: ``E / ln n``. Range: 0 (one partner) to 1 (even). NaN for n = 1. Variant: Pielou's
    evenness, zeros counted in n (https://jonesor.github.io/Rage/reference/evenness_shannon.html).
    Parameters and errors as in :func:`normalised_herfindahl`.
    """
    return float(ratio(entropy(values), math.log(_possible_partners(values, n))))


def without(values: pd.Series, codes: str | Iterable[str]) -> pd.Series:
    """Return the shares of the others once some partners are left out (Russia, usually).

    Formula: ``s_j / (1 - sum of the shares left out)``. Adds up to 1.

    Parameters
    ----------
    values : Series
        Non-negative, one a partner; those left out may be missing, the others may not.
    codes : str or iterable of str
        Partners to leave out.

    Raises
    ------
    ValueError
        If a code is not among the partners (leaving out nobody would pass unseen), or as
        :func:`shares_of`.
    """
    gone = [codes] if isinstance(codes, str) else list(codes)
    unknown = [code for code in gone if code not in values.index]
    if unknown:
        known = ", ".join(sorted(values.index))
        raise ValueError(f"Leaving out {unknown}: expected partners among {known}.")
    return shares_of(values.drop(gone))


def _possible_partners(values: pd.Series, n: int | None) -> int:
    traded = int((values != 0).sum())
    if n is not None and n < max(traded, 1):
        raise ValueError(f"Possible partners: expected at least {traded} (traded with), found {n}.")
    return len(values) if n is None else n
