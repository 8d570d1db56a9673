"""``multivector verify``: checks the evidence inside a PDF, offline."""

from pathlib import Path

import click

from helpers.errors import ReportFailed, UsageError

FAILED = 4
EXAMPLES = """\b
Examples:
  multivector verify reports/china.pdf
  multivector verify reports/china.pdf --rerun

Exit codes: 0 everything is as recorded, 2 not a report's PDF, 4 something differs.
"""


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rerun", is_flag=True, help="Build the report anew, aside, and compare the bytes.")
@click.option("--root", type=click.Path(file_okay=False), help="Workspace, for --rerun.")
def verify(file: Path, rerun: bool, root: str | None) -> None:
    """Hash what the PDF FILE carries and compare it with its manifest and its edition.

    Nothing is fetched and nothing is written. With --rerun the notebook is executed on the data of
    the workspace, and the PDF must come out with the same bytes.
    """
    from helpers.reports.verification import open_evidence, problems_beside, problems_inside

    pdf = file.read_bytes()
    opened = open_evidence(pdf)
    problems = problems_inside(opened) + problems_beside(pdf, file)
    for name, record in sorted(opened.manifest["files"].items()):
        click.echo(f"{record['sha256'][:16]}  {record['bytes']:>9}  {name}")
    if rerun and not problems:
        problems = _rebuilt(opened.report, opened.manifest["parameters"], pdf, root)
    for problem in problems:
        click.echo(f"differs: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(FAILED)
    same = " Built anew: the same bytes." if rerun else ""
    click.echo(f"{file.name}: {len(opened.files)} files as recorded.{same}")


def _rebuilt(report: str, parameters: dict, pdf: bytes, root: str | None) -> list[str]:
    """Return in what a new build of the report differs."""
    from helpers.reports.execution import execute_job
    from helpers.reports.plan import discover, make_job, standing
    from helpers.reports.verification import differences
    from helpers.workspace import find_workspace

    workspace = find_workspace(root)
    notebooks = discover(workspace)
    candidates = (
        make_job(book, parameters, workspace, standing(notebooks))
        for book in notebooks
        if set(parameters) <= set(book.parameters)
    )
    job = next((one for one in candidates if one.name == report), None)
    if job is None:
        raise UsageError(
            f"Report '{report}' cannot be built here: no notebook of this workspace gives a report "
            f"of that name with parameters {parameters or 'left as they are'}."
        )
    result = execute_job(job)
    if result.status != "ok":
        raise ReportFailed(f"Report '{report}' could not be built anew: {result.message}")
    return [f"{one}: built anew it is another" for one in differences(pdf, result.files["pdf"])]
