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
PACE = "The brief's eleven months at the same monthly pace for twelve"
ROWS = {
    "machinery_growth": "growth.KAZ.growth-of-exports-of-industry-ministry-firms"
    ".2022-01-01_2022-11-30.centralasianlight-91e8bb",
    "brief_growth_2022": "growth.KAZ.growth-of-turnover.2022-01-01_2022-11-30.brief",
    "ambassador_growth_2023": "growth.KAZ.growth-of-turnover.2023.pozirk-mirror-347018",
    "minister_export_growth_2023": "growth.KAZ.growth-of-exports.2023.radio-svaboda-citing-6dd60a",
    "eu_wood_2021": "EU27_2020.KAZ.import.2021.EU27_2020.fea-764a4e.44",
    "eu_wood_2023": "EU27_2020.KAZ.import.2023.EU27_2020.fea-764a4e.44",
    "plywood_duty": "wood.KAZ.anti-dumping-duty-extended-to-birch-plywood-from-kazakhstan"
    ".2024-05-14.european-commission-dadc99",
}
GOALS = {"ambassador_goal": "2022-10-13.KAZ.1", "premiers_goal": "2024-06-03.KAZ.1"}


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
        **{name: recorded(study, row_id) for name, row_id in ROWS.items()},
        **_eleven_months(study, part),
        **_through_central_asia(study),
        **{name: _declared(study, row_id) for name, row_id in GOALS.items()},
    }


def _eleven_months(study: Study, part: Quantity) -> dict[str, Fact]:
    """Return what the brief's eleven months leave to December and to imports.

    ``pace_2022`` (twelve months at the same pace) and ``gain_over_pace`` (the whole year over it),
    ``december_2022`` (the whole year by Kazakh statistics less the brief's figure),
    ``december_over_month`` (that over the mean month before it) and ``brief_import_implied_2022``
    (the brief's turnover less its export).
    """
    month = Quantity(part.value / MONTHS_IN_BRIEF, "USD", sources=part.sources, note=part.note)
    whole = published_figure(study, "turnover", 2022, "KAZ")
    pace = Quantity(month.value * 12, "USD", sources=part.sources, note=PACE)
    return {
        "pace_2022": pace,
        "gain_over_pace": subtract(whole, pace),
        "december_2022": subtract(whole, part),
        "december_over_month": ratio(subtract(whole, part), month),
        "brief_import_implied_2022": subtract(part, brief_figure(study, "export", 2022)),
    }


def _declared(study: Study, row_id: str) -> Quantity:
    rows = study.targets[study.targets["id"] == row_id]
    if rows.empty:
        return nothing()
    row = rows.iloc[0]
    return Quantity(row["value"], "USD", sources=(row["source_id"],), note=row["declared_by"])


def _through_central_asia(study: Study) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name, code in (("exports", "KAZ"), ("to_kyrgyzstan", "KGZ")):
        first, last = eu_exports(study, code, 2021), eu_exports(study, code, 2023)
        facts |= {f"eu_{name}_2021": first, f"eu_{name}_2023": last}
        facts |= {f"eu_{name}_growth": growth(first, last), f"eu_{name}_times": ratio(last, first)}
    return facts


def eu_exports(study: Study, partner: str, year: int) -> Quantity:
    """Return the exports of the EU27 to a country in a whole year, EUR."""
    rows = study.elsewhere
    rows = rows[
        (rows["focal"] == "EU27_2020")
        & (rows["partner"] == partner)
        & (rows["flow"] == "export")
        & (rows["reporter"] == "EU27_2020")
        & (rows["product"] == "TOTAL")
        & (rows["period_start"] == pd.Timestamp(year, 1, 1))
        & (rows["period_end"] == pd.Timestamp(year, 12, 31))
    ]
    return nothing("EUR") if rows.empty else recorded(study, rows.iloc[0]["id"])
