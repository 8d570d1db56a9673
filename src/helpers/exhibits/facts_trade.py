"""What the panel says of a partner's weight: flows, shares, ranks, growth and balance by name."""

from helpers.exhibits.figures import (
    brief_figure,
    growth,
    nothing,
    panel_figure,
    panel_quantity,
    published_figure,
    published_rows,
    ratio,
    subtract,
)
from helpers.exhibits.statements import Fact
from helpers.indicators import cagr, rank
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

FLOWS = ("export", "import", "turnover", "balance")
BASE = 2019
FEWEST_RANKED = 20


def trade_facts(study: Study) -> dict[str, Fact]:
    """Return the flows of the pair by name.

    ``turnover_2022`` (panel), ``turnover_2022_kaz`` (as that reporter published it) and
    ``turnover_2022_kaz_said`` (as its officials put it),
    ``brief_turnover_2022``; ``turnover_last`` with ``turnover_last_year`` and likewise ``first``
    and ``peak`` for each flow; ``change_since_base`` and its yearly rate, from 2019.
    """
    facts: dict[str, Fact] = {
        "partner": study.partner.name,
        "focal": study.focal.name,
        "base_year": str(BASE),
    }
    for row in study.panel.to_dict("records"):
        facts[f"{row['flow']}_{row['year']}"] = panel_quantity(study, row)
    for flow in FLOWS:
        facts |= _landmarks(study, flow)
    facts |= _published(study)
    last = _year(facts["turnover_last_year"])
    base, now = panel_figure(study, "turnover", BASE), panel_figure(study, "turnover", last)
    facts["change_since_base"] = growth(base, now)
    facts["yearly_since_base"] = _yearly(base, now, last - BASE)
    return facts


def weight_facts(study: Study) -> dict[str, Fact]:
    """Return the partner's share of the focal country's goods turnover, its rank, and benchmarks.

    ``share_2021``, ``share_last`` with ``share_last_year``, ``share_base``; ``rank_2020`` of
    ``ranked`` countries; ``russia_share`` with ``russia_share_year`` and ``russia_times``, and the
    same for ``eu``, in the last year that has both.
    """
    facts: dict[str, Fact] = {"share_last": nothing("share"), "share_last_year": ""}
    for year in range(study.since, study.until + 1):
        world = panel_figure(study, "turnover", year, "WLD")
        facts[f"world_{year}"] = world
        share = ratio(panel_figure(study, "turnover", year), world, "share")
        facts[f"share_{year}"] = share
        if not share.missing:
            facts |= {"share_last": share, "share_last_year": str(year)}
    facts["share_base"] = facts.get(f"share_{BASE}", nothing("share"))
    for name, code in (("russia", "RUS"), ("eu", "EU27_2020")):
        facts |= _benchmark(study, name, code)
    return facts | _ranks(study)


def balance_facts(study: Study) -> dict[str, Fact]:
    """Return the balance and the coverage of imports by exports in the last year that has both."""
    years = [
        year
        for year in range(study.since, study.until + 1)
        if not panel_figure(study, "balance", year).missing
    ]
    facts: dict[str, Fact] = {
        f"import_cover_{year}": ratio(
            panel_figure(study, "export", year), panel_figure(study, "import", year)
        )
        for year in years
    }
    negative = [y for y in years if panel_figure(study, "balance", y).value < 0]
    facts |= {
        "deficit_years": Quantity(len(negative), "count"),
        "balance_years": Quantity(len(years), "count"),
        "both_year": str(years[-1]) if years else "",
    }
    last = years[-1] if years else study.until
    for flow in ("export", "import", "balance"):
        facts[f"{flow}_both"] = panel_figure(study, flow, last)
    facts["import_cover_both"] = facts.get(f"import_cover_{last}", nothing("ratio"))
    return facts


