"""Tables of sentences: still tables for a screen reader when a phone shows them as a list."""

import pytest
from lxml import html as lxml_html

from helpers.reports.blocks import Exhibit
from helpers.reports.html_exhibits import exhibit_html
from helpers.reports.html_tables import (
    LONG,
    MOST_COLUMNS,
    holds_sentences,
    names_rows_at_length,
    stacked,
)

SENTENCE = "The figures of both reporters agree, and no other source was found."
TABLE = (
    '<table><thead><tr><th scope="col">Claim</th><th scope="col">Verdict</th>'
    '<th scope="col">Why</th></tr></thead><tbody>'
    '<tr class="mv-group"><th scope="rowgroup" colspan="3">Trade</th></tr>'
    '<tr><th scope="row">It grew.</th><td class="mv-tone-good">supported</td>'
    f"<td>{SENTENCE}</td></tr></tbody></table>"
)


def payload(rows: list[list[str]], width: int = 3) -> dict[str, object]:
    columns = [{"label": f"c{i}", "unit": "", "align": "left"} for i in range(width)]
    return {"kind": "table", "id": "t", "title": "T", "columns": columns, "rows": rows}


@pytest.mark.parametrize(
    ("rows", "width", "expected"),
    [
        ([["a", "b", SENTENCE]], 3, True),
        ([[SENTENCE, "b", "c"]], 3, False),  # only the name of the row is long
        ([["a", "b", "x" * LONG]], 3, False),
        ([["a", "b", "x" * (LONG + 1)]], 3, True),
        ([["a", *["b"] * (MOST_COLUMNS - 1), SENTENCE]], MOST_COLUMNS + 1, False),
        ([["a"]], 1, False),
        ([], 3, False),
    ],
)
def test_few_columns_and_one_of_sentences(
    rows: list[list[str]], width: int, expected: bool
) -> None:
    assert holds_sentences(payload(rows, width)) is expected


def test_every_part_keeps_its_role_and_every_cell_names_its_column() -> None:
    table = lxml_html.fragment_fromstring(stacked(TABLE, ["Claim", "Verdict", "Why"]))
    assert (table.get("class"), table.get("role")) == ("mv-stack", "table")
    roles = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    for tag, role in roles.items():
        assert {node.get("role") for node in table.iter(tag)} == {role}
    heads = [(node.get("scope"), node.get("role")) for node in table.iter("th")]
    assert heads == [("col", "columnheader")] * 3 + [
        ("rowgroup", "rowheader"),
        ("row", "rowheader"),
    ]
    assert [node.get("data-label") for node in table.iter("td")] == ["Verdict", "Why"]
    assert table.text_content() == lxml_html.fragment_fromstring(TABLE).text_content()


def test_a_label_is_escaped() -> None:
    table = lxml_html.fragment_fromstring(stacked(TABLE, ["", "", '"><script>']))
    assert list(table.iter("td"))[1].get("data-label") == '"><script>'


def test_only_a_table_of_sentences_is_stacked() -> None:
    figure = f'<figure class="mv-table" id="t">{TABLE}</figure>'
    numbers = "".join(figure.split(SENTENCE))
    long = Exhibit(payload([["It grew.", "supported", SENTENCE]]), figure)
    short = Exhibit(payload([["It grew.", "supported", "7"]]), numbers)
    assert 'class="mv-stack"' in exhibit_html(long, frozenset())
    assert "mv-stack" not in exhibit_html(short, frozenset())


@pytest.mark.parametrize(
    ("rows", "kinds", "expected"),
    [
        ([["2022", "1"], ["2023", "2"]], None, False),
        ([["2022", "1"], [SENTENCE, "2"]], None, True),
        ([[SENTENCE, ""], ["2023", "2"]], ["group", ""], False),
    ],
)
def test_rows_named_by_sentences_get_room(
    rows: list[list[str]], kinds: list[str] | None, expected: bool
) -> None:
    table = payload(rows, 2) | ({"row_kinds": kinds} if kinds else {})
    assert names_rows_at_length(table) is expected
    shown = exhibit_html(Exhibit(table), frozenset())
    assert ("mv-long-names" in shown) is expected
