"""A sentence with a missing number or an untrue relation is not written."""

from types import SimpleNamespace

import pytest

from helpers.errors import StatementError
from helpers.exhibits.exhibit import MIME
from helpers.exhibits.statements import Speaker
from helpers.tables.quantity import Quantity

GROWTH = Quantity(0.5, "share", sources=("a",), note="Invented office, 2022")


@pytest.fixture
def say():
    return Speaker(SimpleNamespace(numbers=lambda ids: [7 for _ in ids]))


def test_a_number_is_recorded_with_its_source(say):
    bundle = say("Trade grew by {growth}.", growth=GROWTH)._repr_mimebundle_()
    assert bundle[MIME]["parts"][1] == {
        "number": "50\u202f%",
        "title": "Invented office, 2022",
        "sources": [7],
    }
    assert 'title="Invented office, 2022. Sources: 7"' in bundle["text/html"]
    assert bundle["text/plain"] == "Trade grew by 50\u202f%."


def test_a_missing_number_stops_the_sentence(say):
    with pytest.raises(StatementError, match="No number for 'growth'"):
        say("Trade grew by {growth}.", growth=Quantity(float("nan"), "share"))


def test_a_missing_number_takes_the_other_sentence_where_there_is_one(say):
    nothing = Quantity(float("nan"), "share")
    assert say("It grew {growth}.", growth=nothing, otherwise="Nobody says.").text == "Nobody says."


def test_an_unknown_name_is_answered_with_the_closest(say):
    with pytest.raises(StatementError, match="Did you mean 'growth'"):
        say("{grwth}", growth=GROWTH)


def test_an_untrue_relation_names_sentence_expected_and_found(say):
    with pytest.raises(StatementError, match=r"no longer true: expected growth < 0.1, found 0.5"):
        say("It barely grew: {growth}.", growth=GROWTH, holds=[("growth", "<", 0.1)])


def test_a_true_relation_lets_it_pass(say):
    assert say("It grew: {growth}.", growth=GROWTH, holds=[("growth", ">", 0)]).text


def test_bold_may_not_span_a_number(say):
    with pytest.raises(StatementError, match="Bold"):
        say("**It grew by {growth}**.", growth=GROWTH)


def test_markup_in_a_name_appears_as_text(say):
    html = say("{who} said so.", who="<script>*x*").html
    assert "&lt;script&gt;*x*" in html


def test_facts_of_several_sections_may_be_given_at_once(say):
    assert say("{a} and {b}", {"a": "one"}, {"b": "two"}).text == "one and two"
