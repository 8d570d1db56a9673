"""The numbers of the overview: who lost, who gained, and the benchmarks, by name."""

import pandas as pd

from helpers.exhibits.attention_data import compare
from helpers.exhibits.comparisons import (
    attention_and_results,
    contacts_of_presidents,
)
from helpers.exhibits.figures import (
    add,
    growth,
    nothing,
    panel_figure,
    ratio,
    recorded,
    subtract,
)
from helpers.exhibits.statements import Fact
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

FOUR = ("CHN", "KAZ", "IND", "IRN")
OTHERS = ("RUS", "EU27_2020", "UKR", "WLD")
BEFORE, AFTER = 2021, 2023
RECORDED = {
    "part_export_chn": "BLR.CHN.export.2023-01-01_2023-08-31.CHN.interfax-via-biang-beeee6",
    "part_import_chn": "BLR.CHN.import.2023-01-01_2023-08-31.CHN.interfax-via-biang-beeee6",
    "blocked_low": "loss_claim.WLD.blocked-exports-per-year-low.2022-05-01.zawya-reuters-820439",
    "blocked_high": "loss_claim.WLD.blocked-exports-per-year-high.2022-05-01_2022-05-31"
    ".zawya-reuters-820439",
    "loss_snopkov": "loss_claim.WLD.expected-export-loss-max.2022.zawya-reuters-820439",
    "loss_lukashenko": "loss_claim.WLD.export-loss-eu-and-ukraine.2023-01-01_2023-07-31"
    ".zerkalo-a0e1d2",
    "loss_chebotar": "loss_claim.WLD.export-loss-after-sanctions.2023.radio-svaboda-citing-6dd60a",
    "gain_chebotar": "loss_claim.WLD.compensated-exports-in-2023.2023.radio-svaboda-citing-6dd60a",
    "russia_compensated": "loss_claim.RUS.part-of-exports-lost-to-sanctions-compensated-by-russia"
    ".2022.rt-35a738",
}


def overview_facts(study: Study) -> dict[str, Fact]:
    """Return turnover, change, share, attention and results of the partners and benchmarks.

    Codes in lower case end the names: ``turnover_chn`` (latest whole year) with
    ``turnover_year_chn``, ``gain_rus`` (turnover of 2023 less that of 2021), ``share_chn`` and
    ``share_before_chn`` (of all goods trade in 2023 and 2019), ``attention_irn``, ``results_irn``,
    ``contacts_irn``; without a code: the loss as officials put it, and ``four_share``.
    """
    said = {name: recorded(study, row_id) for name, row_id in RECORDED.items()}
    facts: dict[str, Fact] = {**said}
    for code in (*FOUR, *OTHERS):
        facts |= {f"{name}_{code.lower()}": fact for name, fact in _partner(study, code).items()}
    facts |= _politics(study)
    facts |= _four(study)
    facts |= _exports(study)
    facts["loss_span"] = ratio(said["blocked_high"], said["loss_chebotar"])
    return facts


def _partner(study: Study, code: str) -> dict[str, Fact]:
    rows = study.everyone[
        (study.everyone["partner"] == code)
        & (study.everyone["flow"] == "turnover")
        & study.everyone["central"].notna()
    ]
    year = int(rows["year"].max())
    before, after = (panel_figure(study, "turnover", y, code) for y in (BEFORE, AFTER))
    return {
        "turnover": panel_figure(study, "turnover", year, code),
        "turnover_year": str(year),
        "turnover_2019": panel_figure(study, "turnover", 2019, code),
        "turnover_2021": before,
        "turnover_2022": panel_figure(study, "turnover", 2022, code),
        "turnover_2023": after,
        "gain": subtract(after, before),
        "growth": growth(before, after),
        "share_before": _share(study, code, 2019),
        "share": _share(study, code, AFTER),
    }


def _share(study: Study, code: str, year: int) -> Quantity:
    whole = panel_figure(study, "turnover", year, "WLD")
    return ratio(panel_figure(study, "turnover", year, code), whole, "share")


