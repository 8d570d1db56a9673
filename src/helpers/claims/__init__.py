"""Claims of a text, written as data, checked by rule against the tables.

A text is a TOML file (:mod:`helpers.claims.loading`); a check names a measure
(:mod:`helpers.claims.measures`) and what the text says of it; the rules that turn readings into a
verdict are in :mod:`helpers.claims.verdicts`. Adding a claim needs no Python.
"""

from helpers.claims.checking import Judged, check_text
from helpers.claims.knowledge import Knowledge, know
from helpers.claims.language import Check, Claim, Text
from helpers.claims.loading import parse_text, read_text
from helpers.claims.verdicts import VERDICTS

__all__ = [
    "VERDICTS",
    "Check",
    "Claim",
    "Judged",
    "Knowledge",
    "Text",
    "check_text",
    "know",
    "parse_text",
    "read_text",
]
