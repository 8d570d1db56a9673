"""Notebook to a Word file with real headings, tables and links; needs the extra ``docx``.

Exporter options arrive in ``resources["multivector"]``, see `helpers.reports.settings`.
"""

from typing import Any

from nbformat import NotebookNode
from traitlets import default

from helpers.reports.document import read_document
from helpers.reports.exporter import ReportExporter
from helpers.reports.plan import require_extra


class ReportDocxExporter(ReportExporter):
    """Writes a notebook as a Word file; no Word, no pandoc, no download."""

    export_from_notebook = "Report as Word file"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the Word file (bytes) of a notebook and the resources.

        Raises
        ------
        UsageError
            If the extra ``docx`` is not installed.
        ReportFailed
            If a cell of the notebook ended in an error.
        """
        require_extra("docx")
        # Imported late: nbconvert loads every exporter to list them, with or without the extra.
        from helpers.reports.docx_report import docx_bytes

        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        settings = self.settings(resources)
        document = read_document(notebook, settings.name, settings.allow_errors)
        return docx_bytes(document, settings), resources
