"""Reading modules and notebooks: what counts, and what is looked through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reports.module_closure import Modules
from helpers.reports.module_scan import scan_cells, scan_module

FACADE = '''"""All."""

from helpers.a import one
from helpers.b import two as zwei
from helpers.pack.deep import deep

__all__ = ["one", "zwei"]
'''


def scanned(source: str, name: str = "helpers.x", is_package: bool = False):
    return scan_module(source.encode(), name, is_package)


def package(**sources: str) -> Modules:
    """Return a package of invented modules; ``__`` stands for a dot, ``_init`` for a package."""
    scans = {}
    for key, source in {"helpers_init": '__version__ = "1"', **sources}.items():
        is_package = key.endswith("_init")
        dotted = key.removesuffix("_init").replace("__", ".")
        name = dotted if dotted == "helpers" else f"helpers.{dotted}"
        scans[name] = scan_module(source.encode(), name, is_package)
    return Modules(scans)


def reached(modules: Modules, *cells: str) -> set[str]:
    code = scan_cells(cells)
    found = modules.closure(code.uses, code.runs)
    return {name.removeprefix("helpers.") for name in found} - {"helpers"}


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    return x+1  # a comment",
        "# first\n\n\ndef f( x ):\n\n    return (x + 1)\n",
        '"""A module."""\ndef f(x):\n    """Add one."""\n    return x + 1',
        "def f(x):\n    '''Add\n    one.'''\n    return x + 0x1",
    ],
)
def test_comments_layout_and_docstrings_do_not_count(other):
    assert scanned(other).digest == scanned("def f(x):\n    return x + 1").digest


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    return x + 2",
        "def f(x, y=1):\n    return x + 1",
        "def f(x):\n    return x + 1\n\nf(1)",
        "def f(x):\n    'a'\n    'b'\n    return x + 1",
        "def f(x: int):\n    return x + 1",
    ],
)
def test_any_change_of_the_code_counts(other):
    assert scanned(other).digest != scanned("def f(x):\n    return x + 1").digest


def test_a_text_that_is_not_the_docstring_counts():
    assert scanned('def f():\n    x = "a"').digest != scanned('def f():\n    x = "b"').digest


@given(st.text(max_size=40))
def test_any_comment_can_be_added(words):
    comment = "".join(letter for letter in words if letter.isprintable() and ord(letter) < 0xD800)
    assert scanned(f"x = 1  # {comment}").digest == scanned("x = 1").digest


def test_a_module_that_cannot_be_parsed_counts_byte_by_byte():
    assert scanned("def f(").digest != scanned("def f( ").digest
    assert scanned("def f(").uses == ()


def test_uses_are_chains_from_imports_wherever_they_are():
    source = (
        "import os\nfrom helpers.a import charts, Study\nimport helpers.b as b\n"
        "def f(x: Study):\n    from .lazy import thing\n    return charts.one(b.two.three, thing)\n"
    )
    assert scanned(source).uses == (
        "helpers.a:Study",
        "helpers.a:charts.one",
        "helpers.b:two.three",
        "helpers.lazy:thing",
    )


def test_only_what_is_imported_outside_functions_runs_with_the_module():
    source = "from helpers.a import x\ntry:\n    import helpers.b\nexcept ImportError:\n    pass\n"
    lazy = "def f():\n    import helpers.c\n"
    assert scanned(source + lazy).runs == ("helpers.a", "helpers.a.x", "helpers.b")


def test_an_import_by_text_is_followed():
    source = "from importlib import import_module\n"
    plain = scanned(source + "import_module('helpers.a')")
    prefix = scanned(source + "def f(n):\n    return import_module(f'helpers.measures.{n}')")
    assert plain.uses == ("helpers.a:",)
    assert prefix.uses == ("helpers.measures.*",)


@pytest.mark.parametrize(
    ("source", "effects"),
    [
        ("X = 1\nY: int = 2\nX += 1\n", False),
        ("import matplotlib\nmatplotlib.rcParams['x'] = 1", True),
        ("from helpers.a import register\nregister('x')", True),
        ("from helpers.a import register\n@register\ndef f(): ...", True),
        ("from functools import cache\n@cache\ndef f(): ...", False),
        ("if True:\n    import os\nelse:\n    print()", True),
        ("class A:\n    x = 1\n", False),
    ],
)
def test_a_module_has_effects_if_importing_it_does_more_than_define(source, effects):
    assert scanned(source).effects is effects


def test_only_a_module_of_imports_is_a_facade():
    assert scanned(FACADE).facade == {
        "deep": "helpers.pack.deep:deep",
        "one": "helpers.a:one",
        "zwei": "helpers.b:two",
    }
    assert scanned(FACADE + "X = 1").facade is None
    assert scanned("from helpers.a import *").facade is None


def test_a_notebook_depends_on_what_is_behind_the_names_it_uses():
    modules = package(
        all=FACADE,
        a="one = 1",
        b="from helpers.c import x\ntwo = x",
        c="x = 1",
        d="import helpers.c",
    )
    assert reached(modules, "from helpers import all", "all.one") == {"a"}
    assert reached(modules, "from helpers import all\nall.zwei(1).more") == {"b", "c"}
    assert reached(modules, "from helpers.all import zwei as z\nz") == {"b", "c"}
    assert reached(modules, "import helpers.d\nhelpers.all.one") == {"a", "c", "d"}


def test_a_name_that_is_only_imported_does_not_count():
    modules = package(all=FACADE, a="one = 1", b="two = 2", d="y = 1")
    assert reached(modules, "from helpers import all, d\nfrom helpers.a import one\n1") == set()


@pytest.mark.parametrize(
    "cell",
    [
        "from helpers import all\nf(all)",
        "from helpers import all\nall.unknown",
        "import helpers.all",
        "from helpers.all import *",
        "from helpers import all as one\ngetattr(one, name)",
    ],
)
def test_a_facade_that_is_used_as_a_whole_counts_as_a_whole(cell):
    modules = package(all=FACADE, a="one = 1", b="two = 2", d="y = 1", pack__deep="deep = 1")
    assert reached(modules, cell) == {"a", "b", "pack.deep"}


def test_a_module_that_hands_a_name_on_counts_with_what_is_behind_it():
    modules = package(d="from helpers.a import one\ny = 2", a="one = 1")
    assert reached(modules, "from helpers.d import y\ny") == {"d", "a"}


def test_a_package_and_a_function_may_share_a_name():
    modules = package(
        pack_init="from helpers.pack import facts\nfrom helpers.pack.cover import cover",
        pack__cover="def cover(): ...",
        pack__facts="x = 1",
        pack__other="x = 1",
    )
    assert reached(modules, "from helpers.pack import cover\ncover()") == {"pack.cover"}
    assert reached(modules, "from helpers.pack import facts\nfacts.x") == {"pack.facts"}
    assert reached(modules, "from helpers.pack.other import x\nx") == {"pack.other"}


def test_the_code_of_a_package_on_the_way_counts():
    modules = package(pack_init="X = 1\nfrom helpers.a import one", pack__m="y = 1", a="one = 1")
    assert reached(modules, "from helpers.pack.m import y\ny") == {"pack", "pack.m", "a"}


def test_what_a_facade_imports_on_the_way_counts_if_it_has_effects():
    loud = "import matplotlib\nfrom helpers.c import x\nmatplotlib.rcParams['x'] = x"
    modules = package(all=FACADE, a="one = 1", b=loud, c="x = 1")
    assert reached(modules, "from helpers import all", "all.one") == {"a", "b", "c"}


def test_the_shortest_way_to_a_module_leads_through_facades_unseen():
    modules = package(
        all=FACADE,
        a="from helpers.c import x\none = x",
        b="from helpers.a import one\ntwo = one",
        c="x = 1",
        d="y = 1",
    )
    uses = scan_cells(["from helpers import all\nall.zwei"]).uses
    assert modules.chain(uses, "helpers.c") == ["helpers.b", "helpers.a", "helpers.c"]
    assert modules.chain(uses, "helpers.b") == ["helpers.b"]
    assert modules.chain(uses, "helpers.d") == []


def test_modules_that_import_each_other_end():
    modules = package(a="from helpers.b import x\ny = 1", b="from helpers.a import y\nx = 1")
    assert reached(modules, "from helpers.a import y\ny") == {"a", "b"}
    loop = package(a="from helpers.b import x", b="from helpers.a import x")
    assert reached(loop, "from helpers.a import x\nx") == set()


def test_lines_of_ipython_are_left_out_and_other_faults_make_everything_count():
    modules = package(a="one = 1", b="two = 2")
    assert reached(modules, "%matplotlib inline\n!ls\nfrom helpers.a import one\none") == {"a"}
    assert reached(modules, "from helpers.a import (") == {"a", "b"}


def test_another_way_through_a_facade_changes_the_digest_of_who_uses_it():
    sources = {"a": "one = two = 1", "user": "from helpers import all\nall.one"}
    before = package(all="from helpers.a import one", **sources)
    after = package(all="from helpers.a import two as one", **sources)
    wider = package(all="from helpers.a import one\nfrom helpers.a import two", **sources)
    digests = [modules.digests["helpers.user"] for modules in (before, after, wider)]
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]
