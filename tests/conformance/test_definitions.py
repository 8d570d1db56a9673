"""The indicators against the published definitions: printed examples, and numbers to redo by eye.

*Printed* means that a page shows the inputs and the result, and that we read both there; all other
expected numbers follow from the definition in the docstring.
"""

import math

import pandas as pd
import pytest

from helpers.indicators import (
    CifMargin,
    Period,
    agreement_by_period,
    attainment,
    attention_gap,
    balance,
    cagr,
    coverage_ratio,
    effective_partners,
    entropy,
    fob_from_cif,
    gained_share,
    gap_range,
    growth,
    growth_by_year,
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
    share,
    structure_change,
    symmetric_gap,
    turnover,
    unctad_concentration,
    years_to_target,
)

GERMAN_REGIONS = pd.Series([
    460.69, 549.19, 124.16, 65.29, 31.59, 109.27, 263.44, 39.87, 258.53, 645.59, 131.95, 35.03,
    112.66, 56.22, 85.61, 56.81,
])  # fmt: skip
CAR_MAKERS = pd.Series({"A": 20.0, "B": 50.0, "C": 20.0, "D": 10.0})
"""Sales of four makers (Dörsam 2004) and GDP of the regions in 2015 (billion EUR), as printed at
https://rdocumentation.org/packages/REAT/versions/1.2.1/topics/herf.eq."""


@pytest.mark.parametrize(
    ("percentages", "printed"),
    [
        ([30, 30, 20, 20], 2600),
        ([10, 9, 12, 15, 12, 11, 15, 16], 1296),
        ([30, 20, 15, 15, 10, 10], 1950),
        ([100], 10_000),
    ],
    ids=["antitrust agencies", "eight participants", "six firms", "monopoly"],
)
def test_the_printed_examples_of_the_hhi_come_out_to_the_point(percentages, printed):
    """Sum of squared shares in percent, so 10,000 times ours. Printed at, in this order:
    https://www.yourdictionary.com/herfindahl-hirschman-index (the agencies' example),
    https://www.investopedia.com/video/play/herfindahlhirschman-index-hhi/,
    https://questions.collegedunia.com/exams/questions/consider-an-industry-with-six-firms-an-analyst-col-68a6e9c2683bd08be475c09b,
    https://wiki.treasurers.org/w/index.php?title=Herfindahl_index&printable=yes.
    """
    assert 10_000 * herfindahl(pd.Series(percentages)) == pytest.approx(printed, rel=1e-12)


def test_the_hhi_of_four_car_makers_is_0_34_and_0_12_normalised():
    """Printed: HHI 0.34, standardised 0.12, equivalent number 2.941176 (see CAR_MAKERS; the
    standardised value in the examples of REAT's current `herf`). By eye: 0.04 + 0.25 + 0.04 + 0.01;
    (0.34 - 0.25) / 0.75.
    """
    assert herfindahl(CAR_MAKERS) == pytest.approx(0.34)
    assert normalised_herfindahl(CAR_MAKERS) == pytest.approx(0.12)
    assert effective_partners(CAR_MAKERS) == pytest.approx(2.941176, abs=5e-7)


def test_sixteen_german_regions_are_worth_7_988733_equal_ones():
    """Printed beside the car makers: HHI 0.125, equivalent number 7.988733."""
    assert herfindahl(GERMAN_REGIONS) == pytest.approx(0.125, abs=5e-4)
    assert effective_partners(GERMAN_REGIONS) == pytest.approx(7.988733, abs=5e-7)


def test_the_wits_market_index_is_1_for_a_single_market_and_near_0_for_many():
    """WITS: close to 1 if trade is concentrated in very few markets, close to zero if perfectly
    diversified, World and EUN left out:
    https://wits.worldbank.org/CountryProfile/Metadata/en/Indicator/Trade.
    """
    assert herfindahl(pd.Series([7.0, 0.0, 0.0])) == 1
    assert herfindahl(pd.Series([1.0] * 200)) == pytest.approx(0.005)


