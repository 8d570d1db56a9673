"""What a notebook shows: its visible cells, their outputs, and the exhibits among them.

Nothing here writes anything; both exporters, the index and the comparison of editions read through
this module, so that they agree on what a report contains.
"""

import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from helpers.errors import ReportFailed

EXHIBIT = "application/vnd.multivector+json"
HIDDEN_TAGS = frozenset({"parameters", "injected-parameters", "setup", "remove-cell"})
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_HEADING_ONLY = re.compile(r"\s*#{1,6}\s[^\n]*\s*\Z")


def payloads(nb: NotebookNode) -> list[dict[str, Any]]:
    """Return the exhibits a reader of the report sees, in their order.

    Parameters
    ----------
    nb : NotebookNode
        An executed notebook (nbformat 4).

    Returns
    -------
    list of dict
        One object per exhibit of the MIME type ``EXHIBIT``; hidden cells are skipped.
    """
    found = (
        payload_of(output)
        for cell in visible_cells(nb)
        if cell.cell_type == "code"
        for output in cell.get("outputs", [])
    )
    return [payload for payload in found if payload is not None]


def payload_of(output: NotebookNode) -> dict[str, Any] | None:
    """Return the exhibit of one output, or None if the output is not an exhibit of ours."""
    payload = output.get("data", {}).get(EXHIBIT)
    return payload if isinstance(payload, dict) and "kind" in payload else None


def text_of(output: NotebookNode, mime: str) -> str:
    """Return the text an output carries under a MIME type, or an empty string."""
    value = output.get("data", {}).get(mime, "")
    return "".join(value) if isinstance(value, list) else str(value)


def svg_of(output: NotebookNode) -> str:
    """Return the drawing of an output as a stand-alone ``<svg>`` element, or an empty string.

    A chart keeps its one drawing inside ``text/html``; a foreign output has ``image/svg+xml``.
    """
    for mime in ("image/svg+xml", "text/html"):
        text = text_of(output, mime)
        start, end = text.find("<svg"), text.rfind("</svg>")
        if 0 <= start < end:
            return _with_namespaces(text[start : end + len("</svg>")])
    return ""


def visible_cells(nb: NotebookNode) -> list[NotebookNode]:
    """Return the cells a reader sees: not hidden by tag, nor a heading that introduces nothing.

    A Markdown cell that is only a heading goes too if it stands directly before hidden cells and
    the next thing a reader would see is another heading (or the end).
    """
    cells: list[NotebookNode] = list(nb.cells)
    return [
        cell
        for position, cell in enumerate(cells)
        if not is_hidden(cell) and not _introduces_hidden_cells(cells, position)
    ]


def is_hidden(cell: NotebookNode) -> bool:
    """Tell whether a tag hides the cell from every report."""
    return bool(HIDDEN_TAGS.intersection(cell.get("metadata", {}).get("tags", [])))


def has_run(nb: NotebookNode) -> bool:
    """Tell whether any code cell shows a trace of execution; true if there is no code to run."""
    code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    return not code or any(cell.get("outputs") or cell.get("execution_count") for cell in code)


def require_success(nb: NotebookNode, name: str) -> None:
    """Refuse a notebook whose run failed; a failed run never looks like a good one.

    Raises
    ------
    ReportFailed
        If any cell, shown or hidden, ended in an error.
    """
    failures = list(errors(nb))
    if failures:
        more = f" ({len(failures) - 1} more cells failed)" if len(failures) > 1 else ""
        raise ReportFailed(
            f"Report '{name}' was not written: expected a run without errors, found {failures[0]}"
            f"{more}. Run the notebook until it ends without an error, then export again; or let "
            "nbconvert show what failed, with --allow-errors."
        )


def errors(nb: NotebookNode) -> Iterator[str]:
    """Yield one sentence fragment per error output: the cell, the error and its message."""
    for position, cell in enumerate(nb.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                message = _ANSI.sub("", f"{output.ename}: {output.evalue}")
                yield f"{message} in cell {position} ({cell.get('id', 'no id')})"


def _introduces_hidden_cells(cells: list[NotebookNode], position: int) -> bool:
    after = cells[position + 1 :]
    if cells[position].cell_type != "markdown" or not after or not is_hidden(after[0]):
        return False
    if not _HEADING_ONLY.match(cells[position].source):
        return False
    seen = next((cell for cell in after if not is_hidden(cell) and _stands_here(cell)), None)
    return seen is None or (seen.cell_type == "markdown" and seen.source.lstrip().startswith("#"))


def _stands_here(cell: NotebookNode) -> bool:
    """Tell whether a reader sees the cell in its own place: the cover moves to the top."""
    if cell.cell_type != "code":
        return bool(cell.source.strip())
    shown = (payload_of(output) or {} for output in cell.get("outputs", []))
    return any(payload.get("kind") != "cover" for payload in shown)


def _with_namespaces(svg: str) -> str:
    head, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    if "xmlns=" not in head:
        head = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    if "xlink:" in svg and "xmlns:xlink" not in head:
        head = head.replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"', 1)
    return head + rest
