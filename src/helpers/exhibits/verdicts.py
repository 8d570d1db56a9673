"""The claims of the brief with their verdicts: a card a claim, and the score of all."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from helpers.claims.checking import Judged, check_text
from helpers.claims.knowledge import Knowledge, know
from helpers.claims.language import Text
from helpers.claims.loading import read_text
from helpers.claims.verdicts import CONTRADICTED, NOT_CHECKABLE, PARTLY, VERDICTS
from helpers.countries import WORLD
from helpers.exhibits.drawing import note_exhibit
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.tabular import Column, number_column, table_exhibit
from helpers.tables.numbers import DASH
from helpers.tables.study import Study

CLAIMS = "claims.toml"
# Shape and word, so that colour is not needed; all are in the embedded fonts.
MARKS = dict(zip(VERDICTS, ("✓", "≈", "×", DASH, "“"), strict=True))
TONES = dict(zip(VERDICTS, ("good", "mixed", "bad", "quiet", "quiet"), strict=True))
RULES = (
    "A verdict follows from the figures by rule: supported, if a source agrees and none disagrees; "
    "contradicted, if the sources disagree and none agrees; partly, if they differ, or a figure "
    "lies between them, or they leave it open. Of a cause only a necessary condition can be "
    "checked. The brief’s own figures are no evidence for it."
)
FIRM = (
    "Every verdict was tried again under each reporter, kind of source, freight factor and scope "
    "alone. Firm: it stays the same; depends on: it does not. Where neither is said, "
    "nothing could vary."
)


def verdict_cards(study: Study) -> Exhibit:
    """Return the claims about this partner with verdict, reason and what the verdict depends on.

    Of the world, the claims that are about no single partner.
    """
    code = study.partner.code
    judged = judge(study, ("", WORLD) if code == WORLD else (code,))
    key = f"verdicts-{code.lower()}"
    about = "the whole" if code == WORLD else study.partner.name
    if not judged:
        return note_exhibit(key, f"The brief makes no claim about {about}.")
    lines: list[list[str]] = []
    kinds: list[str] = []
    for section in dict.fromkeys(one.claim.section for one in judged):
        lines.append([section, "", ""])
        kinds.append("group")
        for one in judged:
            if one.claim.section == section:
                lines.append([one.claim.says, mark(one.verdict), why(one)])
                kinds.append("")
    return table_exhibit(
        key,
        f"The brief’s claims about {about}, checked",
        [Column("Claim, in our words"), Column("Verdict"), Column("Why")],
        lines,
        notes=[RULES, FIRM, f"{tally(judged)}. Recomputed: multivector check."],
        row_kinds=kinds,
        tones=tones(),
        sources=_sources(study, judged),
    )


def scorecard(study: Study) -> Exhibit:
    """Return the number of claims by partner and verdict."""
    judged = judge(study)
    codes = {one.claim.partner for one in judged}
    partners = [*sorted(codes - {""}, key=study.name), *sorted(codes & {""})]
    rows = [
        _score(study.name(code) if code else "several or none", judged, code) for code in partners
    ]
    total = Counter(one.verdict for one in judged)
    rows.append(["all", *(_count(total[word]) for word in VERDICTS), str(len(judged))])
    return table_exhibit(
        "scorecard",
        f"{len(judged)} claims of the brief, by partner and verdict",
        [
            Column("About"),
            *(number_column(mark(word)) for word in VERDICTS),
            number_column("All"),
        ],
        rows,
        notes=[RULES],
        row_kinds=[*([""] * len(partners)), "total"],
        tones=tones(),
    )


def what_matters(study: Study) -> Exhibit:
    """Return the claims on which a conclusion of the brief rests and that do not simply hold."""
    judged = [
        one for one in judge(study) if one.claim.matters and one.verdict in (CONTRADICTED, PARTLY)
    ]
    judged.sort(key=lambda one: VERDICTS.index(one.verdict), reverse=True)
    if not judged:
        return note_exhibit("what-matters", "Every claim on which a conclusion rests is supported.")
    return table_exhibit(
        "what-matters",
        "What matters most: claims that carry a conclusion and do not simply hold",
        [Column("Claim, in our words"), Column("Verdict"), Column("What rests on it")],
        [[one.claim.says, mark(one.verdict), one.claim.matters] for one in judged],
        notes=["The reasons are in the table of the partner’s claims."],
        tones=tones(),
        sources=_sources(study, judged),
    )


@lru_cache(maxsize=8)
def judge(study: Study, partners: tuple[str, ...] | None = None) -> list[Judged]:
    """Return the claims of the brief about some partners, or all of them, with verdicts.

    Raises
    ------
    UsageError
        If data/claims.toml is absent or faulty.
    """
    text = read_text(study.root / "data" / CLAIMS, set(study.countries["code"]))
    if partners is not None:
        kept = tuple(claim for claim in text.claims if claim.partner in partners)
        text = Text(**{**vars(text), "claims": kept})
    return check_text(text, knowledge_of(study))


def knowledge_of(study: Study) -> Knowledge:
    """Return the knowledge in the tables of a study."""
    return know(
        {
            "observations": pd.concat([study.all_observations, study.elsewhere], ignore_index=True),
            "context": study.all_context,
            "events": study.all_events,
            "targets": study.all_targets,
            "groups": study.groups,
            "countries": study.countries,
            "exchange_rates": study.rates,
            "assumptions": study.assumptions,
            "event_weights": study.weights,
        },
        study.focal.code,
    )


def mark(verdict: str) -> str:
    """Return a verdict with its shape: ``✓ supported``."""
    return f"{MARKS[verdict]} {verdict}"


def tones() -> dict[str, str]:
    """Return the colour of every verdict as it is written."""
    return {mark(word): tone for word, tone in TONES.items()}


def why(judged: Judged) -> str:
    """Return the reason, and whether the verdict holds under each reporter and method alone.

    Of a claim that is not checkable, what would settle it.
    """
    known = judged.firmness
    if judged.verdict == NOT_CHECKABLE:
        return f"{judged.reason} What would settle it: {judged.claim.settle}."
    if not known.alternatives:
        return judged.reason
    if not known.firm:
        dimensions = dict.fromkeys(one[0] for one in known.differing)
        return f"{judged.reason} Depends on the {' and the '.join(dimensions)}."
    voices = sum(one[0] == "reporter" for one in known.alternatives)
    return f"{judged.reason} {'Firm.' if voices != 1 else 'Firm, on one source.'}"


def tally(judged: Sequence[Judged]) -> str:
    """Return how many claims have which verdict, in words."""
    counts = Counter(one.verdict for one in judged)
    parts = ", ".join(f"{counts[word]} {word}" for word in VERDICTS if counts[word])
    return f"{len(judged)} claims: {parts}"


def _score(name: str, judged: Sequence[Judged], code: str) -> list[str]:
    counts = Counter(one.verdict for one in judged if one.claim.partner == code)
    return [name, *(_count(counts[word]) for word in VERDICTS), str(sum(counts.values()))]


def _count(size: int) -> str:
    return str(size) if size else DASH


def _sources(study: Study, judged: Sequence[Judged]) -> list[int]:
    """Return the citation numbers of the rows that verdicts rest on."""
    rows = {row for one in judged for row in one.evidence}
    frames = (
        study.all_observations, study.elsewhere, study.all_context, study.all_events,
        study.all_targets,
    )  # fmt: skip
    found = {
        source
        for frame in frames
        for source in frame.loc[frame["id"].isin(rows), "source_id"].dropna()
    }
    return study.numbers(sorted(found))
