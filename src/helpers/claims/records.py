"""The recorded verdicts (data/verdicts.csv), and what changed since they were recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.claims.checking import Judged
from helpers.claims.knowledge import Knowledge
from helpers.claims.wording import write_span

COLUMNS = ("id", "verdict", "readings_for", "readings", "found", "evidence")
NONE = "none"


@dataclass(frozen=True)
class Change:
    """A verdict that is not the recorded one.

    Attributes
    ----------
    claim, was, now : str
        Id of the claim, recorded and present verdict; ``none`` where there is no record, or no
        claim.
    because : tuple of (str, str, str)
        Row, recorded value, present value of every row that changed, came or went.
    reason : str
        The present reason.
    """

    claim: str
    was: str
    now: str
    because: tuple[tuple[str, str, str], ...]
    reason: str


def record(judged: Sequence[Judged], knowledge: Knowledge) -> pd.DataFrame:
    """Return the verdicts as the rows of data/verdicts.csv, in the order of the text."""
    values = knowledge.evidence_values()
    rows = [
        (
            one.claim.id,
            one.verdict,
            one.readings_for,
            len(one.readings),
            found_words(one),
            ";".join(f"{row}={values.get(row, '')}" for row in one.evidence),
        )
        for one in judged
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def found_words(judged: Judged) -> str:
    """Return the range found by each check, in words."""
    parts = []
    for outcome in judged.outcomes:
        readings = outcome.found.readings
        if readings:
            low, high = min(one.low for one in readings), max(one.high for one in readings)
            parts.append(write_span(low, high, outcome.found.unit))
    return "; ".join(parts)


def write_record(path: Path, rows: pd.DataFrame) -> None:
    """Write the verdicts, UTF-8, Unix line ends."""
    path.write_text(rows.to_csv(index=False, lineterminator="\n"), encoding="utf-8")


def compare(recorded: pd.DataFrame, judged: Sequence[Judged], knowledge: Knowledge) -> list[Change]:
    """Return the claims whose verdict is not the recorded one, in the order of the text.

    A claim without a record, and a record without a claim, are changes too.
    """
    rows = recorded.astype(object).where(recorded.notna(), "").set_index("id")
    values = knowledge.evidence_values()
    changes = []
    for one in judged:
        if one.claim.id not in rows.index:
            changes.append(Change(one.claim.id, NONE, one.verdict, (), one.reason))
            continue
        row = rows.loc[one.claim.id]
        if row["verdict"] != one.verdict:
            before = _pairs(str(row["evidence"]))
            after = {item: values.get(item, "") for item in one.evidence}
            because = _differences(before, after, values)
            changes.append(
                Change(one.claim.id, str(row["verdict"]), one.verdict, because, one.reason)
            )
    present = {one.claim.id for one in judged}
    gone = [name for name in rows.index if name not in present]
    return changes + [
        Change(str(name), str(rows.loc[name, "verdict"]), NONE, (), "the claim is gone")
        for name in gone
    ]


def _pairs(evidence: str) -> dict[str, str]:
    return dict(item.rsplit("=", 1) for item in evidence.split(";") if "=" in item)


def _differences(
    before: Mapping[str, str], after: Mapping[str, str], values: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    changed = []
    for row in sorted(set(before) | set(after)):
        old = before.get(row, "not used")
        new = after.get(row, values.get(row, "removed"))
        if row not in after and old == new:
            new = f"{new} (no longer used)"
        if old != new:
            changed.append((row, old, new))
    return tuple(changed)
