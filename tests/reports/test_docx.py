"""The Word file: real headings, tables and links, and the same bytes on every day."""

import io
import time
import zipfile
from functools import cache
from typing import Any

import pytest
from nbformat.v4 import new_output

pytest.importorskip("docx", reason="needs the extra docx")

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from helpers.errors import ReportFailed, UsageError
from helpers.reports import plan
from helpers.reports.docx_export import ReportDocxExporter
from helpers.reports.docx_runs import bookmark_name
from helpers.reports.docx_tables import column_shares
from tests.reports.sample_report import code, notebook, prose, sample

RESOURCES = {"multivector": {"name": "sample", "edition": "2026-11-23"}}


def export(nb: Any, resources: dict[str, Any] | None = None) -> bytes:
    data, _ = ReportDocxExporter().from_notebook_node(nb, resources)
    return bytes(data)


@cache
def sample_bytes() -> bytes:
    return export(sample(), RESOURCES)


@cache
def sample_word() -> Any:
    return docx.Document(io.BytesIO(sample_bytes()))


def opened(nb: Any) -> Any:
    return docx.Document(io.BytesIO(export(nb)))


def texts(document: Any, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name == style]


def test_the_same_notebook_gives_the_same_bytes_later() -> None:
    first = sample_bytes()
    time.sleep(2.1)  # the clock of a zip file counts in steps of two seconds
    assert export(sample(), RESOURCES) == first


def test_no_clock_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(sample_bytes())) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]
    properties = sample_word().core_properties
    assert f"{properties.created:%Y-%m-%d}" == f"{properties.modified:%Y-%m-%d}" == "2026-11-23"
    assert properties.title == "Belarus and Ruritania: trade that was promised"
    assert (properties.author, properties.revision) == ("multivector", 1)


def test_headings_have_the_styles_that_word_navigates_by() -> None:
    word = sample_word()
    assert texts(word, "Title") == ["Belarus and Ruritania: trade that was promised"]
    assert texts(word, "Heading 1") == [
        "Key findings",
        "1 Weight: a seventh partner, not a second",
        "2 Targets and results",
        "3 Mirror and disclosure",
        "4 What we do not know",
        "5 Sources",
    ]
    assert texts(word, "Heading 2") == ["1.1 By reporter"]


def test_every_inner_link_arrives_and_the_contents_are_a_field() -> None:
    body = sample_word().element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    assert len(marks) == len(set(marks)) and links and links <= set(marks)
    fields = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert fields == ["begin", "separate", "end"]
    assert [one.text for one in body.iter(qn("w:instrText"))] == [' TOC \\o "1-2" \\h ']


def test_numbers_carry_raised_sources() -> None:
    answer = next(one for one in sample_word().paragraphs if one.style.name == "Answer")
    raised = [
        run.text
        for run in answer._p.iter(qn("w:r"))
        if run.find(f".//{qn('w:vertAlign')}") is not None
    ]
    assert raised == ["1", "1", ", ", "2"]
    assert answer._p.findall(qn("w:hyperlink"))[0].get(qn("w:anchor")) == "b_source_1"
    assert [run.text for run in answer.runs if run.bold] == ["Yes, but late."]


def test_heads_of_tables_repeat_and_rows_stay_whole() -> None:
    tables = sample_word().tables
    assert len(tables) == 6  # key figures, prose, and four exhibits
    for table in tables:
        heads = [row for row in table.rows if row._tr.find(f".//{qn('w:tblHeader')}") is not None]
        assert heads == [] or len(heads) == 1
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert [cell.text for cell in tables[1].rows[0].cells] == [
        "Year",
        "Imports (bn USD)",
        "Exports (bn USD)",
    ]
    assert [cell.text for cell in tables[1].rows[4].cells] == ["2025", "3.9", "1.3"]


def test_properties_of_tables_stand_in_the_order_of_the_schema() -> None:
    order = ["tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for table in sample_word().tables:
        assert [one.tag.partition("}")[2] for one in table._tbl.tblPr] == order


def test_a_wide_table_stands_on_a_page_of_its_own_side() -> None:
    sides = [section.orientation for section in sample_word().sections]
    assert sides == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_charts_are_pictures_with_a_description() -> None:
    pictures = sample_word().inline_shapes
    described = [one._inline.docPr.get("descr") for one in pictures]
    assert len(pictures) == 3 and described[1] == "Bar chart of five partners."
    assert all(one.width.cm <= 16.6 for one in pictures)


def test_a_picture_that_is_none_is_its_words() -> None:
    source = "![broken](data:image/png;base64,eA==) ![far](https://x.example/a.png)"
    document = opened(notebook(prose(source)))
    assert document.paragraphs[-1].text == "broken far" and not document.inline_shapes


def test_only_pages_of_others_lie_outside_the_file() -> None:
    relations = sample_word().part.rels.values()
    outside = [one.target_ref for one in relations if one.is_external]
    assert outside and all(url.startswith("https://") for url in outside)


def test_hostile_text_arrives_as_text() -> None:
    hostile = "</w:t><w:t> & \x07 <b> ]]>"
    document = opened(notebook(code("x", new_output("display_data", data={"text/plain": hostile}))))
    assert hostile.replace("\x07", "") in [one.text for one in document.paragraphs]


def test_lists_quotes_code_and_notes_are_kept() -> None:
    source = "1. one\n2. two\n   - deep\n\n> said\n\n    raw  text\n\na[^n] ~~b~~\n\n[^n]: note\n"
    written = [one.text for one in opened(notebook(prose(source))).paragraphs]
    assert written[1:] == ["1.\tone", "2.\ttwo", "•\tdeep", "said", "raw  text", "aa b", "a note"]


def test_columns_share_the_width_by_their_texts() -> None:
    shares = column_shares(["A", "B"], [["x" * 10, "y" * 22]])
    assert shares == [14 / 40, 26 / 40]
    assert sum(column_shares(["A"], [["g" * 99], ["x"]], ["group", ""])) == 1


def test_names_of_bookmarks_are_short_and_differ() -> None:
    first, second = (bookmark_name("a" * 50 + end) for end in "bc")
    assert len(first) == len(second) == 40 and first != second


def test_a_missing_extra_is_named_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs the optional extra 'docx'.*multivector\[docx\]"):
        export(sample(), RESOURCES)
    with pytest.raises(UsageError, match="optional extra 'docx'"):
        plan.require_extra("docx")
    plan.require_extra("html")


def test_a_failed_run_is_refused() -> None:
    nb = notebook(code("x", new_output("error", ename="E", evalue="boom", traceback=[])))
    with pytest.raises(ReportFailed, match="boom"):
        export(nb)
