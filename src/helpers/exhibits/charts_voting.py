"""How alike two countries vote in the General Assembly of the United Nations."""

import pandas as pd

from helpers.exhibits.chart_words import period
from helpers.exhibits.charts_axes import label_ends, rule_ticks, year_axis
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import MUTED, RULE, chart_style
from helpers.tables.numbers import write_number
from helpers.tables.study import Study

CONTEXT = ("RUS", "CHN", "KAZ", "IND", "IRN", "USA", "POL", "DEU")
INDEX = "agreement_lijphart"
CLOSE = 0.01  # a smaller difference in agreement is not called one


def voting(study: Study) -> Exhibit:
    """Return agreement with the focal country in UN votes by year, the partner beside others.

    Parameters
    ----------
    study : Study
        A partner without votes in the tables (a group, or a country not recorded) gives a note.
    """
    key = f"voting-{study.partner.code.lower()}"
    table = agreement_by_year(study)
    if study.partner.code not in table:
        return note_exhibit(
            key, f"How {study.partner.name} votes in the United Nations is not in our tables."
        )
    first, last = int(table.index[0]), int(table.index[-1])
    with chart_style(key):
        figure = new_figure(240)
        axes = place(figure, left=30, right=108, top=8, bottom=22)
        year_axis(axes, first, last)
        axes.set_xlim(first - 0.6, last + 0.1)
        axes.set_ylim(0, 1.02)
        rule_ticks(axes, [0, 0.25, 0.5, 0.75, 1], lambda tick: write_number(tick, 2))
        ends = []
        for code in [one for one in table if one != study.partner.code] + [study.partner.code]:
            own = code == study.partner.code
            line = table[code].dropna()
            axes.plot(
                line.index,
                line,
                color=study.partner.colour if own else RULE,
                linewidth=2.4 if own else 1.3,
                zorder=4 if own else 2,
            )
            text = f"{study.country(code).short} {write_number(line.iloc[-1], 2)}"
            ends.append(
                (float(line.index[-1]), line.iloc[-1], text, study.partner.colour if own else MUTED)
            )
        label_ends(axes, ends)
    rows = [
        [str(year), *("" if pd.isna(cell) else write_number(cell, 3) for cell in line)]
        for year, line in table.iterrows()
    ]
    used = study.all_alignment[study.all_alignment["partner"].isin(list(table))]
    return chart_exhibit(
        key,
        figure,
        _words(study, table),
        ["Year", *(study.country(code).short for code in table)],
        rows,
        source_numbers(study, used["source_id"]),
    )


def agreement_by_year(study: Study) -> pd.DataFrame:
    """Return Lijphart's index of agreement (0 to 1) by year, the partner and the context."""
    rows = study.all_alignment
    wanted = [study.partner.code, *(code for code in CONTEXT if code != study.partner.code)]
    table = rows[rows["partner"].isin(wanted)].pivot_table(
        index="year", columns="partner", values=INDEX, aggfunc="mean"
    )
    return table[[code for code in wanted if code in table]]


def _words(study: Study, table: pd.DataFrame) -> Words:
    name, focal = study.partner.name, study.focal.name
    own = table[study.partner.code].dropna()
    year = int(own.index[-1])
    others = table.loc[year].dropna().drop(study.partner.code)
    above, below = others[others > own.iloc[-1] + CLOSE], others[others < own.iloc[-1] - CLOSE]
    sides = [f"further from {focal} than {study.name(str(above.idxmin()))}"] if len(above) else []
    nearer = f"nearer {'to it' if sides else f'to {focal}'} than "
    sides += [f"{nearer}{study.name(str(below.idxmax()))}"] if len(below) else []
    title = (
        f"In the UN, {name} and {focal} voted alike to {write_number(own.iloc[-1], 2)} in {year}"
    )
    if sides:
        title = f"In UN votes of {year}, {name} stood {' and '.join(sides)}"
    lines = "; ".join(
        f"{study.country(code).short} {write_number(line.iloc[0], 2)} in {line.index[0]}, "
        f"{write_number(line.iloc[-1], 2)} in {line.index[-1]}"
        for code, line in ((code, table[code].dropna()) for code in table)
    )
    return Words(
        title=title,
        subtitle=(
            f"Agreement with {focal} in the General Assembly, 0 (opposite) to 1 (same), "
            f"{period(int(table.index[0]), int(table.index[-1]))}"
        ),
        caption=(
            f"Lijphart’s index: an abstention counts as half agreement. The votes in our tables "
            f"end in {int(table.index[-1])}; nothing here speaks of the years since."
        ),
        alt=f"Line chart of agreement with {focal}. {lines}.",
    )
