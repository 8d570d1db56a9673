"""The committed edition is whole, says what it must say, and asks nothing of the network."""

import hashlib
import json
import re
from pathlib import Path

import pikepdf
import pypdf
import pytest

FOLDER = Path(__file__).parents[2] / "reports"
NAMES = ("overview", "china", "kazakhstan", "india", "iran")
MEGABYTE = 1_000_000


def text_of(name):
    pages = pypdf.PdfReader(FOLDER / f"{name}.pdf").pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_every_output_has_the_bytes_that_the_manifest_names():
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert set(NAMES) <= set(manifest["reports"])
    for name in NAMES:
        report = manifest["reports"][name]
        assert report["status"] == "ok"
        for suffix in ("html", "pdf"):
            found = (FOLDER / f"{name}.{suffix}").read_bytes()
            assert hashlib.sha256(found).hexdigest() in json.dumps(report["outputs"])


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_html_asks_nothing_of_the_network(name):
    html = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    assert len(html.encode()) < MEGABYTE
    loaded = re.findall(
        r"""<(?:script|link|img|iframe|source|image)\b[^>]*?(?:src|href)=["']([^"']+)""", html
    )
    assert not [one for one in loaded if re.match(r"(?:https?:)?//", one)]
    assert not re.findall(r"url\(\s*['\"]?(?:https?:)?//", html)
    assert "@import" not in html


@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_tagged_titled_and_described(name):
    path = FOLDER / f"{name}.pdf"
    assert path.stat().st_size < 1.5 * MEGABYTE  # with the evidence inside
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root and "/Outlines" in pdf.Root
        assert str(pdf.docinfo["/Title"])
        figures = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert len(figures) >= 4
        assert all(len(str(one.get("/Alt", ""))) > 40 for one in figures)


def test_kazakhstan_states_the_billion_by_reporter_and_by_period():
    text = text_of("kazakhstan")
    for figure in ("$891 m", "$1.09 bn", "$916 m", "$999 m"):
        assert figure in text.replace("\u202f", " "), figure


def test_china_shows_that_the_briefs_2019_is_the_2018_of_belarus():
    assert "it is what Belarus has for 2018" in text_of("china")


def test_india_shows_the_fall_by_fiscal_year():
    text = text_of("india").replace("\u202f", " ")
    for figure in ("$381 m", "$67.9 m", "$15.2 m", "2022/23"):
        assert figure in text, figure


def test_the_overview_answers_with_russia_as_benchmark():
    text = text_of("overview")
    assert "Which vectors deliver?" in text and "Russia took most of it." in text


@pytest.mark.parametrize("name", NAMES)
def test_first_page_carries_the_findings(name):
    first = pypdf.PdfReader(FOLDER / f"{name}.pdf").pages[0].extract_text()
    assert "Key findings" in first
    assert "undefined" not in first and "nan" not in first.split()
