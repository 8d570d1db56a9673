"""Where trade moved: the share of every block of partners before and after the break."""

import pandas as pd

from helpers.exhibits.charts_marks import mark_key
from helpers.exhibits.charts_rows import EDGE_OF_ROW, row_names, value_axis, write_at
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.overview_data import FOUR
from helpers.exhibits.structure_data import REST, Moves, structure_moves
from helpers.exhibits.style import BOLD, INK, MUTED, PAPER, RULE, chart_style, tint
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.numbers import MINUS, write_number, write_percent
from helpers.tables.study import Study

ROW, LEFT, RIGHT = 18.0, 98.0, 112.0
LEAST = 0.004  # share of trade: smaller blocks on both sides share a row
SMALL = "SMALL"


def structure_chart(study: Study) -> Exhibit:
    """Return the share of turnover of every block before and after, and what it adds to the HHI.

    Parameters
    ----------
    study : Study
        Of the focal country and the world.
    """
    key = "structure"
    try:
        moves = structure_moves(study)
    except InsufficientData as reason:
        return note_exhibit(key, f"Insufficient data. {reason}")
    rows = _rows(moves)
    with chart_style(key):
        figure = new_figure(ROW * len(rows) + 62)
        axes = place(figure, left=LEFT, right=RIGHT, top=18, bottom=44)
        reach = float(rows[["share_before", "share_after", "high"]].max().max())
        axes.set_xlim(-0.01, reach * 1.06)
        ticks = [tick / 10 for tick in range(0, 10) if tick / 10 <= reach * 1.06]
        value_axis(axes, ticks, [write_percent(tick, 0) for tick in ticks])
        tones = [_tone(study, code) for code in rows["partner"]]
        row_names(axes, [_name(study, code) for code in rows["partner"]], tones, left=LEFT)
        for place_, (row, tone) in enumerate(zip(rows.itertuples(), tones, strict=True)):
            colour = tone or MUTED
            if row.high == row.high and row.high > row.low:
                axes.plot([row.low, row.high], [place_] * 2, color=tint(colour, 0.3), linewidth=6)
            ends = [row.share_before, row.share_after]
            axes.plot(ends, [place_] * 2, color=RULE, linewidth=1, zorder=1.7)
            axes.plot(ends[0], place_, marker="D", markersize=4.6, color=MUTED, zorder=3)
            axes.plot(
                ends[1], place_, marker="o", markersize=6.2, color=colour,
                markeredgecolor=PAPER, markeredgewidth=0.6, zorder=4,
            )  # fmt: skip
            change = _points(row.share_after - row.share_before)
            write_at(axes, change, (1, place_), (50, 0), colour, BOLD, "right", EDGE_OF_ROW)
            hhi = _points(row.contribution, 1)
            write_at(axes, hhi, (1, place_), (RIGHT, 0), MUTED, 400, "right", EDGE_OF_ROW)
        for text, x in (("points", 50), ("of HHI", RIGHT)):
            write_at(axes, text, (1, 1), (x, 10), MUTED, align="right", coords="axes fraction")
        entries = [("D", MUTED, True, str(moves.before)), ("o", INK, True, str(moves.after))]
        mark_key(axes, entries, below=30, left=-LEFT)
    data = [
        [_name(study, row.partner)]
        + [write_percent(v) for v in (row.share_before, row.share_after)]
        + [write_number(row.contribution, 4)]
        for row in rows.itertuples()
    ]
    columns = ["Partner", str(moves.before), str(moves.after), "Contribution to the HHI"]
    words = _words(study, moves, rows)
    used = study.history[
        study.history["flow"].eq("turnover")
        & study.history["year"].isin([moves.before, moves.after])
        & study.history["partner"].isin([*moves.blocks["partner"], "WLD"])
    ]
    ids = sorted({one for cell in used["source_ids"] for one in cell.split(";") if one})
    return chart_exhibit(key, figure, words, columns, data, study.numbers(ids))


def _rows(moves: Moves) -> pd.DataFrame:
    """Return the blocks by how much their share moved; the smallest ones together, rest last."""
    blocks = moves.blocks.set_index("partner")
    shares = blocks[["share_before", "share_after"]]
    small = shares.max(axis=1).lt(LEAST) | blocks["high"].lt(LEAST)
    small[[REST, *(one for one in FOUR if one in blocks.index)]] = False
    if small.sum() > 1:
        blocks = pd.concat([blocks[~small], blocks[small].sum().to_frame(SMALL).T])
    order = (blocks["share_after"] - blocks["share_before"]).sort_values(ascending=False).index
    order = [one for one in order if one not in (SMALL, REST)]
    order += [one for one in (SMALL, REST) if one in blocks.index]
    return blocks.loc[order].rename_axis("partner").reset_index()


def _words(study: Study, moves: Moves, rows: pd.DataFrame) -> Words:
    table = moves.blocks.set_index("partner")
    russia = table.loc[BENCHMARK, "share_after"] - table.loc[BENCHMARK, "share_before"]
    total = table["contribution"].sum()
    told = " ".join(
        f"{_name(study, row.partner)}: {write_percent(row.share_before)} to "
        f"{write_percent(row.share_after)}."
        for row in rows.itertuples()
    )
    small = [one for one in table.index if one not in set(rows["partner"])]
    others = f" Small partners: {', '.join(study.name(one) for one in small)}." if small else ""
    return Words(
        title=(
            f"{write_percent(moves.moved)} of trade changed place; Russia’s share "
            f"{'rose' if russia > 0 else 'fell'} by {abs(russia) * 100:.0f} points and "
            f"concentration {'rose' if total > 0 else 'fell'}"
        ),
        subtitle=(
            f"Share of {study.focal.name}’s goods turnover, {moves.before} and {moves.after}; "
            "change in percentage points, and part of the change of the HHI (in hundredths)"
        ),
        caption=(
            "Pale bars: range of the later share. Of sanctioning partners, a direction that is "
            "disclosed is taken as known; what is not lies between nothing and all of what was to "
            "be expected, the mark in the middle. Everyone else is counted as one block, so what "
            f"moved inside it is not seen.{others}"
        ),
        alt=f"Dots before and after, one row a partner. {told}",
    )


def _name(study: Study, code: str) -> str:
    return {REST: "Everyone else", SMALL: "Small partners"}.get(code) or study.country(code).short


def _tone(study: Study, code: str) -> str:
    return "" if code in (REST, SMALL) else study.country(code).colour


def _points(share: float, decimals: int = 1) -> str:
    text = write_number(abs(share) * 100, decimals)
    if float(text) == 0:
        return text
    return f"+{text}" if share > 0 else f"{MINUS}{text}"
