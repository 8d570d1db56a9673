"""The one-sentence reason: numbers as prose has them, who says what, and what is not known."""

import math
from datetime import date

import pytest

from helpers.claims.checking import check_claim
from helpers.claims.wording import listed, write_amount, write_period, write_span, write_when
from helpers.tables.numbers import THIN
from tests.claims.invented import knowledge, text

DAY = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1_092.0e6, "USD", "$1.092 bn"),
        (915.6e6, "USD", "$915.6 m"),
        (5.79e9, "USD", "$5.79 bn"),
        (-2.57e9, "USD", "−$2.57 bn"),
        (0.0, "USD", "$0"),
        (40e9, "EUR", "€40 bn"),
        (950.0, "USD", "$950"),
        (1.4e6, "t", "1.4 Mt"),
        (0.134, "share", "13.4 %"),
        (0.25, "share", "25 %"),
        (-0.61, "share", "−61 %"),
        (17.61, "share", "1 761 %"),
        (0.361, "points", "36.1 points"),
        (12345.0, "count", "12 345"),
        (27.0, "count", "27"),
        (2007.0, "year", "2007"),
        (DAY.toordinal(), "date", "1 March 2022"),
        (math.inf, "USD", "without limit"),
    ],
)
def test_a_figure_is_written_as_prose_has_it(value, unit, words):
    assert write_amount(value, unit).replace(THIN, " ") == words


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (4.37e9, 4.63e9, "USD", "$4.37–4.63 bn"),
        (950e6, 2.1e9, "USD", "$0.95–2.1 bn"),
        (100e6, 100e6, "USD", "$100 m"),
        (1e9, math.inf, "USD", "$1 bn or more"),
        (-math.inf, 1e9, "USD", "$1 bn or less"),
        (-2.63e9, -2.15e9, "USD", "−$2.63 bn to −$2.15 bn"),
        (-0.786, -0.282, "share", "−78.6 to −28.2 %"),
        (0.359, 0.363, "points", "35.9–36.3 points"),
        (date(2022, 3, 1).toordinal(), date(2022, 3, 31).toordinal(), "date", "March 2022"),
    ],
)
def test_a_range_has_its_unit_once(low, high, unit, words):
    assert write_span(low, high, unit).replace(THIN, " ") == words


def test_dates_and_lists():
    assert write_period(date(2022, 1, 1), date(2022, 12, 31)) == "2022"
    assert write_period(date(2022, 1, 1), date(2022, 11, 30)) == "January to November 2022"
    assert write_period(date(2017, 3, 21), date(2018, 3, 20)) == "21 March 2017 to 20 March 2018"
    assert write_when(DAY, "month") == "March 2022"
    assert write_when(DAY, "about") == "about 2022"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def reason(known, check, **claim):
    whole = text({"because": "so"} | check, **claim)
    return check_claim(whole.claims[0], whole, known).reason.replace(THIN, " ")


FLOW = {"measure": "flow", "partner": "KAZ", "year": 2022, "relation": "equals"}
FLOW |= {"expected": 900e6, "tolerance": 1e6}


def test_those_who_agree_come_before_those_who_do_not():
    known = knowledge(
        {"year": 2022, "value": 1092e6, "reporter": "KAZ"}, {"year": 2022, "value": 900e6}
    )
    assert reason(known, FLOW) == (
        "Trade with Kazakhstan in 2022 (claim: $900 m): Belarus has $900 m, which agrees; "
        "Kazakhstan has $1.092 bn, which does not agree."
    )


def test_the_figure_of_another_year_is_recognised():
    known = knowledge({"year": 2022, "value": 950e6}, {"year": 2021, "value": 900e6})
    assert reason(known, FLOW).endswith("it is what Belarus has for 2021 ($900 m).")


def test_what_lies_between_is_said_to_be_published_by_nobody():
    known = knowledge(
        {"year": 2022, "value": 950e6}, {"year": 2022, "value": 800e6, "reporter": "KAZ"}
    )
    assert "which do not agree, and it lies between them, published by nobody" in reason(
        known, FLOW
    )


def test_what_nobody_published_is_said():
    assert reason(knowledge(), FLOW) == "Nobody has published trade with Kazakhstan in 2022."


def test_a_cause_is_never_shown():
    known = knowledge({"year": 2022, "value": 900e6})
    assert reason(known, FLOW, kind="causal").endswith(
        "a cause is not shown by this, only that it is possible."
    )


def test_acts_are_counted_in_words():
    known = knowledge(acts=[{"date": "2022-03-01", "precision": "month"}])
    check = {"measure": "event", "partner": "KAZ", "relation": "<=", "expected": 0}
    assert reason(known, check) == (
        "The claim needs that there was none; 1 is recorded: They meet (March 2022)."
    )
    absent = check | {"partner": "CHN", "at_most": True}
    assert reason(known, absent).endswith("none is recorded, which proves nothing.")


def test_a_day_is_set_beside_the_claim():
    known = knowledge(acts=[{"date": "2022-03-15"}])
    check = {"measure": "event_date", "partner": "KAZ", "relation": "between"}
    check |= {"expected": [date(2022, 4, 1), date(2022, 4, 30)]}
    assert reason(known, check) == (
        "Recorded: 15 March 2022 (They meet), which does not agree (claim: April 2022)."
    )
