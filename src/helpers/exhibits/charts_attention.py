"""What partners get of political attention against what they bring in trade."""

import pandas as pd

from helpers.exhibits.charts_axes import round_ticks
from helpers.exhibits.charts_data import source_numbers
from helpers.exhibits.charts_marks import mark_key, size_in_points
from helpers.exhibits.charts_rows import DAGGER, NAMES, RECENT, row_names, value_axis, write_at
from helpers.exhibits.comparisons import BENCHMARK, DURING, attention_and_results
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.style import BOLD, FAINT, MUTED, RULE, chart_style, tint
from helpers.tables.numbers import write_percent
from helpers.tables.study import Study

ROW = 17.0
CITED = 12  # sources of events at most
ATTENTION, TRADE = ("o", "attention_share"), ("s", "results_share")


def attention_against_results(study: Study) -> Exhibit:
    """Return shares of attention and of trade as two marks a partner, sorted by their gap.

    The partner of the study stands out; with the World as partner, the four of the series do.
    """
    key = f"attention-{study.partner.code.lower()}"
    frame = compared(study)
    if len(frame) < 2:
        return note_exhibit(
            key, f"Too few partners of {study.focal.name} have both events and trade to compare."
        )
    chosen = [code for code in highlighted(study) if code in set(frame["partner"])]
    words = _words(study, frame, chosen)
    with chart_style(key):
        figure = new_figure(ROW * len(frame) + 52)
        axes = place(figure, left=NAMES, right=44, top=4, bottom=48)
        top = float(frame[["attention_share", "results_share"]].max().max())
        ticks = [tick for tick in round_ticks(0, top) if tick <= top * 1.05]
        width = size_in_points(axes)[0]
        # Room at the left for the label of a mark near zero.
        axes.set_xlim(-top * 36 / (width - 36), top * 1.02)
        value_axis(axes, ticks, [write_percent(tick, 0) for tick in ticks])
        tones = [study.country(code).colour if code in chosen else "" for code in frame["partner"]]
        names = [_named(study, row) for row in frame.itertuples()]
        row_names(axes, names, tones)
        for place_, (row, tone) in enumerate(zip(frame.itertuples(), tones, strict=True)):
            ends = (row.attention_share, row.results_share)
            axes.plot(
                ends, [place_] * 2, color=tint(tone, 0.45) if tone else RULE, linewidth=2, zorder=2
            )
            for (shape, _), value in zip((ATTENTION, TRADE), ends, strict=True):
                axes.plot(
                    value,
                    place_,
                    marker=shape,
                    markersize=6.5 if tone else 5,
                    color=tone or FAINT,
                    markeredgewidth=0,
                    zorder=3 + (shape == ATTENTION[0]),
                )
                if tone:
                    right = value == max(ends)
                    write_at(
                        axes,
                        write_percent(value),
                        (value, place_),
                        (7 if right else -7, 0),
                        tone,
                        BOLD,
                        "left" if right else "right",
                    )
        entries = [
            (ATTENTION[0], MUTED, True, "share of attention"),
            (TRADE[0], MUTED, True, "share of trade"),
        ]
        mark_key(axes, entries, below=34, left=-NAMES)
    data = [
        [study.name(row.partner)]
        + [write_percent(value) for value in (row.attention_share, row.results_share)]
        + [write_percent(row.gap, sign=True), str(int(row.known_until))]
        for row in frame.itertuples()
    ]
    return chart_exhibit(
        key,
        figure,
        words,
        ["Partner", "Share of attention", "Share of trade", "Gap", "Trade known until"],
        data,
        _sources(study, chosen),
    )


def compared(study: Study) -> pd.DataFrame:
    """Return attention beside results, the largest gap first; empty where either is not known."""
    if study.all_events.empty or study.weights.empty or study.everyone["central"].isna().all():
        return pd.DataFrame(columns=["partner"])
    frame = attention_and_results(study).dropna(subset=["attention_share", "results_share"])
    return frame.sort_values(["gap", "partner"], ascending=[False, True], ignore_index=True)


def highlighted(study: Study) -> tuple[str, ...]:
    """Return the partners in colour: the study's own, or the four where it is the World."""
    return FOUR if study.partner.code == "WLD" else (study.partner.code,)


def _named(study: Study, row: tuple) -> str:
    late = row.known_until > RECENT  # type: ignore[attr-defined]
    name = study.country(row.partner).short  # type: ignore[attr-defined]
    return name if late else f"{name} {DAGGER}"


def _words(study: Study, frame: pd.DataFrame, chosen: list[str]) -> Words:
    focal = study.focal.name
    rows = frame.set_index("partner")
    shown = chosen or [frame["partner"].iloc[0], frame["partner"].iloc[-1]]
    most, least = rows["gap"][shown].idxmax(), rows["gap"][shown].idxmin()

    def told(code: str) -> str:
        row = rows.loc[code]
        attention, trade = (write_percent(row[name]) for _, name in (ATTENTION, TRADE))
        return f"{study.name(code)} gets {attention} of {focal}’s attention and brings {trade}"

    among = f"Of {len(frame)} partners other than {study.name(BENCHMARK)}"
    title = f"{among}, {told(least)} of the trade"
    if most != least:
        row = rows.loc[most]
        attention, trade = (write_percent(row[name]) for _, name in (ATTENTION, TRADE))
        title += f"; {study.name(most)}, {attention} and {trade}"
    early = frame["known_until"].le(RECENT).any()
    return Words(
        title=title,
        subtitle=(
            f"Shares of political attention and of goods turnover among {len(frame)} partners of "
            f"{focal}, percent, 2019–2025"
        ),
        caption=(
            "Attention: points for visits, meetings, agreements and other cooperative events, by "
            "level. Trade: mean turnover of the years known. "
            f"{study.name(BENCHMARK)} is apart. "
            + (f"{DAGGER} Trade known to {RECENT} only. " if early else "")
            + "The catalogue of events is incomplete."
        ),
        alt="Two marks a partner, by gap. "
        + " ".join(
            f"{study.name(row.partner)}: attention {write_percent(row.attention_share)}, trade "
            f"{write_percent(row.results_share)}."
            for row in frame.itertuples()
        ),
    )


def _sources(study: Study, chosen: list[str]) -> list[int]:
    panel, events = study.everyone, study.all_events
    rows = panel["partner"].isin(chosen) & panel["flow"].eq("turnover") & panel["year"].isin(DURING)
    seen = events.loc[events["partner"].isin(chosen) & events["date"].dt.year.ge(2019), "source_id"]
    cited = pd.Series(sorted(set(seen.dropna()))[:CITED], dtype="object")
    return source_numbers(study, panel.loc[rows, "source_ids"], cited)
