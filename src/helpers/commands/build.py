"""``multivector build``: executes and renders the reports that are out of date."""

import csv
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from helpers.errors import GateError, ReportFailed, suggest
from helpers.reports.parameters import Value, split_assignments
from helpers.reports.plan import FORMATS, Validator, discover, plan
from helpers.workspace import Workspace, find_workspace


@click.command("build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--to",
    "formats",
    default=",".join(FORMATS),
    show_default=True,
    help="Formats, separated by commas: html, pdf, docx, markdown.",
)
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="KEY=VALUE", help="Set a parameter."
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Reports at a time [default: cores].")
@click.option("--force", is_flag=True, help="Build even what is up to date.")
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="After a failure, build the other reports, or stop.",
)
@click.option(
    "--cell-limit", type=click.FloatRange(1), default=300, show_default=True, help="Seconds a cell."
)
@click.option(
    "--report-limit",
    type=click.FloatRange(1),
    default=900,
    show_default=True,
    help="Seconds a report.",
)
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workspace."
)
def build(
    names: tuple[str, ...],
    formats: str,
    parameters: tuple[str, ...],
    jobs: int | None,
    force: bool,
    keep_going: bool,
    cell_limit: float,
    report_limit: float,
    root: Path | None,
) -> None:
    """Execute and render the reports that are out of date, and publish them in reports/.

    Without NAME all reports are built. Names, parameters and their values are checked for the whole
    batch before anything runs; a report that fails leaves the others, and its own last good files,
    alone.

    \b
    Examples:
      multivector build
      multivector build china iran --to html
      multivector build china --to docx,markdown
      multivector build partner -p partner=TUR
      multivector build china -p since=2015

    Exit codes: 0 done, 1 a report failed, 2 bad usage or input, 5 the data are not valid.
    """
    workspace = find_workspace(root)
    notebooks = discover(workspace)
    batch = plan(
        notebooks,
        names,
        split_assignments(parameters),
        workspace,
        [part.strip() for part in formats.split(",") if part.strip()] or FORMATS,
        {"partner": _known_code(workspace, "partner"), "focal": _known_code(workspace, "focal")},
        cell_limit=cell_limit,
        report_limit=report_limit,
        edition=_fallback_edition(),
    )
    from helpers.commands._progress import Progress
    from helpers.reports.build import build as build_edition

    with Progress([job.name for job in batch]) as progress, _sigterm_as_ctrl_c():
        try:
            summary = build_edition(
                workspace,
                notebooks,
                batch,
                workers=min(jobs or os.cpu_count() or 1, len(batch)),
                force=force,
                fail_fast=not keep_going,
                listen=progress.report,
                gate=lambda: _check_data(workspace),
            )
        except KeyboardInterrupt:
            raise ReportFailed(
                "Interrupted: nothing was published, the previous edition is whole."
            ) from None
    progress.summarize(summary)
    if any(result.error == "GateError" for result in summary.failed):
        details = {r.detail for r in summary.failed if r.error == "GateError"}
        raise GateError("\n".join(sorted(details)))
    if summary.failed:
        raise click.exceptions.Exit(ReportFailed.exit_code)


def _known_code(workspace: Workspace, column: str) -> Validator:
    """Return a check that a country code occurs in a column of the observations."""

    def check(value: Value) -> str | None:
        codes = {row[column] for row in _rows(workspace, "observations") if row.get(column)}
        if not codes or value in codes:
            return None
        names = {row["name"].lower(): row["code"] for row in _rows(workspace, "countries")}
        alike = get_close_matches(str(value).lower(), names, n=1, cutoff=0.75)
        if alike and names[alike[0]] in codes:
            found = names[alike[0]]
            hint = f"Did you mean '{found}'? Known codes: {', '.join(sorted(codes))}."
        else:
            hint = suggest(str(value), codes, "codes")
        return f"Parameter '{column}': no observations for '{value}'. {hint}"

    return check


def _rows(workspace: Workspace, table: str) -> list[Mapping[str, str]]:
    path = workspace.data / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _check_data(workspace: Workspace) -> None:
    if (workspace.data / "observations.csv").is_file():
        from helpers.tables.loading import load_tables

        load_tables(workspace)


def _fallback_edition() -> str:
    """Return the date of $SOURCE_DATE_EPOCH, for reports whose cover states no edition."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds.isdigit():
        return ""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:
        # Not the main thread (someone calls the command from a program): leave signals alone.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