def _politics(study: Study) -> dict[str, Fact]:
    frame = attention_and_results(study).set_index("partner")
    contacts = contacts_of_presidents(study)
    note = f"2019-2025, among {len(frame)} partners other than Russia"
    facts: dict[str, Fact] = {}
    ends = _ends(study)
    for code in FOUR:
        for name in ("attention", "results", "gap"):
            column = name if name == "gap" else f"{name}_share"
            value = float(frame[column].get(code, float("nan")))
            low, high = ends.get((name, code), (value, value))
            facts[f"{name}_{code.lower()}"] = Quantity(
                value, "share", min(low, value), max(high, value), note=note
            )
        facts[f"contacts_{code.lower()}"] = Quantity(float(contacts.get(code, 0)), "count")
    facts["contacts_rus"] = Quantity(float(contacts.get("RUS", 0)), "count")
    return facts


def _ends(study: Study) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the ranges of attention (over weightings), results (over reports) and the gap."""
    try:
        found = compare(study)
    except InsufficientData:
        return {}
    frames = {"attention": found.attention, "results": found.results, "gap": found.gap}
    return {
        (name, row["partner"]): (float(row["low"]), float(row["high"]))
        for name, frame in frames.items()
        for row in frame.to_dict("records")
    }


def _four(study: Study) -> dict[str, Fact]:
    """Return what the four partners gained together beside Russia, and their joint share."""
    gains = [
        subtract(*(panel_figure(study, "turnover", y, c) for y in (AFTER, BEFORE))) for c in FOUR
    ]
    shares = {year: [_share(study, code, year) for code in FOUR] for year in (2019, AFTER)}
    together = _sum(gains)
    russia = subtract(*(panel_figure(study, "turnover", y, "RUS") for y in (AFTER, BEFORE)))
    return {
        "gain_four": together,
        "gain_four_without_china": _sum(gains[1:]),
        "gain_rus_2021_2023": russia,
        "china_of_four": ratio(gains[0], together, "share"),
        "four_share": _sum(shares[AFTER]),
        "four_share_before": _sum(shares[2019]),
    }


def _exports(study: Study) -> dict[str, Fact]:
    """Return exports to Russia, China and the EU, where both ends are known."""
    russia = [panel_figure(study, "export", year, "RUS") for year in (BEFORE, AFTER)]
    part = study.everyone[
        (study.everyone["partner"] == "EU27_2020")
        & (study.everyone["flow"] == "export")
        & (study.everyone["year"] == 2022)
    ]
    europe = panel_figure(study, "export", BEFORE, "EU27_2020")
    eleven = nothing() if part.empty else _lower_bound(part.iloc[0])
    return {
        "export_rus_before": russia[0],
        "export_rus_after": russia[1],
        "export_gain_rus": subtract(russia[1], russia[0]),
        "export_eu_before": europe,
        "export_eu_part_2022": eleven,
        "export_eu_months_2022": "" if part.empty else str(part.iloc[0]["months"]),
        "export_chn_2022": panel_figure(study, "export", 2022, "CHN"),
        "export_kaz_gain": subtract(
            panel_figure(study, "export", AFTER, "KAZ"),
            panel_figure(study, "export", BEFORE, "KAZ"),
        ),
        "export_ind_gain": subtract(
            panel_figure(study, "export", AFTER, "IND"),
            panel_figure(study, "export", BEFORE, "IND"),
        ),
        "export_wld_before": panel_figure(study, "export", BEFORE, "WLD"),
        "export_wld_after": panel_figure(study, "export", AFTER, "WLD"),
    }


def _lower_bound(row: pd.Series) -> Quantity:
    sources = tuple(row["source_ids"].split(";"))
    return Quantity(row["low"], "USD", sources=sources, note=f"{row['months']} months of 2022")


def _sum(quantities: list[Quantity]) -> Quantity:
    total = quantities[0]
    for quantity in quantities[1:]:
        total = add(total, quantity)
    return total
