"""The tables, in one place: each takes a study and returns an exhibit."""

from helpers.exhibits.evidence import evidence_files
from helpers.exhibits.tables_attention import sensitivity_table, weights_table
from helpers.exhibits.tables_base_rates import base_rate_table
from helpers.exhibits.tables_counterfactual import counterfactual_table
from helpers.exhibits.tables_diversion import diversion_table
from helpers.exhibits.tables_figures import (
    figures_by_reporter,
    mirror_table,
    yearly_panel,
)
from helpers.exhibits.tables_gravity import gravity_table
from helpers.exhibits.tables_offset import offset_by_year, offset_table
from helpers.exhibits.tables_overview import disclosure_table, partners_table
from helpers.exhibits.tables_politics import events_table, references, targets_table
from helpers.exhibits.tables_robustness import robustness_table
from helpers.exhibits.verdicts import scorecard, verdict_cards, what_matters

__all__ = [
    "base_rate_table",
    "counterfactual_table",
    "disclosure_table",
    "diversion_table",
    "events_table",
    "evidence_files",
    "figures_by_reporter",
    "gravity_table",
    "mirror_table",
    "offset_by_year",
    "offset_table",
    "partners_table",
    "references",
    "robustness_table",
    "scorecard",
    "sensitivity_table",
    "targets_table",
    "verdict_cards",
    "weights_table",
    "what_matters",
    "yearly_panel",
]
