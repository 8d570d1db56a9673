"""The panel under other assumptions: whose reports count, and what freight costs."""

from functools import lru_cache

import pandas as pd

from helpers.exhibits.figures import MEASURED
from helpers.tables.panel import evidence_of, panel_of_evidence
from helpers.tables.study import Study

SOURCES = ("all reports", "statistics only", "without BACI", "without the focal country")
FREIGHT = ("low", "value", "high")  # ends of the assumption cif_fob_factor


def panel_under(
    study: Study, source: str, freight: str, partners: list[str], since: int
) -> pd.DataFrame:
    """Return the panel of some partners under one choice of reports and one freight factor.

    Parameters
    ----------
    study : Study
        The focal country.
    source : str
        One of `SOURCES`.
    freight : str
        One of `FREIGHT`: which value of the assumption cif_fob_factor to divide by.
    partners : list of str
        Codes; the World too, if it is needed.
    since : int
        First calendar year.
    """
    rows, assumptions = _evidence(study, freight)
    rows = rows[rows["partner"].isin(partners)]
    kept = {
        SOURCES[0]: rows["partner"].notna(),
        SOURCES[1]: rows["status"].isin(MEASURED),
        SOURCES[2]: rows["reporter"] != "CEPII",
        SOURCES[3]: (rows["reporter"] != study.focal.code) | (rows["partner"] == "WLD"),
    }[source]
    pairs = [(study.focal.code, one) for one in sorted(partners)]
    return panel_of_evidence(rows[kept], assumptions, pairs, since, study.until)


@lru_cache(maxsize=len(FREIGHT))
def _evidence(study: Study, freight: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all comparable figures of the focal country under a freight factor, and that one."""
    assumptions = study.assumptions.set_index("name", drop=False)
    assumptions.loc["cif_fob_factor", "value"] = assumptions.loc["cif_fob_factor", freight]
    return evidence_of(study.all_observations, study.rates, assumptions), assumptions
