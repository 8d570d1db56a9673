"""Base rates: shares that can be counted by hand, intervals that respect repeated starts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.indicators.base_rates import (
    BANDS,
    HORIZONS,
    MULTIPLES,
    base_rate_of,
    base_rates,
    pair_turnover,
    row_id,
    share_reached,
    starts,
    wilson,
)
from helpers.indicators.insufficient import InsufficientData


def flows(*rows):
    return pd.DataFrame(rows, columns=["exporter", "importer", "year", "value_usd"])


def test_turnover_adds_both_directions_under_one_name():
    found = pair_turnover(
        flows(("B", "A", 2000, 3.0), ("A", "B", 2000, 4.0), ("A", "C", 2000, 5.0))
    )
    assert found.to_dict("records") == [
        {"pair": "A.B", "year": 2000, "value_usd": 7.0},
        {"pair": "A.C", "year": 2000, "value_usd": 5.0},
    ]


def test_a_direction_that_is_not_recorded_adds_nothing_and_zero_is_no_start():
    found = pair_turnover(flows(("A", "B", 2000, 0.0), ("A", "B", 2001, 2.0)))
    assert found["year"].tolist() == [2001]


@pytest.mark.parametrize(
    "bad",
    [
        flows(("A", "B", 2000, -1.0)),
        flows(("A", "B", 2000, 1.0), ("A", "B", 2000, 1.0)),
    ],
)
def test_doubled_or_negative_flows_are_refused(bad):
    with pytest.raises(ValueError, match="expected one non-negative value"):
        pair_turnover(bad)


def test_every_year_with_a_whole_window_is_a_start_and_the_best_year_of_it_counts():
    turnover = pd.DataFrame(
        {"pair": "A.B", "year": [2000, 2001, 2002, 2003], "value_usd": [10.0, 30.0, 20.0, 5.0]}
    )
    found = starts(turnover, 2)
    assert found["year"].tolist() == [2000, 2001]
    assert found["best"].tolist() == [3.0, 20 / 30]


def test_an_unrecorded_year_reaches_nothing_and_starts_nothing():
    turnover = pd.DataFrame(
        {
            "pair": ["A.B", "A.B", "C.D", "C.D"],
            "year": [2000, 2002, 2000, 2001],
            "value_usd": [10.0, 40.0, 1.0, 1.0],
        }
    )
    found = starts(turnover, 1).set_index(["pair", "year"])["best"]
    assert found["A.B", 2000] == 0
    assert ("A.B", 2001) not in found.index


def test_no_window_no_start():
    turnover = pd.DataFrame({"pair": "A.B", "year": [2000, 2001], "value_usd": [1.0, 2.0]})
    assert starts(turnover, 5).empty


def test_wilson_gives_the_textbook_interval():
    """10 of 20 at 95 percent: 0.299 to 0.701 (Wilson 1927, as in any textbook)."""
    assert wilson(0.5, 20, 0.95) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert wilson(0.0, 20)[0] == 0
    assert wilson(1.0, 20)[1] == 1


def test_repeated_starts_of_one_pair_do_not_narrow_the_interval():
    once = pd.Series([True] * 10 + [False] * 10)
    pairs = pd.Series(range(20))
    alone = share_reached(once, pairs, pairs * 0)
    again = share_reached(
        pd.concat([once] * 5, ignore_index=True),
        pd.concat([pairs] * 5, ignore_index=True),
        pd.Series(0, index=range(100)),
    )
    assert again[0] == alone[0] == 0.5
    assert again == pytest.approx(alone, rel=0.03)


def test_a_common_year_widens_the_interval():
    pairs = pd.Series(list(range(20)) * 2)
    years = pd.Series([2000] * 20 + [2001] * 20)
    together = pd.Series([True] * 20 + [False] * 20)
    apart = pd.Series(([True, False] * 10) + ([False, True] * 10))
    wide, narrow = (share_reached(hit, pairs, years) for hit in (together, apart))
    assert wide[2] - wide[1] > 2 * (narrow[2] - narrow[1])


def test_one_pair_is_no_base_rate():
    with pytest.raises(InsufficientData, match="two pairs"):
        share_reached(pd.Series([True, False]), pd.Series(["a", "a"]), pd.Series([1, 2]))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 3)), min_size=2))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(rows):
    frame = pd.DataFrame(rows, columns=["hit", "pair", "year"])
    if frame["pair"].nunique() < 2:
        return
    share, low, high = share_reached(frame["hit"], frame["pair"], frame["year"])
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@pytest.fixture(scope="module")
def world():
    """Two pairs in every band: A.B grows tenfold in the second year, C.D stays."""
    rows = []
    for place, band in enumerate(BANDS):
        for year in range(2000, 2012):
            size = band[0] * 1e6
            rows.append((f"A{place}", f"B{place}", year, size * (10 if year == 2001 else 1)))
            rows.append((f"C{place}", f"D{place}", year, size))
    return base_rates(flows(*rows)).set_index("id")


def test_all_of_the_grid_is_there_and_countable(world):
    assert len(world) == len(BANDS) * len(MULTIPLES) * len(HORIZONS)
    row = world.loc[row_id((10, 50), 10, 10)]
    # Ten years lie ahead of 2000 and 2001; from 100 m a pair is in the next band but one.
    assert (row["starts"], row["pairs"], row["share"]) == (3, 2, 1 / 3)
    assert (row["least"], row["most"]) == (0.0, 0.5)


def test_shares_fall_with_the_multiple_and_rise_with_the_horizon(world):
    one = world.loc[[row_id((50, 150), m, 5) for m in MULTIPLES], "share"]
    assert one.is_monotonic_decreasing


STORED = pd.DataFrame(
    [
        {"id": row_id((50, 150), 10.0, 5), "value": 0.04, "low": 0.03, "high": 0.05, "n": 100},
        {"id": row_id((50, 150), 5.0, 5), "value": 0.08, "low": 0.07, "high": 0.09, "n": 100},
    ]
)


def test_a_question_on_the_grid_gets_its_row():
    found = base_rate_of(STORED, 100e6, 10, 5)
    assert (found.share, found.low, found.high, found.pairs) == (0.04, 0.03, 0.05, 100)
    assert (found.band, found.years) == ((50, 150), 5)


def test_between_two_multiples_the_logarithm_decides():
    assert base_rate_of(STORED, 100e6, 50**0.5, 5).share == pytest.approx(0.06)


def test_between_two_horizons_the_longer_one_is_taken():
    assert base_rate_of(STORED, 100e6, 10, 4.5).years == 5


@pytest.mark.parametrize(
    ("start", "multiple", "years", "words"),
    [
        (9e6, 10, 5, "10 to 5000 million"),
        (5e9, 10, 5, "10 to 5000 million"),
        (float("nan"), 10, 5, "10 to 5000 million"),
        (1e8, 1.05, 5, "multiples of 1.1 to 20"),
        (1e8, 25, 5, "multiples of 1.1 to 20"),
        (1e8, 10, 11, "1 to 10 years"),
        (1e8, 10, 0, "1 to 10 years"),
        (1e8, 2, 1, "no row"),
    ],
)
def test_outside_the_grid_there_is_a_reason(start, multiple, years, words):
    with pytest.raises(InsufficientData, match=words):
        base_rate_of(STORED, start, multiple, years)
