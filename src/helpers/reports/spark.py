"""A line without axes on a card of the index: one value a year, from zero."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.reports.manifest import Entry

_WIDTH, _HEIGHT, _MARGIN = 320.0, 64.0, 5.0


@dataclass(frozen=True)
class Spark:
    """A line without axes: ``paths`` are SVG path data, ``dots`` lone years and the last one."""

    label: str
    description: str
    latest: str
    first: str
    last: str
    paths: Sequence[str]
    dots: Sequence[tuple[float, float]]
    baseline: float
    width: float = _WIDTH
    height: float = _HEIGHT


def make_spark(spark: Mapping[str, Any], span: tuple[int, int] | None = None) -> Spark | None:
    """Return the line of a cover's yearly values; None if there are fewer than two.

    Missing years break the line. ``span`` is the first and last year of the horizontal scale, so
    that cards beside each other can be compared; the vertical scale starts at zero.
    """
    pairs = list(zip(spark.get("years") or [], spark.get("values") or [], strict=False))
    known = [(int(year), float(value)) for year, value in pairs if value is not None]
    if len(known) < 2:
        return None
    start, end = span or (known[0][0], known[-1][0])
    low = min(0.0, *(value for _, value in known))
    high = max(0.0, *(value for _, value in known))

    def place(year: int, value: float) -> tuple[float, float]:
        across = (year - start) / max(1, end - start)
        up = (value - low) / ((high - low) or 1.0)
        x = _MARGIN + across * (_WIDTH - 2 * _MARGIN)
        return round(x, 1), round(_HEIGHT - _MARGIN - up * (_HEIGHT - 2 * _MARGIN), 1)

    runs: list[list[tuple[float, float]]] = [[]]
    for year, value in pairs:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place(int(year), float(value)))
    label = str(spark.get("label") or "")
    written = spark.get("written") or {}
    earliest, latest = (
        str(written.get(name) or number(value))
        for name, (_, value) in (("first", known[0]), ("last", known[-1]))
    )
    return Spark(
        label=label,
        description=f"{label}: {earliest} in {known[0][0]}, {latest} in {known[-1][0]}",
        latest=latest if known[-1][0] == end else f"{latest} in {known[-1][0]}",
        first=str(start),
        last=str(end),
        paths=["M" + " L".join(f"{x} {y}" for x, y in run) for run in runs if len(run) > 1],
        dots=[run[0] for run in runs if len(run) == 1] + [place(*known[-1])],
        baseline=place(start, 0.0)[1],
    )


def number(value: float) -> str:
    """Return a number with three significant figures, a true minus and no exponent."""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return text.replace(",", "\u2009").replace("-", "\u2212")


def common_years(entries: Iterable[Entry]) -> tuple[int, int] | None:
    """Return the first and last year that any cover has a value of."""
    years = [
        int(year)
        for entry in entries
        for year in ((entry.cover or {}).get("spark") or {}).get("years") or []
    ]
    return (min(years), max(years)) if years else None
