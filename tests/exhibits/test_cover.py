"""The title block carries the key figures, and says so where there is none."""

from helpers.exhibits.compared import COMPARED
from helpers.exhibits.cover import cover
from helpers.exhibits.exhibit import MIME
from helpers.tables.quantity import Quantity
from helpers.tables.study import load_study


def make(**facts):
    known = {"partner": "Nowhere", "a_year": "2022", **facts}
    return cover(
        load_study("SRB"),
        known,
        title="{partner}",
        subtitle="s",
        question="<why>?",
        figures=[("A, {a_year}", "a", ""), ("B, {b_year}", "b", "")],
    )


def test_figures_show_value_and_range_and_absence():
    payload = make(a=Quantity(5e9, "USD", 4e9, 6e9), b=None, b_year="")._repr_mimebundle_()[MIME]
    assert payload["title"] == "Nowhere"
    first, second = payload["figures"]
    assert (first["label"], first["value"]) == ("A, 2022", "$5.0\u202fbn")
    assert first["note"].startswith("range")
    assert (second["label"], second["value"]) == ("B", "undisclosed")


def test_a_figure_that_no_statistical_office_stands_behind_says_so():
    said = "Turnover; reported by Belarus; no statistical office behind it"
    first, second = make(
        a=Quantity(5e9, "USD", 4e9, 6e9, note=said), b=Quantity(1.0, "USD"), b_year="1"
    )._repr_mimebundle_()[MIME]["figures"]
    assert first["note"].startswith("range") and first["note"].endswith(
        "; rests on officials or press"
    )
    assert second["note"] == ""


def test_the_sparkline_has_a_gap_where_nothing_is_known():
    spark = make(b_year="")._repr_mimebundle_()[MIME]["spark"]
    assert len(spark["values"]) == len(spark["years"])
    assert None in spark["values"] and any(spark["values"])


def test_markup_in_a_title_is_text():
    assert "&lt;why&gt;" in make(b_year="").html


def test_a_partner_is_compared_by_default_and_the_world_is_not():
    payload = make(b_year="")._repr_mimebundle_()[MIME]
    assert [one["label"] for one in payload["compared"]] == [one.label for one in COMPARED]
    assert payload["compared"][0]["value"] == "Nowhere"
    assert payload["compared"][1]["value"] == "undisclosed"
    world = cover(load_study("WLD"), {}, title="t", subtitle="s", question="q", figures=())
    assert world._repr_mimebundle_()[MIME]["compared"] == []


def test_a_notebook_may_compare_by_other_columns():
    exhibit = cover(
        load_study("SRB"),
        {"partner": "Nowhere", "a": Quantity(0.05, "share")},
        title="t",
        subtitle="s",
        question="q",
        figures=(),
        compared=[("Country", "partner", ""), ("A", "a", "signed")],
    )
    first, second = exhibit._repr_mimebundle_()[MIME]["compared"]
    assert (first["label"], first["value"]) == ("Country", "Nowhere")
    assert (second["value"], second["sort"]) == ("+5.0\u202f%", 0.05)


def test_both_countries_are_named_in_their_own_script_or_neither():
    assert make(b_year="").payload["names"] == ["Беларусь", "Србија"]
    assert "<bdi>Беларусь</bdi> · <bdi>Србија</bdi>" in make(b_year="").html
    world = cover(load_study("WLD"), {}, title="t", subtitle="s", question="q", figures=())
    assert world.payload["names"] == [] and "mv-names" not in world.html
