"""The Frictionless description of ``data/``, written from the schemas.

Specification: https://specs.frictionlessdata.io/data-package/ and /table-schema/ (version 1).
"""

import json

import pandera.pandas as pa

from helpers.tables.schemas import TABLES, Table

MARKER = "<!-- written by `multivector describe` from here on -->"
TYPES = {"datetime64[ns]": "date", "float64": "number", "Int64": "integer"}


def describe_package(version: str) -> dict:
    """Return the content of ``data/datapackage.json``."""
    return {
        "name": "multivector-data",
        "title": "Reported figures, events and targets of Belarus's external partnerships",
        "profile": "tabular-data-package",
        "version": version,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Our selection and description; figures are facts of their publishers",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [describe_table(table) for table in TABLES.values()],
    }


def describe_table(table: Table) -> dict:
    """Return the descriptor of one CSV file."""
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [{"name": "other-attribution", "title": table.licence}],
        "schema": {
            "fields": [_field(name, column) for name, column in table.columns.items()],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(*link) for link in table.points_at.items()],
            "missingValues": [""],
        },
    }


def write_package(version: str) -> str:
    """Return the descriptor as the text of a JSON file."""
    return json.dumps(describe_package(version), indent=2, ensure_ascii=False) + "\n"


def _field(name: str, column: pa.Column) -> dict:
    constraints: dict[str, object] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    for check in column.checks:
        statistics = check.statistics or {}
        if "allowed_values" in statistics:
            constraints["enum"] = list(statistics["allowed_values"])
        if "pattern" in statistics:
            constraints["pattern"] = str(
                getattr(statistics["pattern"], "pattern", statistics["pattern"])
            )
        if (
            "min_value" in statistics
            and statistics["min_value"] is not None
            and check.name != "str_length"
        ):
            constraints["minimum"] = statistics["min_value"]
        if (
            "max_value" in statistics
            and statistics["max_value"] is not None
            and check.name != "str_length"
        ):
            constraints["maximum"] = statistics["max_value"]
    return {
        "name": name,
        "type": TYPES.get(str(column.dtype), "string"),
        "description": column.description,
        "constraints": constraints,
    }


def _foreign_key(column: str, target: str) -> dict:
    table, key = target.split(".")
    return {"fields": [column], "reference": {"resource": table, "fields": [key]}}


def write_readme(text: str) -> str:
    """Return ``data/README.md`` with the part below its marker written from the schemas."""
    head = text.split(MARKER)[0]
    return head + MARKER + "\n" + "\n".join(_table_lines(table) for table in TABLES.values())


def _table_lines(table: Table) -> str:
    rows = [
        f"| `{name}` | {TYPES.get(str(column.dtype), 'string')}{' ?' if column.nullable else ''} "
        f"| {column.description}{_words(column)} |"
        for name, column in table.columns.items()
    ]
    head = [
        f"\n### `{table.name}.csv`",
        f"\n{table.title}. Key: {', '.join(table.key)}. Licence: {table.licence}.\n",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _words(column: pa.Column) -> str:
    allowed = [
        check.statistics.get("allowed_values") for check in column.checks if check.statistics
    ]
    return "".join(f": {', '.join(map(str, words))}" for words in allowed if words)
