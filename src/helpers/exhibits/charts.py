"""The charts, in one place: each takes a study and returns an exhibit."""

from helpers.exhibits.charts_mirror import mirror_comparison
from helpers.exhibits.charts_position import share_and_rank
from helpers.exhibits.charts_targets import target_timeline
from helpers.exhibits.charts_trade import flows, trade_with_range

__all__ = [
    "flows",
    "mirror_comparison",
    "share_and_rank",
    "target_timeline",
    "trade_with_range",
]
