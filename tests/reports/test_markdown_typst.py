"""Markdown becomes Typst calls and string literals, and nothing in a text becomes markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.reports.markdown_typst import inline_to_typst, markdown_to_typst, slot
from helpers.reports.typst_code import Markup, call, code, drawable, literal


@pytest.mark.parametrize(
    ("markdown", "typst"),
    [
        ("plain $5 #a @b", '#par([#"plain $5 #a @b"])'),
        ("an *em* and **strong**", '#par([#"an "#emph([#"em"])#" and "#strong([#"strong"])])'),
        ("`a*b`", '#par([#raw("a*b")])'),
        ("[text](https://x.example)", '#par([#link("https://x.example", [#"text"])])'),
        ("[text](other.ipynb)", '#par([#"text"])'),
        ("[text](javascript:alert)", '#par([#"text"])'),
        ("![alt](https://x.example/a.png)", '#par([#"alt"])'),
        ("> ## Head", '#quote([#par([#strong([#"Head"])])], block: true)'),
        ("\ue0007\ue001", '#par([#"7"])'),
        ("- a\n- b", '#list([#"a"], [#"b"], tight: true)'),
        ("3. a\n4. b", '#enum([#"a"], [#"b"], start: 3, tight: true)'),
        ("> said", '#quote([#par([#"said"])], block: true)'),
        ("```\n#x\n```", '#raw("#x", block: true)'),
        ("a  \nb", '#par([#"a"#linebreak()#"b"])'),
        ("a\nb", '#par([#"a"#" "#"b"])'),
        ("a<br>b <i>c</i>", '#par([#"a"#linebreak()#"b "#"c"])'),
        ("10<sup>6</sup>", '#par([#"10"#"<sup>"#"6"#"</sup>"])'),
        ("<!-- note -->", ""),
        ("a[^n]\n\n[^n]: note *x*", '#par([#"a"#footnote([#"note "#emph([#"x"])])])'),
        ("---", "#rule()"),
        ("~~gone~~", '#par([#strike([#"gone"])])'),
        (
            "|a|b|\n|-|-:|\n|1|2|",
            '#prose-table(align: ("left", "right", ), head: ([#"a"], [#"b"], ), '
            'rows: (([#"1"], [#"2"], ), ))',
        ),
    ],
)
def test_each_construct_becomes_one_call(markdown: str, typst: str) -> None:
    assert markdown_to_typst(markdown) == typst


def test_a_picture_attached_to_its_cell_is_embedded() -> None:
    dot = "R0lGODdhAQABAIEAAAAAAAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="
    attachments = {"dot.png": f"data:image/png;base64,{dot}"}
    markup = markdown_to_typst("![a dot](attachment:dot.png)", attachments)
    assert markup.startswith("#par([#picture(bytes((71,73,70,") and 'alt: "a dot"' in markup


def test_a_picture_that_cannot_be_shown_is_its_words() -> None:
    for broken in ("AQID", "not base64", ""):
        attachments = {"dot.png": f"data:image/png;base64,{broken}"}
        assert markdown_to_typst("![a dot](attachment:dot.png)", attachments) == '#par([#"a dot"])'


def test_a_slot_is_filled_even_inside_emphasis() -> None:
    markup = inline_to_typst(f"- up **by {slot(0)}**", [Markup("#reported()")])
    assert markup == '[#"- up "#strong([#"by "#reported()])]'


def test_values_become_literals() -> None:
    assert code('a"\\b\n') == '"a\\"\\\\b\\n"'
    assert code([1, None, True, {"row_kinds": []}]) == "(1, none, true, (row-kinds: ()), )"
    assert code({}) == "(:)" and code(b"") == 'bytes("")' and code(-2) == "(-2)"
    assert call("f", "x", tight=False) == '#f("x", tight: false)'
    with pytest.raises(TypeError, match="object"):
        code(object())


def test_what_no_font_can_draw_shows_its_code_and_controls_vanish() -> None:
    assert drawable("Минск – 5 €\x07") == "Минск – 5 €"
    assert drawable("中") == "[U+4E2D]"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab\"\\#$*_@<>[]`~'/=-+(){}\n", max_size=40))
def test_a_literal_never_ends_before_its_text_does(text: str) -> None:
    body = literal(text)[1:-1]
    assert body.replace("\\\\", "").replace('\\"', "").count('"') == 0
    assert (len(body) - len(body.rstrip("\\"))) % 2 == 0
