"""Cards and scores: what the record says, in shape and word, with a glyph in every font."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from helpers.claims.verdicts import NOT_CHECKABLE, VERDICTS
from helpers.exhibits.verdicts import (
    MARKS,
    judge,
    mark,
    scorecard,
    verdict_cards,
    what_matters,
    why,
)
from helpers.reports.table_layout import table_layout
from helpers.reports.typst_code import FONTS
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]


@cache
def study(code: str) -> Study:
    return load_study(code, root=ROOT)


@cache
def recorded() -> dict[str, str]:
    rows = pd.read_csv(ROOT / "data" / "verdicts.csv")
    return dict(zip(rows["id"], rows["verdict"], strict=True))


@pytest.mark.parametrize("code", ["KAZ", "IRN", "WLD"])
def test_a_report_judges_as_the_command_does(code):
    """The study holds the same rows as the tables, so its verdicts are the recorded ones."""
    judged = judge(study(code), ("",) if code == "WLD" else (code,))
    assert judged
    assert {one.claim.id: one.verdict for one in judged}.items() <= recorded().items()


def test_every_claim_of_the_partner_has_a_card_under_its_section():
    payload = verdict_cards(study("KAZ")).payload
    rows = list(zip(payload["rows"], payload["row_kinds"], strict=True))
    cards = [row for row, kind in rows if kind != "group"]
    assert len(cards) == sum(one.claim.partner == "KAZ" for one in judge(study("KAZ")))
    assert {row[1] for row in cards} <= {mark(word) for word in VERDICTS}
    assert all(row[2] for row in cards)
    headings = [row[0] for row, kind in rows if kind == "group"]
    assert headings == list(dict.fromkeys(headings)) and "Kazakhstan" in headings
    (billion,) = [row for row in cards if "$1\u202fbn of trade with Kazakhstan has not" in row[0]]
    assert billion[1] == "× contradicted"
    assert "Kazakhstan has $1.01\u202fbn or more (2022)" in billion[2]
    assert payload["sources"]


def test_a_claim_that_cannot_be_checked_says_what_would_settle_it():
    judged = judge(study("KAZ"), ("KAZ",))
    lacking = [one for one in judged if one.verdict == NOT_CHECKABLE]
    assert lacking
    for one in judged:
        assert ("What would settle it: " in why(one)) == (one in lacking)
    assert why(lacking[0]).endswith(f"What would settle it: {lacking[0].claim.settle}.")


def test_a_partner_without_claims_gets_a_note():
    exhibit = verdict_cards(study("TUR"))
    assert "makes no claim about" in exhibit.text


def test_the_score_adds_up():
    payload = scorecard(study("WLD")).payload
    numbers = [[0 if cell == "–" else int(cell) for cell in row[1:]] for row in payload["rows"]]
    *partners, total = numbers
    assert [sum(column) for column in zip(*partners, strict=True)] == total
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    assert total[-1] == len(recorded())


def test_what_matters_does_not_simply_hold():
    rows = what_matters(study("WLD")).payload["rows"]
    assert len(rows) >= 10
    assert {row[1] for row in rows} == {mark("contradicted"), mark("partly")}
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert all(row[2] for row in rows)


def test_every_shape_is_in_every_font_and_no_two_are_alike():
    assert len(set(MARKS.values())) == len(VERDICTS)
    for path in FONTS.glob("*.ttf"):
        known = TTFont(path).getBestCmap()
        assert all(ord(shape) in known for shape in MARKS.values()), path.name


def test_both_renderers_take_the_cards():
    exhibit = verdict_cards(study("IRN"))
    assert "✓ supported" in exhibit.html and "× contradicted" in exhibit.html
    layout = table_layout(exhibit.payload)
    assert layout["layout"] == "wide" and [column for column, _ in layout["flexible"]] == [0, 2]
