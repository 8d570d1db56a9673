"""How many claims of the brief have which verdict, by name."""

from collections import Counter

from helpers.claims.verdicts import CONTRADICTED, PARTLY, VERDICTS
from helpers.countries import WORLD
from helpers.exhibits.figures import nothing
from helpers.exhibits.statements import Fact
from helpers.exhibits.verdicts import CLAIMS, judge
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

READINGS = ("comparison", "trend")  # kinds of claims that read something out of figures


def verdict_facts(study: Study) -> dict[str, Fact]:
    """Return the number of claims of the brief about this partner, by verdict.

    ``verdicts_supported``, ``verdicts_partly``, ``verdicts_contradicted``,
    ``verdicts_not_checkable``, ``verdicts_opinion``, and ``verdicts`` for all of them. Of the
    world, every claim of the brief. Where the brief says nothing of a partner, ``verdicts`` is 0
    and the others have no number. Of the figures that the brief gives (claims of kind value):
    ``verdicts_value``, ``verdicts_value_partly``, ``verdicts_value_contradicted``; of what it reads
    out of figures (comparisons and trends): ``verdicts_reading_contradicted``.

    Raises
    ------
    UsageError
        If data/claims.toml is faulty. Without the file there are no claims.
    """
    code = study.partner.code
    known = (study.root / "data" / CLAIMS).is_file()
    judged = judge(study, None if code == WORLD else (code,)) if known else []
    counts = Counter(one.verdict for one in judged)
    note = f"Of {len(judged)} claims of the brief, checked by rule"
    facts: dict[str, Fact] = {
        name_of(word): Quantity(counts[word], "count", note=note) if judged else nothing("count")
        for word in VERDICTS
    }
    figures = Counter(one.verdict for one in judged if one.claim.kind == "value")
    read = Counter(one.verdict for one in judged if one.claim.kind in READINGS)
    kinds = {
        "verdicts_value": figures.total(),
        "verdicts_value_partly": figures[PARTLY],
        "verdicts_value_contradicted": figures[CONTRADICTED],
        "verdicts_reading_contradicted": read[CONTRADICTED],
    }
    facts |= {
        name: Quantity(count, "count", note=note) if judged else nothing("count")
        for name, count in kinds.items()
    }
    return {**facts, "verdicts": Quantity(len(judged), "count", note="Claims of the brief")}


def name_of(verdict: str) -> str:
    """Return the name of the fact that counts a verdict: ``verdicts_not_checkable``."""
    return f"verdicts_{verdict.replace(' ', '_')}"
