"""Trade with each partner beside what size, distance and agreements lead one to expect."""

from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.facts_gravity import SOURCES, check_facts, estimate_of, predicted_years
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.gravity_range import FLOWS
from helpers.tables.numbers import DASH, write_money, write_number, write_percent, write_range
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

PARTNERS = ("CHN", "KAZ", "IND", "IRN")
BENCHMARKS = ("RUS",)


def gravity_table(study: Study) -> Exhibit:
    """Return actual and predicted turnover with the partners studied and Russia, and the ratios.

    Parameters
    ----------
    study : Study
        Its focal country is the one whose trade is predicted; its partner is added to the rows.
    """
    own = study.partner.code
    codes = [*PARTNERS, *([own] if own not in (*PARTNERS, *BENCHMARKS) else []), *BENCHMARKS]
    rows = [line for code in codes if (line := _line(study, code)) is not None]
    if not rows:
        return note_exhibit("gravity", "The table of estimates has no prediction of this trade.")
    checked = check_facts(study)
    error, within = checked["gravity_error"], checked["gravity_within_2"]
    quality = ""
    if isinstance(error, Quantity) and isinstance(within, Quantity) and not error.missing:
        quality = (
            " For pairs of countries it had not seen, predicted at $100 m or more, the usual error "
            f"is a factor of {write_number(error.value, 1)}; {write_percent(within.value)} lie "
            "within a factor of two."
        )
    return table_exhibit(
        "gravity",
        f"Trade of {study.focal.name} beside what size, distance and agreements lead one to expect",
        [
            Column("Partner"),
            number_column("Turnover", "a year"),
            number_column("Expected"),
            number_column("90% range"),
            *[number_column(f"{flow.capitalize()} ratio") for flow in reversed(FLOWS)],
        ],
        rows,
        row_kinds=["muted" if row[0] == study.name("RUS") else "" for row in rows],
        notes=[
            f"Yearly means of {predicted_years(study)}, BACI. Expected: Poisson gravity model of "
            "world trade with effects for every exporter and importer a year; the pair itself is "
            "left out of the estimate. Ratio: actual over expected, its 90 percent range in "
            "brackets, from the pairs with the nearest prediction." + quality,
            "The model shares out a country's trade among its partners; it does not say how large "
            "the whole should be, and a ratio above or below 1 says that, not why.",
        ],
        sources=study.numbers(SOURCES),
    )


def _line(study: Study, code: str) -> list[str] | None:
    expected = estimate_of(study, code, "turnover", "predicted")
    if expected.missing:
        return None
    spread = DASH
    if expected.low is not None and expected.high is not None:
        spread = write_range(expected.low, expected.high)
    return [
        study.name(code),
        write_money(estimate_of(study, code, "turnover", "actual").value),
        write_money(expected.value),
        spread,
        *[_ratio(estimate_of(study, code, flow, "ratio")) for flow in reversed(FLOWS)],
    ]


def _ratio(ratio: Quantity) -> str:
    if ratio.missing:
        return DASH
    low = DASH if ratio.low is None else write_number(ratio.low, 2)
    high = "" if ratio.high is None else write_number(ratio.high, 2 if ratio.high < 10 else 0)
    return f"{write_number(ratio.value, 2)} ({low} to {high or 'open'})"
