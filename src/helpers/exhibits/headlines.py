"""The findings that carry a report, each with every defensible way of computing it.

A headline is a number, a relation that must hold for the finding to be true, and the choices over
which it is computed again. Adding one here puts it into the report's table of robustness and into
``multivector multiverse``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import pandas as pd

from helpers.countries import WORLD
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.figures import assumption
from helpers.exhibits.offset_data import bounded_flows, reported_flows, sanctioning
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.panels import FREIGHT, SOURCES, panel_under
from helpers.indicators import by_year
from helpers.indicators.baselines import BASELINES, TREND_YEARS
from helpers.indicators.multiverse import specification_curve
from helpers.indicators.offset import Flows, simple_ratios
from helpers.tables.study import Study

NAN = float("nan")
UNDISCLOSED = (0.25, 0.5, 0.75)  # of what was to be expected of partners that disclose nothing
BASES = ("2019", "2021", "2017-2019", "2019-2021")


@dataclass(frozen=True)
class Headline:
    """A finding that is computed again under every combination of choices.

    Attributes
    ----------
    key, finding : str
        Name, and the finding as a sentence.
    measure, unit : str
        What is computed, and its unit (share, USD, ratio).
    relation, threshold : str, float
        The finding holds where the estimate stands in this relation to the threshold.
    choices : mapping of str to sequences
        Alternatives by name.
    estimate : callable
        One number for one alternative of each choice, NaN where the data do not allow it.
    """

    key: str
    finding: str
    measure: str
    unit: str
    relation: str
    threshold: float
    choices: Mapping[str, Sequence[object]]
    estimate: Callable[..., float]

    @cached_property
    def curve(self) -> pd.DataFrame:
        """The estimate under every combination of choices; computed once."""
        return specification_curve(self.choices, self.estimate, self.relation, self.threshold)


@lru_cache(maxsize=4)
def headlines(study: Study) -> list[Headline]:
    """Return the headlines of the study's report."""
    if study.partner.code == WORLD:
        return _of_the_overview(study)
    return _of_a_partner(study)


def _of_the_overview(study: Study) -> list[Headline]:
    lost = sanctioning(study)
    if not lost:
        return []
    names = list(dict.fromkeys([*lost, BENCHMARK, *FOUR, WORLD]))
    cut = int(assumption(study, "break_year"))

    @cache
    def reported(reports: str, freight: str) -> dict[str, Flows]:
        panel = panel_under(study, reports, freight, names, cut - TREND_YEARS)
        return reported_flows(study, panel)

    @cache
    def flows_under(reports: str, freight: str, flow: str, undisclosed: float) -> Flows:
        return bounded_flows(study, flow, reported(reports, freight), undisclosed)

    @cache
    def ratios(
        reports: str, freight: str, flow: str, undisclosed: float, baseline: str, year: int
    ) -> pd.Series:
        flows = flows_under(reports, freight, flow, undisclosed)
        return simple_ratios(
            flows, lost, {"RUS": [BENCHMARK], "NEW": list(FOUR)}, WORLD, cut, year,
            baseline,
        )  # fmt: skip

    choices = {
        "reports": SOURCES[:3],
        "freight": FREIGHT,
        "flow": ("export", "turnover"),
        "undisclosed": UNDISCLOSED,
        "baseline": tuple(BASELINES),
        "year": (cut, cut + 1),
    }
    return [
        Headline(
            "offset-by-the-four",
            "The studied partners made up less than half of the exports lost.",
            "gain in exports with the four that disclose, over the loss",
            "share", "<", 0.5, {**choices, "flow": ("export",)},
            lambda **spec: ratios(**spec)["NEW"],
        ),
        Headline(
            "turnover-by-the-four",
            "The studied partners made up less than half of the turnover lost.",
            "gain in turnover with the four that disclose, over the loss",
            "share", "<", 0.5, {**choices, "flow": ("turnover",)},
            lambda **spec: ratios(**spec)["NEW"],
        ),
        Headline(
            "russia-before-the-four",
            "Russia made up more of the loss than the studied partners together.",
            "gain with Russia less gain with the four, over the loss",
            "share", ">", 0.0, choices,
            lambda **spec: ratios(**spec)["RUS"] - ratios(**spec)["NEW"],
        ),
        Headline(
            "offset-in-total",
            "Counting every customer, Russia included, the loss was made up.",
            "gain with all partners over the loss",
            "share", ">=", 1.0, choices,
            lambda **spec: ratios(**spec)["ALL"],
        ),
    ]  # fmt: skip


def _of_a_partner(study: Study) -> list[Headline]:
    code, name = study.partner.code, study.partner.name
    first = min(int(base[:4]) for base in BASES)

    @cache
    def panel(reports: str, freight: str) -> pd.DataFrame:
        return panel_under(study, reports, freight, [code, WORLD], first)

    @cache
    def series(reports: str, freight: str, flow: str, partner: str = code) -> pd.Series:
        return by_year(panel(reports, freight), partner, flow)

    def growth(reports: str, freight: str, flow: str, base: str, year: int) -> float:
        values = series(reports, freight, flow)
        first = _at(values, base)
        return _at(values, str(year)) / first - 1 if first > 0 else NAN

    def share_change(reports: str, freight: str, base: str, year: int) -> float:
        shares = series(reports, freight, "turnover") / series(reports, freight, "turnover", WORLD)
        return _at(shares, str(year)) - _at(shares, base)

    years = tuple(
        int(year)
        for year in study.panel.loc[
            study.panel["flow"].eq("turnover")
            & study.panel["central"].notna()
            & (study.panel["year"] >= assumption(study, "break_year")),
            "year",
        ]
    )
    if not years:
        return []
    common = {"reports": SOURCES, "freight": FREIGHT, "base": BASES, "year": years}
    up = _at(by_year(study.panel, code, "turnover"), str(years[-1])) > _at(
        by_year(study.panel, code, "turnover"), "2019"
    )
    word, sign = ("more", ">") if up else ("less", "<")
    return [
        Headline(
            "growth",
            f"Trade with {name} is {word} than before the break.",
            "growth of the flow on the base", "share", sign, 0.0,
            {**common, "flow": ("export", "import", "turnover")},
            growth,
        ),
        Headline(
            "share",
            f"{name}'s share of all goods trade is {'higher' if up else 'lower'} than before.",
            "change of the share of turnover", "share", sign, 0.0, common, share_change,
        ),
    ]  # fmt: skip


def _at(values: pd.Series, when: str) -> float:
    """Return the value of a year, or the mean of ``first-last`` where every year is known."""
    first, _, last = when.partition("-")
    chosen = [values.get(year, NAN) for year in range(int(first), int(last or first) + 1)]
    return float(sum(chosen) / len(chosen))
