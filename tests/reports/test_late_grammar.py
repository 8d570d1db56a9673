"""The grammar of addresses is built when it is needed, and answers as it always does."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.skipif(
    find_spec("rfc3987_syntax") is None, reason="rfc3987_syntax is not installed"
)
SCRIPT = """
import json, sys
if "late" in sys.argv:
    import helpers.reports.late_grammar
import nbformat, jsonschema
at_first = "rfc3987_syntax" in sys.modules
check = jsonschema.FormatChecker(["iri", "iri-reference"])
words = ["https://пример.org/ы", "a b", "no address", "", "<>", "//x", "urn:x:y"]
answers = [check.conforms(word, kind) for word in words for kind in ("iri", "iri-reference")]
import rfc3987_syntax
print(json.dumps([at_first, answers, rfc3987_syntax.is_valid_syntax("iri", "a:b")]))
"""


def answers(*how: str) -> list:
    command = [sys.executable, "-c", SCRIPT, *how]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_a_grammar_that_is_put_off_gives_the_same_answers():
    late, usual = answers("late"), answers()
    assert (late[0], usual[0]) == (False, True)
    assert late[1:] == usual[1:]
    assert set(late[1]) == {True, False}
