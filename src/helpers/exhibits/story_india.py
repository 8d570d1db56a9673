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
    "potash_share_israel_2024": "share.ISR.share-of-mop-imports.2024.moneycontrol-ee6f16",
    "potash_share_jordan_2024": "share.JOR.share-of-mop-imports.2024.moneycontrol-ee6f16",
    "potash_share_russia_2024": "share.RUS.share-of-mop-imports.2024.moneycontrol-ee6f16",
    "potash_price_2021": "potash.BLR.contract-price-cfr-180-days.2021-03-01"
    ".uzkimyoimpeks-bpc-5fbe95",
    "potash_price_2022": "potash.CAN.contract-price-ipl-canada-israel.2022-03-15"
    ".the-speed-news-f3432a",
    "minsk_growth_2024": "growth.IND.growth-of-turnover.2024.belta-via-belarus-by-009cb2",
    "stuck_payment": "finance.BLR.rupee-payment-stuck-at-sberbank.2022-05-23"
    ".manageria-reuters-5e168e",
}


def india_facts(study: Study) -> dict[str, Fact]:
    """Return Indian fiscal years, what Minsk says beside them, and potash by supplier.

    ``fiscal_export_2021`` is the Indian import in the fiscal year that began in April 2021.
    """
    facts: dict[str, Quantity] = {}
    for year in range(2018, 2026):
        for flow in ("export", "import"):
            facts[f"fiscal_{flow}_{year}"] = _from_april(study, flow, year)
    bought = [facts[f"fiscal_export_{year}"] for year in (2021, 2022, 2023, 2025)]
    turnover = {
        year: add(facts[f"fiscal_export_{year}"], facts[f"fiscal_import_{year}"])
        for year in range(2020, 2026)
    }
    facts |= {f"fiscal_turnover_{year}": both for year, both in turnover.items()}
    minsk = published_figure(study, "turnover", 2024, "BLR")
    total = recorded(study, "IND.WLD.import.2018-04-01_2019-03-31.IND.data-gov-in-834e1e.310420")
    potash = {name: recorded(study, row_id) for name, row_id in POTASH.items()}
    return {
        **facts,
        "fall_first_year": growth(bought[0], bought[1]),
        "fall_two_years": growth(bought[0], bought[2]),
        "back_to": ratio(bought[3], bought[0], "share"),
        "minsk_2024": minsk,
        "minsk_over_india": ratio(minsk, turnover[2024]),
        "minsk_over_india_2025": ratio(minsk, turnover[2025]),
        "india_growth_2024": growth(turnover[2023], turnover[2024]),
        "potash_total_2018": total,
        "potash_belarus_2021": recorded(
            study, "IND.BLR.import.2021.NS.media-polesye-9c74a4.310420"
        ),
        "documents_2024": recorded(
            study,
            "contacts.IND.bilateral-documents-in-force-or-signed.2024-03-14"
            ".belta-via-belarus-by-30a61c",
        ),
        **potash,
        "potash_belarus_usual": _part(
            potash["potash_share_usual"], potash["potash_usual_low"], potash["potash_usual_high"]
        ),
        "potash_belarus_fiscal_2021": _part(
            potash["potash_share_2021"], potash["potash_total_2021"], potash["potash_total_2021"]
        ),
    }


def _part(share: Quantity, low: Quantity, high: Quantity) -> Quantity:
    """Return a share, in percent, of a total that lies between two figures."""
    first, last = (share.value / 100 * total.value for total in (low, high))
    sources = tuple(sorted({*share.sources, *low.sources, *high.sources}))
    note = f"{share.note} | {low.note}"
    return Quantity((first + last) / 2, low.unit, first, last, sources, note)


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
