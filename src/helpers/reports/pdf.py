"""Notebook to PDF, compiled in process by the ``typst`` wheel: tagged, archival, reproducible."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from traitlets import default

from helpers.errors import ReportFailed
from helpers.reports.document import Document
from helpers.reports.evidence import attach_calls, evidence_of
from helpers.reports.page_filling import fill_pages
from helpers.reports.pdf_row_heads import with_row_heads
from helpers.reports.settings import Settings
from helpers.reports.typst_code import FONTS
from helpers.reports.typst_source import TypstExporter

STANDARDS = ["ua-1", "a-3a"]


class ReportPDFExporter(TypstExporter):
    """Writes a notebook as PDF/A-3a and PDF/UA-1 with its evidence inside.

    No browser, no LaTeX, no download.
    """

    export_from_notebook = "Report as PDF"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the PDF (bytes) of a notebook and the resources.

        Raises
        ------
        ReportFailed
            If a cell of the notebook ended in an error, or Typst refuses the markup.
        """
        source, resources = super().from_notebook_node(nb, resources, **kw)
        settings = self.settings(resources)
        files = evidence_of(nb, settings.name, settings.edition)
        source = "\n".join([source, *attach_calls(files)])
        stamp = datetime.combine(settings.date, time(), UTC)
        return compile_pdf(source, stamp, settings.name), resources

    def _arranged(self, document: Document, settings: Settings) -> Document:
        return fill_pages(document, settings)


def compile_pdf(source: str, stamp: datetime, name: str = "report") -> bytes:
    """Compile Typst markup with the package's own fonts, and tag the heads of rows.

    Parameters
    ----------
    source : str
        The complete document.
    stamp : datetime
        Creation date written into the file, with its time zone.
    name : str
        Name of the report, for the message.

    Raises
    ------
    ReportFailed
        With Typst's message and hints.
    """
    # Imported late: Typst starts threads, which do not survive a fork of the process.
    import typst

    # The wheel's own faces stand in for what Plex cannot draw; the machine's never do.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    templates = Path(__file__).parent / "templates"
    compiler = typst.Compiler(input=source.encode(), root=templates, font_paths=fonts)
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=stamp)  # type: ignore[arg-type]
    except typst.TypstError as error:
        hints = f" ({'; '.join(error.hints)})" if error.hints else ""
        raise ReportFailed(
            f"The PDF of report '{name}' was not written: Typst stopped at "
            f'"{error.message}"{hints}. '
            "Write the report as multivector_typst and compile that file to see the place."
        ) from error
    if not isinstance(pdf, bytes):
        raise ReportFailed(f"The PDF of report '{name}' was not written: expected one file.")
    return with_row_heads(pdf)
