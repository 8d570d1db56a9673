"""Small invented tables; the numbers are chosen to be checked by eye."""

import pandas as pd

DEFAULTS = {
    "focal": "BLR",
    "partner": "KAZ",
    "flow": "turnover",
    "scope": "goods",
    "product": "TOTAL",
    "unit": "USD",
    "reporter": "BLR",
    "valuation": "unknown",
    "status": "official_statistics",
    "approximate": "exact",
    "source_id": "invented",
    "note": None,
}
ASSUMED = {
    "cif_fob_factor": (1.06, 1.0, 1.10),
    "calendar_share_margin": (0.10, None, None),
    "error_official_statistics": (0.03, None, None),
    "error_reconciled_dataset": (0.05, None, None),
    "error_derived": (0.08, None, None),
    "error_official_statement": (0.10, None, None),
    "error_press": (0.15, None, None),
    "error_factor_approximate": (2.0, None, None),
}
RATES = pd.DataFrame({"base": ["EUR"], "quote": ["USD"], "year": [2022], "rate": [1.05]})
ASSUMPTIONS = pd.DataFrame(
    [
        {"name": name, "value": value, "low": low, "high": high}
        for name, (value, low, high) in ASSUMED.items()
    ]
)


def observe(*rows: dict) -> pd.DataFrame:
    """Return observations: one row a dict, with a year or the two dates of a period."""
    frame = pd.DataFrame([{**DEFAULTS, **row} for row in rows])
    year = frame["year"].astype("string") if "year" in frame else pd.Series(dtype="string")
    for column, day in (("period_start", "-01-01"), ("period_end", "-12-31")):
        given = frame[column] if column in frame else pd.Series([None] * len(frame))
        frame[column] = pd.to_datetime(given.fillna(year + day))
    return frame
