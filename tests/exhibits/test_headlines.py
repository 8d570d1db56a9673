"""Headlines: crossed choices, computed anew, and told in tables, charts and facts alike."""

import pytest

from helpers.exhibits.charts_multiverse import specification_curve
from helpers.exhibits.facts_robustness import robustness_facts
from helpers.exhibits.headlines import headlines
from helpers.exhibits.panels import panel_under
from helpers.exhibits.tables_robustness import robustness_table
from helpers.indicators.multiverse import holding
from tests.exhibits.invented_offset import real


@pytest.mark.parametrize("partner", ["WLD", "CHN", "KAZ", "IND", "IRN"])
def test_every_report_has_headlines_with_an_estimate_under_most_choices(partner):
    for headline in headlines(real(partner)):
        held, known = holding(headline.curve)
        assert 10 < known <= len(headline.curve)
        assert 0 <= held <= known


def test_the_facts_the_table_and_the_chart_count_alike():
    study = real()
    known = robustness_facts(study)
    held, ways = (int(known[f"{name}_offset_by_the_four"].value) for name in ("holds", "ways"))
    rows = robustness_table(study).payload["rows"]
    assert rows[0][1] == f"{held} of {ways}"
    chart = specification_curve(study, "offset-by-the-four").payload
    assert f"true in {held} of {ways}" in chart["title"]
    assert len(chart["data"]["rows"]) == ways


def test_an_estimate_on_the_central_choices_is_that_of_the_plain_panel():
    """Growth of trade with Kazakhstan, all reports, central freight: the panel's own numbers."""
    study = real("KAZ")
    growth = next(one for one in headlines(study) if one.key == "growth")
    turnover = study.panel[study.panel["flow"] == "turnover"].set_index("year")["central"]
    found = growth.estimate(
        reports="all reports", freight="value", flow="turnover", base="2021", year=2023
    )
    assert found == pytest.approx(turnover[2023] / turnover[2021] - 1)


def test_other_reports_make_another_panel_and_an_unknown_choice_is_refused():
    study = real("CHN")
    every, statistics = (
        panel_under(study, source, "value", ["CHN"], 2015)
        for source in ("all reports", "statistics only")
    )
    assert statistics["central"].notna().sum() < every["central"].notna().sum()
    with pytest.raises(KeyError):
        panel_under(study, "rumours", "value", ["CHN"], 2015)


def test_an_unknown_headline_says_that_nothing_is_known():
    assert "Insufficient data" in specification_curve(real("CHN"), "no-such").text


def test_the_curve_tells_both_sides_of_the_threshold_and_no_choice_without_alternatives():
    chart = specification_curve(real(), "offset-by-the-four")
    held, known = holding(
        next(one for one in headlines(real()) if one.key == "offset-by-the-four").curve
    )
    assert f">holds: {held}<" in chart.html and f">does not hold: {known - held}<" in chart.html
    assert ">baseline<" in chart.html and ">exports or turnover<" not in chart.html
