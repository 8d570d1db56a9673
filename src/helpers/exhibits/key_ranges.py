"""What stands under a key figure: its range, how many sources it has, and how they round.

A range of the panel spans its sources. Where they leave none, a rounded figure still has one: a
figure given as "about" is good to half a unit of its last digit that is not zero. A figure given
as "over" or "almost" has one end only, which is said and not made into a range.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.exhibits.figures import FLAG_WORDS, published_rows
from helpers.tables.numbers import write_ends, write_quantity, write_value
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

UNBACKED = "rests on officials or press"  # no statistical office stands behind it
ONE_SOURCE = {"press": "one source, the press", "official_statement": "one source, officials"}
OPEN = {"at_least": "at least", "at_most": "at most"}
FLOWS = {"export": "export", "import": "import", "turnover": "turnover", "balance": "balance"}
Ends = tuple[float, float]
Rows = Sequence[Mapping[str, Any]]


def key_note(study: Study, name: str, fact: Quantity, year: str, style: str = "") -> str:
    """Return the small line under a key figure, empty where there is nothing to say.

    Parameters
    ----------
    study : Study
        The pair.
    name : str
        Name of the fact, such as ``turnover_last``: its first word says what it is.
    fact : Quantity
        The figure, not missing.
    year : str
        Calendar year of the figure, empty if it has none.
    style : str
        As the figure is written.
    """
    what = name.split("_")[0]
    flow = FLOWS.get("turnover" if what == "share" else what, "")
    rows = _rows(study, flow, year)
    single = _single(study, flow, year)
    direct = [row for row in rows if row["flow"] == flow]
    spread = _written(fact, style)
    notes = [f"range {spread}"] if spread else []
    if not notes and (ends := _rounded(what, flow, rows, fact)):
        notes = [f"{write_ends(*ends, fact.unit, exact=fact.unit == 'USD')} by rounding"]
    elif not notes and single and what != "share":
        notes = sorted({_one_ended(row) for row in direct} - {""})
    stands = {str(row["status"]) for row in direct}
    source = ONE_SOURCE.get(stands.pop(), "") if len(stands) == 1 else ""
    unbacked = FLAG_WORDS["estimate"] in fact.note
    if single and what != "share" and not (unbacked and not source):
        notes.append((source if unbacked else "") or "one source")
    elif unbacked:
        notes.append(UNBACKED)
    return "; ".join(notes)


def _one_ended(row: Mapping[str, Any]) -> str:
    """Return a figure of which one end alone is known: ``at least $8.86 bn``."""
    word = OPEN.get(row["approximate"], "")
    return f"{word} {write_value(row['value'], row['unit'], exact=True)}" if word else ""


def half_unit(value: float) -> float:
    """Return half a unit of the last digit of a figure that is not zero: 0.05 for 2.6."""
    digits = f"{abs(value):.0f}"
    return 0.5 * 10 ** (len(digits) - len(digits.rstrip("0"))) if value else 0.0


def _written(fact: Quantity, style: str) -> str:
    """Return the range if it can be seen, with a digit more where two ends would read alike."""
    spread = write_quantity(fact, "range")
    if spread != write_quantity(fact, style):
        return spread
    if fact.low is None or fact.high is None or fact.high - fact.low < 1e-3 * abs(fact.value):
        return ""
    finer = write_ends(fact.low, fact.high, fact.unit, exact=True)
    return finer if finer != write_ends(fact.value, fact.value, fact.unit, exact=True) else ""


def _panel_row(study: Study, flow: str, year: str) -> Mapping[str, Any] | None:
    if not (flow and year.isdigit()):
        return None
    panel = study.panel
    found = panel[panel["flow"].eq(flow) & panel["year"].eq(int(year))].to_dict("records")
    return found[0] if found and not math.isnan(found[0]["central"]) else None


def _rows(study: Study, flow: str, year: str) -> Rows:
    """Return the published figures of the year by the sources that the panel rests on."""
    row = _panel_row(study, flow, year)
    ids = row["source_ids"].split(";") if row else []
    return [
        one
        for (_, when), rows in published_rows(study).items()
        if row and when == int(year)
        for one in rows
        if one["source_id"] in ids
    ]


def _single(study: Study, flow: str, year: str) -> bool:
    row = _panel_row(study, flow, year)
    return row is not None and int(row["n_sources"]) == 1


def _rounded(what: str, flow: str, rows: Rows, fact: Quantity) -> Ends | None:
    """Return the range that rounding leaves to a figure, if there is one.

    A balance whose other side is the rest of a turnover is twice the one side less the turnover.
    """
    if not any(row["approximate"] == "about" for row in rows):
        return None
    export, imported, turnover = (_ends(rows, one) for one in ("export", "import", "turnover"))
    ends: Ends | None = None
    if what == "balance":
        if export and imported:
            ends = export[0] - imported[1], export[1] - imported[0]
        elif export and turnover:  # what was bought is not below zero
            ends = 2 * export[0] - turnover[1], min(2 * export[1] - turnover[0], export[1])
        elif imported and turnover:
            ends = max(turnover[0] - 2 * imported[1], -imported[1]), turnover[1] - 2 * imported[0]
    elif what == "share":
        if turnover and (middle := (turnover[0] + turnover[1]) / 2):
            ends = fact.value * turnover[0] / middle, fact.value * turnover[1] / middle
    else:
        ends = _ends(rows, flow)
    return ends if ends and ends[0] < ends[1] and ends[0] <= fact.value <= ends[1] else None


def _ends(rows: Rows, flow: str) -> Ends | None:
    """Return the lowest and the highest value that the figures of a flow allow, as rounded."""
    own = [row for row in rows if row["flow"] == flow]
    slack = [half_unit(row["value"]) if row["approximate"] == "about" else 0.0 for row in own]
    if not own:
        return None
    return (
        min(float(row["value"]) - one for row, one in zip(own, slack, strict=True)),
        max(float(row["value"]) + one for row, one in zip(own, slack, strict=True)),
    )
