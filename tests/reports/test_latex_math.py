"""Formulas: set as such where every part is understood, shown as written where not, never money."""

import io
import re
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.reports.accessibility import html_findings
from helpers.reports.accessibility_pdf import pdf_findings
from helpers.reports.html import ReportHTMLExporter
from helpers.reports.latex_math import Node, NotUnderstoodError, parse_latex
from helpers.reports.latex_symbols import (
    ACCENTS,
    BIG,
    FUNCTIONS,
    GRIDS,
    PLAIN,
    STYLES,
    SYMBOLS,
)
from helpers.reports.markdown_tokens import parse_inline, parse_markdown
from helpers.reports.math_html import math_to_html
from helpers.reports.math_typst import math_to_typst
from helpers.reports.pdf import ReportPDFExporter
from tests.reports.sample_report import notebook, prose

RESOURCES = {"multivector": {"name": "formulas", "edition": "2026-11-23"}}
PIECES = [
    *("{", "}", "^", "_", "&", "\\\\", "'", "\\frac", "\\sqrt", "[", "]", "\\left", "\\right", "("),
    *(
        ".",
        "\\begin{cases}",
        "\\end{cases}",
        "\\text{a b}",
        "\\hat",
        "\\mathbb",
        "\\sum",
        "12",
        "x",
    ),
    *("\\unknown", "#", "]]", '"', "</math>", "\\", " ", "я", "中", "\\tag{1}", "\\underbrace"),
]


def both(text: str) -> tuple[str, str]:
    """The page and the words of the PDF of one cell; neither breaks a rule of structure."""
    nb = notebook(prose(f"# T\n\n{text}"))
    html, _ = ReportHTMLExporter().from_notebook_node(nb, RESOURCES)
    pdf, _ = ReportPDFExporter().from_notebook_node(nb, RESOURCES)
    assert [str(one) for one in html_findings(html.encode())] == []
    assert [str(one) for one in pdf_findings(pdf)] == []
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return html, " ".join(" ".join(page.extract_text() for page in pages).split())


def kinds(text: str) -> list[str]:
    return [token["type"] for token in parse_markdown(text)[0][0]["children"]]


