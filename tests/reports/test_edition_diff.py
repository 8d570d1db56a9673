"""Two editions: every change is found once, with the causes that are left."""

import io
import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import UsageError
from helpers.reports.cleaning import to_bytes
from helpers.reports.document import read_document
from helpers.reports.edition_causes import Cause
from helpers.reports.edition_content import Content, Grid, Sentence, content_of_document
from helpers.reports.edition_diff import Change, EditionDiff, diff_contents, diff_editions
from helpers.reports.edition_html import content_of_html
from helpers.reports.edition_pairs import pair_sentences, row_keys
from helpers.reports.edition_reading import read_edition, read_report
from helpers.reports.edition_text import to_html, to_json, to_text
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.manifest import Output, load_manifest
from tests.reports.sample_report import prose, sample
from tests.reports.two_editions import (
    OBSERVATIONS,
    edit_manifest,
    payload,
    set_number,
    write_edition,
)

HERE = Path(__file__).parents[2]


def compared(old: Path, new: Path) -> EditionDiff:
    return diff_editions(read_edition(old), read_edition(new))


def changes(old: Path, new: Path) -> tuple[Change, ...]:
    return compared(old, new).reports[0].changes


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_edition(tmp_path / "old")


@pytest.mark.parametrize("carrier", ["ipynb", "html"])
def test_an_edition_does_not_differ_from_itself(tmp_path: Path, carrier: str) -> None:
    folder = write_edition(tmp_path / "a", carrier=carrier)
    found = compared(folder, folder / "reports")
    assert [one.status for one in found.reports] == ["same"] and not found.differs


def test_a_page_says_the_same_as_its_notebook(tmp_path: Path, old: Path) -> None:
    page = write_edition(tmp_path / "page", carrier="html")
    found = compared(old, page)
    assert not found.differs
    assert "Data of charts are not kept" in found.reports[0].notes[0]


@pytest.mark.parametrize("carrier", ["ipynb", "html"])
def test_one_number_is_one_change(tmp_path: Path, carrier: str) -> None:
    before = write_edition(tmp_path / "a", carrier=carrier)
    after = write_edition(tmp_path / "b", set_number("f1", 1, "$4.1 bn"), carrier=carrier)
    (change,) = changes(before, after)
    assert (change.kind, change.was, change.now) == ("number", "$3.9 bn", "$4.1 bn")
    assert change.place == "Key findings"
    assert change.what.startswith("It grew when others shrank: from $1.2 bn in 2010 to $4.1 bn,")


def test_an_observation_of_a_cited_source_is_named_as_cause(tmp_path: Path, old: Path) -> None:
    observations = OBSERVATIONS.replace("3.9", "4.1").replace("b.2025,1", "b.2025,2")
    new = write_edition(tmp_path / "n", set_number("f1", 1, "$4.1 bn"), observations=observations)
    (change,) = changes(old, new)
    assert change.causes == (Cause("data", ("a.2025: 3.9 → 4.1",)),)


def test_data_that_are_not_those_of_the_manifest_are_not_used(tmp_path: Path, old: Path) -> None:
    observations = OBSERVATIONS.replace("3.9", "4.1")
    new = write_edition(tmp_path / "n", set_number("f1", 1, "$4.1 bn"), observations=observations)
    (new / "data" / "observations.csv").write_text("id,value\nx,1\n", encoding="utf-8")
    (change,) = changes(old, new)
    assert change.causes == (Cause("data", ("data/observations.csv",)),)


def test_causes_that_cannot_be_told_apart_are_all_named(tmp_path: Path, old: Path) -> None:
    new = write_edition(
        tmp_path / "n",
        set_number("f1", 1, "$4.1 bn"),
        inputs={"src/helpers/cli.py": "other"},
        environment={"python": "3.11", "packages": {"pandas": "3.1.0"}},
    )
    (change,) = changes(old, new)
    assert [one.kind for one in change.causes] == ["code", "library"]
    assert change.causes[1].details == ("pandas 3.0.0 → 3.1.0",)


def test_a_change_without_any_other_input_has_no_known_cause(tmp_path: Path, old: Path) -> None:
    new = write_edition(tmp_path / "n", set_number("f1", 1, "$4.1 bn"))
    assert changes(old, new)[0].causes == (Cause("unknown", ("no input differs",)),)


def test_a_parameter_is_a_change_and_a_cause(tmp_path: Path, old: Path) -> None:
    new = write_edition(tmp_path / "n", set_number("f1", 1, "$4.1 bn"), parameters={"since": 2015})
    first, second = changes(old, new)
    assert (first.kind, first.what, first.was, first.now) == (
        "parameter", "since", "default", "2015",
    )  # fmt: skip
    assert second.causes == (Cause("parameter", ("since: default → 2015",)),)


