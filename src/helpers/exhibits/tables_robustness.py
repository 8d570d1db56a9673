"""The table of robustness: every headline of a report, and in how many specifications it holds."""

from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.headlines import headlines
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.multiverse import decisive_choices, holding
from helpers.tables.numbers import write_percent
from helpers.tables.study import Study

CHOICES = {
    "reports": "whose reports count",
    "freight": "freight factor",
    "flow": "exports or turnover",
    "undisclosed": "undisclosed trade",
    "baseline": "baseline",
    "base": "base year",
    "year": "year",
}
DECISIVE = 0.10


def robustness_table(study: Study) -> Exhibit:
    """Return every headline with the number of specifications in which it holds.

    Parameters
    ----------
    study : Study
        The pair, or the focal country and the world.
    """
    key = "robustness"
    found = headlines(study)
    if not found:
        return note_exhibit(
            key, "Insufficient data. No turnover after the break is known: no headline to vary."
        )
    rows = []
    for headline in found:
        curve = headline.curve
        held, known = holding(curve)
        estimates = curve["estimate"].dropna()
        spread = decisive_choices(curve)
        decides = [CHOICES[name] for name, value in spread.items() if value >= DECISIVE]
        ends = (
            [
                write_percent(value)
                for value in (estimates.min(), estimates.median(), estimates.max())
            ]
            if len(estimates)
            else ["", "", ""]
        )
        rows.append([headline.finding, f"{held} of {known}", *ends, ", ".join(decides) or "none"])
    tried = ", ".join(CHOICES[name] for name in found[0].choices)
    return table_exhibit(
        key,
        "In how many ways of computing it each finding holds",
        [
            Column("Finding"),
            number_column("Holds in"),
            number_column("Lowest"),
            number_column("Median"),
            number_column("Highest"),
            Column("What decides"),
        ],
        rows,
        notes=[
            f"Crossed: {tried}. Ways for which the tables have no figure are left out. What "
            "decides: choices whose alternatives differ by a tenth or more in how often the "
            "finding holds. All numbers: multivector multiverse."
        ],
    )
