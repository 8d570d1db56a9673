"""Rows, title, caption and alternative text of the waterfall from expected to actual trade."""

from typing import NamedTuple

from helpers.countries import WORLD
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.drawing import Words
from helpers.exhibits.offset_data import NEW, Measured
from helpers.exhibits.overview_words import joined
from helpers.indicators.offset import REST
from helpers.tables.numbers import write_money
from helpers.tables.study import Study

SMALL_LOSS = 0.05  # of the loss: smaller sanctioning partners share a row
OTHER_LOST = "OTHER_LOST"


class Step(NamedTuple):
    """One row of the waterfall, USD: a total, or a change that starts where the last one ended."""

    code: str
    name: str
    value: float
    low: float
    high: float
    start: float
    colour: str


def waterfall_steps(study: Study, measured: Measured) -> list[Step]:
    """Return the rows from the expected to the actual total; the changes add up to it."""
    parts = measured.offset.parts
    total = parts.loc[WORLD]
    nan = float("nan")
    level = float(total["expected"])
    steps = [Step("EXPECTED", "Expected", level, nan, nan, 0.0, "")]
    for code, name, colour in _order(study, measured):
        if code == OTHER_LOST:
            rows = parts.loc[_small(measured)]
            ends = float(rows["low"].sum()), float(rows["high"].sum())
            change = float(rows["change"].sum())
        else:
            row = parts.loc[code]
            change, ends = float(row["change"]), (float(row["low"]), float(row["high"]))
        steps.append(
            Step(code, name, change, min(*ends, change), max(*ends, change), level, colour)
        )
        level += change
    return [*steps, Step("ACTUAL", "Actual", float(total["actual"]), nan, nan, 0.0, "")]


def waterfall_words(study: Study, measured: Measured, steps: list[Step]) -> Words:
    """Return the words of the waterfall."""
    ratios = measured.offset.ratios["ratio"]
    flow, focal = f"{measured.flow}s", study.focal.name
    title = f"What became of {focal}’s lost {flow}"
    new = [one for one in measured.counted if one != BENCHMARK]
    if BENCHMARK in ratios.index and NEW in ratios.index:
        names = joined([study.country(one).short for one in new])
        title = (
            f"For every dollar of {flow} lost, {study.name(BENCHMARK)} brought "
            f"{_cents(ratios[BENCHMARK])}, {names}{' together' if len(new) > 1 else ''} "
            f"{_cents(ratios[NEW])}"
        )
    hidden = (
        f" Our tables hold no {flow} of {measured.year} with "
        f"{joined([study.name(one) for one in measured.hidden])}, which "
        f"{'is' if len(measured.hidden) == 1 else 'are'} in everyone else."
        if measured.hidden
        else ""
    )
    few = _small(measured)
    small = f" More sanctioning: {joined([study.name(one) for one in few])}." if few else ""
    told = " ".join(
        f"{one.name}: {write_money(one.value, sign=one.low == one.low)}"
        + (f" ({write_money(one.low)} to {write_money(one.high)})." if one.low == one.low else ".")
        for one in steps
    )
    return Words(
        title=title,
        subtitle=(
            f"Goods {flow} of {focal} in {measured.year}, US dollars: from what was to be expected "
            "without the break to what was sold"
        ),
        caption=(
            f"Expected: mean of {len(measured.rules)} baselines "
            f"({', '.join(rule.words(measured.cut) for rule in measured.rules.values())}). Right: "
            "90 percent interval over reporters, baselines and placebo years. Sanctioning partners "
            "without a figure are taken at half of what was to be expected, with a range from "
            f"nothing to all of it.{small} Everyone else: what the total leaves.{hidden}"
        ),
        alt=f"Waterfall of horizontal bars. {told}",
    )


def _order(study: Study, measured: Measured) -> list[tuple[str, str, str]]:
    small = _small(measured)
    parts = measured.offset.parts
    lost = [
        one for one in parts.loc[measured.lost, "change"].sort_values().index if one not in small
    ]
    rows = [(one, study.country(one).short, study.country(one).colour) for one in lost]
    if small:
        rows.append((OTHER_LOST, f"{len(small)} more sanctioning", ""))
    rows += [(one, study.country(one).short, study.country(one).colour) for one in measured.counted]
    return [*rows, (REST, "Everyone else", "")]


def _small(measured: Measured) -> list[str]:
    changes = measured.offset.parts.loc[measured.lost, "change"]
    return list(changes.index[changes.abs() < SMALL_LOSS * measured.offset.loss])


def _cents(ratio: float) -> str:
    return f"{round(100 * ratio)} cents" if ratio < 1 else f"${ratio:.2f}"
