"""``multivector check``: the verdict on every claim of a text, and what changed."""

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.claims.checking import Judged, Outcome
    from helpers.claims.records import Change

CLAIMS, VERDICTS = "claims.toml", "verdicts.csv"
INACCESSIBLE = 4  # exit code: a report breaks a rule of accessibility
CHANGED = 3  # exit code: a verdict is not the recorded one
MARKS = {
    "supported": "+",
    "partly": "~",
    "contradicted": "x",
    "not checkable": "-",
    "opinion": "o",
}

EXAMPLES = """\b
Examples:
  multivector check
  multivector check kazakhstan
  multivector check --update
  multivector check --claims another_text.toml --json
  multivector check --measures
  multivector check --accessibility

\b
Exit codes: 0 every verdict is the recorded one, 2 the claims file is faulty, 3 a verdict changed,
4 a report breaks a rule of accessibility, 5 a table breaks its schema.
"""


@click.command(epilog=EXAMPLES)
@click.argument("name", required=False)
@click.option("--claims", "path", type=click.Path(path_type=Path), help="Another claims file.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--update", is_flag=True, help="Record the verdicts as they are now.")
@click.option(
    "--accessibility", is_flag=True, help="Check the built HTML and PDF instead of the claims."
)
@click.option("--measures", is_flag=True, help="List what a check can measure, and stop.")
@click.option("--root", type=click.Path(file_okay=False), help="Folder of the workspace.")
def check(
    name: str | None,
    path: Path | None,
    as_json: bool,
    update: bool,
    accessibility: bool,
    measures: bool,
    root: str | None,
) -> None:
    """Check every claim of the brief against the tables; of NAME (china, KAZ …) only, if given.

    Compares the verdicts with those recorded in data/verdicts.csv. With --claims, checks another
    text, for which nothing is recorded. With --accessibility, checks every page and PDF of the
    edition against the rules that a machine can check (WCAG 2.2, PDF/UA-1).
    """
    from helpers.claims.checking import check_text
    from helpers.claims.knowledge import know
    from helpers.claims.loading import read_text
    from helpers.claims.records import compare, record, write_record
    from helpers.errors import UsageError
    from helpers.tables.loading import load_tables
    from helpers.tables.study import partner_code
    from helpers.workspace import find_workspace

    if measures:
        click.echo(_measures())
        return
    if update and (path or name):
        raise UsageError("--update records all claims of the brief: leave NAME and --claims out.")
    workspace = find_workspace(root)
    if accessibility:
        _check_accessibility(workspace.reports, name)
        return
    tables = load_tables(workspace)
    text = read_text(path or workspace.data / CLAIMS, set(tables["countries"]["code"]))
    knowledge = know(tables, text.focal)
    judged = check_text(text, knowledge)
    if update:
        write_record(workspace.data / VERDICTS, record(judged, knowledge))
        click.echo(f"{len(judged)} verdicts recorded in data/{VERDICTS}.")
        return
    changes = [] if path else compare(tables["verdicts"], judged, knowledge)
    if name:
        code = partner_code(name, root)
        wanted = "" if code == "WLD" else code
        judged = [one for one in judged if one.claim.partner == wanted]
        kept = {one.claim.id for one in judged}
        changes = [one for one in changes if one.claim in kept]
    click.echo(_json(judged, changes) if as_json else _table(judged))
    if changes and not as_json:
        click.echo(_changes(changes))
    if changes:
        raise click.exceptions.Exit(CHANGED)


def _measures() -> str:
    """Return every measure with its arguments; those in brackets may be left out."""
    from helpers.claims.measures import MEASURES

    lines = []
    for name, one in MEASURES.items():
        lines.append(f"{name}: {one.says} (expects a {one.expects})")
        for key, argument in one.arguments.items():
            words = f": {', '.join(argument.choices)}" if argument.choices else ""
            needed = key if argument.required else f"[{key}]"
            lines.append(f"    {needed:<14} {argument.kind}{words}")
    return "\n".join(lines)


