"""The countries' own names under the title of a report."""

from collections.abc import Mapping
from typing import Any

from helpers.reports.markdown_typst import without_marks
from helpers.reports.typst_code import drawable

BETWEEN = " · "


def native_names(cover: Mapping[str, Any]) -> list[str]:
    """Return the names, or none if a name is missing or our fonts cannot draw it.

    All formats of a report show the same line, so what the PDF cannot draw the page leaves out.

    Parameters
    ----------
    cover : mapping
        Payload of the title block; its ``names`` are the focal country's and the partner's own.
    """
    names = [str(name).strip() for name in cover.get("names") or []]
    drawn = all(name and drawable(without_marks(name)) == name for name in names)
    return names if drawn else []
