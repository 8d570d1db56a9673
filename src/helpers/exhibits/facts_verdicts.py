"""How many claims of the brief have which verdict, by name."""

from collections import Counter

from helpers.claims.verdicts import VERDICTS
from helpers.countries import WORLD
from helpers.exhibits.figures import nothing
from helpers.exhibits.statements import Fact
from helpers.exhibits.verdicts import CLAIMS, judge
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study


def verdict_facts(study: Study) -> dict[str, Fact]:
    """Return the number of claims of the brief about this partner, by verdict.

    ``verdicts_supported``, ``verdicts_partly``, ``verdicts_contradicted``,
    ``verdicts_not_checkable``, ``verdicts_opinion``, and ``verdicts`` for all of them. Of the
    world, every claim of the brief. Where the brief says nothing of a partner, ``verdicts`` is 0
    and the others have no number.

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
    return {**facts, "verdicts": Quantity(len(judged), "count", note="Claims of the brief")}


def name_of(verdict: str) -> str:
    """Return the name of the fact that counts a verdict: ``verdicts_not_checkable``."""
    return f"verdicts_{verdict.replace(' ', '_')}"
