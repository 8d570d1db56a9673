"""Spares every build a second: the grammar of addresses is built when it is first asked for.

nbformat needs jsonschema, which imports rfc3987_syntax if it is installed, which builds a parser at
import. Nothing here checks such addresses. Imported first by the process that others are forked
from; whoever asks, here or in a notebook, gets the same answers.
"""

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any

_GRAMMAR, _QUESTION = "rfc3987_syntax", "is_valid_syntax"


def is_valid_syntax(*arguments: Any, **options: Any) -> Any:
    """Ask rfc3987_syntax."""
    return getattr(importlib.import_module(_GRAMMAR), _QUESTION)(*arguments, **options)


def _import_without() -> None:
    if _GRAMMAR in sys.modules or importlib.util.find_spec(_GRAMMAR) is None:
        return
    standing_in = ModuleType(_GRAMMAR)
    setattr(standing_in, _QUESTION, is_valid_syntax)
    sys.modules[_GRAMMAR] = standing_in
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[_GRAMMAR]


_import_without()
