"""``multivector validate``: do the intervals hold the truth as often as they say?"""

import click

EXAMPLES = """\b
Examples:
  multivector validate
  multivector validate offset synthetic_control --seeds 50
  multivector validate --json > coverage.json
"""


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="[CASE]...", nargs=-1)
@click.option(
    "--seeds", default=200, show_default=True, type=click.IntRange(1), help="Worlds a case."
)
@click.option("--jobs", type=click.IntRange(1), help="Processes; by default one a processor.")
@click.option("--json", "as_json", is_flag=True, help="The table, as JSON.")
def validate(names: tuple[str, ...], seeds: int, jobs: int | None, as_json: bool) -> None:
    """Apply the methods to synthetic worlds with a known truth and count how often they find it.

    Without a CASE, all are run. Exit code 1 if the interval of any holds the truth in too few
    worlds.
    """
    import multiprocessing
    import os
    from concurrent.futures import ProcessPoolExecutor

    from helpers.worlds.coverage import coverage_table, pick_cases, try_seed

    cases = pick_cases(names)
    tasks = [(case.name, seed) for case in cases for seed in range(seeds)]
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    # Not fork: numerical libraries hold threads and locks that a fork would copy half-way.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        outcomes = list(pool.map(try_seed, *zip(*tasks, strict=True), chunksize=5))
    table = coverage_table(outcomes)
    if as_json:
        click.echo(table.to_json(orient="records", indent=1, force_ascii=False))
    else:
        click.echo(_written(table.to_dict("records")))
    if not table["passed"].all():
        raise click.exceptions.Exit(1)


def _written(rows: list[dict]) -> str:
    """Return the table as aligned text, one line a case."""
    lines = [f"{'case':<20}{'seeds':>6}{'covered':>9}{'share':>7}{'minimum':>9}  result"]
    for row in rows:
        result = "passed" if row["passed"] else "FAILED"
        note = f" ({row['failed']} without a result)" if row["failed"] else ""
        lines.append(
            f"{row['case']:<20}{row['seeds']:>6}{row['covered']:>9}{row['share']:>7.3f}"
            f"{row['minimum']:>9.2f}  {result}{note}: {row['what']}"
        )
    return "\n".join(lines)
