"""What all exporters have in common: the options that nbconvert's command line can set.

jupyter nbconvert --to multivector_pdf --ReportPDFExporter.paper=letter any.ipynb
jupyter nbconvert --to multivector_html --allow-errors any.ipynb
"""

from collections.abc import Mapping
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import Bool, Enum, default

from helpers.reports.settings import PAPERS, Settings, read_settings


class ReportExporter(Exporter):
    """Base of the exporters; ``resources["multivector"]`` overrides what is configured here."""

    allow_errors = Bool(
        help="Show a failed cell instead of refusing the notebook. Also set by --allow-errors."
    ).tag(config=True)
    paper = Enum(PAPERS, PAPERS[0], help="Paper of the PDF.").tag(config=True)

    @default("allow_errors")
    def _allow_errors_default(self) -> bool:
        # nbconvert's own flag for "run on and show what failed".
        return bool(self.config.ExecutePreprocessor.get("allow_errors", False))

    def settings(self, resources: Mapping[str, Any]) -> Settings:
        """Return the options of one export.

        Raises
        ------
        UsageError
            If ``resources["multivector"]`` holds a key that is not an option.
        """
        return read_settings(resources, paper=self.paper, allow_errors=self.allow_errors)
