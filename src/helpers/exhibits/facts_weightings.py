"""How far the attention to a partner hangs on the weights, and what is left standing, by name."""

from helpers.countries import WORLD
from helpers.exhibits.attention_data import PRESETS, compare, levels, weigh
from helpers.exhibits.figures import NAN, assumption
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.statements import Fact
from helpers.indicators.attention import attention_share
from helpers.indicators.attention_sensitivity import order_kept, rank_kept
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.trade import rank
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

SHARES = (
    "attention_share_low",
    "attention_share_high",
    "attention_gap_low",
    "attention_gap_high",
    "attention_rank_stable",
    "attention_order_stable",
    "attention_four_stable",
    "attention_share_minsk",
    "attention_share_biss",
)
RANKS = ("attention_rank_minsk", "attention_rank_biss")
LEVELS = ("level_now", "level_before", "flow_now")


def weighting_facts(study: Study) -> dict[str, Fact]:
    """Return the ranges of attention and gap over random weightings, and the level of attention.

    ``attention_share_low`` and ``_high``, ``attention_gap_low`` and ``_high`` (90 percent of the
    weightings, and for the gap the range of the reports too), ``gap_sure`` (yes if that range does
    not reach zero, no, or unknown); ``attention_rank_stable`` (share of the weightings in which
    this partner keeps its rank), ``attention_order_stable`` and ``attention_four_stable`` (in which
    the order of all, and of the four, stays); rank and share under the two presets
    (``attention_rank_minsk``, ``attention_share_minsk``, ``attention_rank_biss``,
    ``attention_share_biss``); ``level_now`` and ``flow_now`` (2025), ``level_before`` (end of the
    year before the break) and ``level_rank``, in points. With the World as partner also
    ``gap_range_chn`` and so on for the four. What is not compared is missing.
    """
    values: dict[str, float] = {}
    ranks: dict[str, float] = {}
    more: dict[str, Fact] = {}
    partners: list[str] = []
    note, sure, own = "", "unknown", study.partner.code
    try:
        found = compare(study)
    except InsufficientData:
        found = None
    if found is not None:
        partners = list(found.attention["partner"])
        note = f"2019-2025, among {len(partners)} partners; 90 percent of 1,000 random weightings"
        four = [code for code in FOUR if code in partners]
        values["attention_order_stable"] = order_kept(found.weightings)
        values["attention_four_stable"] = order_kept(found.weightings.among(four))
        if own == WORLD:
            more = {
                f"gap_range_{row.partner.lower()}": Quantity(
                    row.gap, "share", row.low, row.high, note=note
                )
                for row in found.gap[found.gap["partner"].isin(FOUR)].itertuples()
            }
    if found is not None and own in partners:
        said, gap = (one.set_index("partner").loc[own] for one in (found.attention, found.gap))
        values |= {"attention_share_low": said["low"], "attention_share_high": said["high"]}
        values |= {"attention_gap_low": gap["low"], "attention_gap_high": gap["high"]}
        values["attention_rank_stable"] = rank_kept(found.weightings)[own]
        sure = "yes" if gap["low"] > 0 or gap["high"] < 0 else "no"
        for preset in PRESETS:
            points = weigh(study, partners, preset)
            short = preset.split("_")[0]
            values[f"attention_share_{short}"] = attention_share(points.clip(lower=0))[own]
            ranks[f"attention_rank_{short}"] = rank(points.round(9))[own]
    facts: dict[str, Fact] = {
        name: Quantity(float(values.get(name, NAN)), "share", note=note) for name in SHARES
    }
    facts |= {name: Quantity(float(ranks.get(name, NAN)), "count", note=note) for name in RANKS}
    return facts | more | {"gap_sure": sure} | _levels(study, partners)


def _levels(study: Study, partners: list[str]) -> dict[str, Fact]:
    own = study.partner.code
    facts: dict[str, Fact] = {name: Quantity(NAN, "index") for name in LEVELS}
    facts["level_rank"] = Quantity(NAN, "count")
    if study.weights.empty or own not in set(study.all_events["partner"]):
        return facts
    table = levels(study, [*partners, *({own} - set(partners))])
    last, before = int(table["year"].max()), int(assumption(study, "break_year")) - 1
    now, then = (table[table["year"] == one].set_index("partner") for one in (last, before))
    rules = study.weights[study.weights["dimension"] == "rule"].set_index("value")["weight"]
    half = f"half of an event is left after {rules['half_life_years']:g} years"
    for name, frame, year in (("level_now", now, last), ("level_before", then, before)):
        note = f"Points left standing at the end of {year}; {half}"
        facts[name] = Quantity(float(frame.loc[own, "level"]), "index", note=note)
    facts["flow_now"] = Quantity(float(now.loc[own, "flow"]), "index", note=f"Points in {last}")
    if own in partners:
        order = rank(now.loc[partners, "level"].round(9))
        facts["level_rank"] = Quantity(float(order[own]), "count")
    return facts
