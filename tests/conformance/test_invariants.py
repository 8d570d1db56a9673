"""What must hold of the indicators whatever the numbers are, and of every row of any panel."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.indicators import (
    CifMargin,
    agreement_by_period,
    attention_gap,
    attention_share,
    balance,
    cagr,
    coverage_ratio,
    effective_partners,
    entropy,
    gained_share,
    gap_range,
    growth_needed,
    herfindahl,
    herfindahl_bounds,
    hhi_contributions,
    log_gap,
    log_linear_growth,
    mirror_coverage,
    mirror_ratio,
    normalised_balance,
    normalised_entropy,
    normalised_herfindahl,
    rank,
    results_share,
    share,
    shares_of,
    structure_change,
    symmetric_gap,
    turnover,
    unctad_concentration,
    without,
    years_to_target,
)
from helpers.tables.panel import build_panel
from tests.tables.invented import ASSUMPTIONS, RATES, observe

EPS = 1e-9
quick = settings(max_examples=25)
on_panels = settings(max_examples=6)
ON_A_MIX = [
    herfindahl,
    normalised_herfindahl,
    unctad_concentration,
    effective_partners,
    entropy,
    normalised_entropy,
]
FLOWS = ["export", "import", "turnover", "balance"]
SEEN_FROM_THE_PARTNER = {"export": "import", "import": "export"}

amounts = st.integers(0, 10**9)
mixes = st.lists(amounts, min_size=2, max_size=20).filter(any).map(pd.Series)
money = st.floats(1.0, 1e12)
scales = st.sampled_from([1e-6, 0.37, 1000.0, 1e6])


def several_mixes(count):
    """Draw `count` mixes over the same partners, none of them without trade."""
    row = st.tuples(*[amounts] * count)
    rows = st.lists(row, min_size=2, max_size=12)
    columns = rows.map(lambda drawn: [pd.Series(column) for column in zip(*drawn, strict=True)])
    return columns.filter(lambda drawn: all(column.any() for column in drawn))


# A mix of partners


@pytest.mark.parametrize("index", ON_A_MIX, ids=lambda index: index.__name__)
@quick
@given(mix=mixes, scale=scales, data=st.data())
def test_only_proportions_count_and_not_the_order(index, mix, scale, data):
    order = data.draw(st.permutations(list(mix.index)))
    assert index(mix.loc[order] * scale) == pytest.approx(index(mix), rel=EPS, abs=EPS)


@quick
@given(mixes)
def test_the_hhi_lies_between_one_over_n_and_one_and_its_inverse_counts_partners(mix):
    index = herfindahl(mix)
    assert 1 / len(mix) - EPS <= index <= 1 + EPS
    assert effective_partners(mix) == pytest.approx(1 / index)


@quick
@given(mixes, st.integers(0, 50))
def test_normalised_indices_run_from_0_to_1_and_entropy_to_ln_n(mix, unlisted):
    n = len(mix) + unlisted
    for index in (normalised_herfindahl, unctad_concentration, normalised_entropy):
        assert -EPS <= index(mix, n) <= 1 + EPS
    assert -EPS <= entropy(mix) <= math.log(len(mix)) + EPS


@quick
@given(mixes)
def test_no_more_partners_by_hhi_than_by_entropy(mix):
    """Hill numbers fall with their order: 1 / H is at most exp(E)."""
    assert effective_partners(mix) <= math.exp(entropy(mix)) * (1 + EPS)


@quick
@given(mixes, st.floats(0.01, 0.99), st.data())
def test_splitting_a_partner_lowers_the_hhi_and_merging_it_again_restores_it(mix, part, data):
    """By exactly twice the product of the two parts' shares."""
    split = data.draw(st.sampled_from([label for label in mix.index if mix[label] > 0]))
    pieces = pd.Series({"one": mix[split] * part, "other": mix[split] * (1 - part)})
    apart = pd.concat([mix.drop(split), pieces])
    shares = shares_of(apart)
    loss = 2 * shares["one"] * shares["other"]
    assert herfindahl(apart) == pytest.approx(herfindahl(mix) - loss, abs=EPS)
    assert herfindahl(apart) <= herfindahl(mix)
    assert entropy(apart) >= entropy(mix) - EPS


