"""The numbers of the story of China, by name.

Rows are named by their ids: one that is removed or renamed stops the report.
"""

from helpers.exhibits.figures import (
    brief_figure,
    growth,
    published_figure,
    ratio,
    recorded,
    subtract,
)
from helpers.exhibits.statements import Fact
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study


def china_facts(study: Study) -> dict[str, Fact]:
    """Return growth by reporter, potash, transit, loans and debt."""

    def said(row_id: str) -> Quantity:
        return recorded(study, row_id)

    before, now = brief_figure(study, "turnover", 2019), brief_figure(study, "turnover", 2022)
    potash = said("CHN.BLR.import.2022.CHN.fertilizer-daily-e56065.310420.2")
    earlier = said("CHN.BLR.import.2024-01-01_2024-08-31.CHN.reform-news-a886d3.310420")
    later = said("CHN.BLR.import.2025-01-01_2025-08-31.CHN.reform-news-881800.310420")
    borrowed = said("finance.CHN.borrowed-from-china-eximbank.2020-01-01_2020-12-05.economx-d40a92")
    repaid = said("finance.CHN.repaid-to-chinese-banks.2020-01-01_2020-12-05.economx-d40a92")
    transit = "transit.CHN.china-europe-china-transit-via-belarus"
    return {
        "brief_growth": growth(before, now),
        "customs_growth": growth(
            published_figure(study, "turnover", 2019, "CHN"),
            published_figure(study, "turnover", 2022, "CHN"),
        ),
        "minsk_growth": growth(
            published_figure(study, "turnover", 2019, "BLR"),
            published_figure(study, "turnover", 2022, "BLR"),
        ),
        "potash_2022": potash,
        "potash_2023": said("CHN.BLR.import.2023.CHN.fertilizer-daily-e56065.310420.2"),
        "potash_part_2022": ratio(potash, published_figure(study, "export", 2022, "BLR"), "share"),
        "potash_2024_part": earlier,
        "potash_2025_part": later,
        "potash_change": growth(earlier, later),
        "transit_2017": said(f"{transit}.2017.intermodal-news-aa3dbb"),
        "transit_2020": said(f"{transit}.2020.rw-by-849270"),
        "transit_2021": said(f"{transit}.2021.intermodal-news-aa3dbb"),
        "debt_2018": said(
            "finance.CHN.external-government-debt-to-china.2018-12-31.office-life-085c9d"
        ),
        "lines_2015": said(
            "finance.CHN.chinese-credit-lines-announced.2015-05-11.financial-tribune-73893a"
        ),
        "loans": said(
            "finance.CHN.chinese-concessional-and-commercial-loans-28-projects"
            ".2006-01-01_2025-12-31.belta-chinese-a1b212"
        ),
        "borrowed_2020": borrowed,
        "repaid_2020": repaid,
        "net_repaid_2020": subtract(repaid, borrowed),
        "agreements_2023": said(
            "contacts.CHN.documents-signed-at-the-visit-of-march-2023.2023-03-01"
            ".belarus-24-news-by-ca6201"
        ),
    }
