"""Tables for the comparison of all partners: what they trade, and who still says so."""

import pandas as pd

from helpers.exhibits.charts_data import flow_by_year, reporter_name, source_numbers, whole_years
from helpers.exhibits.charts_position import share_by_year
from helpers.exhibits.comparisons import contacts_of_presidents, countries_of, coverage_of_mirrors
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.overview_data import ROUGH, is_rough, rough_words
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators import first_year_reached
from helpers.tables.numbers import DASH, write_money, write_percent, write_range
from helpers.tables.study import Study

PARTNERS = ("CHN", "KAZ", "IND", "IRN")
BENCHMARKS = ("RUS", "EU27_2020", "UKR")
BEFORE = (2017, 2019)
YEARS = range(2019, 2026)
MOST = 5  # further partners in the table of disclosure
STATISTICS, OFFICIALS, PART = "statistics", "officials", "part year"


def partners_table(study: Study) -> Exhibit:
    """Return the partners side by side, Russia, the EU and Ukraine below as benchmarks.

    Parameters
    ----------
    study : Study
        Of the focal country and the world.
    """
    found = set(study.everyone["partner"])
    rows = [code for code in (*PARTNERS, *BENCHMARKS) if code in found]
    if not rows:
        return note_exhibit("partners", "None of the partners compared is in our tables.")
    year = _shared_year(study, [code for code in rows if code in PARTNERS])
    contacts = contacts_of_presidents(study)
    lines = [_line(study, code, year, int(contacts.get(code, 0))) for code in rows]
    columns = [
        Column("Partner"),
        number_column("Year"),
        number_column("Turnover"),
        number_column("Range"),
        number_column("Share", str(year) if year else ""),
        number_column("Change", f"since {BEFORE[0]}{DASH}{BEFORE[1] % 100}"),
        number_column("Meetings", f"{YEARS[0]}{DASH}{YEARS[-1] % 100}"),
        number_column("Goals", "reached"),
        Column("Reporters"),
    ]
    used = study.everyone[
        study.everyone["partner"].isin(rows) & study.everyone["flow"].eq("turnover")
    ]
    goals = study.all_targets[study.all_targets["partner"].isin(rows)]
    return table_exhibit(
        "partners",
        f"Trade in goods of {study.focal.name} with its partners, and what was declared for it",
        columns,
        lines,
        row_kinds=["muted" if code in BENCHMARKS else "" for code in rows],
        notes=[
            "Year: the latest whole one known. Share: of all goods turnover, in the latest year "
            "known for all partners compared. Change: that of the latest year against the mean of "
            f"{BEFORE[0]}{DASH}{BEFORE[1]}. Meetings: visits and meetings of heads of state in our "
            "tables. Goals: amounts of turnover declared, and how many any figure reaches from the "
            "year of the declaration on, after the deadline too; left out are goals that no whole "
            f"year could decide yet, and goals of exports or else. {ROUGH}: {rough_words()}. Grey: "
            f"benchmarks. {DASH}: not known, which is not zero."
        ],
        sources=source_numbers(study, used["source_ids"], goals["source_id"]),
    )


def goals_reached(study: Study, partner: str) -> tuple[int, int]:
    """Return how many declared amounts of turnover were reached by any figure, of how many decided.

    An amount is decided once a whole year after that of its first declaration, or the year of its
    deadline, is known, or once it is reached.

    Parameters
    ----------
    study : Study
        Its targets with everyone are used.
    partner : str
        Code.
    """
    rows = study.all_targets
    rows = rows[
        rows["partner"].eq(partner)
        & rows["metric"].eq("turnover")
        & rows["unit"].eq("USD")
        & rows["value"].gt(0)
    ]
    turnover = study.everyone[
        study.everyone["partner"].eq(partner) & study.everyone["flow"].eq("turnover")
    ]
    known = set(turnover.loc[turnover["high"].notna() & turnover["months"].eq(12), "year"])
    reached = decided = 0
    for value, goals in rows.groupby("value"):
        year = int(goals["declared_on"].min().year)
        later = turnover[turnover["year"].ge(year)]
        if len(later) and first_year_reached(later, partner, float(value), column="high"):
            reached += 1
            decided += 1
        elif any(one > year for one in known) or known & set(goals["deadline"].dt.year.dropna()):
            decided += 1
    return reached, decided


