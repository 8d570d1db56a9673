"""A chart is one SVG with real text, the same bytes every time, and its words beside it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import chart_style, shapes, tint

ROOT = Path(__file__).parents[2]
PRINT_HASH = """
import hashlib
from helpers.exhibits.charts_trade import trade_with_range
from helpers.tables.study import load_study
study = load_study("KAZ", root={root!r})
html = trade_with_range(study).html
print(hashlib.sha256(html.encode()).hexdigest())
"""


def draw(key: str = "invented") -> Exhibit:
    with chart_style(key):
        figure = new_figure(180)
        axes = place(figure, left=40, right=40, top=10, bottom=20)
        axes.plot([2020, 2021], [1, 2], marker="o")
        axes.axvspan(2020.2, 2020.8, hatch="////", facecolor="none")
        axes.annotate("$1 bn & $2 bn", (2020, 1))
    words = Words("A < B", "USD", "From nobody.", 'Says "one".')
    return chart_exhibit(key, figure, words, ["Year"], [["2020"]], [2, 5])


def test_text_stays_text_and_dollars_are_no_formula():
    assert "$1 bn &amp; $2 bn</text>" in draw().html


def test_the_svg_scales_to_its_column_and_says_nothing_of_date_or_program():
    svg = draw().html[draw().html.index("<svg") :]
    head = svg[: svg.index(">")]
    assert 'viewBox="0 0 453.6 180"' in head and " width=" not in head and " height=" not in head
    assert "metadata" not in svg and "Matplotlib" not in svg and "<style" not in svg


def test_titles_and_alternative_texts_are_escaped():
    html = draw().html
    assert "A &lt; B</h4>" in html and 'aria-label="Says &quot;one&quot;."' in html


def test_two_charts_on_a_page_share_no_identifier():
    one, two = (set(re.findall(r'\bid="([^"]+)"', draw(key).html)) for key in ("one", "two"))
    assert one and not one & two


def test_the_style_leaves_nothing_behind():
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw()
    assert dict(matplotlib.rcParams) == before


def test_bytes_do_not_depend_on_the_hash_seed():
    code = PRINT_HASH.format(root=str(ROOT))
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "4242")
    ]
    found = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0]
    assert len(found) == 1


def test_a_note_is_one_sentence_without_sources():
    payload = note_exhibit("empty", "Nothing < nobody.").payload
    assert (payload["kind"], payload["style"], payload["sources"]) == ("statement", "note", [])


def test_every_reporter_has_a_shape_of_its_own():
    found = shapes(["CHN", "BLR", "CEPII", "NS", "RUS"], focal="BLR", partner="CHN")
    assert (found["BLR"], found["CHN"], found["CEPII"]) == ("o", "s", "D")
    assert len(set(found.values())) == len(found)


def test_a_tint_is_opaque_and_between_the_colour_and_paper():
    assert tint("#000000", 0.2) == "#cccccc"
