"""``multivector cache``: checks a shared cache of results, and removes what is old."""

import time

import click

from helpers.errors import UsageError

FAILED = 4
DAY = 86400.0
EXAMPLES = """\b
Examples:
  multivector cache ~/.cache/multivector
  multivector cache s3://bucket/folder --keep-days 30

Exit codes: 0 all is well, 2 bad usage or no such cache, 4 an entry is damaged.
"""


@click.command(epilog=EXAMPLES)
@click.argument("place", metavar="[DIR|URL]", envvar="MULTIVECTOR_CACHE")
@click.option(
    "--keep-days",
    type=click.FloatRange(0),
    metavar="N",
    help="Remove what was stored more than N days ago, and what is damaged.",
)
def cache(place: str, keep_days: float | None) -> None:
    """Hash everything in a cache that builds share (multivector build --cache DIR|URL).

    With --keep-days old and damaged entries are removed instead; builds may run meanwhile. Without
    it nothing is changed: a damaged entry is repaired by the next build that wants it.
    """
    from helpers.reports.cache_store import Unreachable, open_store
    from helpers.reports.cache_upkeep import check, prune
    from helpers.reports.site import size

    store = open_store(place)
    try:
        if keep_days is not None:
            now = time.time()
            done = prune(store, now - keep_days * DAY, now)
            click.echo(
                f"Removed {done.entries} entries and {done.objects} files; "
                f"{done.entries_left} entries and {done.objects_left} files are left."
            )
            return
        found = check(store)
    except Unreachable as error:
        raise UsageError(f"The cache '{place}' cannot be reached: {error}") from None
    for problem in found.problems:
        click.echo(f"damaged: {problem}", err=True)
    click.echo(f"{found.entries} entries, {found.objects} files, {size(found.size)}")
    if found.problems:
        raise click.exceptions.Exit(FAILED)
