"""In how many defensible ways of computing it each headline holds, by name."""

from helpers.exhibits.headlines import headlines
from helpers.exhibits.statements import Fact
from helpers.indicators.multiverse import holding
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study


def robustness_facts(study: Study) -> dict[str, Fact]:
    """Return ``holds_<headline>`` of ``ways_<headline>`` specifications, and their share.

    Dashes of a headline's key become underscores: ``holds_growth``, ``ways_growth``,
    ``robust_growth``; ``median_growth`` is the median estimate with its extremes.
    """
    facts: dict[str, Fact] = {}
    for headline in headlines(study):
        curve = headline.curve
        name = headline.key.replace("-", "_")
        held, known = holding(curve)
        estimates = curve["estimate"].dropna()
        facts |= {
            f"holds_{name}": Quantity(held, "count"),
            f"ways_{name}": Quantity(known, "count"),
            f"robust_{name}": Quantity(held / known if known else float("nan"), "share"),
        }
        if len(estimates):
            ends = float(estimates.min()), float(estimates.max())
            facts[f"median_{name}"] = Quantity(float(estimates.median()), headline.unit, *ends)
    return facts
