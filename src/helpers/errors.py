"""Errors that a user can act on, each with the exit code the command line returns for it.

Every message names what failed, what was expected, what was found and what to do next. All take one
string, so that they survive a trip between processes.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class MultivectorError(Exception):
    """Base of every error that the command line prints without a traceback."""

    exit_code = 1


class ReportFailed(MultivectorError):
    """A report could not be executed or rendered; the others were still built."""

    exit_code = 1


class UsageError(MultivectorError):
    """The request cannot be understood: unknown name, parameter, or value."""

    exit_code = 2


class GateError(MultivectorError):
    """A data gate failed: schema, foreign key, licence or checksum."""

    exit_code = 5


class StatementError(MultivectorError):
    """A sentence of a report cannot be written because its number is missing or it is not true."""


def suggest(found: str, known: Iterable[str], what: str) -> str:
    """Return one sentence that lists the known names and, where one is close, suggests it.

    Parameters
    ----------
    found : str
        What the user typed.
    known : iterable of str
        The names that would have been accepted.
    what : str
        What the names are, in the plural ("reports", "parameters").
    """
    names = sorted(known)
    close = get_close_matches(found, names, n=1, cutoff=0.6) or get_close_matches(
        found.lower(), [name.lower() for name in names], n=1, cutoff=0.6
    )
    hint = f"Did you mean '{close[0]}'? " if close else ""
    return f"{hint}Known {what}: {', '.join(names) or 'none'}."
