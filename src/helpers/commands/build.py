"""``multivector build``: executes and renders the reports that are out of date."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpers.commands._fallback import fallback_edition
from helpers.commands._partners import known_code, partner_codes, template_notebook
from helpers.errors import GateError, ReportFailed, UsageError
from helpers.reports.parameters import split_assignments
from helpers.reports.plan import FORMATS, PAPERS, Job, Notebook, discover, plan
from helpers.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from helpers.reports.result_cache import ResultCache


@click.command("build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--to",
    "formats",
    default=",".join(FORMATS),
    show_default=True,
    help="Formats, separated by commas: html, pdf, docx, markdown, typst.",
)
@click.option(
    "--paper", type=click.Choice(PAPERS), default=PAPERS[0], show_default=True, help="Of the PDF."
)
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="KEY=VALUE", help="Set a parameter."
)
@click.option(
    "--partners",
    metavar="CODES",
    help="Report on these partners: codes separated by commas, or 'all' countries with data.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    help="Reports at a time [default: cores, or fewer if memory is short; all of a cluster].",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on the Dask cluster of this scheduler, such as tcp://host:8786 (extra 'scale').",
)
@click.option("--force", is_flag=True, help="Build even what is up to date.")
@click.option(
    "--resume",
    is_flag=True,
    help="Build only what the last build left failed, out of date, partial or unbuilt.",
)
@click.option(
    "--retries",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Further attempts at a report whose kernel or worker died or was too slow; an error in a "
    "cell is final.",
)
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
    "--cache",
    "cache_place",
    metavar="DIR|URL",
    envvar="MULTIVECTOR_CACHE",
    help="Take results that builds with the same inputs left there, and leave new ones: a folder, "
    "or s3://…, gs://… with the extra 'cache'. Also from $MULTIVECTOR_CACHE.",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "lines", "json"]),
    default="auto",
    show_default=True,
    help="A line a report, with a live table if a person watches; or one JSON object a line.",
)
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workspace."
)
def build(
    names: tuple[str, ...],
    formats: str,
    paper: str,
    parameters: tuple[str, ...],
    partners: str | None,
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    resume: bool,
    retries: int,
    keep_going: bool,
    cell_limit: float,
    report_limit: float,
    cache_place: str | None,
    progress: str,
    root: Path | None,
    kernels: str = "",
) -> None:
    """Execute and render the reports that are out of date, and publish them in reports/.

    Without NAME all reports are built. Names, parameters and their values are checked for the whole
    batch before anything runs; a report that fails leaves the others, and its own last good files,
    alone. What failed, and in which cell, is in reports/errors.json until it is repaired.

    A report is out of date if its notebook, its parameters, the data, a library, or code that its
    notebook reaches has changed; `multivector why` says which.

    \b
    Examples:
      multivector build
      multivector build china iran --to html
      multivector build china --to docx,markdown
      multivector build china --to pdf --paper letter
      multivector build partner -p partner=TUR
      multivector build china -p since=2015
      multivector build --partners all --retries 1
      multivector build --resume
      multivector build --cache ~/.cache/multivector
      multivector build --scheduler tcp://host:8786 --retries 1
      multivector build --progress json > events.jsonl

    Exit codes: 0 done, 1 a report failed, 2 bad usage or input, 5 the data are not valid.
    """
    workspace = find_workspace(root)
    notebooks = discover(workspace)
    settings: dict[str, Any] = {
        "formats": [part.strip() for part in formats.split(",") if part.strip()] or FORMATS,
        "cell_limit": cell_limit,
        "report_limit": report_limit,
        "edition": fallback_edition(),
        "paper": paper,
    }
    given = split_assignments(parameters)
    batch = _plan(workspace, notebooks, names, given, partners, settings)
    from helpers.commands._progress import make_progress
    from helpers.commands._signals import sigterm_as_ctrl_c
    from helpers.commands._where import where_to_run
    from helpers.reports.build import build as build_edition
    from helpers.reports.edition import unfinished
    from helpers.reports.manifest import load_manifest

    cache = _open_cache(cache_place, workspace, force) if cache_place else None
    if resume:
        before = load_manifest(workspace.reports)
        everything = not (names or given or partners)
        settings["formats"] = tuple(settings["formats"])
        batch = unfinished(before, batch, notebooks, workspace, everything, **settings)

    workers, runner = where_to_run(jobs, scheduler, len(batch))
    with make_progress(progress, [job.name for job in batch]) as shown, sigterm_as_ctrl_c():
        try:
            summary = build_edition(
                workspace,
                notebooks,
                batch,
                workers=workers,
                force=force,
                fail_fast=not keep_going,
                retries=retries,
                listen=shown.report,
                notify=shown.step,
                gate=lambda: _check_data(workspace),
                runner=runner,
                cache=cache,
                kernels=kernels,
            )
        except KeyboardInterrupt:
            raise ReportFailed(
                "Interrupted: nothing was published, the previous edition is whole."
            ) from None
    shown.summarize(summary)
    if any(result.error == "GateError" for result in summary.failed):
        details = {r.detail for r in summary.failed if r.error == "GateError"}
        raise GateError("\n".join(sorted(details)))
    if summary.failed:
        raise click.exceptions.Exit(ReportFailed.exit_code)


def _plan(
    workspace: Workspace,
    notebooks: list[Notebook],
    names: tuple[str, ...],
    given: dict[str, str],
    partners: str | None,
    settings: dict[str, Any],
) -> list[Job]:
    """Return the jobs of the named reports and of the partners, none twice."""
    checks = {column: known_code(workspace, column) for column in ("partner", "focal")}
    if partners is None:
        return plan(notebooks, names, given, workspace, validators=checks, **settings)
    if "partner" in given:
        raise UsageError("Both --partners and -p partner=… are given: expected one of them.")
    book = template_notebook(notebooks)
    batch = plan(notebooks, names, given, workspace, **settings) if names else []
    problems = []
    for code in partner_codes(partners, workspace, book, given):
        values = {**given, "partner": code}
        try:
            batch += plan(notebooks, [book.name], values, workspace, validators=checks, **settings)
        except UsageError as error:
            problems.append(str(error))
    if problems:
        raise UsageError(" ".join(dict.fromkeys(problems)))
    return list({job.name: job for job in batch}.values())


def _open_cache(place: str, workspace: Workspace, force: bool) -> "ResultCache":
    """Return the shared cache; refuse one inside a folder whose files are inputs or outputs."""
    from helpers.reports.result_cache import open_cache

    if "://" not in place:
        folder = Path(place).expanduser().resolve()
        for part in (workspace.data, workspace.notebooks, workspace.reports):
            if folder.is_relative_to(part.resolve()):
                raise UsageError(
                    f"The cache '{place}' lies in {part.name}/ of the workspace: expected a folder "
                    "outside of data/, notebooks/ and reports/, such as ~/.cache/multivector."
                )
    return open_cache(place, lambda text: click.echo(text, err=True), read=not force)


def _check_data(workspace: Workspace) -> None:
    if (workspace.data / "observations.csv").is_file():
        from helpers.tables.loading import load_tables

        load_tables(workspace)
