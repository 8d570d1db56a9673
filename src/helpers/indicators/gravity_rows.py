"""What the gravity model found, as rows of the table `estimates`."""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.indicators.base_rates import LEVEL
from helpers.indicators.gravity import FOLDS, CrossFit, GravityFit
from helpers.indicators.gravity_range import checks

PREDICTED_YEARS = range(2017, 2020)
SIZES = {"10m": 1e7, "100m": 1e8, "1bn": 1e9}
TRADE = "baci"
ORIGIN = {
    "ln_distance": "geonames",
    "contiguity": "geonames",
    "common_language": "geonames",
    "colonial_link": "gravity-dyads",
    "common_currency": "gravity-dyads",
    "cis_free_trade": "wikipedia-cisfta",
}
REMARKS = dict.fromkeys(
    ("eaeu", "cis_free_trade"),
    "; stands for all that the members share, a common past included, not for the agreement alone",
)
MODEL = "PPML {first}-{last}, exporter-year and importer-year effects"
CHECK_UNITS = {
    "median_abs_log_error": "log_points",
    "share_within_factor_2": "share",
    "correlation_of_logs": "correlation",
}


def coefficient_rows(fit: GravityFit, crossed: CrossFit, frame: pd.DataFrame) -> list[dict]:
    """Return the coefficients with their 90 percent jackknife intervals."""
    errors = np.sqrt(np.diag(crossed.covariance.to_numpy(float)))
    clustered = np.sqrt(np.diag(fit.covariance.to_numpy(float)))
    reach = float(stats.t.ppf((1 + LEVEL) / 2, crossed.folds - 1))
    first, last = int(frame["year"].min()), int(frame["year"].max())
    return [
        {
            "id": f"gravity.coefficient.{name}",
            "method": "gravity_coefficient",
            "metric": name,
            "value": value,
            "low": value - reach * error,
            "high": value + reach * error,
            "unit": "elasticity" if name == "ln_distance" else "log_points",
            "n": fit.flows,
            "specification": MODEL.format(first=first, last=last),
            "source_id": ORIGIN.get(name, TRADE),
            "note": f"jackknife over {crossed.folds} groups of {fit.pairs} pairs (standard error "
            f"{error:.3f}; clustered by pair {cluster:.3f}); trade: BACI{REMARKS.get(name, '')}",
        }
        for (name, value), error, cluster in zip(
            fit.coefficients.items(), errors, clustered, strict=True
        )
    ]


def coefficient_rows_without(focal: str, fit: GravityFit, frame: pd.DataFrame) -> list[dict]:
    """Return the coefficients that come from all pairs without one country."""
    first, last = int(frame["year"].min()), int(frame["year"].max())
    return [
        {
            "id": f"gravity.coefficient.without_{focal}.{name}",
            "method": "gravity_coefficient",
            "focal": focal,
            "metric": name,
            "value": value,
            "unit": "elasticity" if name == "ln_distance" else "log_points",
            "n": fit.flows,
            "specification": MODEL.format(first=first, last=last) + f", no pair of {focal}",
            "source_id": ORIGIN.get(name, TRADE),
            "note": f"behind the predictions for {focal}",
        }
        for name, value in fit.coefficients.items()
    ]


def check_rows(rows: pd.DataFrame, focal: str) -> list[dict]:
    """Return how well unseen pairs are predicted, by size, of the world and of one country."""
    found = []
    views = {name: (rows, least, "") for name, least in SIZES.items()}
    views[f"{focal}.10m"] = (rows[rows["focal"] == focal], SIZES["10m"], focal)
    for name, (part, least, whose) in views.items():
        values = checks(part, least)
        for metric, unit in CHECK_UNITS.items():
            found.append(
                {
                    "id": f"gravity.check.{name}.{metric}",
                    "method": "gravity_check",
                    "focal": whose or None,
                    "metric": metric,
                    "value": values[metric],
                    "unit": unit,
                    "n": int(values["pairs"]),
                    "specification": f"turnover predicted at {least / 1e6:g} million USD or more, "
                    f"mean of {_span()}, pairs the model had not seen ({FOLDS} folds)",
                    "source_id": TRADE,
                }
            )
    return found


def prediction_rows(own: pd.DataFrame, flows: tuple[str, ...]) -> list[dict]:
    """Return actual, predicted and ratio of each flow; no actual and ratio without a record."""
    found = []
    for row in own[own["flow"].isin(flows) & own["high"].notna()].itertuples():
        shared = {
            "method": "gravity_prediction",
            "focal": row.focal,
            "partner": row.partner,
            "specification": f"mean of {_span()}; the pair itself left out",
            "source_id": TRADE,
        }
        numbers = {
            "predicted": ("USD", row.predicted, row.low, row.high, row.similar),
            "actual": ("USD", row.actual, None, None, len(PREDICTED_YEARS)),
            "ratio": ("ratio", row.ratio, row.ratio_low, row.ratio_high, row.similar),
        }
        for name, (unit, value, low, high, n) in numbers.items():
            if name == "predicted" or row.actual > 0:
                found.append(
                    {
                        "id": f"gravity.{row.focal}.{row.partner}.{row.flow}.{name}",
                        "metric": f"{row.flow}_{name}",
                        "value": value,
                        "low": low,
                        "high": high if high is None or np.isfinite(high) else None,
                        "unit": unit,
                        "n": n,
                        **shared,
                    }
                )
    return found


def _span() -> str:
    return f"{PREDICTED_YEARS[0]}-{PREDICTED_YEARS[-1]}"