@quick
@given(mixes.filter(lambda mix: (mix > 0).sum() >= 2), st.data())
def test_merging_two_partners_raises_the_hhi(mix, data):
    traded = [label for label in mix.index if mix[label] > 0]
    first, second = data.draw(st.permutations(traded))[:2]
    assume(mix[first] * mix[second] / mix.sum() ** 2 > 1e-14)
    merged = mix.drop(second)
    merged[first] = mix[first] + mix[second]
    assert herfindahl(merged) > herfindahl(mix)
    assert entropy(merged) < entropy(mix)


@quick
@given(mixes, st.floats(0.01, 1))
def test_moving_trade_from_the_largest_to_the_smallest_never_raises_concentration(mix, part):
    """Pigou-Dalton: a transfer of up to half the difference."""
    largest, smallest = mix.idxmax(), mix.idxmin()
    moved = part * (mix[largest] - mix[smallest]) / 2
    after = mix.astype(float)
    after[largest] -= moved
    after[smallest] += moved
    assert herfindahl(after) <= herfindahl(mix) + EPS
    assert entropy(after) >= entropy(mix) - EPS


@quick
@given(mixes, mixes)
def test_shares_add_up_to_one_whatever_they_are_shares_of(mix, other):
    assert shares_of(mix).sum() == pytest.approx(1)
    assert share(mix, pd.Series(mix.sum(), mix.index)).sum() == pytest.approx(1)
    assert attention_share(mix).sum() == pytest.approx(1)
    assert results_share(mix, mix.index).sum() == pytest.approx(1)
    smallest = mix.idxmin()
    assert without(mix, [smallest]).sum() == pytest.approx(1)
    n = min(len(mix), len(other))
    gained = gained_share(mix[:n], other[:n], range(n))
    assert gained.isna().all() or gained.sum() == pytest.approx(1)


@quick
@given(several_mixes(2))
def test_gaps_between_two_sets_of_shares_add_up_to_zero(pair):
    gaps = attention_gap(shares_of(pair[0]), shares_of(pair[1]))
    assert gaps.sum() == pytest.approx(0, abs=EPS)
    assert gaps.between(-1, 1).all()


@quick
@given(mixes)
def test_the_largest_partner_ranks_first_and_ranks_ignore_the_unit(mix):
    ranks = rank(mix)
    assert ranks[mix.idxmax()] == 1
    assert ranks.max() <= len(mix)
    assert rank(mix * 1000.0).tolist() == ranks.tolist()
    assert all((ranks < place).sum() == place - 1 for place in ranks)


# Two mixes


@quick
@given(several_mixes(3), scales)
def test_structure_change_is_a_distance_between_mixes(three, scale):
    """0 to itself in any unit, the same both ways, at most 1, and no detour is shorter."""
    first, second, third = three
    there = structure_change(first, second)
    assert structure_change(first, first * scale) == pytest.approx(0, abs=EPS)
    assert there == pytest.approx(structure_change(second, first), abs=EPS)
    assert 0 <= there <= 1 + EPS
    assert structure_change(first, third) <= there + structure_change(second, third) + EPS


@quick
@given(several_mixes(2))
def test_structure_change_is_what_the_winners_won(pair):
    moved = shares_of(pair[1]) - shares_of(pair[0])
    assert structure_change(*pair) == pytest.approx(moved.clip(lower=0).sum(), abs=EPS)


@quick
@given(several_mixes(2))
def test_contributions_add_up_to_the_change_of_the_hhi_and_turn_with_time(pair):
    there = hhi_contributions(*pair).set_index("partner")["contribution"]
    back = hhi_contributions(*reversed(pair)).set_index("partner")["contribution"]
    assert there.sum() == pytest.approx(herfindahl(pair[1]) - herfindahl(pair[0]), abs=EPS)
    assert there.to_dict() == pytest.approx((-back).to_dict(), abs=EPS)


