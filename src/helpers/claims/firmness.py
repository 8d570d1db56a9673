"""Whether a verdict holds under each reporter, kind of source, freight factor and scope alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from helpers.claims.knowledge import Knowledge, know
from helpers.claims.language import Claim
from helpers.claims.readings import Found, Reading
from helpers.claims.verdicts import NOT_CHECKABLE, verdict_of_check, verdict_of_claim

CLASSES = {
    "statistical offices": ("official_statistics", "reconciled_dataset", "derived"),
    "officials": ("official_statement",),
    "press": ("press",),
}
FREIGHT = (1.00, 1.06, 1.10)
OF_TRADE = {
    "flow",
    "growth",
    "change",
    "share",
    "rank",
    "extreme",
    "mean",
    "each_year",
    "attention_gap",
}


@dataclass(frozen=True)
class Firmness:
    """Verdicts under one choice at a time.

    Attributes
    ----------
    alternatives : tuple of (str, str, str)
        Dimension ("reporter", "kind of source", "freight", "scope"), choice, verdict; only choices
        under which there is a reading.
    differing : tuple of the same
        Those whose verdict is another one.
    """

    alternatives: tuple[tuple[str, str, str], ...] = ()
    differing: tuple[tuple[str, str, str], ...] = ()

    @property
    def firm(self) -> bool:
        """Whether no choice changes the verdict."""
        return not self.differing

    @property
    def words(self) -> str:
        """The finding in words; empty where there was nothing to try."""
        if not self.alternatives:
            return ""
        if self.firm:
            voices = sum(one[0] == "reporter" for one in self.alternatives)
            return "firm" if voices != 1 else "firm, one source"
        dimensions = dict.fromkeys(one[0] for one in self.differing)
        parts = []
        for dimension in dimensions:
            tried = [one for one in self.alternatives if one[0] == dimension]
            verdicts = {verdict for _, _, verdict in tried}
            each = ", ".join(f"{choice}: {verdict}" for _, choice, verdict in tried)
            same = f"each alone: {verdicts.copy().pop()}" if len(verdicts) == 1 else each
            parts.append(f"the {dimension} ({same})")
        return "depends on " + " and ".join(parts)


class Variants:
    """The knowledge under other choices, worked out once, when asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def others(self) -> tuple[tuple[str, str, Knowledge], ...]:
        """Dimension, choice and knowledge."""
        tables, focal = self._knowledge.tables, self._knowledge.focal
        freight = [
            ("freight", f"factor {factor:.2f}", know(tables, focal, cif_factor=factor))
            for factor in FREIGHT
        ]
        goods = know(tables, focal, scopes=("goods",))
        return (*freight, ("scope", "goods named as such", goods))


def firmness_of(
    claim: Claim,
    verdict: str,
    founds: Sequence[Found],
    again: Callable[[Knowledge], list[Found]],
    variants: Variants,
    knowledge: Knowledge,
) -> Firmness:
    """Return the verdicts of a claim under one choice at a time.

    Parameters
    ----------
    claim, verdict : Claim, str
        The claim and its verdict.
    founds : sequence of Found
        One a check.
    again : callable
        Runs the checks on other knowledge.
    variants : Variants
        The other knowledge.
    knowledge : Knowledge
        For the names of reporters.
    """
    tried = [
        (dimension, choice, _verdict(claim, chosen))
        for dimension, choice, chosen in _chosen(founds, knowledge)
    ]
    if any(check.measure in OF_TRADE for check in claim.checks):
        tried += [
            (dimension, choice, _verdict(claim, again(other)))
            for dimension, choice, other in variants.others
        ]
    known = tuple(one for one in tried if one[2] != NOT_CHECKABLE)
    return Firmness(known, tuple(one for one in known if one[2] != verdict))


def _verdict(claim: Claim, founds: Sequence[Found]) -> str:
    """Return the verdict on the checks for which this choice leaves a reading."""
    verdicts = [
        verdict_of_check(check, found.readings)
        for check, found in zip(claim.checks, founds, strict=True)
        if found.readings
    ]
    return verdict_of_claim(claim.kind, verdicts)


def _chosen(
    founds: Sequence[Found], knowledge: Knowledge
) -> Iterator[tuple[str, str, list[Found]]]:
    """Return the readings of one reporter, or one kind of source, at a time."""

    def only(keep: Callable[[Reading], bool]) -> list[Found]:
        return [
            replace(found, readings=tuple(r for r in found.readings if not r.who or keep(r)))
            for found in founds
        ]

    def by(who: str) -> Callable[[Reading], bool]:
        return lambda one: one.who == who

    def of(statuses: Sequence[str]) -> Callable[[Reading], bool]:
        return lambda one: one.status in statuses

    readings = [one for found in founds for one in found.readings]
    for who in sorted({one.who for one in readings if one.who}):
        yield "reporter", knowledge.name(who), only(by(who))
    for name, statuses in CLASSES.items():
        if any(one.who and one.status in statuses for one in readings):
            yield "kind of source", name, only(of(statuses))
