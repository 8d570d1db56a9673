"""Exhibits as GitHub's Markdown: sentences with source marks, tables, charts with their data."""

from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

from helpers.reports.blocks import Exhibit
from helpers.reports.citing import LABELS, marked_numbers, named_at_exhibit, named_at_number
from helpers.reports.markdown_typst import slot, without_marks
from helpers.reports.markdown_write import MarkdownWriter, at_start, escaped, quoted, table


def statement_markdown(
    payload: Mapping[str, Any], known: frozenset[int], targets: Collection[str] = frozenset()
) -> str:
    """Return a statement; the sources of a number stand after it, raised and linked.

    ``known`` are the numbers of the list of references, ``targets`` the keys of exhibits that
    links may lead to.
    """
    parts: Sequence[Mapping[str, Any]] = payload.get("parts", [])
    slots = [escaped(number) + _marks(sources, known) for number, sources in marked_numbers(parts)]
    places = iter(range(len(slots)))
    text = "".join(
        slot(next(places)) if "number" in part else without_marks(str(part.get("text", "")))
        for part in parts
    )
    written = at_start(MarkdownWriter(targets=targets).inline(text, slots).replace("\n", " "))
    return quoted(written) if payload.get("style") == "answer" else written


def table_markdown(block: Exhibit, known: frozenset[int]) -> str:
    """Return a table with its title, caption and notes; totals and groups are bold."""
    payload = block.payload
    columns = [
        (escaped(_head(column)), str(column.get("align", "left"))) for column in payload["columns"]
    ]
    kinds = payload.get("row_kinds") or [""] * len(payload["rows"])
    rows = [
        [_strong(text) if kind in ("group", "total") else escaped(text) for text in _texts(row)]
        for row, kind in zip(payload["rows"], kinds, strict=True)
    ]
    width = len(columns)
    filled = [(row + [""] * width)[:width] for row in rows]
    under = [_source_line(payload, known), *(escaped(str(n)) for n in payload.get("notes", []))]
    return _joined(_title(block), table(columns, filled), *under)


def chart_markdown(block: Exhibit, picture: str, known: frozenset[int]) -> str:
    """Return a chart: title, picture with its description, caption, and the data folded below.

    Parameters
    ----------
    picture : str
        Name of the file beside the document; "" if there is no drawing.
    """
    payload = block.payload
    alt = escaped(str(payload.get("alt") or payload.get("title") or "Chart").replace("\n", " "))
    return _joined(
        _title(block),
        escaped(str(payload.get("subtitle") or "")),
        f"![{alt}]({picture})" if picture else alt,
        _source_line(payload, known),
        _data(block),
    )


def references_markdown(items: Sequence[Mapping[str, Any]]) -> str:
    """Return the list of sources; each is the target of the marks with its number."""
    lines = []
    for item in items:
        number, url = int(item["number"]), str(item.get("url") or "")
        safe = url.startswith(("https://", "http://"))
        link = f" <{url.replace('>', '%3E').replace(' ', '%20')}>" if safe else ""
        text = escaped(str(item.get("text", "")))
        lines.append(f'- <a id="source-{number}"></a>\\[{number}\\] {text}{link}')
    return "\n".join(lines)


def _data(block: Exhibit) -> str:
    data = block.payload.get("data") or {}
    columns, rows = data.get("columns") or [], data.get("rows") or []
    if not rows:
        return ""
    name = f"Data of figure {block.number}" if block.number else "Data of the chart"
    heads = [(escaped(str(column)), "left") for column in columns]
    written = table(heads, [[escaped(text) for text in _texts(row)] for row in rows])
    return f"<details><summary>{escape(name)}</summary>\n\n{written}\n\n</details>"


def _title(block: Exhibit) -> str:
    title = str(block.payload.get("title") or "")
    label = f"{LABELS[block.kind]} {block.number}. " if block.number else ""
    key = escape(str(block.payload.get("id") or "")) if block.number else ""
    anchor = f'<a id="{key}"></a>' if key else ""
    return f"{anchor}**{label}{escaped(title)}**" if title else ""


def _head(column: Mapping[str, Any]) -> str:
    unit = str(column.get("unit") or "")
    return f"{column['label']} ({unit})" if unit else str(column["label"])


def _strong(text: str) -> str:
    return f"**{escaped(text.strip())}**" if text.strip() else ""


def _texts(row: Sequence[Any]) -> list[str]:
    return ["" if text is None else str(text).replace("\n", " ") for text in row]


def _source_line(payload: Mapping[str, Any], known: frozenset[int]) -> str:
    caption = escaped(str(payload.get("caption") or ""))
    sources, more = named_at_exhibit(payload)
    if not sources:
        return at_start(caption)
    rest = f" and {more} more" if more else ""
    cited = f"\\[{', '.join(_linked(number, known) for number in sources)}{rest}\\]"
    return at_start(f"{caption} {cited}".strip())


def _marks(sources: Sequence[int], known: frozenset[int]) -> str:
    if not sources:
        return ""
    named, more = named_at_number(sources)
    marks = [_linked(number, known) for number in named] + ([f"+{more}"] if more else [])
    return f"<sup>{', '.join(marks)}</sup>"


def _linked(number: int, known: frozenset[int]) -> str:
    return f"[{number}](#source-{number})" if number in known else str(number)


def _joined(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks))
