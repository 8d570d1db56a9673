"""Exporters that take no time: they write down what they were given."""

import json
from typing import Any

from nbconvert.exporters import Exporter


class StubHTML(Exporter):
    """Text that depends on the notebook and the resources only."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        sources = [cell.source for cell in nb.cells]
        return json.dumps([resources["multivector"], sources], ensure_ascii=False), resources


class StubPDF(Exporter):
    """The same as bytes."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:
        return f"%PDF stub of {resources['metadata']['name']}".encode(), resources


class BrokenPDF(Exporter):
    """Fails as a renderer would."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:
        raise RuntimeError("no ink")
