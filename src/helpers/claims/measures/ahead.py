"""Named indicators as measures: attention beside trade, the offset of losses."""

from functools import lru_cache

import pandas as pd

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import Arguments, Numbers
from helpers.claims.readings import Found, Reading
from helpers.countries import WORLD
from helpers.indicators import Period, attention_per_year, attention_share, event_scores
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.offset import ALL, Offset, offset
from helpers.indicators.offset_panel import bound_undisclosed, flows_of_panel

ASKED = "ASKED"
BENCHMARK = "RUS"  # counted apart, as in the reports


def read_attention_gap(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return a partner's share of attention less its share of trade, among some partners.

    Attention: recorded acts by weight and level in the period
    (:func:`helpers.indicators.attention_per_year`); trade: turnover of the year, with its range.
    """
    partner, among, year = arguments["partner"], arguments["among"], arguments["year"]
    subject = f"attention to {knowledge.name(partner)} less its trade, as shares among {len(among)}"
    spans = {one: knowledge.hull(one, "turnover", year) for one in among}
    lacking = [one for one, span in spans.items() if span is None]
    if lacking or partner not in spans:
        return Found(subject, "points", missing=f"nobody gives trade in {year} with {lacking}")
    events = knowledge.tables["events"]
    events = events[(events["focal"] == knowledge.focal) & (events["source_id"] != "brief")]
    scored = event_scores(events, knowledge.tables["event_weights"])
    period = Period(arguments["since"], arguments["until"])
    attention = attention_share(attention_per_year(scored, period, among))[partner]
    known = {one: span for one, span in spans.items() if span is not None}
    low, high = known.pop(partner)
    others = sum(span[0] for span in known.values()), sum(span[1] for span in known.values())
    ends = (attention - high / (high + others[0]), attention - low / (low + others[1]))
    rows = events[(events["partner"] == partner) & events["date"].between(
        pd.Timestamp(arguments["since"]), pd.Timestamp(arguments["until"]))]  # fmt: skip
    figures = [r for o in knowledge.readings(partner, "turnover", year) for r in o.evidence]
    evidence = (*rows["id"], *figures)
    return Found(
        subject,
        "points",
        (Reading("", sum(ends) / 2, *ends, f"trade of {year}", "index", evidence),),
    )


def read_offset(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return how much of the loss with sanctioning partners some partners made up (0 none, 1 all).

    The measure of :mod:`helpers.indicators.offset`, with its 90 % interval. The groups are those of
    the reports' table of offsets (the benchmark apart, then the partners named together), for the
    draws of a group depend on the groups beside it.
    """
    year, flow, partners = arguments["year"], arguments["flow"], arguments["partners"]
    everyone = arguments["of"] == "all" or not partners
    names = "all partners" if everyone else ", ".join(map(knowledge.name, partners))
    subject = f"the part of the lost {flow}s made up by {names} in {year}"
    try:
        measured = _offset(knowledge, flow, year, partners)
    except (InsufficientData, ValueError, KeyError) as problem:
        return Found(subject, "share", missing=f"the offset cannot be measured: {problem}")
    row = measured.ratios.loc[ALL if everyone else ASKED if partners != (BENCHMARK,) else BENCHMARK]
    if row[["ratio", "low", "high"]].isna().any():
        return Found(subject, "share", missing=f"{subject} is not known")
    evidence = tuple(
        row_id
        for one in (*((BENCHMARK,) if everyone else partners), WORLD)
        for reading in knowledge.readings(one, flow, year)
        for row_id in reading.evidence
    )
    reading = Reading(
        "", float(row["ratio"]), float(row["low"]), float(row["high"]), "", "index", evidence
    )
    return Found(subject, "share", (reading,))


@lru_cache(maxsize=16)
def _offset(knowledge: Knowledge, flow: str, year: int, partners: tuple[str, ...]) -> Offset:
    groups = knowledge.tables["groups"]
    members = groups.loc[groups["group"] == f"SANCTIONING_{knowledge.focal}", "member"]
    lost = sorted(set(members) & set(knowledge.panel["partner"]))
    assumptions = knowledge.tables["assumptions"].set_index("name")
    cut = int(assumptions["value"]["break_year"])
    share = assumptions.loc["undisclosed_sanctioning_share", ["low", "high"]]
    asked = [one for one in partners if one != BENCHMARK]
    gained = {BENCHMARK: [BENCHMARK], **({ASKED: asked} if asked else {})}
    flows = flows_of_panel(knowledge.panel, flow, [*lost, BENCHMARK, *asked, WORLD])
    bounded = bound_undisclosed(flows, lost, cut, (float(share["low"]), float(share["high"])))
    return offset(bounded, lost, gained, WORLD, cut, year)


MEASURES = {
    "attention_gap": Measure(
        {
            "partner": Argument("code", required=True),
            "among": Argument("codes", required=True),
            "since": Argument("date", required=True),
            "until": Argument("date", required=True),
            "year": Argument("year", required=True),
        },
        read_attention_gap, "number", "share of attention less share of trade",
    ),
    "offset_ratio": Measure(
        {
            "partners": Argument("codes", default=()),
            "flow": Argument("word", default="export", choices=("export", "turnover")),
            "year": Argument("year", required=True),
            "of": Argument("word", default="partners", choices=("partners", "all")),
        },
        read_offset, "number", "part of the losses that was made up",
    ),
}  # fmt: skip
