"""How concentrated the focal country's trade is, with and without Russia, by name.

Up to 2020 every sizeable partner is known and the index is a number; afterwards most partners are
undisclosed, and only the range that the known ones allow is given.
"""

import pandas as pd

from helpers.exhibits.comparisons import BENCHMARK, shares_by_partner
from helpers.exhibits.figures import assumption
from helpers.exhibits.statements import Fact
from helpers.indicators import effective_partners, entropy, herfindahl, herfindahl_bounds, without
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

FULL = 0.85
FLOW = "turnover"


def concentration_facts(study: Study) -> dict[str, Fact]:
    """Return the concentration of goods turnover by partner.

    ``hhi_2020`` and ``hhi_without_russia_2020`` (bounds as range where partners are undisclosed),
    ``effective_2020`` (partners of equal size that would be as concentrated), ``entropy_2020``;
    each also as ``…_first`` and ``…_full`` (last year with nearly all partners) with
    ``full_year``; ``known_2023`` is the share of trade attributed to a partner.
    """
    largest = assumption(study, "largest_undisclosed_share")
    facts: dict[str, Fact] = {"full_year": "", "first_full_year": ""}
    for year in range(study.since, study.until + 1):
        shares = shares_by_partner(study, FLOW, year)
        if shares.empty:
            continue
        of_year = _of_year(shares, largest, year)
        facts |= {f"{name}_{year}": fact for name, fact in of_year.items()}
        if float(shares.sum()) >= FULL:
            ends = ["full"] if facts["first_full_year"] else ["first", "full"]
            facts |= {f"{name}_{end}": fact for end in ends for name, fact in of_year.items()}
            facts["full_year"] = str(year)
            facts["first_full_year"] = facts["first_full_year"] or str(year)
        facts |= {f"{name}_latest": fact for name, fact in of_year.items()}
        facts["latest_year"] = str(year)
    return facts


def bounds_of(
    shares: pd.Series, largest: float, leave_out: tuple[str, ...] = ()
) -> tuple[float, float]:
    """Return the lowest and highest HHI that the undisclosed remainder allows.

    Parameters
    ----------
    shares : pandas.Series
        Shares of the known partners in total trade.
    largest : float
        No undisclosed partner is taken to be larger (assumption `largest_undisclosed_share`).
    leave_out : tuple of str
        Partners to leave out of the whole.
    """
    rest = max(0.0, 1.0 - float(shares.sum()))
    known = shares.drop([code for code in leave_out if code in shares.index])
    return herfindahl_bounds(known, rest, largest_unknown=largest)


def _of_year(shares: pd.Series, largest: float, year: int) -> dict[str, Quantity]:
    note = f"Goods turnover by partner, {year}"
    attributed = float(shares.sum())
    facts = {"known": Quantity(attributed, "share", note=f"{note}: attributed to a partner")}
    for name, out in (("hhi", ()), ("hhi_without_russia", (BENCHMARK,))):
        effective = name.replace("hhi", "effective")
        if attributed >= FULL:
            known = without(shares, [code for code in out if code in shares.index])
            facts[name] = Quantity(herfindahl(known), "index", note=note)
            facts[effective] = Quantity(effective_partners(known), "ratio", note=note)
            facts[name.replace("hhi", "entropy")] = Quantity(entropy(known), "index", note=note)
            continue
        low, high = bounds_of(shares, largest, out)
        middle = (low + high) / 2
        facts[name] = Quantity(middle, "index", low, high, note=f"{note}: bounds")
        facts[effective] = Quantity(1 / middle, "ratio", 1 / high, 1 / low, note=f"{note}: bounds")
    return facts
