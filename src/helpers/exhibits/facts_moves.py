"""How much of the focal country's trade changed partner across the break, by name."""

from helpers.countries import WORLD
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.statements import Fact
from helpers.exhibits.structure_data import structure_moves
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

POINTS = 100


def move_facts(study: Study) -> dict[str, Fact]:
    """Return the change in structure of goods turnover across the break; overview only.

    ``moved`` (share of trade that changed block, a lower bound) from ``moved_before`` to
    ``moved_after``; ``moved_rus`` and ``moved_four`` (change of share in percentage points);
    ``moved_hhi`` (change of the HHI) and ``moved_hhi_rus`` (Russia's part of it). Where years are
    missing only ``moved_reason``.
    """
    if study.partner.code != WORLD:
        return {}
    try:
        moves = structure_moves(study)
    except InsufficientData as reason:
        return {"moved_reason": str(reason)}
    table = moves.blocks.set_index("partner")
    points = (table["share_after"] - table["share_before"]) * POINTS
    note = f"Goods turnover, {moves.before} to {moves.after}"
    four = points[[one for one in FOUR if one in points.index]]
    return {
        "moved": Quantity(moves.moved, "share", note=f"{note}: half the sum of absolute changes"),
        "moved_before": str(moves.before),
        "moved_after": str(moves.after),
        "moved_rus": Quantity(float(points[BENCHMARK]), "index", note=f"{note}: points"),
        "moved_four": Quantity(float(four.sum()), "index", note=f"{note}: points"),
        "moved_hhi": Quantity(float(table["contribution"].sum()), "index", note=note),
        "moved_hhi_rus": Quantity(float(table.loc[BENCHMARK, "contribution"]), "index", note=note),
    }
