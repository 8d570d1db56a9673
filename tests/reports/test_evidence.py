"""Evidence inside the PDF: exact bytes, a manifest, PDF/A-3's relationships, tampering shown."""

import io
from functools import cache
from hashlib import sha256

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import ReportFailed, UsageError
from helpers.reports.cleaning import to_bytes
from helpers.reports.evidence import evidence_of, exact_literal, sealed
from helpers.reports.manifest import Entry, Manifest, Output
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.verification import (
    EvidenceDamaged,
    differences,
    manifest_in,
    open_evidence,
    problems_beside,
    problems_inside,
)
from tests.reports.sample_report import code, exhibit, notebook, prose

RESOURCES = {"multivector": {"name": "sample", "edition": "2026-11-23"}}
HOSTILE = 'a,"b\\"\r\n#panic() $x$ \u202e торговля 中 🙂 \ufeff\x07\t]]\n'


def carrying(*files):
    payload = {
        "kind": "table",
        "id": "evidence",
        "title": "Files",
        "columns": [{"label": "File", "unit": "", "align": "left"}],
        "rows": [[name] for name, _ in files],
        "row_kinds": [""] * len(files),
    }
    items = [
        {
            "name": name,
            "mime": "text/csv",
            "relationship": "data",
            "description": name,
            "text": text,
        }
        for name, text in files
    ]
    return notebook(prose("# T"), code("x", exhibit({**payload, "files": items}, "<p>Files</p>")))


def export(nb):
    return ReportPDFExporter().from_notebook_node(nb, RESOURCES)[0]


@cache
def sample():
    return export(carrying(("figures.csv", "a,b\n1,2\n"), ("hostile.csv", HOSTILE)))


def test_files_come_out_with_exactly_the_bytes_that_went_in():
    files = open_evidence(sample()).files
    assert files["figures.csv"] == b"a,b\n1,2\n"
    assert files["hostile.csv"] == HOSTILE.encode()
    assert files["sample.ipynb"] == to_bytes(
        carrying(("figures.csv", "a,b\n1,2\n"), ("hostile.csv", HOSTILE))
    )


def test_the_manifest_has_the_hash_of_every_other_file():
    opened = open_evidence(sample())
    assert set(opened.manifest["files"]) == set(opened.files)
    for name, record in opened.manifest["files"].items():
        assert record["sha256"] == sha256(opened.files[name]).hexdigest()
    assert (opened.report, opened.manifest["edition"]) == ("sample", "2026-11-23")


def test_every_file_is_associated_as_pdf_a_3_asks():
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        associated = {str(one["/UF"]): str(one["/AFRelationship"]) for one in pdf.Root["/AF"]}
        dated = [one["/EF"]["/F"]["/Params"] for one in pdf.Root["/AF"]]
    assert associated == {
        "figures.csv": "/Data",
        "hostile.csv": "/Data",
        "sample.ipynb": "/Source",
        "manifest.json": "/Supplement",
    }
    assert all("/ModDate" in one for one in dated)


def tampered(name, data):
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        pdf.attachments[name].obj["/EF"]["/F"].write(data)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_changed_byte_is_named():
    (problem,) = problems_inside(open_evidence(tampered("figures.csv", b"a,b\n1,3\n")))
    assert problem.startswith("figures.csv: expected SHA-256")
    assert problems_inside(open_evidence(sample())) == []


def test_a_stream_that_cannot_be_read_a_missing_and_an_added_file_are_named():
    opened = open_evidence(sample())
    files = {**opened.files, "figures.csv": None, "extra.csv": b""}
    del files["hostile.csv"]
    found = problems_inside(type(opened)(opened.manifest, files))
    assert [one.partition(":")[0] for one in found] == ["figures.csv", "hostile.csv", "extra.csv"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_no_flipped_byte_of_the_evidence_goes_unnoticed(data):
    """Inside the compressed stream of an embedded file, wherever it is."""
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        raw = pdf.attachments["figures.csv"].obj["/EF"]["/F"].read_raw_bytes()
    start = sample().index(raw)
    place = data.draw(st.integers(start, start + len(raw) - 1))
    flipped = bytearray(sample())
    flipped[place] ^= data.draw(st.integers(1, 255))
    try:
        problems = problems_inside(open_evidence(bytes(flipped)))
    except UsageError:
        return
    same = open_evidence(bytes(flipped)).files["figures.csv"] == b"a,b\n1,2\n"
    assert problems or same


def test_the_edition_beside_it_must_know_the_file(tmp_path):
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample())
    output = Output("sample.pdf", "0" * 64, len(sample()))
    entry = Entry("sample", "Sample", "ok", outputs={"pdf": output})
    manifest = Manifest(index=output, reports={"sample": entry})
    assert problems_beside(sample(), path) == []
    (tmp_path / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    (problem,) = problems_beside(sample(), path)
    assert problem.startswith("sample.pdf: the edition has SHA-256 0000")


def test_differences_name_the_files_or_else_the_pages():
    other = export(carrying(("figures.csv", "a,b\n1,3\n"), ("hostile.csv", HOSTILE)))
    assert differences(sample(), other) == ["figures.csv", "sample.ipynb"]
    assert differences(sample(), sample()) == []
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    assert differences(sample(), out.getvalue())[0].startswith("the pages")


@pytest.mark.parametrize("name", ["manifest.json", "../x.csv", "a b.csv", "", "sample.ipynb"])
def test_a_file_without_a_plain_name_of_its_own_is_refused(name):
    with pytest.raises(ReportFailed, match="plain name"):
        evidence_of(carrying((name, "x")), "sample", "")


@pytest.mark.parametrize("data", [b"", b"no pdf at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_not_a_report_says_so(data):
    with pytest.raises(UsageError):
        open_evidence(data)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_literal_holds_no_raw_quote_backslash_or_line_end(text):
    inside = exact_literal(text)[1:-1]
    assert '"' not in inside and "\n" not in inside
    assert "\\" not in inside.replace("\\u{", "")


@pytest.mark.parametrize("name", ["My report +1", "отчёт", "..", "a/b"])
def test_a_notebook_may_be_called_anything(name):
    files = evidence_of(carrying(), name, "")
    assert files[0].name.endswith(".ipynb")
    assert (
        open_evidence(
            ReportPDFExporter().from_notebook_node(carrying(), {"multivector": {"name": name}})[0]
        ).report
        == name
    )


def test_a_changed_byte_of_the_manifest_is_named_wherever_it_is():
    data = evidence_of(carrying(("figures.csv", "a\n")), "sample", "2026-11-23")[-1].data
    others = ["sample.ipynb"]
    assert manifest_in(data, others)["report"] == "sample"
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 1
        with pytest.raises(EvidenceDamaged, match=r"manifest\.json: its bytes were changed") as it:
            manifest_in(bytes(flipped), others)
        assert it.value.exit_code == 4


def test_a_manifest_of_the_first_version_is_still_read():
    assert manifest_in(b'{"manifest": 1, "report": "r", "files": {}, "parameters": {}}', [])
    with pytest.raises(UsageError, match="found version 9"):
        manifest_in(
            sealed({"manifest": 9, "report": "r", "files": {}, "parameters": {}}), ["x.ipynb"]
        )
