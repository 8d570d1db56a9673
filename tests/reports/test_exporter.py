"""What a user of nbconvert can set on its command line, for a notebook of any kind."""

import io
from typing import Any

import pypdf
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_output
from traitlets import TraitError
from traitlets.config import Config

from helpers.errors import ReportFailed
from tests.reports.sample_report import code, notebook, prose

NAMES = ["html", "pdf", "typst", "markdown", "docx"]


def failed() -> Any:
    error = new_output("error", ename="ZeroDivisionError", evalue="boom", traceback=[])
    return notebook(prose("# T"), code("1/0", error))


def export(name: str, config: Config, resources: dict[str, Any] | None = None) -> Any:
    exporter = get_exporter(f"multivector_{name}")(config=config)
    return exporter.from_notebook_node(failed(), resources or {})[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_failed_cell_is_refused_and_the_message_names_the_way_out(name: str) -> None:
    with pytest.raises(ReportFailed, match="--allow-errors"):
        export(name, Config())


@pytest.mark.parametrize("name", NAMES)
def test_nbconverts_own_flag_shows_it(name: str) -> None:
    assert export(name, Config(ExecutePreprocessor={"allow_errors": True}))


def test_so_does_the_option_of_the_exporter_and_a_builder_overrides_both() -> None:
    config = Config(ReportHTMLExporter={"allow_errors": True})
    assert "This cell failed: ZeroDivisionError: boom" in export("html", config)
    with pytest.raises(ReportFailed):
        export("html", config, {"multivector": {"name": "x", "allow_errors": False}})


def test_the_paper_can_be_set_to_one_there_is() -> None:
    config = Config(ReportPDFExporter={"paper": "letter", "allow_errors": True})
    page = pypdf.PdfReader(io.BytesIO(export("pdf", config))).pages[0].mediabox
    assert (round(float(page.width)), round(float(page.height))) == (612, 792)
    with pytest.raises(TraitError, match="a4"):
        export("pdf", Config(ReportPDFExporter={"paper": "a3"}))
