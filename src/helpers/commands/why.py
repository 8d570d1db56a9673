"""``multivector why``: which inputs of a report have changed since it was built."""

import json
from functools import partial
from pathlib import Path

import click

from helpers.errors import UsageError, suggest
from helpers.reports.plan import Job, discover, make_job, plan, standing
from helpers.workspace import find_workspace

EXAMPLES = """\b
Examples:
  multivector why
  multivector why china partner-TUR
  multivector why --json

\b
Exit codes: 0 explained, 2 bad usage or input.
"""


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workspace."
)
def why(names: tuple[str, ...], as_json: bool, root: Path | None) -> None:
    """Say for each report whether it is up to date, or what has changed since it was built.

    Without NAME all reports are explained, those on request that the edition lists included. What
    is named: cells of the notebook by id, parameters, tables, modules of the package that the
    notebook reaches, templates and fonts, and versions of libraries.

    Comments and layout of modules, and ids and other metadata of cells, do not count.
    """
    from helpers.reports.explaining import explain, with_chains
    from helpers.reports.fingerprint import read_inputs
    from helpers.reports.manifest import built_from, load_manifest

    workspace = find_workspace(root)
    books = {book.name: book for book in discover(workspace)}
    manifest = load_manifest(workspace.reports)
    jobs = {job.name: job for job in plan(list(books.values()), [], {}, workspace)}
    for name, listed in manifest.reports.items():
        if name not in jobs and listed.notebook in books:
            siblings = standing(books.values())
            jobs[name] = make_job(books[listed.notebook], listed.parameters, workspace, siblings)
    inputs = read_inputs(workspace)
    found = []
    for job in _chosen(jobs, names):
        entry = manifest.reports.get(job.name)
        outputs = entry.outputs.values() if entry else ()
        wrong = sorted(one.path for one in outputs if not one.is_intact(workspace.reports))
        missing = sorted({"ipynb", *job.formats} - set(entry.outputs)) if entry else []
        wrong += [f"{job.name} as {kind}" for kind in missing if entry and entry.outputs]
        states = built_from(manifest, entry) if entry else {}
        explained = explain(job, inputs.trace(job), entry, states, tuple(wrong))
        found.append(with_chains(explained, partial(inputs.chain, job.source.name)))
    if as_json:
        content = {"reports": [one.to_dict() for one in found]}
        click.echo(json.dumps(content, indent=1, ensure_ascii=False))
        return
    width = max(len(one.report) for one in found)
    for one in found:
        click.echo(f"{one.report:<{width}}  {one.status}")
        for line in one.lines:
            click.echo(f"{'':<{width}}    {line}")


def _chosen(jobs: dict[str, Job], names: tuple[str, ...]) -> list[Job]:
    """Return the jobs that are named, by report or by notebook."""
    books = {job.notebook for job in jobs.values()}
    unknown = [name for name in names if name not in jobs and name not in books]
    if unknown:
        known = sorted({*jobs, *books})
        raise UsageError(
            " ".join(f"No report '{name}'. {suggest(name, known, 'reports')}" for name in unknown)
        )
    return [job for job in jobs.values() if not names or {job.name, job.notebook} & set(names)]
