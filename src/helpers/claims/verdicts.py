"""The rules that turn readings into a verdict.

A reading is an interval: a figure with its freight margin and its hedge. It stands to a check in
one of three ways.

* The text gives a figure (``equals``, ``about``): *for*, if the interval meets the figure give or
  take the tolerance; *against*, if it does not. An estimate that meets it, or an interval without
  an end, is *open*: it does not contradict, and it does not confirm.
* The text gives a bound (``<``, ``<=``, ``>``, ``>=``, ``between``): *for*, if the whole interval
  keeps it; *against*, if none of it does; *open* otherwise.

The verdict of a check:

* **supported**: at least one reading is for it and none against;
* **contradicted**: at least one is against it and none for;
* **partly**: some are for and some against (it depends on the reporter); or all are against a
  figure that lies between them (nobody published it, nobody's range excludes it); or all are open;
* **not checkable**: there is no reading. What nobody disclosed is never taken for zero.

A claim with several checks takes their common verdict, and is partly true if they differ. Of a
causal claim only a necessary condition can be checked: it is contradicted if that fails, and at
best partly true if it holds. A judgement is an **opinion**. The text's own figures are no evidence
for it, except in arithmetic that asks whether the text agrees with itself.
"""

import math
from collections.abc import Sequence

from helpers.claims.language import NEAR, Check
from helpers.claims.readings import Reading
from helpers.tables.vocabulary import VERDICTS

SUPPORTED, PARTLY, CONTRADICTED, NOT_CHECKABLE, OPINION = VERDICTS
FOR, AGAINST, OPEN = "for", "against", "open"
_ROUNDING = 1e-9  # relative: a band's end computed in floating point still includes itself


def stance(reading: Reading, check: Check) -> str:
    """Return how a reading stands to a check: for, against or open."""
    low, high = check.band
    slack = _ROUNDING * max(abs(end) for end in (low, high) if math.isfinite(end))
    if check.relation in NEAR:
        if reading.high < low - slack or reading.low > high + slack:
            return AGAINST
        endless = math.isinf(reading.low) or math.isinf(reading.high)
        return OPEN if reading.estimate or endless else FOR
    if check.relation in ("<", ">"):
        inside = reading.high < high if check.relation == "<" else reading.low > low
        outside = reading.low >= high if check.relation == "<" else reading.high <= low
    else:
        inside = low - slack <= reading.low and reading.high <= high + slack
        outside = reading.high < low - slack or reading.low > high + slack
    return FOR if inside else AGAINST if outside else OPEN


def verdict_of_check(check: Check, readings: Sequence[Reading]) -> str:
    """Return the verdict on one check by the rules above."""
    if not readings:
        return NOT_CHECKABLE
    stances = {stance(reading, check) for reading in readings}
    if FOR in stances:
        return PARTLY if AGAINST in stances else SUPPORTED
    if AGAINST in stances:
        return PARTLY if check.relation in NEAR and between(check, readings) else CONTRADICTED
    return PARTLY


def between(check: Check, readings: Sequence[Reading]) -> bool:
    """Return whether the text's figure lies between the lowest and the highest reading."""
    low, high = check.band
    return min(one.low for one in readings) < low and high < max(one.high for one in readings)


def verdict_of_claim(kind: str, verdicts: Sequence[str]) -> str:
    """Return the verdict on a claim from the verdicts on its checks."""
    if kind == "judgement":
        return OPINION
    if not verdicts:
        return NOT_CHECKABLE
    common = verdicts[0] if len(set(verdicts)) == 1 else PARTLY
    return PARTLY if kind == "causal" and common == SUPPORTED else common
