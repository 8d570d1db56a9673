"""A faulty text is answered with all its faults, each with claim and field; a large one in time."""

import time
from datetime import date

import pytest

from helpers.claims.fields import LONGEST, MOST_CLAIMS
from helpers.claims.loading import parse_text, read_text
from helpers.errors import UsageError
from tests.claims.invented import CLAIM, HEAD

CHECK = {
    "measure": "flow",
    "partner": "KAZ",
    "year": 2022,
    "relation": "equals",
    "expected": 5.8e9,
    "tolerance": 0.05e9,
    "because": "rounded",
}


def complaint(check=None, head=None, codes=None, **claim):
    content = {
        "text": HEAD | (head or {}),
        "claim": [CLAIM | {"check": CHECK if check is None else check} | claim],
    }
    with pytest.raises(UsageError) as found:
        parse_text(content, "claims.toml", codes)
    assert found.value.exit_code == 2
    return str(found.value)


def without(*names):
    return {name: value for name, value in CHECK.items() if name not in names}


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (CHECK | {"measure": "flwo"}, ["check.measure", "Did you mean 'flow'"]),
        (CHECK | {"relation": "is"}, ["check.relation", "a known word"]),
        (CHECK | {"year": "2022"}, ["check.year", "a year", "'2022'"]),
        (CHECK | {"year": True}, ["check.year", "a year"]),
        (CHECK | {"year": 22}, ["check.year", "from 1900 to 2100"]),
        (CHECK | {"expected": "5.8 bn"}, ["check.expected", "a number"]),
        (CHECK | {"expected": float("nan")}, ["check.expected", "a number"]),
        (CHECK | {"tolerance": -1}, ["check.tolerance", "zero or more"]),
        (without("tolerance"), ["check.tolerance", "found nothing"]),
        (without("because"), ["check.because"]),
        (without("partner"), ["check.partner", "found nothing"]),
        (without("expected"), ["check.expected", "a number"]),
        (CHECK | {"partner": "Kazakhstan"}, ["check.partner", "a code such as CHN"]),
        (CHECK | {"flow": "exprot"}, ["check.flow", "Did you mean 'export'"]),
        (CHECK | {"yaer": 2022}, ["check.yaer", "Did you mean 'year'"]),
        (CHECK | {"relation": "<"}, ["check.tolerance", "none, for '<'"]),
        (CHECK | {"relation": "between"}, ["check.expected", "two numbers"]),
        (
            without("tolerance") | {"relation": "between", "expected": [2, 1]},
            ["check.expected", "low before high"],
        ),
        (CHECK | {"start": "2022-01-01"}, ["check.start", "without quotes"]),
        (without("year"), ["field 'check'", "its period (year, or start and end)"]),
        (without("year") | {"start": date(2022, 1, 1)}, ["its period"]),
        (
            without("year") | {"start": date(2022, 2, 1), "end": date(2022, 1, 1)},
            ["check.end", "not before start (2022-02-01)"],
        ),
        (
            without("year") | {"measure": "growth", "since": 2022, "until": 2021},
            ["check.until", "not before since (2022)"],
        ),
    ],
)
def test_a_faulty_check_is_named(check, words):
    message = complaint(check)
    assert "claim 'it' (number 1)" in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({"kind": "valeu"}, ["field 'kind'", "Did you mean 'value'"]),
        ({"id": "Not An Id"}, ["field 'id'", "lower-case"]),
        ({"says": ""}, ["field 'says'", "a text"]),
        ({"says": "x" * (LONGEST + 1)}, ["field 'says'", "at most"]),
        ({"says": "bell \x07"}, ["field 'says'", "control characters"]),
        ({"says": "turned \u202e round"}, ["field 'says'", "control characters"]),
        ({"saying": "it"}, ["field 'saying'", "Did you mean 'says'"]),
        ({"kind": "judgement"}, ["field 'check'", "either a check or a reason"]),
        ({"reason": "nobody knows"}, ["field 'check'", "either a check or a reason"]),
        ({"check": []}, ["field 'reason'", "without a check"]),
        ({"check": 3}, ["field 'check'", "[claim.check]"]),
    ],
)
def test_a_faulty_claim_is_named(claim, words):
    message = complaint(**claim)
    for word in words:
        assert word in message


def test_all_faults_come_at_once():
    message = complaint(CHECK | {"year": "x", "relation": "is"}, head={"as_of": "2023"}, kind="no")
    assert "has 4 fault(s)" in message
    assert "[text], field 'as_of'" in message


def test_codes_are_checked_where_they_are_known():
    assert "Did you mean 'KAZ'" in complaint(CHECK | {"partner": "KAX"}, codes={"KAZ", "BLR"})


def test_an_id_is_used_once():
    content = {"text": HEAD, "claim": [CLAIM | {"check": CHECK}] * 2}
    with pytest.raises(UsageError, match=r"number 2\), field 'id': expected an id used once"):
        parse_text(content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[text\n", "not readable as TOML"),
        ("a = 2022-13-45\n", "not readable as TOML"),
        ("a = " + "[" * 5000 + "]" * 5000, "not readable as TOML"),
        ("[text]\nid = 1\n", "field 'id'"),
        ("claim = 1\n", "written [[claim]]"),
        ("", "written [text]"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, text, words):
    path = tmp_path / "claims.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as found:
        read_text(path)
    assert words in str(found.value)
    assert "claims.toml" in str(found.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "claims.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        read_text(path)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"'none\.toml' not found"):
        read_text(tmp_path / "none.toml")


def test_hostile_words_stay_words(tmp_path):
    says = "${HOME} `rm` <script>alert(1)</script> $#*_ {0.__class__} %s ' OR 1=1"
    content = {"text": HEAD, "claim": [CLAIM | {"check": CHECK, "says": says}]}
    assert parse_text(content).claims[0].says == says


def test_ten_thousand_claims_are_read_in_time(tmp_path):
    claim = "\n".join(
        f'[[claim]]\nid = "c{number}"\nsection = "One"\npartner = "KAZ"\nsays = "It is so."\n'
        'kind = "value"\nsettle = "A figure"\n[claim.check]\nmeasure = "flow"\npartner = "KAZ"\n'
        'year = 2022\nrelation = "equals"\nexpected = 5.8e9\ntolerance = 0\n'
        for number in range(10_000)
    )
    path = tmp_path / "many.toml"
    head = "\n".join(
        f"{key} = {value}" if isinstance(value, date) else f'{key} = "{value}"'
        for key, value in HEAD.items()
    )
    path.write_text(f"[text]\n{head}\n{claim}", encoding="utf-8")
    start = time.process_time()
    assert len(read_text(path).claims) == 10_000
    assert time.process_time() - start < 10  # under a second a thousand


def test_more_claims_than_allowed_are_refused():
    content = {"text": HEAD, "claim": [{}] * (MOST_CLAIMS + 1)}
    with pytest.raises(UsageError, match="at most 20,000 claims"):
        parse_text(content)


def test_a_thousand_faults_are_counted_and_a_hundred_shown():
    content = {"text": HEAD, "claim": [{"id": f"c{n}"} for n in range(1000)]}
    with pytest.raises(UsageError) as found:
        parse_text(content)
    assert "and 4900 more" in str(found.value)
    assert len(str(found.value).splitlines()) == 102