# Undisclosed partners


@quick
@given(
    known=st.lists(amounts, max_size=6),
    hidden=st.lists(amounts, min_size=1, max_size=10).filter(any),
    room=st.floats(1, 3),
    spare=st.integers(0, 5),
)
def test_the_bounds_hold_for_every_completion_of_the_undisclosed_flows(known, hidden, room, spare):
    """With and without a cap on the largest and a limit on the number, any that the truth obeys."""
    truth = herfindahl(pd.Series([*known, *hidden]))
    for largest in (None, max(hidden) * room):
        for number in (None, len(hidden) + spare):
            low, high = herfindahl_bounds(
                pd.Series(known, dtype=float), sum(hidden), largest, number
            )
            assert -EPS <= low - EPS <= truth <= high + EPS <= 1 + 2 * EPS


@quick
@given(mixes, st.data())
def test_disclosing_one_more_partner_never_widens_the_bounds(mix, data):
    """The share of the largest stays the cap; what is disclosed comes out of the remainder."""
    cap = float(mix.max())
    disclosed = data.draw(st.integers(0, len(mix) - 1))
    before = herfindahl_bounds(mix[:disclosed], float(mix[disclosed:].sum()), cap)
    after = herfindahl_bounds(mix[: disclosed + 1], float(mix[disclosed + 1 :].sum()), cap)
    assert before[0] <= after[0] + EPS
    assert after[1] <= before[1] + EPS


# Two records of one flow


@quick
@given(money, money, st.floats(0, 0.5), scales)
def test_gaps_ignore_the_unit_and_change_sign_with_the_sides(one, other, cif, scale):
    for gap in (log_gap, symmetric_gap):
        ahead = gap(one, other * (1 + cif), cif)
        assert gap(one * scale, other * scale * (1 + cif), cif) == pytest.approx(ahead, abs=1e-8)
        assert gap(other, one * (1 + cif), cif) == pytest.approx(-ahead, abs=1e-8)


@quick
@given(money, money, st.floats(0, 0.3))
def test_the_three_gaps_agree_on_who_records_more(exports, imports, cif):
    """With R the ratio, the log gap is ln R and the symmetric gap 2 (R - 1) / (R + 1)."""
    ratio = mirror_ratio(exports, imports, cif)
    assert log_gap(exports, imports, cif) == pytest.approx(math.log(ratio), abs=EPS)
    expected = 2 * (ratio - 1) / (ratio + 1)
    assert symmetric_gap(exports, imports, cif) == pytest.approx(expected, abs=EPS)


@pytest.mark.parametrize("measure", [mirror_ratio, log_gap, symmetric_gap])
@quick
@given(exports=money, imports=money, margins=st.lists(st.floats(0, 0.5), min_size=3, max_size=3))
def test_the_range_of_a_gap_contains_its_central_value(measure, exports, imports, margins):
    found = gap_range(measure, exports, imports, CifMargin(*sorted(margins)))
    assert found.low <= found.central <= found.high


@quick
@given(mixes, st.data())
def test_coverage_grows_with_every_partner_that_reports(mix, data):
    reporting = data.draw(st.permutations(list(mix.index)))
    seen = [mirror_coverage(mix, reporting[:n], float(mix.sum())) for n in range(len(mix) + 1)]
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == pytest.approx(1)


@quick
@given(money, money, scales)
def test_balance_turnover_and_coverage_tell_one_story(exports, imports, scale):
    whole, gap = turnover(exports, imports), balance(exports, imports)
    assert (whole + gap) / 2 == pytest.approx(exports, abs=EPS * whole)
    assert balance(imports, exports) == -gap
    relative = normalised_balance(exports, imports)
    assert normalised_balance(exports * scale, imports * scale) == pytest.approx(relative, abs=EPS)
    assert -1 <= relative <= 1
    assert (coverage_ratio(exports, imports) > 1) == (gap > 0)


# Growth