def disclosure_table(study: Study) -> Exhibit:
    """Return by partner and year whose whole-year figure is known, and the coverage of mirrors.

    Parameters
    ----------
    study : Study
        Of the focal country and the world.
    """
    years = [year for year in YEARS if study.since <= year <= study.until]
    rows = study.everyone[study.everyone["flow"].eq("turnover")]
    codes = _by_size(study, rows)
    if not years or not codes:
        return note_exhibit("disclosure", "No turnover of any partner is in our tables since 2019.")
    lines = [
        [study.country(code).short, *(_state(rows, code, year) for year in years)] for code in codes
    ]
    everyone = countries_of(study)
    states = [[_state(rows, code, year) for code in everyone] for year in years]
    counts = [f"{one.count(STATISTICS)} of {len(everyone)}" for one in states]
    lines += [
        ["Countries with statistics", *counts],
        ["Share of 2019 trade covered", *(_coverage(study, year) for year in years)],
    ]
    return table_exhibit(
        "disclosure",
        f"Who still publishes {study.focal.name}’s trade: whole-year turnover by kind of source",
        [Column("Partner"), *(Column(str(year), "", "center") for year in years)],
        lines,
        row_kinds=[""] * len(codes) + ["total"] * 2,
        notes=[
            f"{STATISTICS}: a statistical office, or BACI, which is built from such offices; "
            f"{OFFICIALS}: only statements of officials or press; {PART}: only months of the year; "
            f"{DASH}: nothing in our tables, which does not prove that nothing was published. "
            "Covered: the part of 2019 goods trade held by countries with statistics in that year."
        ],
        sources=source_numbers(study, rows.loc[rows["partner"].isin(codes), "source_ids"]),
    )


def _line(study: Study, code: str, year: int | None, contacts: int) -> list[str]:
    everyone = study.everyone
    known = whole_years(flow_by_year(everyone[everyone["partner"].eq(code)], "turnover"))
    reached, declared = goals_reached(study, code)
    shares = share_by_year(study, code)["central"]
    tail = [str(contacts), f"{reached} of {declared}" if declared else "none"]
    share = write_percent(shares[year]) if year in shares.index else DASH
    if known.empty:
        return [study.country(code).short, DASH, DASH, DASH, share, DASH, *tail, DASH]
    last = known.iloc[-1]
    before = known.loc[BEFORE[0] : BEFORE[1], "central"].mean()
    later = known.index[-1] > BEFORE[1]
    names = [reporter_name(study, one) for one in str(last["reporters"]).split(";") if one]
    return [
        study.country(code).short,
        str(known.index[-1]),
        (ROUGH if is_rough(last) else "") + write_money(last["central"]),
        _spread(last),
        share,
        write_percent(last["central"] / before - 1, sign=True)
        if later and pd.notna(before)
        else DASH,
        *tail,
        ", ".join(names),
    ]


def _spread(row: pd.Series) -> str:
    """Return the range, or that there is none to give: one reporter may be calendarised."""
    if row["n_sources"] == 1 and row["high"] <= row["low"] * 1.001:
        return "one figure"
    return write_range(row["low"], row["high"])


def _shared_year(study: Study, codes: list[str]) -> int | None:
    """Return the latest year in which the share of every partner is known."""
    years = [set(share_by_year(study, code).index) for code in codes]
    shared = set.intersection(*years) if years else set()
    return max((int(year) for year in shared), default=None)


def _by_size(study: Study, rows: pd.DataFrame) -> list[str]:
    """Return partners and benchmarks, then the largest other countries of the first year."""
    first = rows[rows["year"].eq(max(YEARS[0], study.since))].set_index("partner")["central"]
    named = [code for code in (*PARTNERS, *BENCHMARKS) if code in set(rows["partner"])]
    others = first.reindex([c for c in countries_of(study) if c not in named]).dropna()
    return named + others.sort_values(ascending=False).index[:MOST].tolist()


def _state(rows: pd.DataFrame, code: str, year: int) -> str:
    row = rows[rows["partner"].eq(code) & rows["year"].eq(year)]
    if row.empty:
        return DASH
    one = row.iloc[0]
    if pd.notna(one["central"]):
        return OFFICIALS if "estimate" in str(one["flags"]) else STATISTICS
    return PART if pd.notna(one["low"]) else DASH


def _coverage(study: Study, year: int) -> str:
    try:
        return write_percent(coverage_of_mirrors(study, year))
    except (KeyError, ValueError):  # the reference year or the world is not in the tables
        return DASH
