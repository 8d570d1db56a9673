"""The numbers of the story of Kazakhstan, by name.

Rows are named by their ids: one that is removed or renamed stops the report.
"""

import pandas as pd

from helpers.exhibits.figures import (
    add,
    brief_figure,
    growth,
    nothing,
    published_figure,
    ratio,
    recorded,
    subtract,
)
from helpers.exhibits.statements import Fact
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

MONTHS_IN_BRIEF = 11


def kazakhstan_facts(study: Study) -> dict[str, Fact]:
    """Return the eleven months and the year, what grew, wood, and exports of the EU."""
    part = brief_figure(study, "turnover", 2022)
    exports, imports = (
        subtract(
            published_figure(study, flow, 2022, "KAZ"), published_figure(study, flow, 2021, "KAZ")
        )
        for flow in ("export", "import")
    )
    wood = recorded(
        study,
        "wood.KAZ.wood-and-articles-imports-value-kazakhstan-and-kyrgyzstan-to"
        ".2022-06-01_2022-10-31.occrp-175eee",
    )
    return {
        "pace_2022": Quantity(
            part.value * 12 / MONTHS_IN_BRIEF,
            "USD",
            sources=part.sources,
            note="The brief's eleven months at the same monthly pace for twelve",
        ),
        "gain_2022": add(exports, imports),
        "gain_export_2022": exports,
        "gain_import_2022": imports,
        "import_part_of_gain": ratio(imports, add(exports, imports), "share"),
        "kazakh_growth_2022": growth(
            published_figure(study, "turnover", 2021, "KAZ"),
            published_figure(study, "turnover", 2022, "KAZ"),
        ),
        "kazakh_growth_2023": growth(
            published_figure(study, "turnover", 2022, "KAZ"),
            published_figure(study, "turnover", 2023, "KAZ"),
        ),
        "wood_2020_2021": recorded(
            study,
            "wood.KAZ.wood-and-articles-imports-value-kazakhstan-and-kyrgyzstan-to"
            ".2020-01-01_2021-12-31.occrp-175eee",
        ),
        "wood_2022": wood,
        "machinery_growth": recorded(
            study,
            "growth.KAZ.growth-of-exports-of-industry-ministry-firms"
            ".2022-01-01_2022-11-30.centralasianlight-91e8bb",
        ),
        "eu_exports_2021": eu_exports(study, "KAZ", 2021),
        "eu_exports_2023": eu_exports(study, "KAZ", 2023),
        "eu_exports_growth": growth(eu_exports(study, "KAZ", 2021), eu_exports(study, "KAZ", 2023)),
        "eu_to_kyrgyzstan_growth": growth(
            eu_exports(study, "KGZ", 2021), eu_exports(study, "KGZ", 2023)
        ),
    }


def eu_exports(study: Study, partner: str, year: int) -> Quantity:
    """Return the exports of the EU27 to a country in a whole year, EUR."""
    rows = study.elsewhere
    rows = rows[
        (rows["focal"] == "EU27_2020")
        & (rows["partner"] == partner)
        & (rows["flow"] == "export")
        & (rows["product"] == "TOTAL")
        & (rows["period_start"] == pd.Timestamp(year, 1, 1))
        & (rows["period_end"] == pd.Timestamp(year, 12, 31))
    ]
    return nothing("EUR") if rows.empty else recorded(study, rows.iloc[0]["id"])
