"""The panel under other assumptions: whose reports count, and what freight costs."""

import pandas as pd

from helpers.exhibits.figures import MEASURED
from helpers.tables.panel import build_panel
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
    rows = study.all_observations[study.all_observations["partner"].isin(partners)]
    kept = {
        SOURCES[0]: rows["partner"].notna(),
        SOURCES[1]: rows["status"].isin(MEASURED),
        SOURCES[2]: rows["reporter"] != "CEPII",
        SOURCES[3]: (rows["reporter"] != study.focal.code) | (rows["partner"] == "WLD"),
    }[source]
    assumptions = study.assumptions.set_index("name", drop=False)
    assumptions.loc["cif_fob_factor", "value"] = assumptions.loc["cif_fob_factor", freight]
    return build_panel(rows[kept], study.rates, assumptions, since, study.until)
