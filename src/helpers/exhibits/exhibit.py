"""What a notebook cell shows: one structured output that every renderer understands."""

from collections.abc import Mapping
from dataclasses import dataclass

MIME = "application/vnd.multivector+json"


@dataclass(frozen=True)
class Exhibit:
    """A chart, table, statement, cover or list of references.

    Attributes
    ----------
    payload : mapping
        Content as JSON: ``kind``, ``id`` and the fields of that kind. The PDF and the index are
        made from it.
    html : str
        The same as a fragment of HTML that reads well without a stylesheet; a chart's SVG is here.
    text : str
        The same in one plain line.
    """

    payload: Mapping[str, object]
    html: str
    text: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        return {"text/plain": self.text, "text/html": self.html, MIME: dict(self.payload)}