def test_words_and_numbers_are_told_apart(tmp_path: Path, old: Path) -> None:
    def edit(nb: Any) -> None:
        payload(nb, "f2")["parts"][0]["text"] = "**One target of five was reached.** They missed "

    new = write_edition(tmp_path / "n", edit, inputs={"notebooks/sample.ipynb": "other"})
    (change,) = changes(old, new)
    assert change.kind == "sentence" and "met. The four others" in change.was
    assert change.now.startswith("One target of five was reached. They missed 22–38 %")
    assert change.causes == (Cause("notebook", ("notebooks/sample.ipynb",)),)


def test_new_and_lost_paragraphs_are_found(tmp_path: Path, old: Path) -> None:
    def edit(nb: Any) -> None:
        cell = prose("A new thought, unlike all others.")
        cell["id"] = "new"
        nb.cells.insert(-2, cell)

    new = write_edition(tmp_path / "n", edit)
    (gained,), (lost,) = changes(old, new), changes(new, old)
    assert (gained.kind, gained.was, gained.now) == (
        "prose", "", "A new thought, unlike all others.",
    )  # fmt: skip
    assert (lost.was, lost.now) == (gained.now, "")


def test_cells_rows_and_columns_of_a_table(tmp_path: Path, old: Path) -> None:
    def edit(nb: Any) -> None:
        table = payload(nb, "narrow")
        table["rows"][1][2] = "1.5"
        table["rows"].append(["2026", "4.0", "1.2"])
        del table["rows"][0]

    found = changes(old, write_edition(tmp_path / "n", edit))
    assert [(one.kind, one.what, one.was, one.now) for one in found] == [
        ("cell", "2023: Exports bn USD", "1.4", "1.5"),
        ("row", "", "", "2026 | 4.0 | 1.2"),
        ("row", "", "2022 | 2.9 | 1.1", ""),
    ]
    assert {one.place for one in found} == {"Table: Exports and imports agree on the direction"}


def test_the_data_of_a_chart(tmp_path: Path) -> None:
    def plot(value: str) -> Any:
        def edit(nb: Any) -> None:
            rows = [["A", "2024", "1"], ["A", "2025", value], ["B", "2024", "3"]]
            payload(nb, "growth")["data"] = {"columns": ["who", "year", "value"], "rows": rows}

        return edit

    before = write_edition(tmp_path / "a", plot("2"))
    (change,) = changes(before, write_edition(tmp_path / "b", plot("2.5")))
    assert (change.kind, change.what, change.was) == ("cell", "A, 2025: value", "2")


def test_a_verdict_is_called_one() -> None:
    old, new = (
        Content("notebook", (), (Grid("table", "v", "", {}, ("Claim", "Verdict"), (("a", word),)),))
        for word in ("true", "partly true")
    )
    (change,) = diff_contents(old, new)
    assert (change.kind, change.was, change.now) == ("verdict", "true", "partly true")


def test_other_sources_under_the_same_number(tmp_path: Path, old: Path) -> None:
    def edit(nb: Any) -> None:
        payload(nb, "f1")["parts"][1]["sources"] = [2]

    (change,) = changes(old, write_edition(tmp_path / "n", edit))
    assert change.kind == "sources" and "trade 2011" in change.was and "trade 2012" in change.now


def test_reports_that_only_one_edition_has(tmp_path: Path, old: Path) -> None:
    other = write_edition(tmp_path / "n", name="other")
    found = compared(old, other)
    assert {one.name: one.status for one in found.reports} == {
        "other": "added",
        "sample": "removed",
    }
    assert found.differs


def test_a_stale_report_says_that_its_inputs_are_not_known(tmp_path: Path, old: Path) -> None:
    new = write_edition(tmp_path / "n")
    content = json.loads((new / "reports" / "manifest.json").read_text(encoding="utf-8"))
    content["reports"]["sample"]["status"] = "stale"
    edit_manifest(new, reports=content["reports"])
    assert compared(old, new).reports[0].notes[0].startswith("new: stale")


