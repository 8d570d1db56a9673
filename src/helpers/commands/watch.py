"""``multivector watch``: builds again whenever a notebook, a table or the code is saved."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from helpers.commands._signals import sigterm_as_ctrl_c
from helpers.commands.build import build
from helpers.errors import MultivectorError, ReportFailed, UsageError
from helpers.reports import snapshots
from helpers.reports.plan import FORMATS
from helpers.reports.publish import asked_to_end
from helpers.reports.scratch import scratch_folder
from helpers.reports.watching import CODE, snapshot, wait_for_change
from helpers.workspace import Workspace, find_workspace

EXAMPLES = """\b
Examples:
  multivector watch
  multivector watch china --to html
"""


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--to", "formats", default=",".join(FORMATS), show_default=True, help="Formats.")
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workspace."
)
@click.pass_context
def watch(ctx: click.Context, names: tuple[str, ...], formats: str, root: Path | None) -> None:
    """Build what is out of date, and again at every save, until Ctrl-C.

    Without NAME all reports are watched. The process stays, with all that notebooks import in
    memory, and with copies of the kernels between their cells (Linux): of a saved notebook only the
    cells from the first changed one on run again. After a change of the package's own code it
    starts itself anew.
    """
    workspace = find_workspace(root)
    with sigterm_as_ctrl_c(), scratch_folder() as kernels, suppress(KeyboardInterrupt):
        try:
            code_changed = _build_again(ctx, workspace, names, formats, kernels)
        finally:
            snapshots.end_all(kernels)
        if code_changed:
            ctx.call_on_close(_start_anew)


def _build_again(
    ctx: click.Context, workspace: Workspace, names: tuple[str, ...], formats: str, kernels: str
) -> bool:
    """Build at every save until told to end; return True as soon as the package's own code is."""
    seen, first = snapshot(workspace), True
    while not asked_to_end():
        try:
            ctx.invoke(build, names=names, formats=formats, root=workspace.root, kernels=kernels)
        except ReportFailed:  # interrupted
            raise
        except MultivectorError as error:
            if first and isinstance(error, UsageError):
                raise
            click.echo(f"Error: {error}", err=True)
        except click.exceptions.Exit:
            pass  # a report failed; the build has said which
        if asked_to_end():
            break
        first = False
        click.echo("Waiting for changes; Ctrl-C ends.")
        seen, changed = wait_for_change(workspace, seen)
        click.echo(f"Saved: {', '.join(sorted(path.name for path in changed))}")
        if any(path.is_relative_to(CODE) for path in changed):
            return True
    return False


def _start_anew() -> None:
    """Go on with the code as it is now."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "helpers", *sys.argv[1:]])
