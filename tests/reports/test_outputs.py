"""What a reader sees of a notebook, and what stays hidden."""

import pytest
from nbformat.v4 import new_output

from helpers.errors import ReportFailed
from helpers.reports import foreign, outputs
from tests.reports.sample_report import code, cover, notebook, prose, sample, statement, text


def test_payloads_come_in_reading_order_and_skip_hidden_cells() -> None:
    shown = statement("shown", [text("a")])
    hidden = statement("hidden", [text("b")])
    nb = notebook(code("x", cover()), code("y", hidden, tags=("remove-cell",)), code("z", shown))
    assert [payload["id"] for payload in outputs.payloads(nb)] == ["cover", "shown"]


def test_the_sample_holds_every_kind_of_exhibit() -> None:
    kinds = {payload["kind"] for payload in outputs.payloads(sample())}
    assert kinds == {"cover", "statement", "chart", "table", "references"}


@pytest.mark.parametrize("tag", sorted(outputs.HIDDEN_TAGS))
def test_a_heading_that_introduces_only_hidden_cells_vanishes(tag: str) -> None:
    nb = notebook(prose("## Parameters"), code("p = 1", tags=(tag,)), prose("## Weight"))
    assert [cell.source for cell in outputs.visible_cells(nb)] == ["## Weight"]


def test_a_heading_stays_when_something_shown_follows_the_hidden_cell() -> None:
    nb = notebook(
        prose("## Weight"),
        code("p = 1", tags=("setup",)),
        code("q", statement("s", [text("a")])),
    )
    assert len(outputs.visible_cells(nb)) == 2


def test_an_svg_is_found_inside_html_and_can_stand_alone() -> None:
    output = new_output("display_data", data={"text/html": "<p>a</p><svg viewBox='0 0 1 1'></svg>"})
    expected = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 0 1 1'></svg>"
    assert outputs.svg_of(output) == expected
    assert outputs.svg_of(new_output("display_data", data={"text/html": "<p>a</p>"})) == ""


def test_a_failed_run_is_refused_with_the_error_even_in_a_hidden_cell() -> None:
    failed = new_output("error", ename="KeyError", evalue="\x1b[31m'RUR'\x1b[0m", traceback=[])
    nb = notebook(code("study", failed, tags=("setup",)))
    with pytest.raises(ReportFailed, match=r"Report 'china'.*KeyError: 'RUR' in cell 1 \(cell-0\)"):
        outputs.require_success(nb, "china")


def test_a_notebook_without_any_trace_of_execution_has_not_run() -> None:
    nb = notebook(code("x"))
    nb.cells[0].execution_count = None
    assert not outputs.has_run(nb)
    assert outputs.has_run(notebook(prose("only words")))


def test_a_foreign_html_table_becomes_cells_with_numbers_on_the_right() -> None:
    table = foreign.table_payload(
        "<style>x</style><table><tr><th></th><th colspan=2>Year</th></tr>"
        "<tr><th></th><th>a</th><th>b</th></tr>"
        "<tr><th>row</th><td>1.5</td><td>x &lt; y</td></tr></table>"
    )
    assert table is not None
    assert [(c["label"], c["align"]) for c in table["columns"]] == [
        ("", "left"),
        ("Year a", "right"),
        ("b", "left"),
    ]
    assert table["rows"] == [["row", "1.5", "x < y"]]


def test_foreign_html_without_a_table_leaves_its_words() -> None:
    html = "<div>one</div><script>alert(1)</script><p>two <b>three</b></p>"
    assert foreign.table_payload(html) is None
    assert foreign.plain_text(html) == "one\ntwo three"


def test_references_are_only_to_what_is_cited():
    """Two of three sources are cited by a statement; the third leaves the list."""
    from helpers.reports.blocks import Exhibit
    from helpers.reports.document import only_cited

    items = [{"number": n, "text": "t", "url": ""} for n in (1, 2, 3)]
    cited = Exhibit({"kind": "statement", "id": "s", "sources": [1, 3]})
    listed = Exhibit({"kind": "references", "id": "r", "items": items})
    kept = only_cited([cited, listed])[1]
    assert [item["number"] for item in kept.payload["items"]] == [1, 3]
    assert only_cited([listed]) == [listed]
