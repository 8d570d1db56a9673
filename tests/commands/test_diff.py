"""``diff`` prints what changed, for people and for machines, and ends with the promised code."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode

from helpers.cli import main
from helpers.reports.pdf import ReportPDFExporter
from tests.reports.sample_report import sample
from tests.reports.two_editions import set_number, write_edition


@pytest.fixture
def editions(tmp_path: Path) -> tuple[str, str]:
    old = write_edition(tmp_path / "old")
    new = write_edition(tmp_path / "new", set_number("f1", 1, "$4.1 bn"))
    return str(old), str(new)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_text_names_report_place_and_numbers(editions: tuple[str, str]) -> None:
    result = run(*editions)
    assert result.exit_code == 0
    assert "sample: 1 number\n  Key findings\n    number $3.9 bn → $4.1 bn" in result.output


def test_the_exit_code_tells_of_differences_only_when_asked(editions: tuple[str, str]) -> None:
    assert run(*editions, "--exit-code").exit_code == 1
    assert run(editions[0], editions[0], "--exit-code").exit_code == 0


def test_json_and_html_hold_the_same_change(editions: tuple[str, str], tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    result = run(*editions, "--json", "--html", str(page))
    found = json.loads(result.output)
    assert found["differs"] and found["reports"][0]["counts"] == {"number": 1}
    assert found["reports"][0]["changes"][0]["now"] == "$4.1 bn"
    assert "<ins>$4.1 bn</ins>" in page.read_text(encoding="utf-8")


def test_only_the_named_reports_are_compared(editions: tuple[str, str]) -> None:
    assert run(*editions, "sample").output == run(*editions).output
    result = run(*editions, "simple")
    assert result.exit_code == 2 and "Did you mean 'sample'?" in result.stderr


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_folder_is_bad_usage(editions: tuple[str, str], missing: int) -> None:
    given = [*editions]
    given[missing] += "-nowhere"
    result = run(*given)
    assert result.exit_code == 2 and "expected a folder" in result.stderr.replace("\n", " ")


def test_a_file_that_cannot_be_written_is_bad_usage(
    editions: tuple[str, str], tmp_path: Path
) -> None:
    result = run(*editions, "--html", str(tmp_path / "no" / "such.html"))
    assert result.exit_code == 2 and "Cannot write" in result.stderr


def pdf_of(edit: Callable[[NotebookNode], None], path: Path, **parameters: Any) -> str:
    nb = deepcopy(sample())
    nb.metadata["papermill"] = {"parameters": parameters}
    edit(nb)
    resources = {"multivector": {"name": "sample", "edition": "2026-11-23"}}
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(ReportPDFExporter().from_notebook_node(nb, resources)[0])
    return str(path)


def test_two_pdfs_are_compared_without_any_folder(tmp_path: Path) -> None:
    old = pdf_of(lambda nb: None, tmp_path / "old.pdf")
    new = pdf_of(set_number("f1", 1, "$4.1 bn"), tmp_path / "new.pdf", since=2015)
    found = json.loads(run(old, new, "--json").output)["reports"][0]
    assert found["counts"] == {"number": 1, "parameter": 1} and "PDF" in found["notes"][0]
    number = next(one for one in found["changes"] if one["kind"] == "number")
    assert (number["was"], number["now"]) == ("$3.9 bn", "$4.1 bn")
    assert number["causes"] == [{"kind": "parameter", "details": ["since: default → 2015"]}]
    assert run(old, old, "--exit-code").exit_code == 0


def test_against_a_pdf_a_folder_is_its_pdf_of_that_report(tmp_path: Path) -> None:
    old = pdf_of(lambda nb: None, tmp_path / "old.pdf")
    pdf_of(set_number("f1", 1, "$4.1 bn"), tmp_path / "reports" / "sample.pdf")
    result = run(old, str(tmp_path))
    assert "number $3.9 bn → $4.1 bn" in result.output
    assert "cause: unknown (code, libraries and other tables are not recorded" in result.output
    missing = run(old, str(tmp_path / "nowhere"))
    assert missing.exit_code == 2 and "expected sample.pdf" in " ".join(missing.stderr.split())


def test_a_pdf_with_changed_evidence_is_not_compared(tmp_path: Path) -> None:
    good = pdf_of(lambda nb: None, tmp_path / "good.pdf")
    with pikepdf.open(good) as pdf:
        stream = pdf.attachments["sample.ipynb"].obj["/EF"]["/F"]
        stream.write(stream.read_bytes().replace(b"3.9", b"3.8"))
        pdf.save(tmp_path / "bad.pdf")
    result = run(good, str(tmp_path / "bad.pdf"))
    assert result.exit_code == 2 and "sample.ipynb: expected SHA-256" in " ".join(
        result.stderr.split()
    )
