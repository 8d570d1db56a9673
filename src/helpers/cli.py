"""The ``multivector`` command: finds its subcommands, and turns errors into one plain paragraph.

A subcommand NAME is the click command NAME in ``helpers/commands/NAME.py``, loaded only when asked
for, so that a mistyped word is answered at once.
"""

import pkgutil
import textwrap
import traceback
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import click

from helpers import __version__
from helpers.errors import MultivectorError, suggest

_COMMANDS = Path(__file__).parent / "commands"
_WIDTH = 100


class PlainError(click.ClickException):
    """An error shown as one paragraph on stderr, with the exit code of what happened."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.__dict__["exit_code"] = code

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the paragraph; lines that are broken on purpose (lists) stay as they are."""
        lines = f"Error: {self.message}".splitlines()
        filled = [
            textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
            if len(lines) == 1
            else line
            for line in lines
        ]
        click.echo("\n".join(filled), file=file, err=True)


class Commands(click.Group):
    """A group whose commands are modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        names = {module.name for module in pkgutil.iter_modules([str(_COMMANDS)])}
        return sorted(name for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(import_module(f"helpers.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand that was typed, or say which ones there are."""
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            raise PlainError(f"No command '{args[0]}'. {suggest(args[0], known, 'commands')}", 2)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong becomes one paragraph and an exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                click.echo(traceback.format_exc(), err=True)
            if isinstance(error, MultivectorError):
                raise PlainError(str(error), error.exit_code) from None
            raise PlainError(
                f"{type(error).__name__}: {error}. This is a defect of multivector; "
                "'multivector --debug …' shows where.",
                1,
            ) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="multivector")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Living country reports on trade diversification.

    \b
    Example:
      multivector build                        all reports that are out of date
      multivector build partner -p partner=TUR

    Exit codes: 0 done, 1 a report failed, 2 bad usage or input, 3 a verdict changed, 4 verification
    failed, 5 a data gate failed.
    """


if __name__ == "__main__":
    main()