@quick
@given(money, st.floats(1e-3, 1e3), st.floats(1, 40))
def test_cagr_growth_needed_and_years_to_target_are_inverses(now, factor, years):
    goal = now * factor
    rate = growth_needed(now, goal, years)
    assert cagr(now, goal, years) == rate
    assert now * (1 + rate) ** years == pytest.approx(goal, rel=1e-6)
    if factor > 1.001:
        assert years_to_target(now, goal, rate) == pytest.approx(years, rel=1e-6)


@quick
@given(st.lists(money, min_size=3, max_size=8), scales)
def test_growth_ignores_the_unit_and_turns_over_in_time(values, scale):
    """Backwards the factor is the inverse: 1 / (1 + g)."""
    assume(max(values) / min(values) < 1e6)
    series = pd.Series(values, index=range(2010, 2010 + len(values)))
    backwards = pd.Series(values[::-1], index=series.index)
    trend = log_linear_growth(series)
    assert log_linear_growth(series * scale) == pytest.approx(trend, rel=1e-7, abs=1e-8)
    assert log_linear_growth(series.sample(frac=1, random_state=1)) == pytest.approx(trend)
    assert (1 + log_linear_growth(backwards)) * (1 + trend) == pytest.approx(1)


@quick
@given(money, st.floats(-0.5, 1), st.integers(1, 12))
def test_on_a_steady_path_end_points_and_least_squares_agree(first, rate, years):
    path = pd.Series([first * (1 + rate) ** t for t in range(years + 1)], range(years + 1))
    assert log_linear_growth(path) == pytest.approx(rate, abs=1e-7)
    assert cagr(path[0], path[years], years) == pytest.approx(rate, abs=1e-7)


# Votes


@quick
@given(st.lists(st.tuples(st.integers(1, 200), st.floats(0, 1)), min_size=1, max_size=10))
def test_pooled_agreement_lies_between_the_years_it_pools(rows):
    votes, agreement = zip(*rows, strict=True)
    table = pd.DataFrame(
        {
            "partner": "CHN",
            "year": range(2000, 2000 + len(rows)),
            "votes": votes,
            "agreement_lijphart": agreement,
        }
    )
    pooled = agreement_by_period(table, {"all": (2000, 2100)}).loc[0, "agreement"]
    assert min(agreement) - EPS <= pooled <= max(agreement) + EPS


# The panel

YEARS = [
    ("2021-01-01", "2021-12-31"),
    ("2022-01-01", "2022-12-31"),
]
OTHER_PERIODS = [
    ("2022-01-01", "2022-11-30"),
    ("2021-04-01", "2022-03-31"),
    ("2022-04-01", "2023-03-31"),
]


@st.composite
def figures(draw):
    """Draw what one of three reporters says of Belarus and a partner, of any kind and period.

    A balance mixes two valuations and is published for calendar years: it is drawn so.
    """
    flow = draw(st.sampled_from(FLOWS))
    partner = draw(st.sampled_from(["KAZ", "CHN"]))
    balanced = flow == "balance"
    start, end = draw(st.sampled_from(YEARS if balanced else YEARS + OTHER_PERIODS))
    sign = draw(st.sampled_from([1, -1])) if balanced else 1
    return {
        "flow": flow,
        "partner": partner,
        "value": sign * draw(st.floats(1e6, 1e10)),
        "period_start": start,
        "period_end": end,
        "reporter": draw(st.sampled_from(["BLR", partner, "CEPII"])),
        "valuation": "unknown" if balanced else draw(st.sampled_from(["fob", "cif", "unknown"])),
        "status": draw(st.sampled_from(["official_statistics", "official_statement", "press"])),
        "approximate": draw(st.sampled_from(["exact", "about"])),
    }


tables = st.lists(figures(), min_size=16, max_size=32).map(lambda rows: observe(*rows))


def panel_of(observations):
    return build_panel(observations, RATES, ASSUMPTIONS, 2021, 2022)


def close(found, expected):
    """Whether two columns agree to a billionth of the largest figure, missing where missing."""
    pairs = zip(found, expected, strict=True)
    return all(a == pytest.approx(b, rel=1e-7, abs=10.0, nan_ok=True) for a, b in pairs)


