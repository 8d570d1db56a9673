"""The columns in which the index puts reports side by side, filled from the facts of one report."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from helpers.exhibits.statements import Facts
from helpers.tables.numbers import write_quantity
from helpers.tables.quantity import Quantity

UNDISCLOSED, NONE = "undisclosed", "none"


class Compared(NamedTuple):
    """One column of the comparison.

    Attributes
    ----------
    label : str
        Head of the column. Reports are compared by it, so it may not depend on the report.
    fact : str
        Name of the fact whose value the cell shows and by which it is sorted.
    style : str
        As in `helpers.tables.numbers.write_quantity`.
    note : str
        What stands under the value, with ``{name}`` for other facts and a semicolon between
        lines; nothing, if one of them is not known. The range of the value is added.
    absent : str
        What a cell without a number reads.
    about : str
        What the column means, in one sentence, for the legend.
    """

    label: str
    fact: str
    style: str = ""
    note: str = ""
    absent: str = UNDISCLOSED
    about: str = ""


COMPARED: tuple[Compared, ...] = (
    Compared("Partner", "partner"),
    Compared(
        "Goods turnover", "turnover_last", "", "{turnover_last_year}",
        about="exports and imports of goods in the last whole year with a figure, which differs "
        "by partner, with the range of the reporters",
    ),
    Compared(
        "Share of trade", "share_last", "", "{share_last_year}",
        about="part of all goods trade, in the last year in which both are known",
    ),
    Compared(
        "Growth since 2021", "growth_since_break", "signed", "to {growth_since_break_year}",
        about="change of turnover from 2021, the last year before the break, to the year given; "
        "dollars of the day",
    ),
    Compared(
        "Attention less results", "gap", "signed", "", "not measured",
        about="share of political attention less share of trade, 2019 to 2025, in percentage "
        "points among the partners that are compared; above zero: more attention than trade",
    ),
    Compared(
        "Offset", "offset_own", "", "{offset_year}", "not measured",
        about="gain in exports over what was to be expected, as a part of the exports lost to "
        "the sanctioning partners; range: 90 percent interval",
    ),
    Compared(
        "Goals met", "goals_met", "", "of {goals_read}; {goals_undecided} undecided", NONE,
        about="declared goals in dollars, read by rule; undecided: still open, disputed, or the "
        "year is not known",
    ),
    Compared(
        "Claims supported", "verdicts_supported", "",
        "of {verdicts}, {verdicts_partly} partly; {verdicts_contradicted} contradicted; "
        "{verdicts_not_checkable} not checkable; {verdicts_opinion} opinion", NONE,
        about="claims of the brief about the partner, with the verdict that follows by rule",
    ),
    Compared(
        "Reported by", "last_reporters", "", "{last_kind}", UNDISCLOSED,
        about="whose figures the turnover rests on, and whether a statistical office stands "
        "behind them",
    ),
)  # fmt: skip


def compare(facts: Facts, columns: Sequence[Compared | tuple[str, str, str]]) -> list[dict]:
    """Return the cells of one report, one a column, in the order of the columns.

    Parameters
    ----------
    facts : mapping
        Facts by name; one that does not exist reads as absent.
    columns : sequence of Compared or of (label, fact name, style)
        The first names the row.

    Returns
    -------
    list of dict
        ``label``, ``value``, ``note`` and ``about`` are text; ``sort`` is the number (in the unit
        of the fact), or None if there is none.
    """
    return [_cell(facts, Compared(*column)) for column in columns]


def _cell(facts: Facts, column: Compared) -> dict[str, Any]:
    fact = facts.get(column.fact)
    cell = {"label": column.label, "note": "", "sort": None, "about": column.about}
    if isinstance(fact, Quantity):
        if fact.missing:
            return {**cell, "value": column.absent}
        value, spread = write_quantity(fact, column.style), write_quantity(fact, "range")
        known = fact.low is not None and fact.high is not None and fact.low != fact.high
        ranged = known and spread not in (value, write_quantity(fact))
        note = "; ".join(
            filter(None, [_note(column.note, facts), f"range {spread}" if ranged else ""])
        )
        # Six figures are more than any cell shows, and keep the file small.
        return {**cell, "value": value, "note": note, "sort": float(f"{fact.value:.6g}")}
    if fact is None or fact == "":
        return {**cell, "value": column.absent}
    return {**cell, "value": str(fact), "note": _note(column.note, facts)}


def _note(template: str, facts: Facts) -> str:
    try:
        return template.format_map(_Known(facts))
    except KeyError:
        return ""


class _Known(dict[str, str]):
    """Facts in words; one without a value is as good as absent."""

    def __init__(self, facts: Facts) -> None:
        self._facts: Mapping[str, Any] = facts

    def __missing__(self, name: str) -> str:
        fact = self._facts.get(name)
        if fact is None or fact == "" or (isinstance(fact, Quantity) and fact.missing):
            raise KeyError(name)
        return write_quantity(fact) if isinstance(fact, Quantity) else str(fact)
