"""One description of a table, two forms: HTML that reads well, and a payload to export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from helpers.errors import MultivectorError
from helpers.exhibits.drawing import cite
from helpers.exhibits.exhibit import Exhibit

ALIGNMENTS = ("left", "right", "center")
ROW_KINDS = ("", "total", "muted", "group")
TONES = ("good", "mixed", "bad", "quiet")


@dataclass(frozen=True)
class Column:
    """Head of a column.

    Attributes
    ----------
    label : str
        What the column holds.
    unit : str
        Its unit, said once, here.
    align : {"left", "right", "center"}
        Numbers stand right; written with the same decimals they align.
    """

    label: str
    unit: str = ""
    align: str = "left"


def number_column(label: str, unit: str = "") -> Column:
    """Return the head of a column of numbers."""
    return Column(label, unit, "right")


def table_exhibit(
    key: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    notes: Sequence[str] = (),
    row_kinds: Sequence[str] = (),
    tones: Mapping[str, str] | None = None,
    sources: Sequence[int] = (),
) -> Exhibit:
    """Return a table for looking things up.

    Parameters
    ----------
    key : str
        Id of the exhibit, unique in a report.
    title : str
        What is listed.
    columns : sequence of Column
        Heads, units and alignment.
    rows : sequence of sequences of str
        Cells, written out; the first one names the row.
    caption, notes : str, sequence of str
        Under the table: whose figures; what marks and gaps mean.
    row_kinds : sequence of str
        One a row: plain (empty), total, muted, or group (a heading across the table).
    tones : mapping of str to str
        Colours good, mixed, bad or quiet for cells, and heads, of exactly this text; the text has
        to say the same without the colour.
    sources : sequence of int
        Citation numbers.

    Raises
    ------
    MultivectorError
        If a row has not one cell a column, or there is not one kind a row.
    """
    kinds = list(row_kinds) or [""] * len(rows)
    tones = dict(tones or {})
    _check(key, columns, rows, kinds, tones)
    payload = {
        "kind": "table",
        "id": key,
        "title": title,
        "caption": caption,
        "notes": list(notes),
        "columns": [{"label": c.label, "unit": c.unit, "align": c.align} for c in columns],
        "rows": [list(row) for row in rows],
        "row_kinds": kinds,
        "tones": tones,
        "sources": list(sources),
    }
    heads = "".join(
        f'<th scope="col"{_look(column, column.label, tones)}>{escape(column.label)}'
        + (f" <small>{escape(column.unit)}</small>" if column.unit else "")
        + "</th>"
        for column in columns
    )
    body = "".join(_row(columns, row, kind, tones) for row, kind in zip(rows, kinds, strict=True))
    under = "".join(f"<p>{escape(note)}</p>" for note in notes)
    foot = f"{escape(caption)}{cite(sources)}{under}"
    html = (
        f'<figure class="mv-table" id="{key}"><h4 class="mv-title">{escape(title)}</h4>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        + (f"<figcaption>{foot}</figcaption>" if foot else "")
        + "</figure>"
    )
    return Exhibit(payload, html, f"{title} ({len(rows)} rows)")


def _row(columns: Sequence[Column], row: Sequence[str], kind: str, tones: Mapping[str, str]) -> str:
    mark = f' class="mv-{kind}"' if kind else ""
    if kind == "group":
        return f'<tr{mark}><th scope="rowgroup" colspan="{len(columns)}">{escape(row[0])}</th></tr>'
    first = f'<th scope="row"{_look(columns[0], row[0], tones)}>{escape(row[0])}</th>'
    rest = "".join(
        f"<td{_look(column, cell, tones)}>{escape(cell)}</td>"
        for column, cell in zip(columns[1:], row[1:], strict=True)
    )
    return f"<tr{mark}>{first}{rest}</tr>"


def _look(column: Column, text: str, tones: Mapping[str, str]) -> str:
    tone = f' class="mv-tone-{tones[text]}"' if text in tones else ""
    return tone + ("" if column.align == "left" else f' style="text-align:{column.align}"')


def _check(
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    kinds: Sequence[str],
    tones: Mapping[str, str],
) -> None:
    wrong = [index for index, row in enumerate(rows) if len(row) != len(columns)]
    unknown = sorted({column.align for column in columns} - set(ALIGNMENTS)) + sorted(
        {*(set(kinds) - set(ROW_KINDS)), *(set(tones.values()) - set(TONES))}
    )
    if wrong or unknown or len(kinds) != len(rows):
        raise MultivectorError(
            f"Table '{key}': expected {len(columns)} cells in each of {len(rows)} rows, one kind a "
            f"row ({', '.join(ROW_KINDS[1:])} or empty), alignments {', '.join(ALIGNMENTS)} and "
            f"tones {', '.join(TONES)}; found other lengths in rows {wrong}, {len(kinds)} kinds, "
            f"unknown words {unknown}."
        )
