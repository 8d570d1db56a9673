"""The words in which a claim is written: a text, its claims, their checks, arguments with types."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from helpers.claims.readings import Found

KINDS = ("value", "comparison", "ranking", "date", "count", "trend", "causal", "judgement")
RELATIONS = ("equals", "about", "<", "<=", ">", ">=", "between")
NEAR = ("equals", "about")  # relations that need a tolerance

Expected = float | date | tuple[float, float]


@dataclass(frozen=True)
class Check:
    """What is measured, and what the text says of it.

    Attributes
    ----------
    measure : str
        Name of a measure.
    arguments : mapping
        Arguments of the measure, typed, defaults filled in.
    relation : str
        One of `RELATIONS`.
    expected : float, date or pair of floats
        In base units of the measure (USD, tonnes, shares); two ends for ``between``, of dates as
        day numbers.
    tolerance : float
        How far a reading may be from `expected` and still be what the text says; days for dates.
    because : str
        Why this tolerance, or why this threshold stands for the text's words.
    reporter : str
        Code of the only reporter that counts, where the text names whose statistics it quotes.
    """

    measure: str
    arguments: Mapping[str, Any]
    relation: str
    expected: Expected
    tolerance: float = 0.0
    because: str = ""
    reporter: str = ""

    @property
    def band(self) -> tuple[float, float]:
        """Lowest and highest value that the text's words allow; ends of half-lines are infinite."""
        if isinstance(self.expected, tuple):
            return self.expected
        middle = as_number(self.expected)
        if self.relation in NEAR:
            return middle - self.tolerance, middle + self.tolerance
        if self.relation.startswith("<"):
            return -math.inf, middle
        return middle, math.inf


@dataclass(frozen=True)
class Claim:
    """One claim of a text, in our own words.

    Attributes
    ----------
    id, section, partner, says, kind, settle : str
        Name; where it stands; code of the partner or empty; the claim; what kind of claim; which
        data would settle it.
    matters : str
        Which conclusion of the text rests on it; empty if none.
    checks : tuple of Check
        All must hold. Empty: `reason` says why it cannot be checked.
    reason : str
        Why there is no check.
    """

    id: str
    section: str
    partner: str
    says: str
    kind: str
    settle: str
    matters: str = ""
    checks: tuple[Check, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Text:
    """A public text with its claims.

    Attributes
    ----------
    id, title, author, published, focal : str
        Name, title, who wrote it, when (as printed), and the country whose trade it is about.
    as_of : date
        The day up to which the text can have known things.
    address : str
        Public address, or a note on where it was read.
    numbers : mapping
        Numbers printed in the text, for arithmetic on the text's own figures.
    claims : tuple of Claim
        In the order of the text.
    """

    id: str
    title: str
    author: str
    published: str
    focal: str
    as_of: date
    address: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Argument:
    """An argument of a measure.

    Attributes
    ----------
    kind : str
        code, codes, year, years, date, number, numbers, whole, flag, text, word, words.
    required : bool
        Whether it must be given.
    default : any
        Its value where it is not.
    choices : tuple of str
        The words allowed, for ``word`` and ``words``.
    """

    kind: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """Something that can be read off the tables.

    Attributes
    ----------
    arguments : mapping of str to Argument
        What it needs to know.
    read : callable
        From knowledge and arguments to what was found.
    expects : str
        Type of `expected`: number or date.
    says : str
        What it measures, one line.
    either : tuple of tuples of str
        Sets of arguments of which one must be given whole.
    """

    arguments: Mapping[str, Argument]
    read: Callable[..., Found]
    expects: str
    says: str
    either: tuple[tuple[str, ...], ...] = ()


def as_number(expected: float | date) -> float:
    """Return a number for comparison; a date becomes its day number (proleptic ordinal)."""
    return float(expected.toordinal()) if isinstance(expected, date) else float(expected)
