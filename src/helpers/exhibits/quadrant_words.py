"""Title, caption and alternative text of the chart of attention against results."""

from helpers.exhibits.attention_data import GAINED, Comparison
from helpers.exhibits.charts_rows import DAGGER, RECENT
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.drawing import Words
from helpers.tables.numbers import DASH, THIN, write_percent
from helpers.tables.study import Study


def quadrant_words(study: Study, found: Comparison, results: str, shown: list[str]) -> Words:
    """Return the words of the chart, true of the data shown.

    Parameters
    ----------
    study : Study
        The pair.
    found : Comparison
        What is drawn.
    results : {"gained", "traded"}
        What results are.
    shown : list of str
        The partners in colour; the title is about the widest gaps among them.
    """
    focal, count = study.focal.name, len(found.attention)
    gained = results == GAINED
    what = "growth of trade" if gained else "trade"
    gaps = found.gap.set_index("partner").loc[shown or list(found.gap["partner"])]
    most, least = gaps["gap"].idxmax(), gaps["gap"].idxmin()
    said, done = (frame.set_index("partner")["share"].map(write_percent) for frame in found[:2])
    title = (
        f"{study.name(most)} gets {said[most]} of the attention and brings {done[most]} of the "
        f"{what}; "
    )
    title += (
        f"{study.name(least)}, {said[least]} and {done[least]}"
        if most != least
        else _verdict(what, *gaps.loc[most, ["low", "high"]])
    )
    early = not gained and (found.known_until[found.attention["partner"]] <= RECENT).any()
    return Words(
        title=title,
        subtitle=(
            f"Shares among {count} partners of {focal}"
            + ("" if gained else f" other than {study.name(BENCHMARK)}")
            + ", percent: political attention 2019–2025 (across) and "
            + (
                "growth of goods turnover from 2017–2019 to the years known of 2021–2025 (up)"
                if gained
                else "goods turnover, mean of the years known of 2019–2025 (up)"
            )
        ),
        caption=(
            "Whiskers across: 90 percent of 1,000 random weightings of the events; up: what the "
            "range of the reports allows. Scales are logarithmic, linear below 1 percent. "
            + ("A partner whose trade fell has no share of the growth. " if gained else "")
            + (f"{DAGGER} Trade known to {RECENT} only. " if early else "")
            + "The catalogue of events is incomplete, which no whisker shows."
        ),
        alt=f"Scatter of {count} partners. "
        + " ".join(
            f"{study.name(row[0])}: attention {row[1]} ({row[2]}), {what} {row[3]} ({row[4]})."
            for row in quadrant_rows(found)
        ),
    )


def _verdict(what: str, low: float, high: float) -> str:
    if low > 0:
        return f"more attention than {what}, both ranges counted"
    return f"less attention than {what}, both ranges counted" if high < 0 else "the ranges overlap"


def quadrant_rows(found: Comparison) -> list[list[str]]:
    """Return code, attention, its range, results, their range, gap, its range: one row a partner.

    The largest attention comes first.
    """
    said, done, gaps = (frame.set_index("partner") for frame in found[:3])
    order = said.sort_values("share", ascending=False, kind="stable").index
    return [
        [
            code,
            write_percent(said.loc[code, "share"]),
            write_share_range(said.loc[code, "low"], said.loc[code, "high"]),
            write_percent(done.loc[code, "share"]),
            write_share_range(done.loc[code, "low"], done.loc[code, "high"]),
            write_percent(gaps.loc[code, "gap"], sign=True),
            write_share_range(gaps.loc[code, "low"], gaps.loc[code, "high"], sign=True),
        ]
        for code in order
    ]


def write_share_range(low: float, high: float, *, sign: bool = False) -> str:
    """Return a range of shares: ``14–16 %``; with signs ``−41 % to +2 %``."""
    ends = [write_percent(end, sign=sign) for end in (low, high)]
    if sign:
        return " to ".join(ends)
    return ends[0] if ends[0] == ends[1] else f"{ends[0].removesuffix(f'{THIN}%')}{DASH}{ends[1]}"
