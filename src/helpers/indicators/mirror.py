"""The two records of one flow, the exporter's and the importer's, compared like with like.

The importer values goods CIF (with freight and insurance to its border), the exporter FOB. ``cif``
is the margin over FOB as a fraction: the IMF divides by 1.06 (Direction of Trade Statistics
Yearbook 2017, https://www.elibrary.imf.org/view/books/042/24207-9781475593822-en/), the Bank of
Russia has used 5.88 and 10.2 percent (https://cbr.ru/eng/statistics/macro_itm/svs/mirror/), CEPII
estimates it (BACI). It is uncertain, so show the gap with :func:`gap_range`.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.indicators.arithmetic import Numbers, ratio, require_non_negative


class CifMargin(NamedTuple):
    """Margin of CIF over FOB values, as fractions: its lowest, central and highest value."""

    low: float
    central: float
    high: float

    @classmethod
    def of_factors(cls, low: float, central: float, high: float) -> "CifMargin":
        """Return the margins of CIF/FOB factors (1.06 is a margin of 0.06)."""
        return cls(low - 1, central - 1, high - 1)


class Range(NamedTuple):
    """A measure with its lowest, central and highest value."""

    low: float | pd.Series
    central: float | pd.Series
    high: float | pd.Series


def fob_from_cif(imports_cif: Numbers, cif: float = 0.06) -> Numbers:
    """Return an import value without freight and insurance.

    Formula: ``M / (1 + cif)``. Unit: that of the imports. Variant: one factor for all goods, as
    the IMF does (module docstring), not BACI's estimate by distance and unit value.

    Parameters
    ----------
    imports_cif : float or Series
        Non-negative imports as the importer records them.
    cif : float
        Margin over FOB, 0 or more and below 1: 0.06, not 1.06. Take 0 for imports recorded FOB.

    Raises
    ------
    ValueError
        If the margin is not in [0, 1) or a value is negative.
    """
    if not 0 <= cif < 1:
        raise ValueError(f"CIF margin: expected a fraction from 0 to below 1 (0.06), found {cif}.")
    require_non_negative("Imports", imports_cif)
    return imports_cif / (1 + cif)


def mirror_ratio(exports_fob: Numbers, imports_cif: Numbers, cif: float = 0.06) -> Numbers:
    """Return the importer's record over the exporter's, both FOB.

    Formula: ``R = M / (1 + cif) / X``. Range: 0 and above; 1 is agreement, more than 1 means that
    the importer records more. NaN where the exporter records nothing.
    Source: mirror flow ratios as in Gaulier and Zignago, BACI, CEPII WP 2010-23
    (https://www.cepii.fr/CEPII/en/bdd_modele/presentation.asp?id=37), with a stated margin.

    Parameters
    ----------
    exports_fob, imports_cif : float or Series
        The same flow, period and unit as its exporter and its importer record it.
    cif : float
        As in :func:`fob_from_cif`.

    Raises
    ------
    ValueError
        As :func:`fob_from_cif`.
    """
    require_non_negative("Exports", exports_fob)
    return ratio(fob_from_cif(imports_cif, cif), exports_fob)


def log_gap(exports_fob: Numbers, imports_cif: Numbers, cif: float = 0.06) -> Numbers:
    """Return the logarithm of the mirror ratio.

    Formula: ``ln R``. Unit: log points (0.1 is about 10 percent). Range: unbounded; 0 is
    agreement. NaN where one side records nothing. Parameters and errors as in
    :func:`mirror_ratio`.
    """
    records = mirror_ratio(exports_fob, imports_cif, cif)
    if isinstance(records, pd.Series):
        return np.log(records.where(records > 0))
    return float(np.log(records)) if records > 0 else float("nan")


def symmetric_gap(exports_fob: Numbers, imports_cif: Numbers, cif: float = 0.06) -> Numbers:
    """Return the difference of the two records over their average.

    Formula: ``(M' - X) / ((M' + X) / 2)`` with ``M' = M / (1 + cif)``. Range: -2 (the importer
    records nothing) to 2 (the exporter records nothing); 0 is agreement. Exchanging the two sides
    changes the sign only. NaN where both record nothing.
    Variant: signed asymmetry coefficient of the SDMX glossary, "difference ... divided by the
    average of these two values" (concept ASYMMETRY_COEFF,
    https://basis.semanticip.org/xwiki/wiki/sdmx/view/Glossary/), on FOB values.

    Parameters and errors as in :func:`mirror_ratio`.
    """
    require_non_negative("Exports", exports_fob)
    imports_fob = fob_from_cif(imports_cif, cif)
    return ratio(imports_fob - exports_fob, (imports_fob + exports_fob) / 2)


def gap_range(
    measure: Callable[..., float | pd.Series],
    exports_fob: Numbers,
    imports_cif: Numbers,
    cif: CifMargin,
) -> Range:
    """Return a mirror measure with the range that the uncertain CIF margin gives it.

    All three measures fall as the margin rises, so the ends of the margin give the exact ends.

    Parameters
    ----------
    measure : callable
        :func:`mirror_ratio`, :func:`log_gap` or :func:`symmetric_gap`.
    exports_fob, imports_cif : float or Series
        As in :func:`mirror_ratio`.
    cif : CifMargin
        Lowest, central and highest margin.

    Returns
    -------
    Range
        The low end belongs to the high margin.

    Raises
    ------
    ValueError
        If the margins are out of order, or as :func:`mirror_ratio`.
    """
    if not cif.low <= cif.central <= cif.high:
        raise ValueError(f"CIF margins: expected low <= central <= high, found {tuple(cif)}.")
    return Range(*(measure(exports_fob, imports_cif, margin) for margin in reversed(cif)))


def mirror_coverage(reference: pd.Series, reporting: Iterable[str], total: float) -> float:
    """Return how much of a country's trade is still visible through its partners.

    Formula: ``sum over partners that report today of v_j / total``, all in a reference year when
    both sides reported. Range: 0 to 1. Print it with every mirror figure, as CEIC does for Russia
    (43 partners, 64 percent of exports in 2021,
    https://info.ceicdata.com/en/estimating-the-missing-data-for-russias-foreign-trade).

    Parameters
    ----------
    reference : Series
        Non-negative trade by partner in the reference year.
    reporting : iterable of str
        Partners that report today, each once; may be none.
    total : float
        Trade with the world in the reference year, same flow and unit.

    Returns
    -------
    float
        NaN if a reporting partner's reference value, or the total, is missing or the total is 0.

    Raises
    ------
    ValueError
        If a reporting partner is not in the reference, a value is negative, or the sum exceeds the
        total (a group counted beside its members).
    """
    codes = sorted(set(reporting))
    unknown = [code for code in codes if code not in reference.index]
    if unknown:
        raise ValueError(
            f"Mirror coverage: expected a reference value (or NaN) for every partner that "
            f"reports, found none for {unknown}."
        )
    require_non_negative("Reference trade", reference)
    require_non_negative("Total trade", total)
    covered = float(reference.loc[codes].sum(skipna=False))
    if covered > total * (1 + 1e-9):
        raise ValueError(
            f"Mirror coverage: expected partners within the total {total:g}, found {covered:g}. "
            "Is a group counted beside its members?"
        )
    return float(ratio(covered, total))
