"""``multivector estimate``: compute data/estimates.csv anew from bulk data."""

import json
from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  multivector estimate --check
  multivector estimate --bulk ~/bulk --only base_rates
"""
FOCAL = "BLR"
PARTS = ("all", "base_rates", "gravity")


@click.command(epilog=EXAMPLES)
@click.option("--bulk", type=click.Path(file_okay=False), help="Folder of the bulk data.")
@click.option("--only", type=click.Choice(PARTS), default="all", show_default=True)
@click.option("--check", is_flag=True, help="Compare with the shipped table; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The rows that differ, as JSON.")
@click.option("--root", type=click.Path(file_okay=False), help="Folder of the workspace.")
def estimate(bulk: str | None, only: str, check: bool, as_json: bool, root: str | None) -> None:
    """Estimate base rates and gravity from world trade, and write data/estimates.csv.

    Needs the bulk data (--bulk, $MULTIVECTOR_BULK, or shared/data beside the workspace) and, for
    gravity, the extra `estimate`. With --check exit code 4 says that a shipped number differs.
    """
    import pandas as pd

    from helpers.indicators.estimates import (
        base_rate_estimates,
        gravity_estimates,
        gravity_frame,
        in_order,
    )
    from helpers.sources.bulk import find_bulk, read_dyads, read_world_trade
    from helpers.tables.estimate_files import differences, write_estimates
    from helpers.tables.loading import load_tables
    from helpers.workspace import find_workspace

    workspace = find_workspace(root)
    folder = find_bulk(workspace, bulk)
    tables = load_tables(workspace)
    flows = read_world_trade(folder)
    found = []
    if only != "gravity":
        found.append(base_rate_estimates(flows))
    if only != "base_rates":
        countries = tables["countries"]
        partners = countries.loc[countries["kind"] == "country", "code"]
        frame = gravity_frame(flows, read_dyads(folder), tables["geography"], tables["groups"])
        found.append(gravity_estimates(frame, FOCAL, partners))
    fresh = in_order(pd.concat(found, ignore_index=True))
    shipped = tables["estimates"]
    kept = shipped[~shipped["method"].isin(set(fresh["method"]))]
    changed = differences(fresh, shipped[shipped["method"].isin(set(fresh["method"]))])
    if as_json:
        click.echo(json.dumps(changed, indent=1, ensure_ascii=False))
    else:
        click.echo(f"{len(fresh)} numbers estimated, {len(changed)} differ from data/estimates.csv")
        for row in changed[:20]:
            click.echo(f"  {row['id']}: {row['column']} {row['shipped']}, now {row['found']}")
    if check:
        raise SystemExit(4 if changed else 0)
    if changed:
        whole = in_order(pd.concat([kept, fresh], ignore_index=True))
        write_estimates(whole, Path(workspace.data) / "estimates.csv")
