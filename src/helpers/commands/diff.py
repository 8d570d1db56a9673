"""``multivector diff``: what reads differently in a new edition, and why."""

from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  git worktree add ../before v0.1.0
  multivector diff ../before .
  multivector diff ../before . china --json > changes.json
  multivector diff ../before . --html changes.html --exit-code
  multivector diff received.pdf reports/china.pdf

\b
Exit codes: 0 compared (1 with --exit-code if anything differs), 2 an edition cannot be read.
"""


@click.command(epilog=EXAMPLES)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write one page that needs nothing else.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show every change in the text.")
@click.option("--exit-code", is_flag=True, help="End with 1 if anything differs.")
def diff(
    old: Path,
    new: Path,
    names: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    everything: bool,
    exit_code: bool,
) -> None:
    """Compare two editions: numbers, sentences, tables, charts, verdicts and parameters.

    OLD and NEW are workspaces, their reports folders, or PDFs of one report. Without NAME all
    reports are compared.

    Each change names its cause as far as the manifests tell. A workspace with its data also tells
    which observations changed; so does a PDF, by those it carries.
    """
    from dataclasses import replace

    from helpers.errors import UsageError, suggest
    from helpers.reports.edition_diff import diff_editions
    from helpers.reports.edition_pdf import read_pair
    from helpers.reports.edition_text import MOST_SHOWN, to_html, to_json, to_text

    found = diff_editions(*read_pair(old, new))
    known = {report.name for report in found.reports}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            " ".join(f"No report '{name}'. {suggest(name, known, 'reports')}" for name in unknown)
        )
    if names:
        chosen = tuple(report for report in found.reports if report.name in names)
        found = replace(found, reports=chosen)
    if html:
        try:
            html.write_text(to_html(found), encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(
                f"Cannot write '{html}': {error.strerror}. Name a file in a folder that exists."
            ) from None
    if as_json:
        click.echo(to_json(found), nl=False)
    else:
        most = 10**9 if everything else MOST_SHOWN
        click.echo(to_text(found, most), nl=False)
    if exit_code and found.differs:
        raise click.exceptions.Exit(1)