@pytest.mark.parametrize(
    ("latex", "mathml"),
    [
        ("x^2", "<msup><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></msup>"),
        ("x^12", "<msup><mrow><mi>x</mi></mrow><mrow><mn>1</mn></mrow></msup><mn>2</mn>"),
        (r"\frac12", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        (r"\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathbf{x}", "<mi>𝐱</mi>"),
        (r"a \le b", '<mi>a</mi><mo stretchy="false">≤</mo><mi>b</mi>'),
        (r"\text{for all }", "<mtext>for all\u00a0</mtext>"),
        (r"\left( x \right.", '<mrow><mo stretchy="true">(</mo><mrow><mi>x</mi></mrow></mrow>'),
    ],
)
def test_a_formula_in_mathml(latex: str, mathml: str) -> None:
    assert math_to_html(parse_latex(latex), False) == f"<math><mrow>{mathml}</mrow></math>"


def test_limits_stand_under_sums_and_beside_integrals() -> None:
    assert "<munderover>" in math_to_html(parse_latex(r"\sum_{i=1}^n i"), True)
    assert "<msubsup>" in math_to_html(parse_latex(r"\int_0^1 x"), True)
    assert "<munder>" in math_to_html(parse_latex(r"\lim_{x \to 0} x"), True)


def test_lines_and_matrices_are_grids() -> None:
    lines = parse_latex(r"\begin{aligned} a &= b \\ &= c \\ \end{aligned}")
    assert (lines.kind, lines.text, [len(row.parts) for row in lines.parts]) == ("grid", "", [2, 2])
    assert parse_latex(r"a \\ b").kind == "grid"
    assert parse_latex(r"\begin{pmatrix} 1 \end{pmatrix}").text == "()"


@pytest.mark.parametrize(
    "latex",
    [r"\unknown", "{", "}", r"\frac{1}", r"\left( x", r"\begin{tikz}\end{tikz}", "x & y }", "a^",
     "#", "%", r"\text{$x$}", "\\", "{" * 100 + "}" * 100, "x" * 6000],
)  # fmt: skip
def test_what_is_not_understood_is_refused(latex: str) -> None:
    with pytest.raises(NotUnderstoodError):
        parse_latex(latex)


@pytest.mark.parametrize(
    "text",
    ["$5 bn and $6 bn", "from $1 to $2", "a $1 bn target", "US$5 and A$6", "$3[^1] or $4", "5$, 6$",
     "`$x$`", r"\$x\$", "$522 m in 2010 and $9 in 2011", "costs $5–$6"],
)  # fmt: skip
def test_money_is_no_formula(text: str) -> None:
    assert "math" not in kinds(f"It was {text}")


@pytest.mark.parametrize(
    "text", ["$x$", "$ p $", "$2x = 1$", "$$a$$", r"$\alpha$, $b$", "$$\na\n+ b\n$$",
             r"\begin{equation}x\end{equation}", "$a*b*c$", "$x_1$ and $x_2$"],
)  # fmt: skip
def test_a_formula_is_one(text: str) -> None:
    assert "math" in kinds(text) and "emphasis" not in kinds(text)


def test_text_right_after_a_formula_is_a_paragraph_of_its_own_even_in_a_list() -> None:
    tokens, _ = parse_markdown("$$\nx\n$$\nand more\n\n- a\n\n  $$y$$\n  b")
    assert [one["type"] for one in tokens if one["type"] != "blank_line"] == [
        *("paragraph", "paragraph", "list")
    ]
    html, words = both("$$\nx\n$$\nand more\n\n- a\n\n  $$y$$\n  b")
    assert "and more" in words and html.count("<math") == 2


def test_the_sentences_of_exhibits_hold_money_only() -> None:
    assert {token["type"] for token in parse_inline("$x$ and $y$")} == {"text"}


def test_both_files_show_formulas_and_what_is_not_understood_as_written() -> None:
    html, words = both("Let $x^2$ be.\n\n$$\\frac{1}{y} = 2$$\n\nBut $\\unknown_x$ *and* $5.")
    assert html.count("<math") == 2 and 'aria-label="Formula"' in html
    assert r"$\unknown_x$" in html and r"$\unknown_x$" in words and "$5." in words


def test_a_formula_of_the_pdf_says_its_source() -> None:
    source = math_to_typst(parse_latex("x^2"), "$x^2$", False)
    assert str(source).startswith("#math.equation(") and 'alt: "$x^2$"' in str(source)


def test_every_command_known_has_its_characters_in_both_files() -> None:
    """PDF/A forbids a character without a glyph, so that Typst would refuse one."""
    named = [*PLAIN, *(f"\\{name}" for name in SYMBOLS if name != "$")]
    parts = [
        " ".join([*named, *(f"\\{name}" for name in (*BIG, *FUNCTIONS))]),
        " ".join(f"\\{name}{{x}}" for name in (*STYLES, *ACCENTS)),
        r"\underbrace{x}_a \overbrace{y}^b",
        *(
            f"\\begin{{{name}}}{'{c}' if name == 'array' else ''} x \\end{{{name}}}"
            for name in GRIDS
        ),
    ]
    html, _ = both("\n\n".join(f"$${part}$$" for part in parts))
    assert html.count('<math display="block"') == len(parts)


@settings(deadline=None, derandomize=True, database=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_formula_is_refused_or_is_whole_in_both(latex: str) -> None:
    try:
        tree = parse_latex(latex)
    except NotUnderstoodError:
        return
    assert isinstance(tree, Node)
    ElementTree.fromstring(math_to_html(tree, True))
    source = str(math_to_typst(tree, latex, True))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", source)
    assert re.fullmatch(r"[#a-z.()\[\],:\s\d-]*", outside), outside


@settings(deadline=None, derandomize=True, database=None, max_examples=12)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), min_size=20, max_size=20)
)
def test_any_formulas_leave_both_files_whole(formulas: list[Any]) -> None:
    both("\n\n".join(f"Here ${one}$ it is.\n\n$${one}$$" for one in formulas))
