"""The offset ratio under every baseline, partner by partner, and year by year."""

from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_offset import sources_of
from helpers.exhibits.figures import assumption
from helpers.exhibits.offset_data import NEW, Measured, measure_offset
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.offset import ALL, REST
from helpers.tables.numbers import DASH, write_money, write_percent
from helpers.tables.study import Study

ORDER = (*FOUR, NEW, BENCHMARK, REST, ALL)
FLOWS = {"export": "Exports", "turnover": "Turnover"}
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
    order = [code for code in ORDER if code in ratios.index]
    rows = [
        [NAMES.get(code) or study.name(code)]
        + [write_percent(ratios.loc[code, name]) for name in measured.rules]
        + [write_percent(ratios.loc[code, "ratio"])]
        + [f"{write_percent(ratios.loc[code, 'low'])} to {write_percent(ratios.loc[code, 'high'])}"]
        for code in order
    ]
    return table_exhibit(
        key,
        f"Share of the lost {flow}s that each partner made up in {measured.year}",
        [
            Column("Partner"),
            *[
                number_column(rule.words(measured.cut).capitalize())
                for rule in measured.rules.values()
            ],
            number_column("Mean"),
            number_column("90% interval"),
        ],
        rows,
        row_kinds=["total" if code in (NEW, ALL) else "" for code in order],
        notes=[
            "Change of trade with the partner, over the shortfall with the sanctioning partners; "
            "below zero trade with the partner fell too. The interval carries the range of the "
            "reporters, the choice of baseline, and the errors of each baseline in ten earlier "
            "years without a break. Mean: the mean change over the mean shortfall, which is not "
            "the mean of the columns.",
            *_left_out(measured),
        ],
        sources=study.numbers(sources_of(study, measured)),
    )


def offset_by_year(study: Study) -> Exhibit:
    """Return the offset ratio of exports and of turnover in every year since the break.

    Parameters
    ----------
    study : Study
        Of the focal country and the world.
    """
    key = "offset-by-year"
    cut = int(assumption(study, "break_year"))
    measured = {
        (flow, year): one
        for flow in FLOWS
        for year in range(cut, study.until + 1)
        if (one := _measured(study, flow, year))
    }
    years = sorted({year for _, year in measured})
    if not years:
        return note_exhibit(key, "Insufficient data. No total after the break is known.")
    rows: list[list[str]] = []
    kinds: list[str] = []
    for flow, head in FLOWS.items():
        known = [measured.get((flow, year)) for year in years]
        codes = [one for one in ORDER if any(m and one in m.offset.ratios.index for m in known)]
        rows += [[head, *[""] * len(years)], ["Lost", *[_loss(one) for one in known]]]
        rows += [
            [NAMES.get(code) or study.name(code), *[_ratio(one, code) for one in known]]
            for code in codes
        ]
        kinds += ["group", "muted", *["total" if one in (NEW, ALL) else "" for one in codes]]
    return table_exhibit(
        key,
        f"Share of the loss that each partner made up, by year since {cut}",
        [Column("Partner"), *[number_column(str(year)) for year in years]],
        rows,
        row_kinds=kinds,
        notes=[
            "Mean of the baselines, and 90 percent interval. Lost: shortfall with the sanctioning "
            f"partners. {DASH}: no figure of that year in our tables."
        ],
        sources=study.numbers(
            sorted({one for m in measured.values() for one in sources_of(study, m)})
        ),
    )


def _left_out(measured: Measured) -> list[str]:
    """Return why synthetic control is not among the baselines, if it is not."""
    if not measured.no_donors:
        return []
    reason = measured.no_donors.replace("Synthetic control of ", "")
    return [
        "Synthetic control is not among the baselines, insufficient data. It puts a mix of other "
        f"partners, the donors, in the place of one. {reason}"
    ]


def _measured(study: Study, flow: str, year: int) -> Measured | None:
    try:
        return measure_offset(study, flow, year)
    except InsufficientData:
        return None


def _loss(measured: Measured | None) -> str:
    if measured is None:
        return DASH
    found = measured.offset
    ends = f"{write_money(found.loss_low)} to {write_money(found.loss_high)}"
    return f"{write_money(found.loss)} ({ends})"


def _ratio(measured: Measured | None, code: str) -> str:
    if measured is None or code not in measured.offset.ratios.index:
        return DASH
    row = measured.offset.ratios.loc[code]
    ends = f"{write_percent(row['low'])} to {write_percent(row['high'])}"
    return f"{write_percent(row['ratio'])} ({ends})"