def test_unctad_takes_the_root_before_it_normalises():
    """Shares 0.5, 0.3, 0.1, 0.1: H is 0.36 and its root 0.6; n is 4, its root of 1/n is 0.5. So
    (0.6 - 0.5) / (1 - 0.5) is 0.2, where the linear form has (0.36 - 0.25) / 0.75. Named a
    normalised index over n economies at https://hbs.unctad.org/calculation-methods/; the root is
    Hirschman's: http://d3fy651gv2fhd3.cloudfront.net/country-list/import-product-concentration-index-wb-data.html.
    """
    values = pd.Series([50.0, 30.0, 10.0, 10.0])
    assert unctad_concentration(values) == pytest.approx(0.2)
    assert normalised_herfindahl(values) == pytest.approx(0.11 / 0.75)


def test_the_entropy_of_60_10_25_1_4_is_1_07_and_its_evenness_0_66():
    """Sum of -s ln s, and its share of ln n. Printed for five species, the sum of five terms each
    rounded to 0.01 (exactly it is 1.058), at
    https://www.easycalculation.com/statistics/learn-shannon-wiener-diversity.php; the trade entropy
    of the ESCAP handbook (ch. V) is the same sum over partners, in words at
    https://gticonnect.org/trade-entropy-index.
    """
    values = pd.Series([60.0, 10.0, 25.0, 1.0, 4.0])
    assert entropy(values) == pytest.approx(1.07, abs=5 * 0.005)
    assert normalised_entropy(values) == pytest.approx(0.66, abs=0.005)


def test_entropy_is_0_with_one_partner_and_ln_n_when_even():
    """Range as at https://gticonnect.org/trade-entropy-index. A half and two quarters: 1.5 ln 2."""
    assert entropy(pd.Series([9.0, 0.0])) == 0
    assert entropy(pd.Series([4.0] * 8)) == pytest.approx(math.log(8))
    assert entropy(pd.Series([2.0, 1.0, 1.0])) == pytest.approx(1.5 * math.log(2))


@pytest.mark.parametrize(
    ("exports", "imports", "printed_balance", "printed_relative"),
    [
        (1_577_889.0, 16_626_320.0, -15_048_431, -82.7),
        (971_689.0, 7_041_669.0, -6_069_980, -75.8),
        (76_759.0, 13_227.0, 63_532, 70.6),
        (9_328.0, 1_267.0, 8_061, 76.1),
        (4_228.0, 10_563.0, -6_335, -42.8),
    ],
    ids=["all goods", "ships", "fish", "iron and steel", "vehicles"],
)
def test_balances_are_those_that_itc_prints(exports, imports, printed_balance, printed_relative):
    """X - M, and (X - M) / (X + M) in percent (ITC's relative trade balance, rounded to 0.1 from
    unrounded values), printed for the Marshall Islands in 2022, thousand USD:
    https://tradecompetitivenessmap.intracen.org/TP_TP_CI.aspx?RP=584&Yr=2022.
    """
    assert balance(exports, imports) == printed_balance
    relative = normalised_balance(exports, imports)
    assert 100 * relative == pytest.approx(printed_relative, abs=0.06)
    assert relative == pytest.approx(printed_balance / turnover(exports, imports))


def test_the_share_of_ships_in_all_exports_is_the_61_58_percent_that_itc_prints():
    """And 42.35 percent of all imports; the same page as the balances."""
    assert 100 * share(971_689.0, 1_577_889.0) == pytest.approx(61.580, abs=0.005)
    assert 100 * share(7_041_669.0, 16_626_320.0) == pytest.approx(42.350, abs=0.005)


def test_insee_divides_exports_by_imports():
    """The ratio between the value of exports and that of imports; the difference is the balance:
    https://www.insee.fr/en/metadonnees/definition/c1793. 90 of 100 is 0.9, and 10 are missing.
    """
    assert coverage_ratio(90.0, 100.0) == pytest.approx(0.9)
    assert balance(90.0, 100.0) == -10


def test_partners_that_tie_share_the_better_place_and_the_next_is_skipped():
    """Standard competition ranking: 20, 15, 15, 10 are 1, 2, 2, 4, worked through at
    https://programming.guide/generating-competition-rankings.html.
    """
    assert rank(pd.Series([10, 15, 15, 20])).tolist() == [4, 2, 2, 1]


def test_wits_growth_is_with_respect_to_the_previous_year():
    """Annual percentage growth, "computed with respect to the previous year":
    https://wits.worldbank.org/CountryProfile/Metadata/en/Indicator/Trade. 80, 100, 90.
    """
    values = pd.Series([80.0, 100.0, 90.0], index=[2019, 2020, 2021])
    rates = growth_by_year(values, pd.Series(12, index=values.index))
    assert rates.tolist() == pytest.approx([math.nan, 0.25, -0.1], nan_ok=True)
    assert growth(80.0, 100.0, Period.of_years(2019), Period.of_years(2020)) == 0.25


