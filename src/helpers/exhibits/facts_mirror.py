"""Who still publishes, and how far the records of the two sides are apart, by name."""

from helpers.exhibits.comparisons import coverage_of_mirrors
from helpers.exhibits.figures import NAN, published_figure, ratio
from helpers.exhibits.statements import Fact
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study


def disclosure_facts(study: Study) -> dict[str, Fact]:
    """Return what is disclosed about the pair and about all trade.

    ``own_last_year`` (last year with a figure by the focal country's statistical office),
    ``unknown_years`` (years without any whole-year turnover), ``coverage_2023`` (share of the trade
    of 2019 with partners that have a figure in that year, officials included) and
    ``coverage_statistics_2023`` (statistical offices only); ``mirror_2020`` and the like (the
    partner's record of turnover over the focal country's or, failing that, over BACI).
    """
    own = study.observations[
        (study.observations["reporter"] == study.focal.code)
        & (study.observations["status"] == "official_statistics")
        & (study.observations["product"] == "TOTAL")
    ]
    turnover = study.panel[study.panel["flow"] == "turnover"]
    facts: dict[str, Fact] = {
        "own_last_year": "" if own.empty else str(own["period_end"].dt.year.max()),
        "unknown_years": Quantity(int(turnover["central"].isna().sum()), "count"),
        "panel_years": Quantity(len(turnover), "count"),
        "reporters": Quantity(study.observations["reporter"].nunique(), "count"),
        "figures": Quantity(len(study.observations), "count"),
    }
    for year in range(2021, study.until + 1):
        for name, officials in (("coverage", True), ("coverage_statistics", False)):
            value = coverage_of_mirrors(study, year, officials=officials)
            note = f"Share of the goods turnover of 2019 with partners that have figures for {year}"
            facts[f"{name}_{year}"] = Quantity(value, "share", note=note)
    for year in range(study.since, study.until + 1):
        facts[f"mirror_{year}"] = _mirror(study, year)
    return facts


def widest_gap(study: Study) -> dict[str, Fact]:
    """Return the year in which the reporters of turnover are furthest apart.

    ``gap_year``, ``gap_low``, ``gap_high`` and ``gap_ratio`` (highest over lowest).
    """
    rows = study.panel[
        (study.panel["flow"] == "turnover")
        & (study.panel["n_sources"] > 1)
        & (study.panel["low"] > 0)
    ]
    if rows.empty:
        return {"gap_year": "", "gap_low": Quantity(NAN, "USD"), "gap_high": Quantity(NAN, "USD")}
    row = rows.loc[(rows["high"] / rows["low"]).idxmax()]
    ids = tuple(row["source_ids"].split(";"))
    low, high = Quantity(row["low"], "USD", sources=ids), Quantity(row["high"], "USD", sources=ids)
    return {
        "gap_year": str(row["year"]),
        "gap_low": low,
        "gap_high": high,
        "gap_ratio": ratio(high, low),
    }


def _mirror(study: Study, year: int) -> Quantity:
    theirs = published_figure(study, "turnover", year, study.partner.code)
    ours = published_figure(study, "turnover", year, study.focal.code)
    return ratio(
        theirs, published_figure(study, "turnover", year, "CEPII") if ours.missing else ours
    )
