"""Titles, captions and alternative texts of the charts of one pair, written from the data.

A title is chosen by what the figures show. Where they show little it only describes.
"""

import re
from collections.abc import Iterable

import pandas as pd

from helpers.countries import WORLD, Country
from helpers.exhibits.charts_axes import round_ticks
from helpers.exhibits.charts_data import runs, whole_years
from helpers.exhibits.drawing import Words
from helpers.exhibits.overview_data import is_rough
from helpers.tables.numbers import DASH, write_money, write_number, write_percent, write_range
from helpers.tables.study import Study

BASE = (2019, 2021)
CENTRAL = (
    "Line: central value, reconciled over the reporters. Band: from the lowest to the highest."
)


def trade_words(
    study: Study, rows: pd.DataFrame, reporters: list[str], *, parts: bool, events: str = ""
) -> Words:
    """Return the words of the chart of turnover with its range; `events` tells its dates."""
    whole = whole_years(rows)
    pair = f"{study.focal.name} and {spoken(study.partner)}"
    subtitle = f"Trade in goods of {pair}, exports plus imports, {money_unit(whole)} a year"
    return Words(
        title=_trade_title(study, whole),
        subtitle=f"{subtitle}, {period(study.since, study.until)}",
        caption=" ".join(
            [
                CENTRAL if len(whole) else "",
                marks_caption(reporters, parts=parts),
                flags_caption(rows),
                events,
            ]
        ).strip(),
        alt=f"Line chart with a range. {describe(rows, f'Goods trade of {pair}')}",
    )


def _trade_title(study: Study, whole: pd.DataFrame) -> str:
    name = spoken(study.partner)
    if len(whole) < 3:
        return f"What is published on {study.focal.name}’s goods trade with {name}"
    last, year = whole.iloc[-1], int(whole.index[-1])
    if year <= study.until - 4:
        return (
            f"No figure for trade with {name} was found after {year}, "
            f"when it was {write_money(last['central'])}"
        )
    return _line_title(study, whole) or change_title(f"Trade with {name}", whole)


def _line_title(study: Study, whole: pd.DataFrame) -> str:
    """Return a title on a declared target that lies inside the range of some years."""
    targets = study.targets
    goals = targets.loc[targets["metric"].eq("turnover") & targets["unit"].eq("USD"), "value"]
    repeated = [goal for goal, times in goals.value_counts().items() if times > 1]
    for goal in sorted(repeated):
        above, below = (whole[end] >= goal * (1 - 1e-9) for end in ("high", "low"))
        sure = whole.index[below].tolist()
        open_ = whole.index[above & ~below & (whole["n_sources"] > 1)].tolist()
        if open_ and len(open_) + len(sure) <= 5:
            reach = f"is above {round_money(goal)}"
            doubt = f"in {listed(open_)} that depends on who counts"
            if sure:
                return f"Trade with {study.partner.name} {reach} in {listed(sure)}; {doubt}"
            return (
                f"Whether trade with {study.partner.name} {reach} in {listed(open_)} "
                "depends on who counts"
            )
    return ""


def change_title(what: str, whole: pd.DataFrame) -> str:
    """Return a title on the latest whole year against the mean of 2019 to 2021.

    Parameters
    ----------
    what : str
        What is measured, at the start of a sentence.
    whole : DataFrame
        Whole years: central, low, high, indexed by year, ascending; a last figure that alone and
        rounded stands for its year is called "about".
    """
    base = whole.loc[BASE[0] : BASE[1]]
    last, year = whole.iloc[-1], int(whole.index[-1])
    amount = ("about " if is_rough(last) else "") + write_money(last["central"])
    if base.empty or year <= BASE[1]:
        return f"{what} was {amount} in {year}"
    before, years = base["central"].mean(), period(int(base.index[0]), int(base.index[-1]))
    ratio = last["central"] / before
    if (last["low"] <= base["high"].mean()) and (last["high"] >= base["low"].mean()):
        spread = write_range(last["low"], last["high"])
        return f"{what} in {year} ({spread}) is within the range of {years}"
    if ratio >= 1.5:
        return f"{what} is {write_number(ratio, 1)} times its mean of {years}: {amount} in {year}"
    side = "above" if ratio > 1 else "below"
    return (
        f"{what} is {write_percent(abs(ratio - 1))} {side} its mean of {years}: {amount} in {year}"
    )