def change(study: Study, flow: str, first: int, last: int, reporter: str | None = None) -> Quantity:
    """Return the growth of a flow between two whole years, in the panel or of one reporter."""
    if reporter is None:
        return growth(panel_figure(study, flow, first), panel_figure(study, flow, last))
    return growth(
        published_figure(study, flow, first, reporter),
        published_figure(study, flow, last, reporter),
    )


def difference(study: Study, flow: str, first: int, last: int) -> Quantity:
    """Return by how many dollars a flow of the panel rose between two whole years."""
    return subtract(panel_figure(study, flow, last), panel_figure(study, flow, first))


def _benchmark(study: Study, name: str, code: str) -> dict[str, Fact]:
    """Return the share of another partner in the last year in which it is known."""
    facts: dict[str, Fact] = {f"{name}_share": nothing("share"), f"{name}_share_year": ""}
    for year in range(study.since, study.until + 1):
        other = panel_figure(study, "turnover", year, code)
        share = ratio(other, panel_figure(study, "turnover", year, "WLD"), "share")
        if year == BASE:
            facts[f"{name}_share_base"] = share
        if not share.missing:
            times = ratio(other, panel_figure(study, "turnover", year))
            facts |= {f"{name}_share": share, f"{name}_share_year": str(year)}
            facts |= {f"{name}_turnover": other, f"{name}_times": times}
    return facts


def _landmarks(study: Study, flow: str) -> dict[str, Fact]:
    rows = study.panel[(study.panel["flow"] == flow) & study.panel["central"].notna()]
    facts: dict[str, Fact] = {}
    for name in ("first", "peak", "last"):
        facts[f"{flow}_{name}"], facts[f"{flow}_{name}_year"] = nothing(), ""
        if len(rows):
            order = {"first": 0, "last": -1}
            row = rows.loc[rows["central"].idxmax()] if name == "peak" else rows.iloc[order[name]]
            facts[f"{flow}_{name}"] = panel_quantity(study, row)
            facts[f"{flow}_{name}_year"] = str(row["year"])
    return facts


def _published(study: Study) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        f"brief_{flow}_{year}": brief_figure(study, flow, year)
        for flow in FLOWS
        for year in range(study.since, study.until + 1)
    }
    for code, year in published_rows(study):
        for flow in FLOWS[:3]:
            name = f"{flow}_{year}_{code.lower()}"
            facts[name] = published_figure(study, flow, year, code)
            facts[f"{name}_said"] = published_figure(study, flow, year, code, said=True)
    return facts


def _yearly(first: Quantity, last: Quantity, years: int) -> Quantity:
    if first.missing or last.missing or years <= 0:
        return nothing("share")
    return Quantity(
        float(cagr(first.value, last.value, years)),
        "share",
        sources=(*first.sources, *last.sources),
        note="compound rate a year",
    )


def _ranks(study: Study) -> dict[str, Fact]:
    kinds = study.countries.set_index("code")["kind"]
    rows = study.everyone[
        (study.everyone["flow"] == "turnover")
        & study.everyone["central"].notna()
        & study.everyone["partner"].map(kinds).eq("country")
    ]
    facts: dict[str, Fact] = {"rank_last": nothing("count"), "rank_last_year": ""}
    for year, of_year in rows.groupby("year"):
        if len(of_year) < FEWEST_RANKED:
            continue
        ranks = rank(of_year.set_index("partner")["central"])
        if study.partner.code in ranks.index:
            row = of_year[of_year["partner"] == study.partner.code].iloc[0]
            place = Quantity(
                float(ranks[study.partner.code]),
                "count",
                sources=tuple(row["source_ids"].split(";")),
                note=f"Rank by goods turnover among {len(ranks)} countries in the tables, {year}",
            )
            facts |= {f"rank_{year}": place, "rank_last": place, "rank_last_year": str(year)}
            facts["ranked"] = Quantity(len(ranks), "count")
    return facts


def _year(fact: Fact) -> int:
    return int(fact) if isinstance(fact, str) and fact else 0