def test_from_10_million_in_2009_to_42_998_million_in_2017_is_20_percent_a_year():
    """Printed at https://power.one/t/e192ad391021e89d5c8a/compound-annual-growth-rate-calculator;
    the nth root of the ratio, less 1, n the end year less the begin year, is BEA's definition:
    http://bea.gov/regional/definitions/nextpage.cfm?key=Compound%20annual%20growth%20rate.
    """
    assert cagr(10_000_000.0, 42_998_000.0, 2017 - 2009) == pytest.approx(0.20, abs=5e-5)
    assert growth_needed(10_000_000.0, 42_998_000.0, 8) == pytest.approx(0.20, abs=5e-5)
    assert cagr(100.0, 121.0, 2) == pytest.approx(0.10)


@pytest.mark.parametrize(
    ("times", "values", "printed", "tolerance"),
    [
        ([0, 4, 2, 3], [1, 9, 5, 7], 1.751116, 5e-7),
        (
            [11, 12, 13, 14, 15, 16],
            [33_100, 47_300, 69_000, 102_000, 150_000, 220_000],
            218821.87621460424 / 149542.4867400494,
            1e-9,
        ),
    ],
    ids=["LOGEST", "GROWTH"],
)
def test_least_squares_growth_is_that_of_the_spreadsheet(times, values, printed, tolerance):
    """UNCTAD: exp(b) - 1 from ln y = a + b t (https://hbs.unctad.org/calculation-methods/). The
    spreadsheet's LOGEST prints exp(b), its GROWTH the fitted values, whose ratio is exp(b): both in
    https://github.com/formulajs/formulajs, test/statistical.js.
    """
    rate = log_linear_growth(pd.Series(values, index=times, dtype=float))
    assert rate == pytest.approx(printed - 1, abs=tolerance)


def test_least_squares_growth_of_1_2_8_by_eye():
    """ln 1, ln 2, ln 8 are 0, 1, 3 times ln 2: the slope is 1.5 ln 2, so growth is 2**1.5 - 1."""
    values = pd.Series([1.0, 2.0, 8.0], index=[2020, 2021, 2022])
    assert log_linear_growth(values) == pytest.approx(2**1.5 - 1)


def test_world_population_at_1_4_percent_doubles_in_50_years_and_quadruples_in_100():
    """Rounded to years, as printed at
    https://quesba.com/questions/united-nations-data-y-world-population-size-billions-1900-2010-726671.
    """
    assert years_to_target(1.0, 2.0, 0.014) == pytest.approx(50, abs=0.5)
    assert years_to_target(1.0, 4.0, 0.014) == pytest.approx(100, abs=0.5)
    assert years_to_target(1.0, 8.0, 1.0) == pytest.approx(3)


def test_attainment_is_the_part_of_the_target_that_was_reached():
    assert attainment(750.0, 1000.0) == 0.75


def test_the_mix_of_65_25_10_to_65_15_20_moved_by_10_percent():
    """Half the sum of the absolute changes. Printed, with a complete change as 100 percent, for
    votes as the Pedersen index, https://en.wikipedia.org/wiki/Pedersen_index; over partners the
    formula is the norm of absolute values (see structure_change).
    """
    first = pd.Series({"Blue": 65.0, "Orange": 25.0, "Fuchsia": 10.0, "Red": 0.0, "Black": 0.0})
    second = pd.Series({"Blue": 65.0, "Orange": 15.0, "Fuchsia": 20.0, "Red": 0.0, "Black": 0.0})
    third = pd.Series({"Blue": 0.0, "Orange": 0.0, "Fuchsia": 0.0, "Red": 75.0, "Black": 25.0})
    assert structure_change(first, second) == pytest.approx(0.10)
    assert structure_change(second, third) == pytest.approx(1)


def test_contributions_lead_from_one_printed_hhi_to_the_other():
    """Dörsam's 20, 50, 20, 10 (0.34) to the agencies' 30, 30, 20, 20 (0.26): 0.09 - 0.04,
    0.09 - 0.25, 0 and 0.04 - 0.01.
    """
    table = hhi_contributions(CAR_MAKERS, pd.Series({"A": 30.0, "B": 30.0, "C": 20.0, "D": 20.0}))
    found = table.set_index("partner")["contribution"]
    assert found[["A", "B", "C", "D"]].tolist() == pytest.approx([0.05, -0.16, 0, 0.03])
    assert found.sum() == pytest.approx(0.26 - 0.34)


