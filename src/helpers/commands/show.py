"""``multivector show``: print what the tables hold."""

from typing import TYPE_CHECKING

import click

from helpers.errors import UsageError, suggest

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

SUBJECTS = (
    "panel", "observations", "events", "targets", "context", "alignment", "claims", "sources",
)  # fmt: skip
HIDDEN = [
    "id",
    "settle",
    "matters",
    "focal",
    "locator",
    "note",
    "n_sources",
    "source_ids",
    "agreements",
]
WIDTH = 48

EXAMPLES = """\b
Examples:
  multivector show panel CHN
  multivector show observations KAZ --year 2022
  multivector show targets IRN --csv > iran_targets.csv
  multivector show claims KAZ
  multivector show sources --json
"""


@click.command(epilog=EXAMPLES)
@click.argument("subject")
@click.argument("partner", required=False)
@click.option("--focal", default="BLR", show_default=True, help="Country whose flows are shown.")
@click.option("--year", type=int, help="Only rows that touch this calendar year.")
@click.option("--json", "form", flag_value="json", help="All columns, as JSON records.")
@click.option("--csv", "form", flag_value="csv", help="All columns, as CSV.")
@click.option("--root", type=click.Path(file_okay=False), help="Folder of the workspace.")
def show(
    subject: str,
    partner: str | None,
    focal: str,
    year: int | None,
    form: str | None,
    root: str | None,
) -> None:
    """Print a SUBJECT: panel, observations, events, targets, context, alignment, claims or sources.

    With PARTNER (an ISO alpha-3 code, or a group such as EU27_2020) only the rows of that partner.
    """
    if subject not in SUBJECTS:
        raise UsageError(f"Unknown subject '{subject}'. {suggest(subject, SUBJECTS, 'subjects')}")
    rows = select_rows(subject, partner, focal, year, root)
    if form == "json":
        click.echo(rows.to_json(orient="records", date_format="iso", date_unit="s", indent=2))
    elif form == "csv":
        click.echo(rows.to_csv(index=False), nl=False)
    else:
        click.echo(_readable(rows))


def select_rows(
    subject: str, partner: str | None, focal: str, year: int | None, root: str | None
) -> "pd.DataFrame":
    """Return the rows of one subject, of one partner and year where asked.

    Raises
    ------
    UsageError
        If the partner has no rows at all in the observations.
    """
    from helpers.tables.loading import load_tables
    from helpers.tables.panel import build_panel
    from helpers.workspace import find_workspace

    tables = load_tables(find_workspace(root))
    observations = tables["observations"]
    known = set(observations.loc[observations["focal"] == focal, "partner"])
    if partner is not None and partner not in known:
        raise UsageError(f"Unknown partner '{partner}'. {suggest(partner, known, 'partners')}")
    if subject == "panel":
        own = observations[observations["focal"] == focal]
        last = int(own["period_end"].dt.year.max())
        rows = build_panel(own, tables["exchange_rates"], tables["assumptions"], 2010, last)
        rows = rows[rows["method"] != "none"]
    elif subject == "claims":
        rows = _claims(find_workspace(root).data / "claims.toml", tables["verdicts"])
    else:
        rows = tables[subject]
    if "focal" in rows:
        rows = rows[rows["focal"] == focal]
    if partner is not None and "partner" in rows:
        rows = rows[rows["partner"] == partner]
    return (rows if year is None else rows[_touches(rows, year)]).reset_index(drop=True)


def _claims(path: "Path", verdicts: "pd.DataFrame") -> "pd.DataFrame":
    """Return the claims of the brief, each with its recorded verdict."""
    import pandas as pd

    from helpers.claims.loading import read_text

    recorded = dict(zip(verdicts["id"], verdicts["verdict"], strict=True))
    columns = ("id", "section", "partner", "kind", "verdict", "says", "settle", "matters")
    rows = [
        {**vars(claim), "verdict": recorded.get(claim.id, "not recorded")}
        for claim in read_text(path).claims
    ]
    return pd.DataFrame([{name: row[name] for name in columns} for row in rows])


def _touches(rows: "pd.DataFrame", year: int) -> "pd.Series":
    if "period_start" in rows:
        return (rows["period_start"].dt.year <= year) & (rows["period_end"].dt.year >= year)
    column = next((name for name in ("year", "date", "declared_on") if name in rows), None)
    if column is None:
        raise UsageError("--year: this subject has no year. Leave the option out.")
    return (rows[column] if column == "year" else rows[column].dt.year) == year


def _readable(rows: "pd.DataFrame") -> str:
    """Return an aligned table of the columns that fit a terminal, money in millions."""
    shown = rows.drop(columns=[name for name in HIDDEN if name in rows])
    for name in ("value", "central", "low", "high"):
        if name in shown:
            money = shown["unit"].isin(["USD", "EUR"]) if "unit" in shown else shown[name].notna()
            shown[name] = (shown[name] / 1e6).where(money, shown[name])
            if name != "value":
                shown = shown.rename(columns={name: f"{name}_usd_m"})
    for name in shown.select_dtypes("datetime"):
        shown[name] = shown[name].dt.date
    for name in shown.select_dtypes("str"):
        shown[name] = shown[name].fillna("").str.slice(0, WIDTH)
    if shown.empty:
        return "No rows."
    note = "\nMoney in millions of its unit." if {"value", "central_usd_m"} & set(shown) else ""
    return shown.to_string(index=False, na_rep="", float_format="{:,.1f}".format) + note
