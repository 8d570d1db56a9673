"""The numbers of the story of India, by name.

Rows are named by their ids: one that is removed or renamed stops the report.
"""

import pandas as pd

from helpers.exhibits.figures import add, growth, nothing, published_figure, ratio, recorded
from helpers.exhibits.statements import Fact
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

POTASH = {
    "potash_plan_2022": "potash.BLR.planned-purchase-rupees.2022.reuters-df288e",
    "potash_usual_low": "potash.WLD.annual-potash-imports-historical-low.undated.reuters-df288e",
    "potash_usual_high": "potash.WLD.annual-potash-imports-historical-high.undated.reuters-df288e",
    "potash_share_usual": "share.BLR.historical-share-of-potash-imports.undated.reuters-df288e",
    "potash_share_2021": "share.BLR.share-of-mop-imports.2021-04-01_2022-03-31"
    ".business-standard-2b0d55",
    "potash_total_2021": "IND.WLD.import.2021-04-01_2022-03-31.IND.business-standard-2b0d55.310420",
    "potash_total_2022_part": "IND.WLD.import.2022-04-01_2022-12-31.IND.moneycontrol-pti-58565e"
    ".310420",
    "potash_canada_plan": "potash.CAN.planned-ipl-purchases-replacing-belarus-russia.2022"
    ".think-with-niche-176a15",
    "potash_israel_plan": "potash.ISR.planned-ipl-purchases-replacing-belarus-russia.2022"
    ".think-with-niche-176a15",
    "potash_jordan_plan": "potash.JOR.planned-ipl-purchases-replacing-belarus-russia.2022"
    ".think-with-niche-176a15",
    "potash_share_russia_2024": "share.RUS.share-of-mop-imports.2024.moneycontrol-ee6f16",
    "stuck_payment": "finance.BLR.rupee-payment-stuck-at-sberbank.2022-05-23"
    ".manageria-reuters-5e168e",
}


def india_facts(study: Study) -> dict[str, Fact]:
    """Return Indian fiscal years, what Minsk says beside them, and potash by supplier.

    ``fiscal_export_2021`` is the Indian import in the fiscal year that began in April 2021.
    """
    facts: dict[str, Fact] = {}
    for year in range(2018, 2026):
        for flow in ("export", "import"):
            facts[f"fiscal_{flow}_{year}"] = _from_april(study, flow, year)
    bought = [facts[f"fiscal_export_{year}"] for year in (2021, 2022, 2023, 2025)]
    fiscal_2024 = add(_from_april(study, "export", 2024), _from_april(study, "import", 2024))
    minsk = published_figure(study, "turnover", 2024, "BLR")
    total = recorded(study, "IND.WLD.import.2018-04-01_2019-03-31.IND.data-gov-in-834e1e.310420")
    return facts | {
        "fall_first_year": growth(bought[0], bought[1]),
        "fall_two_years": growth(bought[0], bought[2]),
        "back_to": ratio(bought[3], bought[0], "share"),
        "fiscal_turnover_2024": fiscal_2024,
        "minsk_2024": minsk,
        "minsk_over_india": ratio(minsk, fiscal_2024),
        "potash_total_2018": total,
        "potash_belarus_2021": recorded(
            study, "IND.BLR.import.2021.NS.media-polesye-9c74a4.310420"
        ),
        "documents_2024": recorded(
            study,
            "contacts.IND.bilateral-documents-in-force-or-signed.2024-03-14"
            ".belta-via-belarus-by-30a61c",
        ),
        **{name: recorded(study, row_id) for name, row_id in POTASH.items()},
    }


def _from_april(study: Study, flow: str, year: int) -> Quantity:
    rows = study.observations
    rows = rows[
        (rows["flow"] == flow)
        & (rows["reporter"] == "IND")
        & (rows["status"] == "official_statistics")
        & (rows["period_start"] == pd.Timestamp(year, 4, 1))
        & (rows["period_end"] == pd.Timestamp(year + 1, 3, 31))
    ]
    return nothing() if rows.empty else recorded(study, rows.iloc[0]["id"])