def test_half_known_and_half_hidden_bound_the_hhi():
    """Known 0.5 squared is 0.25. The hidden half: alone 0.25; five even tenths 0.05; capped at 0.2,
    two of 0.2 and one of 0.1 make 0.09; unlimited in number, 0.
    """
    known = pd.Series({"RUS": 50.0})
    assert herfindahl_bounds(known, 50) == pytest.approx((0.25, 0.50))
    assert herfindahl_bounds(known, 50, n_unknown=5) == pytest.approx((0.30, 0.50))
    assert herfindahl_bounds(known, 50, 20, 5) == pytest.approx((0.30, 0.34))


def test_the_imf_divides_imports_by_1_06():
    """ "A CIF/FOB factor of 1.06 is currently used" (Direction of Trade Statistics Yearbook 2017):
    https://www.elibrary.imf.org/view/books/042/24207-9781475593822-en/.
    """
    assert fob_from_cif(212.0) == pytest.approx(200)


def test_pakistan_and_china_disagree_on_2001_more_than_freight_explains():
    """Pakistan reported exports of 236 million USD to China, China imports of 557, printed at
    http://wits.worldbank.org/wits/wits/witshelp/Content/Data_Retrieval/T/Intro/B2.Imports_Exports_and_Mirror.htm,
    which puts freight at 10 to 20 percent. FOB at 6 percent China has 525.47: 2.2266 times 236;
    289.47 apart, over the mean 380.74 (SDMX glossary: the difference over the average,
    https://basis.semanticip.org/xwiki/wiki/sdmx/view/Glossary/Asymmetry%20for%20mirror%20flows%20statistics%20-%20coefficient/).
    """
    assert mirror_ratio(236.0, 557.0) == pytest.approx(2.2266, abs=5e-5)
    assert log_gap(236.0, 557.0) == pytest.approx(math.log(2.2266), abs=5e-5)
    assert symmetric_gap(236.0, 557.0) == pytest.approx(289.47 / 380.74, abs=5e-5)
    freight = gap_range(mirror_ratio, 236.0, 557.0, CifMargin(0.10, 0.15, 0.20))
    assert freight.low == pytest.approx(557 / 236 / 1.2)
    assert freight.high == pytest.approx(557 / 236 / 1.1)
    assert freight.low > 1


def test_coverage_adds_the_reference_trade_of_those_who_still_report():
    """As CEIC counts partners by their share of 2021:
    https://info.ceicdata.com/en/estimating-the-missing-data-for-russias-foreign-trade.
    """
    reference = pd.Series({"CHN": 30.0, "TUR": 10.0, "DEU": 60.0})
    assert mirror_coverage(reference, ["CHN", "TUR"], 100.0) == pytest.approx(0.40)


def test_who_gained_is_counted_over_those_who_gained():
    """+30, +10 and -50: three quarters, one quarter, nothing; against even attention the gaps are
    1/3 less these shares, and add up to 0.
    """
    before = pd.Series({"CHN": 10.0, "KAZ": 5.0, "UKR": 60.0})
    after = pd.Series({"CHN": 40.0, "KAZ": 15.0, "UKR": 10.0})
    gained = gained_share(before, after, ["CHN", "KAZ", "UKR"])
    assert gained.tolist() == pytest.approx([0.75, 0.25, 0])
    gaps = attention_gap(pd.Series(1 / 3, index=gained.index), gained)
    assert gaps.tolist() == pytest.approx([1 / 3 - 0.75, 1 / 3 - 0.25, 1 / 3])


def test_agreement_counts_every_vote_once():
    """Ten votes at 0.9 and thirty at 0.7 are 30 of 40. Half a vote for an abstention is how the
    yearly shares were made (codebook, https://un-project.github.io/un-votes/).
    """
    votes = pd.DataFrame(
        {
            "partner": "CHN",
            "year": [2020, 2021],
            "votes": [10, 30],
            "agreement_lijphart": [0.9, 0.7],
        }
    )
    table = agreement_by_period(votes, {"both": (2020, 2021)})
    assert table["agreement"].tolist() == pytest.approx([0.75])
