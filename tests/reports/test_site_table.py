"""Which columns and rows the comparison of reports has."""

import pytest

from helpers.reports.manifest import Entry, Output
from helpers.reports.site_table import make_table, short_date, status_order


def cells(name: str, **values) -> dict:
    first = {"label": "Partner", "value": name, "sort": None}
    return {
        "compared": [first]
        + [
            {"label": label, "value": str(value), "note": "2025; about", "sort": value}
            for label, value in values.items()
        ]
    }


def entry(cover=None, status="ok", **fields) -> Entry:
    return Entry("n", "Title", status, cover=cover, **fields)


def labels(table) -> list[str]:
    return [column.label for column in table.columns]


def test_columns_are_those_that_two_reports_share_in_the_order_of_the_covers():
    table = make_table(
        {
            "a": entry(cells("A", trade=1, share=2, own=3)),
            "b": entry(cells("B", share=4, trade=5)),
        }
    )
    assert table.head == "Partner"
    assert labels(table) == ["trade", "share"]
    assert [[cell.value for cell in row.cells] for row in table.rows] == [["1", "2"], ["5", "4"]]


def test_a_lone_report_keeps_all_its_columns():
    assert labels(make_table({"a": entry(cells("A", trade=1, own=3))})) == ["trade", "own"]


def test_a_cover_without_a_column_is_not_compared_in_it():
    table = make_table(
        {
            "a": entry(cells("A", trade=1)),
            "b": entry(cells("B", trade=2)),
            "c": entry(cells("C", share=3)),
            "d": entry(cells("D", share=4)),
        }
    )
    missing = table.rows[2].cells[0]
    assert (missing.value, missing.sort, missing.empty) == ("not compared", "", True)


def test_a_report_that_never_succeeded_has_a_row_and_a_foreign_one_has_none():
    table = make_table(
        {
            "a": entry(cells("A", trade=1)),
            "failed": entry(status="failed", parameters={"partner": "ZEN"}),
            "foreign": entry({"title": "other"}),
        }
    )
    assert [row.name for row in table.rows] == ["a", "failed"]
    failed = table.rows[1]
    assert (failed.title, failed.note, failed.href) == ("Title", "partner ZEN", "")
    assert [cell.value for cell in failed.cells] == ["not built"]


@pytest.mark.parametrize("compared", [None, [], "text", 3, ["text"]])
def test_nothing_to_compare_is_no_table(compared):
    assert make_table({"a": entry({"compared": compared})}) is None


@pytest.mark.parametrize("sort", [None, True, "5", float("nan"), float("inf"), [1]])
def test_only_a_finite_number_sorts(sort):
    cover = {"compared": [{"label": "P", "value": "A"}, {"label": "x", "value": 7, "sort": sort}]}
    cell = make_table({"a": entry(cover)}).rows[0].cells[0]
    assert (cell.value, cell.sort) == ("7", "")


def test_a_zero_is_a_number_and_not_empty():
    cell = make_table({"a": entry(cells("A", trade=0))}).rows[0].cells[0]
    assert (cell.sort, cell.empty) == ("0", False)


def test_a_row_leads_to_the_page_of_its_report():
    outputs = {"html": Output("a.html", "0", 1), "pdf": Output("a.pdf", "0", 1)}
    table = make_table({"a": entry(cells("A", trade=1), outputs=outputs, edition="2026-11-03")})
    assert (table.rows[0].href, table.rows[0].edition) == ("a.html", "3 Nov 2026")
    assert table.rows[0].cells[0].lines == ["2025", "about"]


def test_status_sorts_before_edition():
    names = ("ok", "partial", "stale", "failed")
    order = [status_order(entry(status=name), "2026-11-03") for name in names]
    assert order == sorted(order)
    assert status_order(entry(), "2026-11-03") < status_order(entry(), "2026-11-04") < order[1]
    assert status_order(entry(), "") == 0


def test_a_date_that_is_none_stays_as_it_is():
    assert [short_date(text) for text in ("2026-11-23", "", "2026")] == ["23 Nov 2026", "", "2026"]
