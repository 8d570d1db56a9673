"""``multivector multiverse``: every headline under every defensible way of computing it."""

import json

import click

EXAMPLES = """\b
Examples:
  multivector multiverse overview
  multivector multiverse kazakhstan --json > kazakhstan.json
  multivector multiverse TUR
"""


@click.command(epilog=EXAMPLES)
@click.argument("name")
@click.option("--focal", default="BLR", show_default=True, help="The focal country.")
@click.option("--json", "as_json", is_flag=True, help="All specifications, as JSON.")
@click.option("--root", type=click.Path(file_okay=False), help="Folder of the workspace.")
def multiverse(name: str, focal: str, as_json: bool, root: str | None) -> None:
    """Compute the headlines of NAME anew over source, freight factor, base, baseline and scope.

    NAME is a report (overview, china …) or the code of a partner.
    """
    from helpers.exhibits.headlines import headlines
    from helpers.indicators.multiverse import decisive_choices, holding
    from helpers.tables.study import load_study, partner_code

    study = load_study(partner_code(name, root), focal=focal, root=root)
    found = []
    for headline in headlines(study):
        curve = headline.curve
        held, known = holding(curve)
        found.append((headline, curve, held, known, decisive_choices(curve)))
    if as_json:
        records = [
            {
                "headline": one.key,
                "finding": one.finding,
                "measure": one.measure,
                "unit": one.unit,
                "relation": one.relation,
                "threshold": one.threshold,
                "holds": held,
                "of": known,
                "specifications": json.loads(curve.to_json(orient="records")),
            }
            for one, curve, held, known, _ in found
        ]
        click.echo(json.dumps(records, indent=1, ensure_ascii=False))
        return
    for one, curve, held, known, decides in found:
        estimates = curve["estimate"].dropna()
        click.echo(f"{one.finding}\n  holds in {held} of {known} specifications")
        if len(estimates):
            low, middle, high = estimates.min(), estimates.median(), estimates.max()
            click.echo(
                f"  {one.measure}: median {middle:.3g}, {low:.3g} to {high:.3g} ({one.unit})"
            )
        click.echo("  decided by: " + ", ".join(f"{k} {v:.2f}" for k, v in decides.items()))
    if not found:
        click.echo("No headline: no turnover after the break is known.")
