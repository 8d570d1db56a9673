"""The differences between two editions as plain text, as JSON, and as one HTML page."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from helpers.reports.edition_causes import Cause
from helpers.reports.edition_diff import Change, EditionDiff, ReportDiff, counts

MOST_SHOWN = 6
_LONGEST = 160
_MOST_DETAILS = 3
_TEMPLATES = Path(__file__).parent / "templates"
_PLURALS = {"verdict": "verdicts", "sources": "changed citations", "prose": "paragraphs"}
_WORDS = {
    "same": "no difference",
    "added": "only in the new edition",
    "removed": "only in the old edition",
    "unread": "cannot be compared",
}


def to_text(diff: EditionDiff, most: int = MOST_SHOWN) -> str:
    """Return a short text, grouped by report and by place.

    Parameters
    ----------
    most : int
        Changes shown for each place; the rest is counted.
    """
    lines = [
        f"old: {_edition(diff.old, diff.old_date)}",
        f"new: {_edition(diff.new, diff.new_date)}",
    ]
    lines += [f"changed {kind}: {details}" for kind, details in inputs_in_words(diff)]
    for report in diff.reports:
        lines += ["", f"{report.name}: {headline(report)}", *(f"  note: {n}" for n in report.notes)]
        for place, changes in by_place(report.changes).items():
            lines.append(f"  {_short(place) or 'Report'}")
            for causes, group in groupby(changes[:most], key=lambda change: change.causes):
                lines += [f"    {line}" for one in group for line in _lines(one)]
                if causes:
                    lines.append(f"      cause: {' or '.join(map(_in_brief, causes))}")
            if len(changes) > most:
                lines.append(f"    … and {len(changes) - most} more (--json lists all)")
    return "\n".join(lines) + "\n"


def to_json(diff: EditionDiff) -> str:
    """Return everything as JSON: sorted by report, no clock, no absolute path of ours."""
    content = {
        "old": {"folder": diff.old, "edition": diff.old_date},
        "new": {"folder": diff.new, "edition": diff.new_date},
        "differs": diff.differs,
        "inputs": {kind: list(getattr(diff.inputs, kind)) for kind in
                   ("data", "notebooks", "code", "libraries")},
        "observations": None if diff.inputs.observations is None else
                        [asdict(one) for one in diff.inputs.observations],
        "reports": [{**asdict(report), "counts": counts(report)} for report in diff.reports],
    }  # fmt: skip
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def to_html(diff: EditionDiff) -> str:
    """Return one page that asks for nothing from elsewhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    reports: list[dict[str, Any]] = [
        {
            "name": report.name,
            "title": report.title,
            "headline": headline(report),
            "same": report.status == "same" and not report.notes,
            "notes": report.notes,
            "places": [
                {"name": place or "Report", "changes": changes}
                for place, changes in by_place(report.changes).items()
            ],
        }
        for report in diff.reports
    ]
    return templates.get_template("diff.html.j2").render(
        old=_edition(diff.old, diff.old_date),
        new=_edition(diff.new, diff.new_date),
        inputs=list(inputs_in_words(diff)),
        reports=reports,
        because=because,
    )


def headline(report: ReportDiff) -> str:
    """Return one line: what happened to the report, or how many changes of which kind."""
    if report.status != "changed":
        return _WORDS[report.status]
    return ", ".join(
        f"{number} {_PLURALS.get(kind, f'{kind}s') if number > 1 else kind}"
        for kind, number in counts(report).items()
    )


def by_place(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Return the changes of each section, table and chart, in order of first appearance."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.place, []).append(change)
    return found


def because(causes: Sequence[Cause]) -> str:
    """Return the possible causes as words; more than one means that they cannot be told apart."""
    return " or ".join(_cause(cause) for cause in causes)


def inputs_in_words(diff: EditionDiff) -> Iterator[tuple[str, str]]:
    """Yield each kind of input that changed, and the names."""
    for kind in ("data", "notebooks", "code", "libraries"):
        names = getattr(diff.inputs, kind)
        if names:
            yield kind, _some(names)
    if diff.inputs.observations:
        ids = [one.id for one in diff.inputs.observations]
        yield f"observations ({len(ids)})", _some(ids)


def _lines(change: Change) -> Iterator[str]:
    if change.kind in ("sentence", "prose"):
        yield f"{change.kind}"
        yield f"  was: {_short(change.was) or '(nothing)'}"
        yield f"  is:  {_short(change.now) or '(nothing)'}"
    else:
        was, now = _short(change.was) or "(nothing)", _short(change.now) or "(nothing)"
        yield f"{change.kind} {was} → {now}" + (
            f"   [{_short(change.what)}]" if change.what else ""
        )


def _in_brief(cause: Cause) -> str:
    """Return a cause without names that stand at the top of the text anyway."""
    exact = cause.kind in ("parameter", "unknown") or any(": " in one for one in cause.details)
    return _cause(cause) if exact else cause.kind


def _cause(cause: Cause) -> str:
    return f"{cause.kind} ({_some(cause.details)})" if cause.details else cause.kind


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_DETAILS])
    more = len(names) - _MOST_DETAILS
    return f"{shown} and {more} more" if more > 0 else shown


def _edition(label: str, edition: str) -> str:
    return f"{label} (edition of {edition})" if edition else label


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
