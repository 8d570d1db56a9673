"""Golden values on the project's own tables: each indicator against an independent implementation.

Independent means exact fractions written here from the definition, or SciPy, statsmodels and NumPy.
The figures are read from the CSV files with the standard library alone. Tolerance, unless stated:
1e-12 of the value, for both sides see the same doubles.
"""

import csv
import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import optimize, stats
from scipy.spatial import distance

from helpers.indicators import (
    Period,
    agreement_by_period,
    attention_per_year,
    cagr,
    effective_partners,
    entropy,
    event_scores,
    growth_by_year,
    growth_needed,
    herfindahl,
    herfindahl_bounds,
    hhi_contributions,
    log_gap,
    log_linear_growth,
    mirror_coverage,
    mirror_ratio,
    normalised_entropy,
    normalised_herfindahl,
    rank,
    structure_change,
    symmetric_gap,
    unctad_concentration,
    without,
    years_to_target,
)
from helpers.indicators.attention import RANKED_KINDS
from helpers.tables.balancing import balance_cell
from helpers.tables.loading import load_tables
from helpers.tables.panel import build_panel
from helpers.workspace import find_workspace

DATA = find_workspace().data
NOT_ONE_PARTNER = {"WLD", "EU27_2020"}
YEARS = range(2010, 2021)


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def baci():
    """Return {(flow, year): {partner: USD}} of Belarus with single partners, as BACI has it."""
    found = {(flow, year): {} for flow in ("export", "import") for year in YEARS}
    for row in read("observations"):
        cell = row["flow"], int(row["period_start"][:4])
        kept = (row["focal"], row["source_id"], row["product"]) == ("BLR", "baci", "TOTAL")
        if kept and cell in found and row["partner"] not in NOT_ONE_PARTNER:
            found[cell][row["partner"]] = Fraction(row["value"])
    return found


BACI = baci()
CELLS = list(BACI)


def exact_hhi(values):
    total = sum(values)
    return sum((value / total) ** 2 for value in values)


def as_series(values):
    return pd.Series({partner: float(value) for partner, value in values.items()})


def same(found, expected, rel=1e-12):
    return found == pytest.approx(float(expected), rel=rel, abs=1e-14)


def test_there_are_at_least_35_partners_in_each_of_the_22_mixes():
    assert len(CELLS) == 22
    assert min(len(values) for values in BACI.values()) >= 35


def test_the_eight_largest_markets_of_2019_have_the_golden_values():
    """USD as BACI has them in the table; indices computed once, in awk, to eight places."""
    largest = {
        "RUS": 13_413_037_156,
        "UKR": 4_199_683_375,
        "GBR": 2_295_356_609,
        "DEU": 1_317_364_188,
        "POL": 1_315_045_250,
        "LTU": 1_066_795_438,
        "NLD": 804_322_969,
        "KAZ": 739_465_226,
    }
    assert largest.items() <= BACI["export", 2019].items()
    series = as_series(largest)
    assert herfindahl(series) == pytest.approx(0.32978179, abs=5e-9)
    assert entropy(series) == pytest.approx(1.50922937, abs=5e-9)
    assert effective_partners(series) == pytest.approx(3.032308, abs=5e-7)
    assert normalised_herfindahl(series) == pytest.approx(0.23403634, abs=5e-9)
    assert unctad_concentration(series) == pytest.approx(0.34142482, abs=5e-9)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_concentration_equals_exact_fractions(cell):
    values, series = BACI[cell], as_series(BACI[cell])
    exact, even = exact_hhi(values.values()), Fraction(1, len(values))
    others = [value for partner, value in values.items() if partner != "RUS"]
    assert same(herfindahl(series), exact)
    assert same(effective_partners(series), 1 / exact)
    assert same(normalised_herfindahl(series), (exact - even) / (1 - even))
    assert same(normalised_herfindahl(series, 200), (exact - Fraction(1, 200)) / Fraction(199, 200))
    assert same(herfindahl(without(series, "RUS")), exact_hhi(others))
    root = exact.numerator / exact.denominator
    expected = (math.sqrt(root) - len(values) ** -0.5) / (1 - len(values) ** -0.5)
    assert same(unctad_concentration(series), expected)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_entropy_and_ranks_equal_those_of_scipy(cell):
    series = as_series(BACI[cell])
    assert same(entropy(series), stats.entropy(series))
    assert same(normalised_entropy(series), stats.entropy(series, base=len(series)))
    assert rank(series).tolist() == stats.rankdata(-series, method="min").tolist()


