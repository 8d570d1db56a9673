"""Any check that can be written down gets a verdict: no measure fails on what the tables lack."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.claims.checking import check_claim
from helpers.claims.firmness import Variants
from helpers.claims.knowledge import know
from helpers.claims.loading import parse_text
from helpers.claims.measures import MEASURES
from helpers.claims.verdicts import VERDICTS
from helpers.errors import UsageError
from helpers.tables.loading import load_tables
from helpers.workspace import find_workspace
from tests.claims.invented import CLAIM, HEAD

CODES = ("CHN", "KAZ", "IND", "IRN", "RUS", "EU27_2020", "WLD", "SCO", "BLR", "ZZZ")
WORDS = ("visit", "TOTAL", "310420", "44", "share", "a", "%s", "(", "before")
DAYS = st.dates(date(2000, 1, 1), date(2026, 12, 31))
VALUES = {
    "code": st.sampled_from(CODES),
    "year": st.integers(1995, 2030),
    "date": DAYS,
    "number": st.sampled_from([0.0, 1.0, 3.0, 1e9]),
    "flag": st.booleans(),
    "text": st.sampled_from(WORDS),
}


@pytest.fixture(scope="module")
def known():
    return know(load_tables(find_workspace()))


@pytest.fixture(scope="module")
def variants(known):
    return Variants(known)


def values(argument):
    kind = argument.kind
    if kind == "word":
        return st.sampled_from(argument.choices)
    if kind == "words":
        return st.lists(st.sampled_from(argument.choices), max_size=3)
    if kind.endswith("s"):
        return st.lists(VALUES[kind.removesuffix("s")], max_size=3)
    return VALUES[kind]


@st.composite
def checks(draw):
    name = draw(st.sampled_from(sorted(MEASURES)))
    measure = MEASURES[name]
    check = {"measure": name, "because": "so"}
    for key, argument in measure.arguments.items():
        if argument.required or draw(st.booleans()):
            check[key] = draw(values(argument))
    near = draw(st.booleans())
    check["relation"] = draw(st.sampled_from(("equals", "about") if near else ("<", ">=")))
    if near:
        check["tolerance"] = draw(st.sampled_from([0, 1, 1e8]))
    check["expected"] = draw(DAYS if measure.expects == "date" else st.sampled_from([0, 1, 1e9]))
    if draw(st.booleans()):
        check["reporter"] = draw(st.sampled_from(CODES))
    return check


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(check=checks(), kind=st.sampled_from(["value", "causal"]))
def test_any_check_gets_a_verdict_and_a_reason(known, variants, check, kind):
    numbers = {word: float(place) for place, word in enumerate(WORDS)}
    content = {
        "text": HEAD | {"numbers": numbers},
        "claim": [CLAIM | {"check": check, "kind": kind}],
    }
    try:
        text = parse_text(content)
    except UsageError:
        return
    judged = check_claim(text.claims[0], text, known, variants)
    assert judged.verdict in VERDICTS
    assert judged.reason.endswith(".") and "nan" not in judged.reason.lower().split()
    assert judged.readings_for <= len(judged.readings)
    rows = known.evidence_values()
    assert all(row in rows for row in judged.evidence)
    if not judged.readings:
        assert judged.verdict == "not checkable"
