"""What the tables hold on a partner's potash imports, period by period."""

from typing import NamedTuple

import pandas as pd

from helpers.tables.evidence import counted
from helpers.tables.study import Study

POTASH = "310420"
OF_IMPORTS = r"(?:MOP|KCl|potash) imports"


class Period(NamedTuple):
    """What is known of one period: parts by supplier (code), and their total if known."""

    start: pd.Timestamp
    end: pd.Timestamp
    parts: dict[str, float]
    total: float  # not a number: not known
    about: bool


def potash_periods(study: Study) -> tuple[list[Period], list[Period]]:
    """Return the partner's potash imports by period: in tonnes of product, and in per cent.

    A period inside a longer one with figures is left out; of two figures of a supplier the exact
    one is kept.
    """
    rows, context = potash_rows(study)
    return _outer(_periods(rows)), [one._replace(total=100.0) for one in _periods(context)]


def potash_values(study: Study) -> list[Period]:
    """Return the partner's potash imports in US dollars by period, if suppliers can be compared.

    Empty where no period names two suppliers, or one and the total.
    """
    found = _outer(_periods(potash_imports(study, "USD")))
    compares = any(len(one.parts) + pd.notna(one.total) > 1 for one in found if one.parts)
    return found if compares else []


def potash_rows(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the observations in tonnes and the shares in per cent, as they are."""
    context = study.all_context
    context = context[
        context["focal"].eq(study.partner.code)
        & context["topic"].eq("share")
        & context["unit"].eq("percent")
        & context["metric"].str.contains(OF_IMPORTS)
        & ~context["metric"].str.contains("together")  # two suppliers in one figure
    ]
    return potash_imports(study, "t"), context


def potash_imports(study: Study, unit: str) -> pd.DataFrame:
    """Return the observations of the partner's potash imports in one unit, t or USD."""
    rows = study.elsewhere
    return rows[
        rows["focal"].eq(study.partner.code)
        & rows["flow"].eq("import")
        & rows["product"].astype(str).eq(POTASH)
        & rows["unit"].eq(unit)
        & counted(rows)
    ]


def _outer(periods: list[Period]) -> list[Period]:
    """Return the periods that lie in no longer one."""
    return [
        one
        for one in periods
        if not any(
            other != one and other.start <= one.start and one.end <= other.end for other in periods
        )
    ]


def _periods(rows: pd.DataFrame) -> list[Period]:
    best = rows.assign(about=rows["approximate"].ne("exact"))
    best = best.sort_values(["period_end", "period_start", "about", "id"], na_position="first")
    best = best.drop_duplicates(["period_start", "period_end", "partner"])
    found = []
    for (start, end), group in best.groupby(
        ["period_start", "period_end"], dropna=False, sort=False
    ):
        values = group.set_index("partner")["value"]
        parts = values.drop("WLD", errors="ignore").sort_values(ascending=False)
        total = float(values.get("WLD", float("nan")))
        found.append(Period(start, end, parts.to_dict(), total, bool(group["about"].any())))
    return found
