"""Checking a text: every claim gets its readings, its verdict, its reason and its firmness."""

from dataclasses import dataclass, replace

from helpers.claims.firmness import Firmness, Variants, firmness_of
from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Check, Claim, Text
from helpers.claims.measures import MEASURES
from helpers.claims.readings import Found, Reading
from helpers.claims.reasons import reason_of
from helpers.claims.verdicts import FOR, stance, verdict_of_check, verdict_of_claim


@dataclass(frozen=True)
class Outcome:
    """One check with what was found and its verdict."""

    check: Check
    found: Found
    verdict: str


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict.

    Attributes
    ----------
    claim : Claim
        The claim.
    verdict : str
        One of `helpers.claims.verdicts.VERDICTS`.
    outcomes : tuple of Outcome
        One a check.
    reason : str
        The verdict in one sentence, from the numbers found.
    firmness : Firmness
        Whether the verdict holds under each reporter, kind of source, freight factor and scope.
    """

    claim: Claim
    verdict: str
    outcomes: tuple[Outcome, ...]
    reason: str
    firmness: Firmness

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings of all checks."""
        return tuple(one for outcome in self.outcomes for one in outcome.found.readings)

    @property
    def readings_for(self) -> int:
        """How many readings are for the claim."""
        return sum(
            stance(one, outcome.check) == FOR
            for outcome in self.outcomes
            for one in outcome.found.readings
        )

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the rows the verdict rests on, each once, sorted."""
        return tuple(sorted({row for one in self.readings for row in one.evidence}))


def check_text(text: Text, knowledge: Knowledge, *, firm: bool = True) -> list[Judged]:
    """Return every claim of a text with its verdict, in the order of the text.

    Parameters
    ----------
    text : Text
        The claims.
    knowledge : Knowledge
        What the tables know, of the text's focal country.
    firm : bool
        Whether to ask if the verdicts hold under other choices (about five times the work).
    """
    variants = Variants(knowledge) if firm else None
    return [check_claim(claim, text, knowledge, variants) for claim in text.claims]


def check_claim(
    claim: Claim, text: Text, knowledge: Knowledge, variants: Variants | None = None
) -> Judged:
    """Return one claim with its verdict."""
    outcomes = tuple(check_one(check, text, knowledge) for check in claim.checks)
    verdict = verdict_of_claim(claim.kind, [one.verdict for one in outcomes])

    def again(other: Knowledge) -> list[Found]:
        return [check_one(check, text, other).found for check in claim.checks]

    founds = [one.found for one in outcomes]
    firmness = (
        firmness_of(claim, verdict, founds, again, variants, knowledge)
        if variants and claim.checks
        else Firmness()
    )
    return Judged(
        claim, verdict, outcomes,
        reason_of(claim, verdict, [(one.check, one.found) for one in outcomes], knowledge),
        firmness,
    )  # fmt: skip


def check_one(check: Check, text: Text, knowledge: Knowledge) -> Outcome:
    """Return one check with what was found.

    Where the text names whose statistics it quotes, only that reporter's readings count.
    """
    found = MEASURES[check.measure].read(knowledge, check.arguments, text.numbers)
    if check.reporter:
        mine = tuple(one for one in found.readings if one.who == check.reporter)
        name = knowledge.name(check.reporter)
        found = replace(found, readings=mine, missing=f"{name} has not published {found.subject}")
    return Outcome(check, found, verdict_of_check(check, found.readings))