@pytest.mark.parametrize("flow", ["export", "import"])
def test_structure_change_is_half_the_city_block_distance_of_scipy(flow):
    for first, last in itertools.combinations(YEARS, 2):
        before, after = as_series(BACI[flow, first]), as_series(BACI[flow, last])
        expected = distance.cityblock(before / before.sum(), after / after.sum()) / 2
        assert same(structure_change(before, after), expected, rel=1e-9)


@pytest.mark.parametrize("flow", ["export", "import"])
def test_contributions_equal_exact_fractions_and_add_up(flow):
    """2012 to 2020. Tolerance 1e-14 absolute: small differences of squares."""
    before, after = BACI[flow, 2012], BACI[flow, 2020]
    table = hhi_contributions(as_series(before), as_series(after)).set_index("partner")
    first, last = sum(before.values()), sum(after.values())
    for partner, found in table["contribution"].items():
        expected = (after[partner] / last) ** 2 - (before[partner] / first) ** 2
        assert found == pytest.approx(float(expected), abs=1e-14)
    change = exact_hhi(after.values()) - exact_hhi(before.values())
    assert table["contribution"].sum() == pytest.approx(float(change), abs=1e-14)


def test_the_bounds_are_those_of_a_numerical_optimiser():
    """Exports 2019 with only the ten largest disclosed, as if eight others shared the rest.

    Least: a quadratic programme by SciPy (tolerance 1e-6). Greatest: the best of all corners, where
    every hidden partner but one is at 0 or at the cap.
    """
    series = as_series(BACI["export", 2019]).sort_values(ascending=False)
    shares = series / series.sum()
    known, rest, cap, number = shares[:10], float(shares[10:].sum()), float(shares.iloc[9]), 8
    low, high = herfindahl_bounds(known, rest, cap, number)
    disclosed = float((known**2).sum())
    start = np.linspace(0.5, 1.5, number) * rest / number
    least = optimize.minimize(
        lambda hidden: hidden @ hidden,
        start,
        bounds=[(0, cap)] * number,
        constraints={"type": "eq", "fun": lambda hidden: hidden.sum() - rest},
        options={"ftol": 1e-14},
    )
    assert low == pytest.approx(disclosed + least.fun, abs=1e-6)
    full = [n for n in range(number + 1) if 0 <= rest - n * cap <= cap and n < number]
    assert full
    assert high == pytest.approx(
        disclosed + max(n * cap**2 + (rest - n * cap) ** 2 for n in full), rel=1e-12
    )
    everybody = herfindahl_bounds(known, rest, cap, len(series) - 10)
    assert everybody[0] < float(exact_hhi(BACI["export", 2019].values())) < everybody[1]


@pytest.mark.parametrize("partner", ["CHN", "KAZ", "IND", "IRN", "RUS"])
def test_growth_equals_ordinary_least_squares_and_a_root_finder(partner):
    """Trend: statsmodels OLS of ln v on the year. End points: the root of (1 + g)^10 - v1 / v0,
    and the geometric mean of the yearly factors. Tolerance 1e-9: centring against a QR solution.
    """
    path = pd.Series({year: float(BACI["import", year][partner]) for year in YEARS})
    fitted = sm.OLS(np.log(path.to_numpy()), sm.add_constant(np.arange(len(path)))).fit()
    assert same(log_linear_growth(path), math.exp(fitted.params[1]) - 1, rel=1e-9)
    ratio = path[2020] / path[2010]
    root = optimize.brentq(lambda rate: (1 + rate) ** 10 - ratio, -0.9, 9, xtol=1e-14)
    assert same(cagr(path[2010], path[2020], 10), root, rel=1e-9)
    yearly = growth_by_year(path, pd.Series(12, index=path.index)).dropna()
    assert len(yearly) == 10
    assert same(cagr(path[2010], path[2020], 10), stats.gmean(1 + yearly) - 1, rel=1e-9)


@pytest.mark.parametrize("target", [1e9, 2e9, 10e9])
def test_years_to_target_are_those_of_compounding_year_by_year(target):
    """Exports to Kazakhstan in 2020, growing by 7 percent: one year less is not enough."""
    now = float(BACI["export", 2020]["KAZ"])
    years = math.ceil(years_to_target(now, target, 0.07))
    path = list(itertools.accumulate([Fraction(107, 100)] * years, lambda a, b: a * b, initial=1))
    assert path[-1] * Fraction(now) >= target > path[-2] * Fraction(now)
    needed = growth_needed(now, target, 6)
    assert math.prod([1 + needed] * 6) * now == pytest.approx(target)