def _table(judged: "Sequence[Judged]") -> str:
    from collections import Counter

    width = max((len(one.claim.id) for one in judged), default=0)
    lines = []
    for one in judged:
        lines.append(f"{MARKS[one.verdict]} {one.verdict:<13}  {one.claim.id:<{width}}")
        lines.append(f"    {one.claim.says}")
        lines.append(f"    {one.reason}")
        if one.firmness.words:
            lines.append(f"    [{one.firmness.words}]")
    counts = Counter(one.verdict for one in judged)
    total = ", ".join(f"{counts[word]} {word}" for word in MARKS if counts[word])
    return "\n".join([*lines, f"Claims: {len(judged)} ({total or 'none'})."])


def _changes(changes: "Sequence[Change]") -> str:
    lines = [f"\n{len(changes)} verdict(s) differ from data/{VERDICTS}:"]
    for one in changes:
        lines.append(f"  {one.claim}: was {one.was}, is {one.now}")
        lines += [f"    {row}: {old} -> {new}" for row, old, new in one.because]
        lines.append(f"    {one.reason}")
    return "\n".join([*lines, "If this is right, record it: multivector check --update"])


def _check_record(outcome: "Outcome") -> dict[str, object]:
    """Return a check with what the text says, why that stands for it, and every reading."""
    from helpers.claims.reasons import expected_words
    from helpers.claims.verdicts import stance

    check, found = outcome.check, outcome.found
    return {
        "measure": check.measure,
        "subject": found.subject,
        "claim": expected_words(check, found.unit),
        "because": check.because,
        "verdict": outcome.verdict,
        "readings": [
            {
                "who": one.who,
                "low": one.low if math.isfinite(one.low) else None,
                "high": one.high if math.isfinite(one.high) else None,
                "unit": found.unit,
                "when": one.when,
                "status": one.status,
                "stance": stance(one, check),
                "evidence": list(one.evidence),
            }
            for one in found.readings
        ],
    }


def _json(judged: "Sequence[Judged]", changes: "Sequence[Change]") -> str:
    from helpers.claims.records import found_words

    claims = [
        {
            "id": one.claim.id,
            "section": one.claim.section,
            "partner": one.claim.partner,
            "says": one.claim.says,
            "kind": one.claim.kind,
            "settle": one.claim.settle,
            "matters": one.claim.matters,
            "verdict": one.verdict,
            "reason": one.reason,
            "found": found_words(one),
            "readings_for": one.readings_for,
            "readings": len(one.readings),
            "firm": one.firmness.firm,
            "firmness": one.firmness.words,
            "evidence": list(one.evidence),
            "checks": [_check_record(outcome) for outcome in one.outcomes],
        }
        for one in judged
    ]
    changed = [
        {
            "id": one.claim,
            "was": one.was,
            "is": one.now,
            "because": [{"row": r, "was": a, "is": b} for r, a, b in one.because],
        }
        for one in changes
    ]
    return json.dumps({"claims": claims, "changes": changed}, indent=1, ensure_ascii=False)


def _check_accessibility(reports: Path, name: str | None) -> None:
    """Print every rule that a page or PDF of the edition breaks."""
    from importlib.util import find_spec

    from helpers.errors import UsageError
    from helpers.reports.accessibility import html_findings

    files = sorted(reports.glob(f"{name or '*'}.html")) + sorted(reports.glob(f"{name or '*'}.pdf"))
    if not files:
        raise UsageError(
            f"Nothing to check: expected reports/{name or '*'}.html or .pdf. Build it."
        )
    if find_spec("pikepdf") is None:
        raise UsageError(
            "The PDFs cannot be checked: expected the package pikepdf, which is not installed. "
            "Install it with: pip install 'multivector[accessibility]'."
        )
    from helpers.reports.accessibility_pdf import pdf_findings

    broken = 0
    for file in files:
        check_file = html_findings if file.suffix == ".html" else pdf_findings
        findings = check_file(file.read_bytes())
        broken += len(findings)
        click.echo(f"{file.name}: {len(findings) or 'no'} finding(s)")
        for one in findings:
            click.echo(f"  {one}")
    if broken:
        raise click.exceptions.Exit(INACCESSIBLE)
