"""What notebooks of others held that once stopped an export; those here are invented."""

import base64
import io
import re
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_output
from PIL import Image

from helpers.reports.accessibility import html_findings
from helpers.reports.accessibility_pdf import pdf_findings
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.pdf import ReportPDFExporter
from helpers.reports.pictures import decoded, kind_of
from tests.reports.sample_report import code, notebook, prose

RESOURCES = {"multivector": {"name": "foreign", "edition": "2026-11-23"}}


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (3, 2), "white").save(stream, kind)
    return stream.getvalue()


def shown(mime: str, data: bytes | str, **others: str) -> Any:
    text = base64.b64encode(data).decode() if isinstance(data, bytes) else data
    return code("x", new_output("display_data", data={mime: text, **others}))


def both(nb: Any) -> tuple[str, str]:
    """The page and the words of the PDF; neither breaks a rule of structure."""
    html, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    pdf, _ = ReportPDFExporter().from_notebook_node(nb, RESOURCES)
    assert [str(one) for one in html_findings(html.encode())] == []
    assert [str(one) for one in pdf_findings(pdf)] == []
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return html, " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_under_a_wrong_label_is_shown(kind: str) -> None:
    assert kind_of(picture(kind)) == f"image/{kind.lower()}"
    html, _ = both(notebook(prose("# T"), shown("image/png", picture(kind))))
    assert f'<img src="data:image/{kind.lower()};base64,' in html


@pytest.mark.parametrize(
    ("mime", "data"),
    [
        ("image/png", b"not a picture"),
        ("image/png", picture("PNG")[:30]),
        ("image/png", "no base64 at all!"),
        ("image/svg+xml", "<svg><g></svg>"),
        ("image/svg+xml", "<svg><use xlink:href='#a'/><x:y/></svg>"),
    ],
)
def test_a_broken_picture_gives_way_to_its_words(mime: str, data: bytes | str) -> None:
    html, words = both(notebook(prose("# T"), shown(mime, data, **{"text/plain": "A plot"})))
    assert "A plot" in words and "A plot" in html and "<img" not in html


def test_the_repr_of_an_object_is_not_the_description_of_its_picture() -> None:
    nb = notebook(
        prose("# T"), shown("image/png", picture("PNG"), **{"text/plain": "<Figure size 640x480>"})
    )
    assert 'alt="Picture"' in both(nb)[0]


def test_a_heading_in_a_list_or_a_quotation_is_no_section() -> None:
    nb = notebook(prose("# T\n\n## S\n\n> ##### Said\n\n- # Listed\n"))
    html, words = both(nb)
    assert "<p><strong>Said</strong></p>" in html and "<h6" not in html and "Listed" in words


def test_a_link_that_would_run_a_script_is_its_words() -> None:
    html, words = both(notebook(prose("# T\n\n[read this](javascript:alert(1)) and more")))
    assert "harmful" not in html and "read this and more" in words


def test_outputs_that_look_alike_are_told_apart() -> None:
    tables = [shown("text/html", "<table><tr><th></th><th>a</th></tr><tr><th>0</th><td>1</td>")] * 2
    plain = [shown("text/plain", "same")] * 2
    html, _ = both(notebook(prose("# T\n\n|a|\n|-|\n|1|\n"), *map(dict_copy, tables + plain)))
    for name in ("Table", "Table (2)", "Table (3)", "Output", "Output (2)"):
        assert f'aria-label="{name}"' in html


def dict_copy(cell: Any) -> Any:
    return type(cell)(cell)


def test_base64_that_is_none_holds_nothing() -> None:
    assert decoded("!") == b"" and decoded("QQ==") == b"A" and kind_of(b"") == ""


def test_tags_that_only_format_give_way_to_their_words() -> None:
    text = (
        '# T\n\n<a id="there"></a> A <b>bold</b> word\n\n<table align="left"><td>'
        "<a href='https://x.example'>Run <i>it</i></a></td><img alt='Badge' src='b.svg'></table>\n"
    )
    html, words = both(notebook(prose(text)))
    assert "A bold word" in words and "Run it" in words and "Badge" in words
    assert "&lt;" not in html and "x.example" not in html


@pytest.mark.parametrize(
    "tag",
    ["10<sup>6</sup>", "<del>not</del>", "<script>x</script>", "<b onclick='x()'>y</b>", "<label>",
     "<a href='javascript:x()'>y</a>", "<iframe src='x'></iframe>"],
)  # fmt: skip
def test_other_tags_are_shown_as_they_were_written(tag: str) -> None:
    for text in (f"It says {tag}", f"<div>{tag}</div>"):
        page = BeautifulSoup(both(notebook(prose(f"# T\n\n{text}")))[0], "html.parser")
        assert page.main is not None and re.match(r"[^>]*>", tag) is not None
        assert tag[: tag.index(">") + 1] in page.main.get_text()