def test_the_notebook_inside_the_pdf_is_read(tmp_path: Path, old: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("sample.ipynb", to_bytes(sample()))
    stream = io.BytesIO()
    writer.write(stream)
    reports = old / "reports"
    (reports / "sample.pdf").write_bytes(stream.getvalue())
    entry = load_manifest(reports).reports["sample"]
    data = stream.getvalue()
    pdf = Output("sample.pdf", sha256(data).hexdigest(), len(data))
    content = read_report(reports, "sample", replace(entry, outputs={"pdf": pdf}))
    assert content == content_of_document(read_document(sample(), "sample"))


def test_changed_files_are_not_trusted(old: Path) -> None:
    (old / "reports" / "sample.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"expected files with the bytes that manifest\.json"):
        read_edition(old)


def test_what_is_no_edition_is_refused(tmp_path: Path, old: Path) -> None:
    with pytest.raises(UsageError, match="expected a folder, found nothing"):
        read_edition(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"expected manifest\.json in it or in its folder"):
        read_edition(tmp_path)
    edit_manifest(old, manifest=99)
    with pytest.raises(UsageError, match=r"cannot be read: expected a manifest\.json"):
        read_edition(old)


def test_the_committed_edition_can_be_read_page_by_page() -> None:
    names = ("overview", "china", "kazakhstan", "india", "iran")
    pages = [(HERE / "reports" / f"{name}.html").read_text(encoding="utf-8") for name in names]
    for page in pages:
        content = content_of_html(page)
        assert len([one for one in content.sentences if one.numbers]) >= 5
        assert {grid.kind for grid in content.grids} == {"figures", "table", "chart"}
        assert any(n.sources for one in content.sentences for n in one.numbers)


def test_a_page_of_others_is_refused() -> None:
    with pytest.raises(ValueError, match="found none"):
        content_of_html("<html><body><p>x</p></body></html>")


def test_page_and_notebook_agree_on_every_sentence_and_cell() -> None:
    page, _ = ReportHTMLExporter().from_notebook_node(sample(), {"multivector": {"name": "s"}})
    read, kept = content_of_html(str(page)), content_of_document(read_document(sample(), "s"))
    assert [one.text for one in read.sentences] == [one.text for one in kept.sentences]
    assert [one.section for one in read.sentences] == [one.section for one in kept.sentences]
    tables = [[g.rows for g in one.grids if g.kind == "table"] for one in (read, kept)]
    assert tables[0] == tables[1] and dict(read.links) == dict(kept.links)


def test_text_is_grouped_by_report_and_place_and_is_short(tmp_path: Path, old: Path) -> None:
    def edit(nb: Any) -> None:
        set_number("f1", 1, "$4.1 bn")(nb)
        for row in payload(nb, "long")["rows"]:
            row[-1] = row[-1] and "other"

    new = write_edition(tmp_path / "n", edit, inputs={"src/helpers/cli.py": "other"})
    found = compared(old, new)
    lines = to_text(found).splitlines()
    assert "changed code: src/helpers/cli.py" in lines
    assert "sample: 1 number, 98 cells" in lines
    assert "    number $3.9 bn → $4.1 bn" in "\n".join(lines) and "      cause: code" in lines
    assert "    … and 92 more (--json lists all)" in lines and len(lines) < 30
    assert len(json.loads(to_json(found))["reports"][0]["changes"]) == 99


def test_the_page_is_self_contained_and_escapes(tmp_path: Path, old: Path) -> None:
    new = write_edition(tmp_path / "n", set_number("f1", 1, "<script>alert(1)</script>"))
    page = to_html(compared(old, new))
    assert "<del>$3.9 bn</del>" in page and "<script" not in page
    assert not re.search(r"(?:src|href)=", page) and "default-src 'none'" in page


def test_reports_without_a_difference_are_listed_once_at_the_end_of_the_page(
    tmp_path: Path, old: Path
) -> None:
    same = to_html(compared(old, write_edition(tmp_path / "n")))
    assert same.count("sample") and "No difference</h2>" in same and "<table" not in same
    changed = to_html(compared(old, write_edition(tmp_path / "m", set_number("f1", 1, "$9 bn"))))
    assert "No difference</h2>" not in changed and changed.count('role="columnheader"') == 4
    assert 'data-label="Was"' in changed and 'data-label="Cause"' in changed


def test_rows_are_told_apart_by_the_shortest_run_of_columns() -> None:
    old = [("A", "1", "x"), ("A", "2", "y")]
    new = [("A", "1", "z"), ("B", "2", "y")]
    assert row_keys(("a", "b", "c"), old, new)[0] == [("A", "1"), ("A", "2")]
    twice = [("A", "1"), ("A", "1")]
    assert row_keys(("a", "b"), twice, twice)[0] == [("A",), ("A", "no. 2")]
    grouped = [("G", ""), ("A", "1"), ("H", ""), ("A", "2")]
    assert row_keys(("a", "b"), grouped, grouped)[0] == [("G",), ("G", "A"), ("H",), ("H", "A")]


sentences = st.lists(
    st.builds(Sentence, st.just("s"), st.text("ab ", max_size=6), key=st.sampled_from(["", "k"])),
    max_size=5,
)


@given(sentences, sentences)
def test_every_sentence_is_in_exactly_one_pair(old: list[Sentence], new: list[Sentence]) -> None:
    pairs = pair_sentences(old, new)
    assert [after for _, after in pairs if after is not None] == new
    assert sorted(id(before) for before, _ in pairs if before is not None) == sorted(map(id, old))


@given(sentences)
def test_equal_lists_pair_equal_sentences(old: list[Sentence]) -> None:
    assert all(
        before is not None and after is not None and before.words == after.words
        for before, after in pair_sentences(old, list(old))
    )
