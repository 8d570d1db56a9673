"""What was declared and what was traded, by name."""

from datetime import date

import pandas as pd

from helpers.exhibits.figures import nothing, panel_quantity, ratio
from helpers.exhibits.statements import Fact
from helpers.indicators import declarations_of, first_year_reached, growth_needed
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

BILLION = 1e9
HORIZON_YEARS = 5


def target_facts(study: Study) -> dict[str, Fact]:
    """Return the declared goals of turnover beside what was traded.

    ``declared`` (goals with a number), ``billion_times`` (declarations of one billion dollars) with
    ``billion_first_year`` and ``billion_last_year``; ``goal`` (the most often declared sum) with
    ``goal_times``; ``goal_now`` (latest turnover as a share of it), ``goal_growth`` (yearly growth
    still needed to reach it in five years) and ``goal_year`` (first year in which at least one
    reporter has it reached, or "never").
    """
    rows = study.targets[
        study.targets["metric"].eq("turnover")
        & study.targets["unit"].eq("USD")
        & study.targets["value"].notna()
    ]
    facts: dict[str, Fact] = {
        "declared": Quantity(len(rows), "count", sources=_ids(rows), note="Declared goals"),
        "goal": nothing(),
        "goal_now": nothing("share"),
        "goal_growth": nothing("share"),
        "goal_year": "",
    }
    billion = rows[rows["value"] == BILLION]
    facts["billion_times"] = Quantity(len(billion), "count", sources=_ids(billion))
    facts["billion_first_year"] = _year(billion["declared_on"].min())
    facts["billion_last_year"] = _year(billion["declared_on"].max())
    if rows.empty:
        return facts
    most = declarations_of(rows).iloc[0]
    same = rows[rows["value"] == most["value"]]
    facts["goal"] = Quantity(float(most["value"]), "USD", sources=_ids(same), note="Declared goal")
    facts["goal_times"] = Quantity(len(same), "count", sources=_ids(same))
    return facts | _attained(study, float(most["value"]))


def _attained(study: Study, goal: float) -> dict[str, Fact]:
    panel = study.panel[(study.panel["flow"] == "turnover") & study.panel["central"].notna()]
    if panel.empty:
        return {}
    last = panel_quantity(study, panel.iloc[-1])
    reached = first_year_reached(study.panel, study.partner.code, goal, column="high")
    beyond = first_year_reached(study.panel, study.partner.code, goal, column="low")
    need = growth_needed(last.value, goal, HORIZON_YEARS)
    return {
        "goal_now": ratio(last, Quantity(goal, "USD"), "share"),
        "goal_growth": Quantity(float(need), "share", sources=last.sources, note=last.note),
        "goal_year": str(reached or "never"),
        "goal_beyond_dispute": str(beyond or "never"),
        "goal_last_year": str(panel.iloc[-1]["year"]),
    }


def _ids(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(set(rows["source_id"])))


def _year(day: date) -> str:
    return "" if pd.isna(day) else str(pd.Timestamp(day).year)
