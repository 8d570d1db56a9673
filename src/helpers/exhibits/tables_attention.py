"""Tables of attention: how much the shares hang on the weights, and the weights with reasons."""

import pandas as pd

from helpers.exhibits.attention_data import PRESETS, compared_partners, weigh_at_random
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.quadrant_words import write_share_range
from helpers.exhibits.tables_politics import LEVELS
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.indicators.attention_sensitivity import order_kept, rank_kept, share_intervals
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.trade import rank
from helpers.tables.numbers import write_number, write_percent
from helpers.tables.study import Study

NO_CAP = 1000  # no partner has as many events of one kind in a quarter
DIMENSIONS = {"kind": "Kind of event", "level": "Level", "rule": "Rules"}


def sensitivity_table(study: Study) -> Exhibit:
    """Return shares and ranks of attention under our weights, random ones, and two trackers'.

    Parameters
    ----------
    study : Study
        Any pair of the focal country; its partner's row stands out.
    """
    key = "attention-sensitivity"
    try:
        partners = compared_partners(study)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    ours = weigh_at_random(study, partners)
    table = share_intervals(ours).assign(
        kept=rank_kept(ours).to_numpy(), rank=rank(ours.base.round(9)).to_numpy()
    )
    orders = [order_kept(ours)]
    for name in PRESETS:
        theirs = weigh_at_random(study, partners, name)
        shares = share_intervals(theirs)["share"].to_numpy()
        ranks = rank(theirs.base.round(9)).to_numpy()
        table = table.assign(**{name: shares, f"{name}_rank": ranks})
        orders.append(order_kept(theirs))
    table = table.sort_values("share", ascending=False, kind="stable")
    rows = [
        [study.country(row["partner"]).short, str(int(row["rank"])), write_percent(row["share"]),
         write_share_range(row["low"], row["high"]), write_percent(row["kept"], 0)]
        + [
            f"{write_percent(row[name])} ({int(row[f'{name}_rank'])})" for name in PRESETS
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    heads = ["Rank", "Share", "90% of weightings", "Same rank in"]
    presets = [number_column(name, "share (rank)") for name in PRESETS.values()]
    kept = [write_percent(one, 0) for one in orders]
    return table_exhibit(
        key,
        f"Attention to {len(rows)} partners of {study.focal.name}, 2019–2025, under other weights",
        [Column("Partner"), *[number_column(head) for head in heads], *presets],
        rows,
        row_kinds=["total" if code == study.partner.code else "" for code in table["partner"]],
        notes=[
            "Shares of cooperative points. Random weightings: 1,000 draws, each weight between "
            "half and one and a half of its value, levels in their order. The whole order is the "
            f"same in {kept[0]} of them.",
            "The last two columns take hostile points off and have no cap. Minsk Barometer: every "
            "event counts alike. BISS: our kinds and levels. The points that the two give an event "
            "were not found, so both are our reading. Around these weights the whole order is the "
            f"same in {kept[1]} and {kept[2]} of the draws.",
            "The catalogue of events is incomplete; no range here shows that.",
        ],
        sources=source_numbers(study, study.presets["source_id"]),
    )


def weights_table(study: Study) -> Exhibit:
    """Return every weight with its reason, beside those of the two presets."""
    key = "attention-weights"
    if study.weights.empty:
        return note_exhibit(key, "No weights of events are in our tables.")
    presets = study.presets.set_index(["preset", "dimension", "value"])["weight"].to_dict()
    rows, kinds = [], []
    for dimension, title in DIMENSIONS.items():
        part = study.weights[study.weights["dimension"] == dimension]
        if dimension != "rule":
            part = part.sort_values("weight", ascending=False, kind="stable")
        rows.append([title, *[""] * (len(PRESETS) + 3)])
        kinds.append("group")
        for row in part.itertuples():
            place = (row.dimension, row.value)
            others = [_weight(place, presets.get((name, *place), row.weight)) for name in PRESETS]
            source = [] if pd.isna(row.source_id) else study.numbers([row.source_id])
            cited = ", ".join(str(number) for number in source)
            named = LEVELS.get(str(row.value), str(row.value).replace("_", " "))
            rows.append([named, _weight(place, row.weight), *others, str(row.reasoning), cited])
            kinds.append("")
    return table_exhibit(
        key,
        "Weights of the attention index, and the reasons for them",
        [
            Column("Weight"),
            number_column("Ours"),
            *[number_column(name) for name in PRESETS.values()],
            Column("Reason for ours"),
            number_column("Source"),
        ],
        rows,
        row_kinds=kinds,
        notes=[
            "An event has the weight of its kind times that of its level. The columns of the two "
            "trackers are our reading: what is known of them and what is not stands in "
            "event_presets.csv, row by row."
        ],
        sources=source_numbers(study, study.weights["source_id"], study.presets["source_id"]),
    )


def _weight(place: tuple[str, str], value: float) -> str:
    if place == ("rule", "repeat_cap") and value >= NO_CAP:
        return "none"
    return write_number(value) if place[0] == "rule" else write_number(value, 2)
