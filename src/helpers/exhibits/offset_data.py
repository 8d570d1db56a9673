"""The offset of a study: whose losses, whose gains, in which year; shared by facts and exhibits."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from helpers.countries import WORLD
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.figures import assumption
from helpers.exhibits.overview_data import FOUR
from helpers.indicators.baselines import BASELINES, Baseline
from helpers.indicators.donor_baseline import SYNTHETIC, donor_baseline, require_donors
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.offset import Flows, Offset, offset
from helpers.indicators.offset_panel import (
    bound_undisclosed,
    flows_of_panel,
    known_in,
    sum_of_legs,
)
from helpers.tables.study import Study

NEW = "NEW"  # the studied partners together
LEGS = ("export", "import", "turnover")
# With fewer, placebos cannot give a 90 percent interval. Set after seeing what five gave for China:
# -141 to +299 percent.
FEWEST_DONORS = 9


class Measured(NamedTuple):
    """An offset with what it was measured on.

    `counted` are the partners whose gain is shown apart, Russia first; `hidden` those of the four
    that disclose no figure of that year and are in the rest. `rules` are the baselines; where
    synthetic control is none of them, `no_donors` says why.
    """

    offset: Offset
    flows: Flows
    flow: str
    cut: int
    year: int
    lost: list[str]
    counted: list[str]
    hidden: list[str]
    rules: Mapping[str, Baseline]
    no_donors: str


def sanctioning(study: Study) -> list[str]:
    """Return the partners that sanction the focal country (groups.csv), if they have figures."""
    members = study.groups[study.groups["group"] == f"SANCTIONING_{study.focal.code}"]["member"]
    return sorted(set(members) & set(study.history["partner"].unique()))


def untouched(study: Study) -> list[str]:
    """Return the countries that neither sanction the focal country nor belong to a group that does.

    They can be donors of a synthetic control; all have some figure.
    """
    lost = sanctioning(study)
    members = study.groups.loc[study.groups["group"].isin(lost), "member"]
    kinds = study.countries.set_index("code")["kind"]
    touched = {*lost, *members}
    codes = sorted(study.history["partner"].unique())
    return [one for one in codes if kinds[one] == "country" and one not in touched]


def reported_flows(study: Study, panel: pd.DataFrame) -> dict[str, Flows]:
    """Return exports, imports and turnover of the partners that an offset is about, by flow.

    The sanctioning partners, Russia, the four, the pair and the World.

    Parameters
    ----------
    study : Study
        The focal country.
    panel : DataFrame
        The study's, or another, for instance one of statistical offices alone.
    """
    names = [*sanctioning(study), BENCHMARK, *FOUR, study.partner.code, WORLD]
    return {flow: flows_of_panel(panel, flow, list(dict.fromkeys(names))) for flow in LEGS}


def bounded_flows(
    study: Study,
    flow: str,
    reported: Mapping[str, Flows] | None = None,
    undisclosed: float | None = None,
) -> Flows:
    """Return one of the reported flows with bounds for what sanctioning partners do not disclose.

    Parameters
    ----------
    study : Study
        The focal country.
    flow : str
        export, import or turnover.
    reported : mapping of str to Flows, optional
        As of :func:`reported_flows`, if not of the study's own panel.
    undisclosed : float, optional
        One share of what was to be expected for what sanctioning partners do not disclose, instead
        of the whole range of the assumption.
    """
    lost = sanctioning(study)
    known = _own_flows(study) if reported is None else reported
    row = study.assumptions.set_index("name").loc["undisclosed_sanctioning_share"]
    ends = float(row["low"]), float(row["high"])
    share = ends if undisclosed is None else (undisclosed, undisclosed)
    cut = int(assumption(study, "break_year"))

    def bounded(one: str) -> Flows:
        return bound_undisclosed(known[one], lost, cut, share)

    if flow != "turnover":
        return bounded(flow)
    return sum_of_legs(known[flow], bounded("export"), bounded("import"), lost, cut)


@lru_cache(maxsize=2)
def _own_flows(study: Study) -> dict[str, Flows]:
    return reported_flows(study, study.history)


@lru_cache(maxsize=8)
def measure_offset(study: Study, flow: str = "export", year: int | None = None) -> Measured:
    """Return the offset of a year after the break, by default the last with total and Russia known.

    Parameters
    ----------
    study : Study
        The focal country; its partner is counted too, if it is none of the sanctioning.
    flow : str
        export, import or turnover.
    year : int, optional
        Calendar year.

    Raises
    ------
    InsufficientData
        If no partner sanctions the focal country, or no total after the break is known.
    """
    lost = sanctioning(study)
    cut = int(assumption(study, "break_year"))
    if not lost:
        raise InsufficientData(
            f"Offset: expected a group SANCTIONING_{study.focal.code} in groups.csv with partners "
            "that have figures, found none."
        )
    flows = bounded_flows(study, flow)
    totals = flows.central.loc[cut:, [WORLD]].where(flows.middle[BENCHMARK].notna()).dropna()
    if totals.empty or (year is not None and year not in totals.index):
        raise InsufficientData(
            f"Offset: expected a whole year's total of {flow} and Russia's part of it in "
            f"{year or f'a year from {cut} on'}, found {list(totals.index) or 'none'}."
        )
    when = int(totals.index[-1]) if year is None else year
    wanted = dict.fromkeys([BENCHMARK, *FOUR, study.partner.code])
    named = [one for one in wanted if one not in (*lost, WORLD)]
    counted = known_in(flows, named, when, cut - 3)
    four = [one for one in FOUR if one in counted]
    others = {one: [one] for one in counted if one not in four}
    groups = {**others, **({NEW: four} if four else {})}
    rules, no_donors = _rules(study, flows, flow, [WORLD, *lost, *counted], cut, when)
    found = offset(flows, lost, groups, WORLD, cut, when, rules)
    hidden = [one for one in FOUR if one not in counted]
    return Measured(found, flows, flow, cut, when, lost, counted, hidden, rules, no_donors)


def _rules(
    study: Study, flows: Flows, flow: str, partners: list[str], cut: int, year: int
) -> tuple[dict[str, Baseline], str]:
    """Return the baselines, with synthetic control where donors allow, and else why they do not."""
    codes = [one for one in untouched(study) if one not in partners]
    donors = flows_of_panel(study.history, flow, codes).central
    try:
        require_donors(
            flows.middle[partners].rename(columns=study.name),
            donors.rename(columns=study.name),
            cut, year, FEWEST_DONORS,
        )  # fmt: skip
    except InsufficientData as reason:
        return dict(BASELINES), str(reason)
    return {**BASELINES, SYNTHETIC: donor_baseline(donors, FEWEST_DONORS)}, ""
