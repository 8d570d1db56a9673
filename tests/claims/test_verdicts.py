"""The rules, on readings made up for the purpose."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.claims.language import Check
from helpers.claims.readings import Reading
from helpers.claims.verdicts import VERDICTS, stance, verdict_of_check, verdict_of_claim

INF = math.inf


def reads(low, high=None, *, estimate=False):
    high = low if high is None else high
    return Reading("X", low, low, high, estimate=estimate)


def equals(expected, tolerance=0.0):
    return Check("flow", {}, "equals", expected, tolerance)


def bound(relation, expected):
    return Check("flow", {}, relation, expected)


@pytest.mark.parametrize(
    ("reading", "check", "expected"),
    [
        (reads(5.79), equals(5.8, 0.05), "for"),
        (reads(5.08), equals(5.8, 0.05), "against"),
        (reads(5.0, 6.0), equals(5.8, 0.05), "for"),
        (reads(5.0, 6.0, estimate=True), equals(5.8, 0.05), "open"),
        (reads(1.0, 2.0, estimate=True), equals(5.8, 0.05), "against"),
        (reads(5.0, INF), equals(5.8, 0.05), "open"),
        (reads(6.0, INF), equals(5.8, 0.05), "against"),
        (reads(5.85), equals(5.8, 0.05), "for"),
        (reads(0.9), bound("<", 1.0), "for"),
        (reads(1.0), bound("<", 1.0), "against"),
        (reads(1.0), bound("<=", 1.0), "for"),
        (reads(0.9, 1.1), bound("<", 1.0), "open"),
        (reads(0.9, INF), bound("<", 1.0), "open"),
        (reads(1.1, INF), bound("<", 1.0), "against"),
        (reads(1.0), bound(">", 1.0), "against"),
        (reads(1.0), bound(">=", 1.0), "for"),
        (reads(1.0, 2.0), bound("between", (1.0, 2.0)), "for"),
        (reads(2.1), bound("between", (1.0, 2.0)), "against"),
        (reads(1.5, 2.1), bound("between", (1.0, 2.0)), "open"),
    ],
)
def test_how_a_reading_stands_to_a_check(reading, check, expected):
    assert stance(reading, check) == expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], "not checkable"),
        ([reads(5.8)], "supported"),
        ([reads(5.8), reads(5.5, 6, estimate=True)], "supported"),
        ([reads(5.8), reads(5.1)], "partly"),
        ([reads(5.1)], "contradicted"),
        ([reads(5.1), reads(5.2)], "contradicted"),
        ([reads(5.1), reads(6.4)], "partly"),
        ([reads(5.5, 6, estimate=True)], "partly"),
        ([reads(5.1), reads(5.5, INF)], "partly"),
    ],
    ids=[
        "nobody", "one agrees", "estimate does not vote", "reporters differ", "one excludes",
        "all exclude", "between two, published by nobody", "only an estimate", "open above",
    ],
)  # fmt: skip
def test_the_verdict_on_a_figure(readings, expected):
    assert verdict_of_check(equals(5.8, 0.05), readings) == expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([reads(1.1, INF), reads(0.9, INF)], "contradicted"),
        ([reads(0.9), reads(1.1)], "partly"),
        ([reads(0.9, 1.1)], "partly"),
        ([reads(0.9), reads(0.5)], "supported"),
    ],
    ids=["short series cannot rescue it", "reporters differ", "straddles", "all keep it"],
)
def test_the_verdict_on_a_bound(readings, expected):
    assert verdict_of_check(bound("<", 1.0), readings) == expected


@pytest.mark.parametrize(
    ("kind", "verdicts", "expected"),
    [
        ("value", ["supported", "supported"], "supported"),
        ("value", ["supported", "contradicted"], "partly"),
        ("value", ["supported", "not checkable"], "partly"),
        ("value", ["contradicted", "contradicted"], "contradicted"),
        ("value", [], "not checkable"),
        ("causal", ["supported"], "partly"),
        ("causal", ["contradicted"], "contradicted"),
        ("causal", ["not checkable"], "not checkable"),
        ("judgement", [], "opinion"),
    ],
)
def test_the_verdict_on_a_claim(kind, verdicts, expected):
    assert verdict_of_claim(kind, verdicts) == expected


FINITE = st.floats(-1e12, 1e12)


@st.composite
def readings(draw):
    ends = sorted((draw(FINITE), draw(FINITE)))
    return reads(*ends, estimate=draw(st.booleans()))


@given(st.lists(readings(), max_size=5), FINITE, st.floats(0, 1e6), st.randoms())
def test_the_order_of_the_readings_does_not_matter(found, expected, tolerance, random):
    check = equals(expected, tolerance)
    shuffled = random.sample(found, len(found))
    assert verdict_of_check(check, found) == verdict_of_check(check, shuffled)
    assert verdict_of_check(check, found) in VERDICTS


@given(st.lists(readings(), min_size=1, max_size=5), FINITE, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_wider_tolerance_never_makes_a_claim_worse(found, expected, tolerance, more):
    order = ["contradicted", "partly", "supported"]
    strict, lenient = (
        order.index(verdict_of_check(equals(expected, size), found))
        for size in (tolerance, tolerance + more)
    )
    # "Between the reporters" needs room on both sides, which a wider band may take away.
    agreeing = any(stance(one, equals(expected, tolerance)) == "for" for one in found)
    assert lenient >= strict or not agreeing


@given(readings(), FINITE)
def test_a_bound_and_its_opposite_are_never_both_true(reading, expected):
    verdicts = {
        relation: verdict_of_check(bound(relation, expected), [reading]) for relation in ("<", ">=")
    }
    assert list(verdicts.values()).count("supported") <= 1
    assert (verdicts["<"] == "supported") == (verdicts[">="] == "contradicted") or abs(
        reading.high - expected
    ) <= 1e-6 * max(1.0, abs(expected))
