"""The offset ratio under every baseline, partner by partner."""

from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_offset import sources_of
from helpers.exhibits.numbers import write_percent
from helpers.exhibits.offset_data import NEW, measure_offset
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.baselines import BASELINES
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.offset import ALL, REST
from helpers.tables.study import Study

NAMES = {NEW: "Together", REST: "Everyone else", ALL: "All customers"}


def offset_table(study: Study, flow: str = "export") -> Exhibit:
    """Return the share of the loss that each partner made up, under every baseline.

    Parameters
    ----------
    study : Study
        Of the focal country and the world.
    flow : str
        export, import or turnover.
    """
    key = f"offset-table-{flow}"
    try:
        measured = measure_offset(study, flow)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    ratios = measured.offset.ratios
    new = [one for one in measured.counted if one != BENCHMARK]
    order = [code for code in (*new, NEW, BENCHMARK, REST, ALL) if code in ratios.index]
    rows = [
        [NAMES.get(code) or study.name(code)]
        + [write_percent(ratios.loc[code, name]) for name in BASELINES]
        + [write_percent(ratios.loc[code, "ratio"])]
        + [f"{write_percent(ratios.loc[code, 'low'])} to {write_percent(ratios.loc[code, 'high'])}"]
        for code in order
    ]
    return table_exhibit(
        key,
        f"Share of the lost {flow}s that each partner made up in {measured.year}",
        [
            Column("Partner"),
            *[number_column(rule.words(measured.cut).capitalize()) for rule in BASELINES.values()],
            number_column("Mean"),
            number_column("90% interval"),
        ],
        rows,
        row_kinds=["total" if code in (NEW, ALL) else "" for code in order],
        notes=[
            "Change of trade with the partner, over the shortfall with the sanctioning partners; "
            "below zero trade with the partner fell too. The interval carries the range of the "
            "reporters, the choice of baseline, and the errors of each baseline in ten earlier "
            "years without a break.",
        ],
        sources=study.numbers(sources_of(study, measured)),
    )
