"""Formats beyond the standing ones: how they are asked for, named, and kept beside the others."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpers.reports.edition import Staged, add_results, left_over
from helpers.reports.execution import Result, render
from helpers.reports.fingerprint import Trace
from helpers.reports.manifest import Entry, Manifest, Output
from helpers.reports.plan import EXPORTERS, FORMATS, Job, file_name
from tests.reports.sample_report import sample

JOB = Job("sample", "sample", Path("sample.ipynb"), Path())


def outputs(*kinds: str) -> dict[str, Output]:
    return {kind: Output(file_name("sample", kind), "0", 1) for kind in kinds}


def after_building(entry: Entry, key: str, *kinds: str) -> dict[str, Entry]:
    staged = {"sample": Staged(Result("sample", "ok"), outputs("ipynb", *kinds))}
    return add_results({"sample": entry}, [JOB], staged, {"sample": Trace(key)})


@pytest.fixture
def whole() -> Entry:
    kinds = outputs("ipynb", "html", "pdf")
    return Entry("sample", "Sample", "ok", fingerprint="same", outputs=kinds)


def test_the_standing_formats_are_page_and_pdf() -> None:
    assert FORMATS == ("html", "pdf")
    assert set(EXPORTERS) == {"html", "pdf", "docx", "markdown", "typst"}


def test_another_format_of_the_same_inputs_joins_the_files_there_are(whole: Entry) -> None:
    entries = after_building(whole, "same", "docx", "markdown")
    assert set(entries["sample"].outputs) == {"ipynb", "html", "pdf", "docx", "markdown"}
    assert entries["sample"].status == "ok"
    assert left_over(Manifest(reports={"sample": whole}), entries) == []


@pytest.mark.parametrize("key", ["other", ""])
def test_files_of_other_inputs_do_not_stay_beside_the_new_ones(whole: Entry, key: str) -> None:
    entry = replace(whole, fingerprint=key and "same")
    entries = after_building(entry, key, "docx")
    assert set(entries["sample"].outputs) == {"ipynb", "docx"}
    assert entries["sample"].status == "partial"
    gone = left_over(Manifest(reports={"sample": entry}), entries)
    assert [one.path for one in gone] == ["sample.html", "sample.pdf"]


def test_pictures_of_a_markdown_report_are_files_of_their_own() -> None:
    job = replace(JOB, formats=("markdown",))
    files = render(sample(), job, None)
    assert set(files) == {"markdown", "growth.png", "ranks.png", "mirror.png"}
    names = [file_name("sample", kind) for kind in files]
    assert "sample.md" in names and "sample.growth.png" in names
    assert all(
        f"](sample.{name}.png)".encode() in files["markdown"] for name in ("growth", "ranks")
    )
