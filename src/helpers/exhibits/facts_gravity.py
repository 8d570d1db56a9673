"""What size, distance and agreements lead one to expect of trade with the partner, by name."""

import math

import pandas as pd

from helpers.exhibits.base_rate_data import goals_of_turnover
from helpers.exhibits.figures import nothing
from helpers.exhibits.statements import Fact
from helpers.indicators.gravity_range import FLOWS
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

SOURCES = ("baci", "geonames", "gravity-dyads", "wikipedia-cisfta")
UNITS = {"predicted": "USD", "actual": "USD", "ratio": "ratio"}
CHECKED = "gravity.check.100m"


def gravity_facts(study: Study) -> dict[str, Fact]:
    """Return actual and predicted trade with the partner, and how far a prediction may be off.

    For exports, imports and turnover: ``gravity_export_ratio`` (actual over predicted),
    ``gravity_export_predicted`` and ``gravity_export_actual``, yearly means of ``gravity_years``,
    the first two with a 90 percent range over pairs of similar size. ``gravity_cap`` is the upper
    end of the predicted turnover; ``gravity_goals`` counts the goals of turnover and
    ``gravity_goals_above`` those above the cap. ``gravity_error`` (usual error as a factor) and
    ``gravity_within_2`` (share of pairs within a factor of two) come from pairs that the model had
    not seen. Where there is no prediction, ``gravity_reason`` says why.
    """
    facts: dict[str, Fact] = {
        f"gravity_{flow}_{what}": estimate_of(study, study.partner.code, flow, what)
        for flow in FLOWS
        for what in UNITS
    }
    facts["gravity_years"] = predicted_years(study)
    turnover = facts["gravity_turnover_predicted"]
    goals = goals_of_turnover(study)
    facts["gravity_goals"] = Quantity(len(goals), "count")
    if not isinstance(turnover, Quantity) or turnover.missing or turnover.high is None:
        facts["gravity_reason"] = f"Gravity predicts no trade with {study.partner.name}."
        facts |= {"gravity_cap": nothing(), "gravity_goals_above": nothing("count")}
    else:
        facts["gravity_cap"] = Quantity(turnover.high, "USD", sources=SOURCES, note=turnover.note)
        above = int((goals["value"] > turnover.high).sum())
        facts["gravity_goals_above"] = Quantity(above, "count")
    return facts | check_facts(study)


def estimate_of(study: Study, partner: str, flow: str, what: str) -> Quantity:
    """Return one number of the gravity model on a partner.

    Parameters
    ----------
    study : Study
        Its focal country is the one whose trade is predicted.
    partner : str
        Code of a country.
    flow, what : str
        export, import or turnover; predicted, actual or ratio.
    """
    key = f"gravity.{study.focal.code}.{partner}.{flow}.{what}"
    rows = study.estimates[study.estimates["id"] == key]
    if rows.empty:
        return nothing(UNITS[what])
    row = rows.iloc[0]
    note = f"Goods, {flow}, {what}; {row['specification']}"
    if what == "actual":
        return Quantity(float(row["value"]), "USD", sources=("baci",), note=note)
    note += f"; range: 90 percent of the {row['n']} pairs with the nearest prediction"
    return Quantity(
        float(row["value"]), UNITS[what], _end(row["low"]), _end(row["high"]), SOURCES, note
    )


def check_facts(study: Study) -> dict[str, Fact]:
    """Return how well turnover of unseen pairs is predicted, at 100 million dollars and above."""
    rows = study.estimates.set_index("id")["value"]
    error = rows.get(f"{CHECKED}.median_abs_log_error")
    within = rows.get(f"{CHECKED}.share_within_factor_2")
    if error is None or within is None:
        return {"gravity_error": nothing("ratio"), "gravity_within_2": nothing("share")}
    note = "Pairs the model had not seen, predicted at 100 million dollars or more"
    factor = math.exp(float(error))
    return {
        "gravity_error": Quantity(factor, "ratio", sources=SOURCES, note=note),
        "gravity_within_2": Quantity(float(within), "share", sources=SOURCES, note=note),
    }


def predicted_years(study: Study) -> str:
    """Return the years whose mean is predicted, as ``2017–2019``; empty if nothing is."""
    rows = study.estimates[study.estimates["method"] == "gravity_prediction"]
    found = rows["specification"].str.extract(r"mean of (\d{4}-\d{4})")[0].dropna()
    return str(found.iloc[0]).replace("-", "–") if len(found) else ""


def _end(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
