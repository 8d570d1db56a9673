"""The title block carries the key figures, and says so where there is none."""

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


def test_the_sparkline_has_a_gap_where_nothing_is_known():
    spark = make(b_year="")._repr_mimebundle_()[MIME]["spark"]
    assert len(spark["values"]) == len(spark["years"])
    assert None in spark["values"] and any(spark["values"])


def test_markup_in_a_title_is_text():
    assert "&lt;why&gt;" in make(b_year="").html
