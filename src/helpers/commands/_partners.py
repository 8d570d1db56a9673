"""Country codes that a report can be about: checks of what was typed, and lists of them."""

import csv
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from helpers.errors import UsageError, suggest
from helpers.reports.parameters import Value
from helpers.reports.plan import Notebook, Validator
from helpers.workspace import Workspace

TEMPLATE = "partner"
COUNTRY = "country"


def known_code(workspace: Workspace, column: str) -> Validator:
    """Return a check that a country code occurs in a column of the observations."""

    @cache
    def occurring() -> frozenset[str]:
        rows = _rows(workspace, "observations")
        return frozenset(row[column] for row in rows if row.get(column))

    def check(value: Value) -> str | None:
        codes = occurring()
        if not codes or value in codes:
            return None
        names = {row["name"].lower(): row["code"] for row in _rows(workspace, "countries")}
        alike = get_close_matches(str(value).lower(), names, n=1, cutoff=0.75)
        if alike and names[alike[0]] in codes:
            found = names[alike[0]]
            hint = f"Did you mean '{found}'? Known codes: {', '.join(sorted(codes))}."
        else:
            hint = suggest(str(value), codes, "codes")
        return f"Parameter '{column}': no observations for '{value}'. {hint}"

    return check


def template_notebook(notebooks: Sequence[Notebook]) -> Notebook:
    """Return the notebook that makes a report on any partner.

    Raises
    ------
    UsageError
        If there is none with the parameter ``partner``.
    """
    for book in notebooks:
        if book.name == TEMPLATE and TEMPLATE in book.parameters:
            return book
    raise UsageError(
        "--partners needs notebooks/partner.ipynb with a parameter 'partner'; "
        f"found: {', '.join(sorted(book.name for book in notebooks))}."
    )


def partner_codes(
    text: str, workspace: Workspace, book: Notebook, given: Mapping[str, str]
) -> list[str]:
    """Return the codes that ``--partners`` asks for, each once.

    Parameters
    ----------
    text : str
        Codes separated by commas, in any order; "all" stands for every country that has
        observations with the focal country, in alphabetical order. Groups of countries, the World
        and residual codes are no countries.
    given : mapping
        Parameters as typed; a ``focal`` among them decides whose partners are meant.

    Raises
    ------
    UsageError
        If nothing is asked for, or there is no partner to report on.
    """
    if text.strip().lower() != "all":
        codes = list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
        if not codes:
            raise UsageError("--partners: expected 'all', or codes separated by commas.")
        return codes
    focal = given.get("focal")
    if focal is None and "focal" in book.parameters:
        focal = str(book.parameters["focal"].default)
    countries = {
        row["code"]
        for row in _rows(workspace, "countries")
        if row.get("kind", COUNTRY) == COUNTRY and row["code"] != focal
    }
    found = sorted(
        {
            row["partner"]
            for row in _rows(workspace, "observations")
            if row["partner"] in countries and focal in (None, row.get("focal"))
        }
    )
    if not found:
        raise UsageError(
            f"--partners all: no observations with a country as partner of '{focal}'. Expected "
            "rows in data/observations.csv whose partner has the kind 'country' in "
            "data/countries.csv."
        )
    return found


def _rows(workspace: Workspace, table: str) -> list[Mapping[str, str]]:
    path = workspace.data / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