@on_panels
@given(tables)
def test_the_range_contains_the_central_value_in_every_row(observations):
    panel = panel_of(observations)
    known = panel[panel["central"].notna()]
    assert (known["low"] <= known["central"]).all()
    assert (known["central"] <= known["high"]).all()
    assert panel.loc[panel["central"].isna(), "high"].isna().all()
    assert (panel.loc[panel["central"].isna(), "reason"] != "").all()


@on_panels
@given(tables)
def test_the_central_values_obey_the_identities(observations):
    panel = panel_of(observations).pivot(
        index=["partner", "year"], columns="flow", values="central"
    )
    whole = panel.dropna()
    assert close(whole["turnover"], whole["export"] + whole["import"])
    assert close(whole["balance"], whole["export"] - whole["import"])


@on_panels
@given(tables, st.randoms(use_true_random=False))
def test_the_panel_ignores_the_order_of_its_sources(observations, random):
    order = list(observations.index)
    random.shuffle(order)
    shuffled = panel_of(observations.loc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(shuffled, panel_of(observations), rtol=1e-7, atol=10.0)


@on_panels
@given(tables, st.sampled_from([0.001, 1000.0]))
def test_the_panel_scales_with_its_figures(observations, scale):
    panel = panel_of(observations)
    scaled = panel_of(observations.assign(value=observations["value"] * scale))
    for column in ("low", "central", "high"):
        assert close(scaled[column] / scale, panel[column])


@on_panels
@given(tables)
def test_swapping_reporter_and_partner_keeps_the_range(observations):
    """Each side's figure entered as the other's: who says it does not move the range."""
    ours = observations["reporter"] == "BLR"
    theirs = observations["reporter"] == observations["partner"]
    reporter = observations["reporter"].mask(ours, observations["partner"]).mask(theirs, "BLR")
    found, expected = panel_of(observations.assign(reporter=reporter)), panel_of(observations)
    for column in ("low", "central", "high", "n_sources", "months"):
        assert close(found[column], expected[column])


@on_panels
@given(tables)
def test_seen_from_the_partner_the_range_is_the_same_and_the_balance_turns(observations):
    """The mirror record of an export is an import; low and high of a balance change places."""
    turned = observations["flow"] == "balance"
    mirrored = panel_of(
        observations.assign(
            focal=observations["partner"],
            partner=observations["focal"],
            flow=observations["flow"].replace(SEEN_FROM_THE_PARTNER),
            value=observations["value"].mask(turned, -observations["value"]),
        )
    )
    mirrored = mirrored.assign(
        partner=mirrored["focal"], flow=mirrored["flow"].replace(SEEN_FROM_THE_PARTNER)
    )
    cell = ["partner", "year", "flow"]
    here = panel_of(observations).sort_values(cell)
    there = mirrored.sort_values(cell)
    turned = (here["flow"] == "balance").to_numpy()
    for ours, theirs in (("low", "high"), ("central", "central"), ("high", "low")):
        assert close(here.loc[~turned, ours], there.loc[~turned, ours])
        assert close(here.loc[turned, ours], -there.loc[turned, theirs])


@on_panels
@given(st.lists(st.floats(1e6, 1e10), min_size=3, max_size=3))
def test_the_range_spans_every_reporter_and_nothing_else(values):
    """One reporter of trade with Armenia, two with Kazakhstan, three with China."""
    rows = [
        dict(year=2022, flow="export", partner=partner, reporter=reporter, value=value)
        for count, partner in enumerate(["ARM", "KAZ", "CHN"], 1)
        for reporter, value in zip(["BLR", "KAZ", "CEPII"][:count], values, strict=False)
    ]
    panel = panel_of(observe(*rows)).query("year == 2022 and flow == 'export'").set_index("partner")
    for count, partner in enumerate(["ARM", "KAZ", "CHN"], 1):
        assert panel.loc[partner, "low"] == pytest.approx(min(values[:count]))
        assert panel.loc[partner, "high"] == pytest.approx(max(values[:count]))
        assert panel.loc[partner, "n_sources"] == count