def flows_words(
    study: Study, exports: pd.DataFrame, imports: pd.DataFrame, balance: pd.DataFrame
) -> Words:
    """Return the words of the chart of exports, imports and balance."""
    focal, partner = study.focal.name, spoken(study.partner)
    both = balance[balance["central"].notna()]
    title = f"{focal}’s exports to and imports from {partner}"
    if len(both) >= 3:
        last, year = both["central"].iloc[-1], int(both.index[-1])
        sign = "surplus" if last > 0 else "deficit"
        same = bool(((both["central"] > 0) == (last > 0)).all())
        amount = write_money(abs(last))
        title = f"{focal} had a {sign} of {amount} with {partner} in {year}, not in every year"
        if same:
            title = f"{focal} ran a {sign} with {partner} in every year known; {amount} in {year}"
        if both.loc[year, "low"] < 0 < both.loc[year, "high"]:
            several = both.loc[year, "n_sources"] > 1
            reason = "depends on who counts" if several else "is open: the range includes zero"
            title = f"Whether {focal} sold {partner} more than it bought in {year} {reason}"
    alt = " ".join(
        describe(rows, what)
        for rows, what in ((exports, "Exports"), (imports, "Imports"), (balance, "Balance"))
    )
    return Words(
        title=title,
        subtitle=(
            f"Goods, {money_unit(pd.concat([exports, imports]))} a year, "
            f"{period(study.since, study.until)}; below, exports less imports"
        ),
        caption=f"{CENTRAL} {_flows_caption(exports, imports)}".strip(),
        alt=f"Two lines above a bar chart of the balance. {alt}",
    )


def _flows_caption(exports: pd.DataFrame, imports: pd.DataFrame) -> str:
    """Return what the flags mean; a year with one of the two flows is not called undisclosed."""
    sold, bought = (
        {int(year) for year in rows.index[rows["central"].notna()]} for rows in (exports, imports)
    )
    rows = pd.concat([exports, imports])
    other = rows["central"].isna() & rows.index.isin(sold | bought)
    rows = rows.assign(flags=rows["flags"].fillna("").mask(other, ""))
    alone = [
        f"Only {name} known: {listed(years)}."
        for name, years in (("exports", sold - bought), ("imports", bought - sold))
        if years
    ]
    return " ".join([flags_caption(rows), *alone])


def describe(rows: pd.DataFrame, what: str) -> str:
    """Return a series in two sentences: from, peak, last; for somebody who cannot see the chart.

    Parameters
    ----------
    rows : DataFrame
        central, low, high, indexed by year.
    what : str
        What is measured.
    """
    known = rows[rows["central"].notna()]
    if known.empty:
        return f"{what}: no whole year is known."
    first, last = int(known.index[0]), int(known.index[-1])
    if first == last:
        return f"{what}: {write_money(known['central'].iloc[0])} in {first}, the only year known."
    top, low = known["central"].idxmax(), known["central"].idxmin()
    text = (
        f"{what}: {write_money(known['central'].iloc[0])} in {first}, "
        f"{write_money(known['central'].iloc[-1])} in {last}; highest "
        f"{write_money(known['central'].max())} in {top}, lowest "
        f"{write_money(known['central'].min())} in {low}."
    )
    gaps = [int(year) for year in rows.index[rows["central"].isna()]]
    return f"{text} No whole-year figure for {listed(gaps)}." if gaps else text


def marks_caption(reporters: list[str], *, parts: bool = False) -> str:
    """Return who reported, and what a hollow mark is if there are figures for part of a year."""
    if not reporters:
        return ""
    hollow = "; hollow: part of a year" if parts else ""
    return f"Marks: single figures as published ({', '.join(reporters)}){hollow}."


def flags_caption(rows: pd.DataFrame) -> str:
    """Return what the flags of a panel mean, years named."""
    meanings = {
        "undisclosed": "No whole-year figure in our tables (hatched, or hollow marks only)",
        "mirror_only": "Only the partner’s side or an unnamed one",
        "estimate": "Officials’ statements or press only",
        "calendarised": "Calendar years estimated from fiscal years",
    }
    parts = []
    for flag, meaning in meanings.items():
        years = sorted({int(y) for y in rows.index[rows["flags"].fillna("").str.contains(flag)]})
        if years:
            parts.append(f"{meaning}: {listed(years)}.")
    return " ".join(parts)


def spoken(country: Country) -> str:
    """Return a name as it stands inside a sentence: the World is "the world"."""
    return "the world" if country.code == WORLD else country.name


def money_unit(rows: pd.DataFrame) -> str:
    """Return the scale of an axis that holds the figures, in words."""
    top = round_ticks(0, float(rows["high"].max()))[-1] if rows["high"].notna().any() else 0
    return "billion US dollars" if top >= 1e9 else "million US dollars"


def round_money(value: float) -> str:
    """Return an amount without zeros at the end: ``$1 bn``, ``$1.5 bn``."""
    return re.sub(r"\.0+(?!\d)|(?<=\.[1-9])0(?!\d)", "", write_money(value))


def period(first: int, last: int) -> str:
    """Return a span of years."""
    return f"{first}{DASH}{last}" if last > first else f"{first}"


def listed(years: Iterable[int]) -> str:
    """Return years as a list in words, with unbroken runs joined: ``2013, 2018 and 2021–2023``."""
    parts = []
    for first, last in runs(list(years)):
        parts += [str(first), str(last)] if last == first + 1 else [period(first, last)]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
