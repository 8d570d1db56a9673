"""Frames that several exhibits and facts share: attention beside results, and who still reports."""

from datetime import date
from functools import lru_cache

import pandas as pd

from helpers.indicators import (
    Period,
    attention_gap,
    attention_per_year,
    attention_share,
    event_scores,
    gained_share,
    hostility_per_year,
    mirror_coverage,
    results_share,
)
from helpers.tables.study import Study

WINDOW = Period(date(2019, 1, 1), date(2025, 12, 31))
BEFORE = (2017, 2018, 2019)
AFTER = (2021, 2022, 2023, 2024, 2025)
DURING = (2019, 2020, *AFTER)
BENCHMARK = "RUS"
CONTACTS = ("visit", "meeting")


@lru_cache(maxsize=2)
def countries_of(study: Study) -> tuple[str, ...]:
    """Return the partners that are countries, not groups or the World, in alphabetical order."""
    kinds = study.countries.set_index("code")["kind"]
    return tuple(
        sorted(one for one in set(study.everyone["partner"]) if kinds.get(one) == "country")
    )


def mean_turnover(study: Study, years: tuple[int, ...]) -> pd.Series:
    """Return the mean turnover by partner over the years in which it is known, USD."""
    rows = study.everyone[
        (study.everyone["flow"] == "turnover") & study.everyone["year"].isin(years)
    ]
    return rows.groupby("partner")["central"].mean()


def attention_and_results(study: Study) -> pd.DataFrame:
    """Compare what partners get of political attention with what they bring in trade, 2019-2025.

    The set is every country that got more cooperation than hostility and whose turnover is known in
    the window; Russia is apart, as the benchmark and not a partner to turn to instead.

    Returns
    -------
    pandas.DataFrame
        One row a partner: ``attention`` (points a year), ``hostility``, ``attention_share``,
        ``turnover`` (USD a year, mean of the known years), ``known_until`` (the last of them),
        ``results_share``, ``gained_share`` (of the growth from 2017-2019 to after 2020; NaN where
        later years are unknown), ``gap`` (attention share less results share), ``contacts`` (visits
        and meetings of heads of state), largest attention first.
    """
    scored = score_events(study)
    trade = mean_turnover(study, DURING)
    cooperative = set(scored.loc[scored["stance"] == "cooperative", "partner"])
    known = set(trade.dropna().index) & cooperative - {BENCHMARK}
    partners = [code for code in countries_of(study) if code in known]
    points = attention_per_year(scored, WINDOW, partners)
    hostility = hostility_per_year(scored, WINDOW, partners)
    partners = [code for code in partners if points[code] > hostility[code]]
    points = points[partners]
    shares, results = attention_share(points), results_share(trade, partners)
    before, after = mean_turnover(study, BEFORE), mean_turnover(study, AFTER)
    later = [code for code in partners if pd.notna(before.get(code)) and pd.notna(after.get(code))]
    frame = pd.DataFrame(
        {
            "attention": points,
            "hostility": hostility[partners],
            "attention_share": shares,
            "turnover": trade[partners],
            "known_until": _last_known(study).reindex(partners),
            "results_share": results,
            "gained_share": gained_share(before, after, later).reindex(partners),
            "gap": attention_gap(shares, results),
            "contacts": contacts_of_presidents(study).reindex(partners).fillna(0),
        }
    )
    return (
        frame.rename_axis("partner")
        .reset_index()
        .sort_values(["attention", "partner"], ascending=[False, True], ignore_index=True)
    )


def contacts_of_presidents(study: Study) -> pd.Series:
    """Return the visits and meetings of heads of state by partner, 2019-2025."""
    events = study.all_events
    inside = events["date"].between(pd.Timestamp(WINDOW.start), pd.Timestamp(WINDOW.end))
    top = events["level"].eq("head_of_state") & events["kind"].isin(CONTACTS)
    return events[inside & top]["partner"].value_counts()


def _last_known(study: Study) -> pd.Series:
    rows = study.everyone[
        study.everyone["central"].notna() & (study.everyone["flow"] == "turnover")
    ]
    return rows.groupby("partner")["year"].max()


def score_events(study: Study) -> pd.DataFrame:
    """Return all events of the focal country with their scores (see `indicators.event_scores`)."""
    return event_scores(study.all_events, study.weights)


def still_reporting(study: Study, year: int, *, officials: bool = False) -> list[str]:
    """Return the countries with a known turnover of a year.

    Parameters
    ----------
    study : Study
        The focal country and all its partners.
    year : int
        Calendar year.
    officials : bool
        Count what officials say too; by default a statistical office must stand behind the figure.
    """
    rows = study.everyone[
        (study.everyone["flow"] == "turnover")
        & (study.everyone["year"] == year)
        & study.everyone["central"].notna()
        & (officials | ~study.everyone["flags"].str.contains("estimate"))
    ]
    return sorted(set(rows["partner"]) & set(countries_of(study)))


def coverage_of_mirrors(
    study: Study, year: int, reference: int = 2019, *, officials: bool = False
) -> float:
    """Return the share of the reference year's trade with partners that have figures in `year`."""
    rows = study.everyone[
        (study.everyone["flow"] == "turnover") & (study.everyone["year"] == reference)
    ].set_index("partner")["central"]
    reporting = [
        code
        for code in still_reporting(study, year, officials=officials)
        if pd.notna(rows.get(code))
    ]
    return mirror_coverage(rows[list(countries_of(study))].dropna(), reporting, float(rows["WLD"]))


def shares_by_partner(study: Study, flow: str, year: int) -> pd.Series:
    """Return the share of every country with a known flow in the focal country's total of a year.

    Returns
    -------
    pandas.Series
        By partner; sums to less than one where partners are undisclosed. Empty without a total.
    """
    rows = study.everyone[(study.everyone["flow"] == flow) & (study.everyone["year"] == year)]
    values = rows.set_index("partner")["central"]
    known = values[[code for code in countries_of(study) if code in values.index]].dropna()
    return known / values["WLD"] if pd.notna(values.get("WLD")) else known.iloc[:0]
