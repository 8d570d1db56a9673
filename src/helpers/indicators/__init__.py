"""Indicators: pure functions from numbers to numbers, each with its formula, variant and source.

No files, no state, no prose. Values are plain floats, or pandas Series with one number a partner or
a year (by_partner and by_year take them out of a panel). Missing in, NaN out, never zero; an
impossible question raises ValueError that says what was expected and what was found.
"""

from helpers.indicators.alignment import agreement_by_period, agreement_since
from helpers.indicators.attention import (
    attention_gap,
    attention_per_year,
    attention_share,
    event_scores,
    gained_share,
    hostility_per_year,
    results_share,
)
from helpers.indicators.concentration import (
    effective_partners,
    entropy,
    herfindahl,
    normalised_entropy,
    normalised_herfindahl,
    shares_of,
    unctad_concentration,
    without,
)
from helpers.indicators.concentration_bounds import herfindahl_bounds
from helpers.indicators.mirror import (
    CifMargin,
    Range,
    fob_from_cif,
    gap_range,
    log_gap,
    mirror_coverage,
    mirror_ratio,
    symmetric_gap,
)
from helpers.indicators.panel import by_partner, by_year
from helpers.indicators.periods import Period
from helpers.indicators.structure import hhi_contributions, structure_change
from helpers.indicators.targets import (
    Verdict,
    attainment,
    declarations_of,
    first_year_reached,
    growth_needed,
    verdict_by_range,
    years_to_target,
)
from helpers.indicators.trade import (
    balance,
    cagr,
    coverage_ratio,
    growth,
    growth_by_year,
    log_linear_growth,
    normalised_balance,
    rank,
    share,
    turnover,
)

__all__ = [  # noqa: RUF022 - grouped by question
    # Selection
    "by_partner",
    "by_year",
    "Period",
    # Trade
    "turnover",
    "balance",
    "normalised_balance",
    "coverage_ratio",
    "share",
    "rank",
    "growth",
    "growth_by_year",
    "cagr",
    "log_linear_growth",
    # Concentration
    "shares_of",
    "herfindahl",
    "normalised_herfindahl",
    "unctad_concentration",
    "effective_partners",
    "entropy",
    "normalised_entropy",
    "without",
    "herfindahl_bounds",
    "structure_change",
    "hhi_contributions",
    # Mirror
    "CifMargin",
    "Range",
    "fob_from_cif",
    "mirror_ratio",
    "log_gap",
    "symmetric_gap",
    "gap_range",
    "mirror_coverage",
    # Targets
    "Verdict",
    "attainment",
    "growth_needed",
    "years_to_target",
    "verdict_by_range",
    "first_year_reached",
    "declarations_of",
    # Attention
    "event_scores",
    "attention_per_year",
    "hostility_per_year",
    "attention_share",
    "results_share",
    "gained_share",
    "attention_gap",
    # Alignment
    "agreement_by_period",
    "agreement_since",
]
