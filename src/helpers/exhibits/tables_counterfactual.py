"""The break as the partner's own past and other partners show it, or why they cannot."""

from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_counterfactual import LOST, counterfactual_facts
from helpers.exhibits.figures import assumption
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.statements import Fact
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.baselines import TREND_YEARS
from helpers.tables.numbers import write_percent
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

INSUFFICIENT = "insufficient data"
METHODS = {"its": "own past", "synthetic": "other partners"}


def counterfactual_table(study: Study) -> Exhibit:
    """Return the departure of exports from two counterfactuals, partner by partner.

    Parameters
    ----------
    study : Study
        Of the focal country and the world, or of a pair.
    """
    known = counterfactual_facts(study)
    names = {"own": study.partner.name}
    names |= {code.lower(): study.name(code) for code in (*FOUR, BENCHMARK)} | {"lost": LOST}
    rows, sources, reasons = [], set(), []
    for key, name in names.items():
        if key != "own" and name == study.partner.name:
            continue
        cells = [name]
        for method in METHODS:
            found = known[f"{method}_{key}"]
            cells += _written(found)
            sources |= set(found.sources) if isinstance(found, Quantity) else set()
            reasons += [(method, str(known[f"{method}_{key}_reason"]))]
        rows.append([*cells[:3], str(known[f"its_{key}_years"]) or "–", *cells[3:]])
    cut = int(assumption(study, "break_year"))
    return table_exhibit(
        "counterfactual",
        f"How far exports departed from {cut} on from what else was to be expected",
        [
            Column("Exports to"),
            number_column("Own past"),
            number_column("95% interval"),
            number_column("Years"),
            number_column("Other partners"),
            number_column("Placebo interval"),
        ],
        rows,
        notes=[
            f"Own past: interrupted time series on {cut - TREND_YEARS}–{cut - 1} in logs. It "
            "takes in whatever else happened at that time: a departure, not the effect of "
            "sanctions. Other partners: synthetic control, a mix of them (the donors); trade "
            "may have been turned to them, so they are poor controls.",
            *[f"{INSUFFICIENT.capitalize()}, {METHODS[m]}. {_joined(reasons, m)}" for m in METHODS
              if _joined(reasons, m)],
        ],
        sources=study.numbers(sorted(sources)),
    )  # fmt: skip


def _written(found: Fact) -> list[str]:
    if not isinstance(found, Quantity) or found.missing:
        return [INSUFFICIENT, "–"]
    ends = [write_percent(end, sign=True) for end in (found.low or 0.0, found.high or 0.0)]
    return [write_percent(found.value, sign=True), " to ".join(ends)]


def _joined(reasons: list[tuple[str, str]], method: str) -> str:
    """Return the reasons of one method, each once."""
    own = dict.fromkeys(reason for name, reason in reasons if name == method and reason)
    words = " ".join(own)
    return words.replace("Synthetic control of ", "").replace("Interrupted series: ", "")
