"""The table `estimates`: base rates and gravity of world trade, one row a number."""

from collections.abc import Iterable

import pandas as pd

from helpers.indicators.base_rates import base_rates
from helpers.indicators.gravity import (
    CrossFit,
    complete_flows,
    cross_fit,
    fit_gravity,
    predict_left_out,
)
from helpers.indicators.gravity_covariates import (
    COVARIATES,
    agreement_covariates,
    pair_covariates,
)
from helpers.indicators.gravity_range import FLOWS, predictions, with_ranges
from helpers.indicators.gravity_rows import (
    PREDICTED_YEARS,
    TRADE,
    check_rows,
    coefficient_rows,
    coefficient_rows_without,
    prediction_rows,
)

COLUMNS = (
    "id",
    "method",
    "focal",
    "partner",
    "metric",
    "value",
    "low",
    "high",
    "unit",
    "n",
    "specification",
    "source_id",
    "note",
)
FIT_YEARS = range(2012, 2020)
DIGITS = 4


def base_rate_estimates(flows: pd.DataFrame) -> pd.DataFrame:
    """Return base rates as rows of the table.

    Parameters
    ----------
    flows : DataFrame
        exporter, importer, year, value_usd: all recorded flows of the world.
    """
    rates = base_rates(flows)
    rows = [
        {
            "id": row.id,
            "method": "base_rate",
            "metric": f"reached_{row.multiple:g}x_within_{row.years}_years",
            "value": row.share,
            "low": row.low,
            "high": row.high,
            "unit": "share",
            "n": row.pairs,
            "specification": f"pairs with a turnover of {row.band_low} to {row.band_high} million "
            f"USD at the start, start years {row.first}-{row.last}",
            "source_id": TRADE,
            "note": f"{row.starts} starts; by start year {row.least:.2%} to {row.most:.2%}",
        }
        for row in rates.itertuples()
    ]
    return in_order(pd.DataFrame(rows))


def gravity_frame(
    flows: pd.DataFrame, dyads: pd.DataFrame, geography: pd.DataFrame, groups: pd.DataFrame
) -> pd.DataFrame:
    """Return flows with all covariates, for the years of the fit.

    Parameters
    ----------
    flows, dyads : DataFrame
        Of :mod:`helpers.sources.bulk`.
    geography, groups : DataFrame
        Tables.
    """
    years = pd.DataFrame({"year": list(FIT_YEARS)})
    pairs = pair_covariates(geography, dyads).merge(years, how="cross")
    recorded = flows[flows["year"].isin(years["year"])]
    return complete_flows(recorded, agreement_covariates(pairs, groups))


def gravity_estimates(
    frame: pd.DataFrame, focal: str, partners: Iterable[str], covariates: tuple = COVARIATES
) -> pd.DataFrame:
    """Return coefficients, checks and the predictions of one country as rows of the table.

    Coefficients come from all pairs. Trade of `focal` is predicted with coefficients from all pairs
    without it, and with effects learnt without the one pair in question, so that no flow has a part
    in its own prediction; how far off predictions are is learnt from all pairs of the world.

    Parameters
    ----------
    frame : DataFrame
        Of :func:`gravity_frame`.
    focal : str
        Whose trade is predicted.
    partners : iterable of str
        With whom.
    covariates : tuple of str
        Columns of `frame`.

    Raises
    ------
    UsageError
        If pyfixest is not installed.
    """
    fit = fit_gravity(frame, covariates)
    crossed = cross_fit(frame, covariates)
    years = list(PREDICTED_YEARS)
    pool = predictions(frame, fit.coefficients, crossed, years)
    late = frame[frame["year"].isin(years)].reset_index(drop=True)
    strangers = frame[(frame["exporter"] != focal) & (frame["importer"] != focal)]
    elsewhere = fit_gravity(strangers, covariates)
    pairs = [".".join(sorted((focal, one))) for one in partners if one != focal]
    alone = CrossFit(
        predict_left_out(late, elsewhere.coefficients, pairs), crossed.covariance, crossed.folds
    )
    own = predictions(late, fit.coefficients, alone, years)
    own = own[(own["focal"] == focal) & own["partner"].isin(list(partners))]
    own = with_ranges(own.reset_index(drop=True), pool, crossed.folds)
    found = [
        *coefficient_rows(fit, crossed, frame),
        *coefficient_rows_without(focal, elsewhere, frame),
        *check_rows(pool, focal),
        *prediction_rows(own, FLOWS),
    ]
    return in_order(pd.DataFrame(found))


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the columns of the table, sorted by id, numbers at four figures."""
    frame = rows.reindex(columns=list(COLUMNS)).sort_values("id", ignore_index=True)
    numbers = {name: frame[name].astype(float).map(_rounded) for name in ("value", "low", "high")}
    return frame.assign(**numbers, n=frame["n"].astype("Int64"))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
