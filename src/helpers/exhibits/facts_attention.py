"""What a partner gets of political attention and what it brings in trade, by name."""

import pandas as pd

from helpers.exhibits.attention_data import traded_ranges
from helpers.exhibits.comparisons import attention_and_results
from helpers.exhibits.facts_weightings import weighting_facts
from helpers.exhibits.figures import NAN
from helpers.exhibits.statements import Fact
from helpers.indicators import rank
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

RANGES = {"attention_share": "attention_share", "gap": "attention_gap"}


def attention_facts(study: Study) -> dict[str, Fact]:
    """Return attention beside results, 2019-2025, among the partners other than Russia.

    ``attention_share``, ``results_share``, ``gained_share``, ``gap``, ``attention_rank``,
    ``results_rank``, ``compared`` (number of partners), ``contacts`` (visits and meetings of heads
    of state), ``events`` and ``documents`` (agreements counted in the events of this pair), and
    all of :func:`helpers.exhibits.facts_weightings.weighting_facts`. Attention share and gap carry
    the ranges of those, the share of results that of the reports of turnover.
    """
    frame = attention_and_results(study)
    note = f"2019-2025, among {len(frame)} partners other than {study.name('RUS')}"
    row = frame.set_index("partner").reindex([study.partner.code]).iloc[0]
    ranges = weighting_facts(study)
    facts: dict[str, Fact] = {
        name: _within(float(row[name]), RANGES.get(name, ""), ranges, note)
        for name in ("attention_share", "results_share", "gained_share", "gap")
    }
    traded = traded_ranges(study, list(frame["partner"])).set_index("partner")
    if study.partner.code in traded.index:
        low, high = (float(traded.loc[study.partner.code, end]) for end in ("low", "high"))
        share = float(row["results_share"])
        facts["results_share"] = Quantity(
            share, "share", min(low, share), max(high, share), note=note
        )
    for name, column in (("attention_rank", "attention"), ("results_rank", "turnover")):
        ranks = rank(frame.set_index("partner")[column]).astype("float64")
        facts[name] = Quantity(ranks.get(study.partner.code, NAN), "count", note=note)
    events = study.events
    recent = events[events["date"] >= pd.Timestamp(2019, 1, 1)]
    facts |= {
        "compared": Quantity(len(frame), "count", note=note),
        "contacts": Quantity(float(row["contacts"]), "count", note=note),
        "events": Quantity(len(recent), "count", note="Events since 2019"),
        "documents": Quantity(
            float(recent["agreements"].fillna(0).sum()),
            "count",
            note="Documents signed, where a source counts them, since 2019",
        ),
    }
    return facts | ranges


def _within(value: float, name: str, ranges: dict[str, Fact], note: str) -> Quantity:
    """Return a share with its range, if one of that name is known, stretched to hold it."""
    ends = [ranges.get(f"{name}_{end}") for end in ("low", "high")]
    found = [float(one) for one in ends if isinstance(one, Quantity) and not one.missing]
    if len(found) < 2:
        return Quantity(value, "share", note=note)
    return Quantity(value, "share", min(found[0], value), max(found[1], value), note=note)