def test_gaps_equal_exact_fractions_for_every_pair_of_figures():
    """Exports to and imports from each partner serve as two records to compare, at 6 percent."""
    margin = Fraction(106, 100)
    for partner, exports in BACI["export", 2019].items():
        imports = BACI["import", 2019][partner]
        fob = imports / margin
        assert same(mirror_ratio(float(exports), float(imports)), fob / exports)
        assert same(log_gap(float(exports), float(imports)), math.log(fob / exports), rel=1e-9)
        expected = 2 * (fob - exports) / (fob + exports)
        assert same(symmetric_gap(float(exports), float(imports)), expected, rel=1e-9)


def test_mirror_coverage_equals_exact_fractions():
    values = BACI["import", 2019]
    reporting = ["CHN", "DEU", "KAZ", "POL", "TUR"]
    expected = sum(values[code] for code in reporting) / sum(values.values())
    total = float(sum(values.values()))
    assert same(mirror_coverage(as_series(values), reporting, total), expected)


def test_pooled_agreement_equals_the_weighted_mean_of_numpy():
    rows = [row for row in read("alignment") if row["focal"] == "BLR"]
    table = pd.DataFrame(rows).astype({"year": int, "votes": int, "agreement_lijphart": float})
    found = agreement_by_period(table, {"2012-2021": (2012, 2021)}).set_index("partner")
    assert len(found) > 3
    for partner, agreement in found["agreement"].items():
        chosen = [
            (float(row["agreement_lijphart"]), int(row["votes"]))
            for row in rows
            if row["partner"] == partner and 2012 <= int(row["year"]) <= 2021
        ]
        values, votes = zip(*chosen, strict=True)
        assert same(agreement, np.average(values, weights=votes))


def test_attention_equals_a_count_by_hand_over_the_catalogue():
    """2015 to 2021: weight of kind times level, three of a kind a quarter, one plain loop."""
    words = {
        (row["dimension"], row["value"]): float(row["weight"]) for row in read("event_weights")
    }
    points, taken = Counter(), Counter()
    for event in sorted(read("events"), key=lambda event: (event["date"], event["id"])):
        year, month = int(event["date"][:4]), int(event["date"][5:7])
        kind, level = event["kind"], event["level"]
        repeat = (event["partner"], kind, level, year, (month - 1) // 3)
        taken[repeat] += 1
        score = words["kind", kind] * (words["level", level] if kind in RANKED_KINDS else 1)
        if score > 0 and taken[repeat] <= words["rule", "repeat_cap"] and 2015 <= year <= 2021:
            points[event["partner"]] += score
    tables = load_tables(find_workspace())
    scored = event_scores(tables["events"], tables["event_weights"])
    partners = ["CHN", "KAZ", "IND", "IRN"]
    found = attention_per_year(scored, Period.of_years(2015, 2021), partners)
    for partner in partners:
        assert found[partner] > 0
        assert same(found[partner], points[partner] / 7)


def test_balancing_a_cell_equals_weighted_least_squares_of_statsmodels():
    """Four reports of one pair (million USD) whose identities do not hold; tolerance 1e-9."""
    reports = [("export", 700.0, 21.0), ("export", 760.0, 76.0), ("import", 190.0, 19.0)]
    reports += [("turnover", 1000.0, 150.0), ("balance", 540.0, 70.0)]
    flows, values, errors = zip(*reports, strict=True)
    loadings = {"export": (1, 0), "import": (0, 1), "turnover": (1, 1), "balance": (1, -1)}
    design = np.array([loadings[flow] for flow in flows])
    exports, imports = sm.WLS(values, design, weights=np.array(errors) ** -2.0).fit().params
    found = balance_cell(flows, values, errors)
    assert same(found["export"], exports, rel=1e-9)
    assert same(found["import"], imports, rel=1e-9)
    assert same(found["turnover"], exports + imports, rel=1e-9)
    assert same(found["balance"], exports - imports, rel=1e-9)


def test_every_row_of_the_real_panel_holds_its_central_value_and_the_identities():
    """All pairs, 2010 to 2025. Identities to a millionth of turnover."""
    tables = load_tables(find_workspace())
    observed = (tables["observations"], tables["exchange_rates"], tables["assumptions"])
    panel = build_panel(*observed, 2010, 2025)
    known = panel[panel["central"].notna()]
    assert len(known) > 1500
    assert ((known["low"] <= known["central"]) & (known["central"] <= known["high"])).all()
    cell = ["focal", "partner", "year"]
    whole = known.pivot(index=cell, columns="flow", values="central").dropna()
    slack = whole["turnover"] * 1e-6
    assert len(whole) > 300
    assert ((whole["export"] + whole["import"] - whole["turnover"]).abs() <= slack).all()
    assert ((whole["export"] - whole["import"] - whole["balance"]).abs() <= slack).all()
