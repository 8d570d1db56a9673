"""Declared goals of turnover beside how often pairs of countries reached as much."""

from helpers.exhibits.base_rate_data import NO_DEADLINE, AskedRate, asked_rates
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_base_rates import SOURCE
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.exhibits.target_reading import write_day
from helpers.indicators.base_rates import BANDS, HORIZONS, MULTIPLES
from helpers.tables.numbers import DASH, write_money, write_number, write_percent
from helpers.tables.study import Study

OUTSIDE = (
    f"{DASH}: outside what the base rates cover, {MULTIPLES[0]:g} to {MULTIPLES[-1]:g} times as "
    f"much, trade before of {BANDS[0][0]} to {BANDS[-1][1]:,} million dollars, up to "
    f"{HORIZONS[-1]} years."
)


def base_rate_table(study: Study) -> Exhibit:
    """Return the goals of turnover of a pair, what each asked for, and its base rate.

    Parameters
    ----------
    study : Study
        Of a pair of countries.
    """
    asked = [one for one in asked_rates(study) if one.start_year]
    if not asked:
        return note_exhibit("base-rates", "No goal of turnover with a known start was declared.")
    sources = {source for one in asked for source in (one.target["source_id"], *one.start.sources)}
    open_ones = any(not one.rate for one in asked)
    return table_exhibit(
        "base-rates",
        "How often two countries trading that much reached what was promised",
        [
            Column("Declared"),
            number_column("Goal"),
            number_column("Trade before"),
            number_column("Times"),
            number_column("Years"),
            number_column("Base rate"),
            number_column("90% interval"),
        ],
        [_line(one) for one in asked],
        notes=[
            "Base rate: of all pairs of countries of the world in the same band of turnover, share "
            "of start years (2000 to 2020) after which so many times as much was traded in any one "
            "of the years to the deadline, in current dollars. Reached once counts, so the rates "
            "are generous. Interval clustered by pair and start year.",
            f"Years: from the year of the trade before to the deadline; {NO_DEADLINE} (marked *) "
            "where none was given.",
            *([OUTSIDE] if open_ones else []),
        ],
        sources=study.numbers([*sorted(sources), *SOURCE]),
    )


def _line(asked: AskedRate) -> list[str]:
    target, rate = asked.target, asked.rate
    mark = "*" if target["deadline"] != target["deadline"] else ""
    return [
        write_day(target["declared_on"], target["precision"]),
        write_money(float(target["value"])),
        f"{write_money(asked.start.value)} ({asked.start_year})",
        write_number(asked.multiple, 2 if asked.multiple < 3 else 1),
        f"{asked.years}{mark}",
        write_percent(rate.share) if rate else DASH,
        f"{write_percent(rate.low)} to {write_percent(rate.high)}" if rate else DASH,
    ]
