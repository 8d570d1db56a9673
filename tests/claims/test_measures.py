"""Measures on invented tables: each reporter once, hedges, hulls, and what nobody disclosed."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers.claims.measures import MEASURES
from helpers.claims.measures.flows import part_of_year
from tests.claims.invented import knowledge, verdict

TURNOVER = {"measure": "flow", "relation": "equals", "tolerance": 1.0, "because": "rounded"}


def flow(year, expected, partner="KAZ", **more):
    return TURNOVER | {"partner": partner, "year": year, "expected": expected} | more


def found(known, measure, numbers=None, **given):
    one = MEASURES[measure]
    defaults = {name: argument.default for name, argument in one.arguments.items()}
    return one.read(known, defaults | given, numbers or {})


def spans(result):
    return {(one.who, one.low, one.high) for one in result.readings}


def test_exports_and_imports_of_one_reporter_make_its_turnover():
    known = knowledge(
        {"flow": "export", "year": 2022, "value": 30.0},
        {"flow": "import", "year": 2022, "value": 12.0},
    )
    (one,) = found(known, "flow", partner="KAZ", year=2022).readings
    assert (one.value, one.evidence) == (42.0, ("o1", "o2"))
    assert verdict(known, flow(2022, 42.0)) == "supported"


def test_the_figures_of_the_brief_are_no_evidence_for_it():
    known = knowledge({"year": 2022, "value": 42.0, "status": "brief"})
    assert verdict(known, flow(2022, 42.0)) == "not checkable"


def test_what_nobody_disclosed_is_not_zero():
    known = knowledge({"year": 2021, "value": 42.0})
    assert verdict(known, flow(2022, 0.0)) == "not checkable"
    assert verdict(known, flow(2022, 0.0, relation="<", tolerance=None)) == "not checkable"


def test_the_statistical_office_speaks_before_the_official():
    """The ambassador's round 100 does not stand against the office's 60 + 25."""
    known = knowledge(
        {"flow": "export", "year": 2022, "value": 60.0, "reporter": "KAZ"},
        {"flow": "import", "year": 2022, "value": 25.0, "reporter": "KAZ"},
        {"year": 2022, "value": 100.0, "reporter": "KAZ", "status": "official_statement",
         "approximate": "at_least"},
    )  # fmt: skip
    assert spans(found(known, "flow", partner="KAZ", year=2022)) == {("KAZ", 85.0, 85.0)}


@pytest.mark.parametrize(
    ("hedge", "low", "high"),
    [
        ("exact", 100.0, 100.0),
        ("about", 97.0, 103.0),
        ("at_least", 100.0, 110.0),
        ("at_most", 90.0, 100.0),
    ],
)
def test_a_hedge_is_an_interval(hedge, low, high):
    known = knowledge({"year": 2022, "value": 100.0, "approximate": hedge})
    (one,) = found(known, "flow", partner="KAZ", year=2022).readings
    assert (one.low, one.high) == pytest.approx((low, high))


def test_the_named_reporter_alone_counts_where_the_text_names_it():
    known = knowledge(
        {"year": 2022, "value": 42.0}, {"year": 2022, "value": 50.0, "reporter": "KAZ"}
    )
    assert verdict(known, flow(2022, 42.0)) == "partly"
    assert verdict(known, flow(2022, 42.0, reporter="BLR")) == "supported"
    assert verdict(known, flow(2022, 42.0, reporter="KAZ")) == "contradicted"
    assert verdict(known, flow(2022, 42.0, reporter="CHN")) == "not checkable"


def test_a_part_of_a_year_is_estimated_and_cannot_confirm():
    known = knowledge({"year": 2022, "value": 120.0})
    half = {"start": pd.Timestamp(2022, 1, 1).date(), "end": pd.Timestamp(2022, 6, 30).date()}
    (one,) = found(known, "flow", partner="KAZ", **half).readings
    assert one.estimate and one.low < 60 < one.high
    check = TURNOVER | half | {"partner": "KAZ"}
    assert verdict(known, check | {"expected": 60.0}) == "partly"
    assert verdict(known, check | {"expected": 110.0}) == "contradicted"
    whole = found(known, "flow", partner="KAZ", year=2022).readings[0]
    year = part_of_year(known, whole, pd.Timestamp(2022, 1, 1), pd.Timestamp(2022, 12, 31))
    assert year.value == whole.value and year.high == whole.high


def test_growth_is_of_one_reporter_and_freight_cancels():
    known = knowledge(
        {"flow": "export", "year": 2021, "value": 100.0, "reporter": "KAZ", "valuation": "cif"},
        {"flow": "export", "year": 2022, "value": 150.0, "reporter": "KAZ", "valuation": "cif"},
        {"flow": "export", "year": 2022, "value": 500.0},
    )
    given = {"partner": "KAZ", "flow": "export", "since": 2021, "until": 2022}
    (one,) = found(known, "growth", **given).readings
    assert (one.who, one.low, one.high) == ("KAZ", pytest.approx(0.5), pytest.approx(0.5))


def test_growth_over_two_reporters_only_if_asked_and_only_an_estimate():
    known = knowledge(
        {"year": 2021, "value": 100.0}, {"year": 2022, "value": 150.0, "reporter": "KAZ"}
    )
    given = {"partner": "KAZ", "flow": "turnover", "since": 2021, "until": 2022}
    assert not found(known, "growth", **given).readings
    (one,) = found(known, "growth", **given, mixed=True).readings
    assert one.value == pytest.approx(0.5) and one.estimate


def test_growth_in_euros_has_the_rate_of_each_year():
    """120 dollars at 1.20 and 100 dollars at 1.00 are both 100 euros."""
    known = knowledge({"year": 2021, "value": 120.0}, {"year": 2022, "value": 100.0})
    rates = pd.DataFrame({"base": "EUR", "quote": "USD", "year": [2021, 2022], "rate": [1.2, 1.0]})
    known = replace(known, tables={**known.tables, "exchange_rates": rates})
    given = {"partner": "KAZ", "flow": "turnover", "since": 2021, "until": 2022}
    for measure, dollars in (("growth", -1 / 6), ("change", -20.0)):
        (in_dollars,) = found(known, measure, **given).readings
        (in_euros,) = found(known, measure, **given, currency="EUR").readings
        assert in_dollars.value == pytest.approx(dollars)
        assert in_euros.value == pytest.approx(0.0)


def test_a_share_is_over_the_total_of_the_same_reporter():
    known = knowledge(
        {"year": 2022, "value": 10.0},
        {"year": 2022, "value": 200.0, "partner": "WLD"},
        {"year": 2022, "value": 12.0, "reporter": "KAZ"},
    )
    shares = {
        one.who: one.value for one in found(known, "share", partner="KAZ", year=2022).readings
    }
    assert shares == {"BLR": pytest.approx(0.05), "KAZ": pytest.approx(0.06)}


def test_a_rank_of_all_reporters_is_a_range_where_a_partner_is_silent():
    """Russia is larger; China said nothing in 2022 and was larger in 2021."""
    known = knowledge(
        {"year": 2022, "value": 10.0},
        {"year": 2022, "value": 99.0, "partner": "RUS"},
        {"year": 2021, "value": 50.0, "partner": "CHN"},
    )
    ranks = {
        one.who: (one.low, one.high)
        for one in found(known, "rank", partner="KAZ", year=2022).readings
    }
    assert ranks == {"BLR": (2, 2), "": (2, 3)}


def test_concentration_is_of_a_reporter_that_gives_most_partners():
    """Shares of 1/2 and 1/2 become 3/4 and 1/4: from 0.5 to 0.625. Kazakhstan gives itself only."""
    values = {("KAZ", 2021): 50.0, ("RUS", 2021): 50.0, ("KAZ", 2022): 75.0, ("RUS", 2022): 25.0}
    rows = [{"partner": p, "year": y, "value": v} for (p, y), v in values.items()]
    mirror = [{"year": y, "value": 1.0, "reporter": "KAZ"} for y in (2021, 2022)]
    silent = [{"partner": p, "year": 2020, "value": 1.0} for p in ("CHN", "IRN")]
    known = knowledge(*rows, *mirror, *silent)
    (one,) = found(known, "concentration", since=2021, until=2022, flow="turnover").readings
    assert (one.who, one.value) == ("BLR", pytest.approx(0.125))
    assert not found(known, "concentration", since=2020, until=2021, flow="turnover").readings


def test_the_largest_year_of_an_incomplete_series_is_a_lower_bound():
    known = knowledge(
        {"year": 2020, "value": 5.0},
        {"year": 2021, "value": 7.0},
        {"year": 2021, "value": 6.0, "reporter": "KAZ"},
    )
    given = {"partner": "KAZ", "flow": "turnover", "since": 2020, "until": 2021}
    assert spans(found(known, "extreme", **given)) == {
        ("BLR", 7.0, 7.0),
        ("KAZ", 6.0, float("inf")),
    }
    low = {("BLR", 5.0, 5.0), ("KAZ", float("-inf"), 6.0)}
    assert spans(found(known, "extreme", **given, which="smallest")) == low


def test_the_mean_needs_enough_years():
    known = knowledge(*({"year": 2018 + n, "value": 10.0 * n} for n in range(1, 4)))
    given = {"partner": "KAZ", "flow": "turnover", "since": 2018, "until": 2022}
    (one,) = found(known, "mean", **given).readings
    assert one.value == pytest.approx(20.0)
    assert not found(known, "mean", **given, fewest=4.0).readings


def test_every_year_is_a_reading():
    known = knowledge({"year": 2020, "value": 5.0}, {"year": 2021, "value": 7.0})
    check = {"measure": "each_year", "partner": "KAZ", "since": 2020, "until": 2021}
    check |= {"relation": "<", "because": "so"}
    assert verdict(known, check | {"expected": 8.0}) == "supported"
    assert verdict(known, check | {"expected": 6.0}) == "partly"
    assert verdict(known, check | {"expected": 5.0}) == "contradicted"


def test_an_event_that_is_not_recorded_proves_nothing():
    known = knowledge(acts=[{"date": "2022-03-01"}])
    count = {"measure": "event", "partner": "KAZ", "because": "so"}
    assert verdict(known, count | {"relation": ">=", "expected": 1}) == "supported"
    none = count | {"partner": "CHN"}
    assert verdict(known, none | {"relation": ">=", "expected": 1}) == "not checkable"
    absent = none | {"relation": "<=", "expected": 0, "at_most": True}
    assert verdict(known, absent) == "partly"
    assert verdict(known, absent | {"partner": "KAZ"}) == "contradicted"


def test_a_month_is_thirty_days_and_a_guess_does_not_confirm():
    day = {"measure": "event_date", "partner": "KAZ", "relation": "equals", "tolerance": 0}
    exact = day | {"expected": pd.Timestamp(2022, 3, 20).date()}
    assert verdict(knowledge(acts=[{"date": "2022-03-01"}]), exact) == "contradicted"
    month = [{"date": "2022-03-01", "precision": "month"}]
    assert verdict(knowledge(acts=month), exact) == "supported"
    guess = [{"date": "2022-03-01", "precision": "about"}]
    assert verdict(knowledge(acts=guess), exact) == "partly"


def test_the_last_visit_before_a_day():
    known = knowledge(acts=[{"date": "2003-12-01"}, {"date": "2006-11-01"}, {"date": "2023-03-12"}])
    given = {"partner": "KAZ", "until": pd.Timestamp(2023, 2, 28).date(), "give": "last_year"}
    (one,) = found(known, "event", **given).readings
    assert (one.value, one.evidence) == (2006, ("e2",))


def test_membership_on_a_day_and_its_first_day():
    known = knowledge(members=[("EEE", "BLR", "2015-01-01", None)])
    member = {"measure": "membership", "group": "EEE", "member": "BLR", "relation": "equals"}
    member |= {"expected": 1, "tolerance": 0}
    assert verdict(known, member | {"on": pd.Timestamp(2016, 1, 1).date()}) == "supported"
    assert verdict(known, member | {"on": pd.Timestamp(2014, 1, 1).date()}) == "contradicted"
    unknown = member | {"group": "CIS", "on": pd.Timestamp(2016, 1, 1).date()}
    assert verdict(known, unknown) == "not checkable"
    joined = {"measure": "joined", "group": "EEE", "member": "BLR", "relation": "equals"}
    joined |= {"tolerance": 0, "expected": pd.Timestamp(2015, 1, 1).date()}
    assert verdict(known, joined) == "supported"


def test_goals_are_counted_dated_and_sized():
    goals = [
        {"declared_on": "2011-05-01", "value": 1e9},
        {"declared_on": "2018-01-01", "value": 2e9},
    ]
    known = knowledge(
        goals=[*goals, {"declared_on": "2010-01-01", "value": 1e9, "source_id": "brief"}]
    )
    goal = {"measure": "target", "partner": "KAZ", "because": "so"}
    assert verdict(known, goal | {"relation": ">=", "expected": 2}) == "supported"
    sized = goal | {"value": 1e9, "relation": ">=", "expected": 1}
    assert verdict(known, sized) == "supported"
    first = goal | {"give": "first_year", "relation": "equals", "expected": 2011, "tolerance": 0}
    assert verdict(known, first) == "supported"


def test_arithmetic_on_the_text_itself():
    numbers = {"before": 3.8, "after": 5.8}
    growth = {"measure": "own", "operation": "growth", "of": ["before", "after"], "because": "so"}
    growth |= {"relation": "<=", "expected": 0.25}
    assert verdict(knowledge(), growth, numbers=numbers) == "contradicted"
    assert verdict(knowledge(), growth, numbers={"before": 3.8}) == "not checkable"
    assert verdict(knowledge(), growth, numbers={"before": 0, "after": 1}) == "not checkable"


def test_who_publishes_at_all():
    known = knowledge({"year": 2022, "value": 42.0})
    asked = {"measure": "published", "partner": "KAZ", "because": "so", "relation": "<="}
    asked |= {"expected": 0}
    assert verdict(known, asked | {"year": 2022}) == "contradicted"
    assert verdict(known, asked | {"year": 2021}) == "partly"
