"""The charts, in one place: each takes a study and returns an exhibit."""

from helpers.exhibits.charts_attention import attention_against_results
from helpers.exhibits.charts_concentration import concentration
from helpers.exhibits.charts_context import fiscal_years, roundabout
from helpers.exhibits.charts_diversion import diversion_chart
from helpers.exhibits.charts_mirror import mirror_comparison
from helpers.exhibits.charts_multiverse import specification_curve
from helpers.exhibits.charts_offset import offset_waterfall
from helpers.exhibits.charts_overview import partners_compared, small_multiples
from helpers.exhibits.charts_position import share_and_rank
from helpers.exhibits.charts_potash import potash_by_supplier
from helpers.exhibits.charts_prices import price_volume_chart
from helpers.exhibits.charts_quadrant import quadrant
from helpers.exhibits.charts_structure import structure_chart
from helpers.exhibits.charts_targets import target_timeline
from helpers.exhibits.charts_trade import flows, trade_with_range
from helpers.exhibits.charts_voting import voting

__all__ = [
    "attention_against_results",
    "concentration",
    "diversion_chart",
    "fiscal_years",
    "flows",
    "mirror_comparison",
    "offset_waterfall",
    "partners_compared",
    "potash_by_supplier",
    "price_volume_chart",
    "quadrant",
    "roundabout",
    "share_and_rank",
    "small_multiples",
    "specification_curve",
    "structure_chart",
    "target_timeline",
    "trade_with_range",
    "voting",
]
