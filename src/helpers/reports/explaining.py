"""Why a report is out of date: what it was built from against what there is now. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace

from helpers.reports.fingerprint import State, Trace
from helpers.reports.manifest import Entry
from helpers.reports.plan import Job

UP_TO_DATE, OUT_OF_DATE, FAILED, NEVER = "up to date", "out of date", "failed", "never built"
_KINDS = ("notebook", "parameters", "data", "code", "look", "libraries", "others", "paper")
_READABLE = ("libraries", "others", "paper", "parameters")  # values that people can read
_MOST_CHAINS = 5
_TITLES = {
    "notebook": "cells",
    "look": "templates and fonts",
    "others": "titles of other reports",
}


@dataclass(frozen=True)
class Reason:
    """One kind of input that is not what it was; names, sorted."""

    kind: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def in_words(self, before: State, after: State) -> str:
        """Return one line; versions and titles, which people can read, with both values."""

        def word(name: str) -> str:
            if self.kind in _READABLE and not _is_digest(after[name]):
                return f"{name} {before[name]} → {after[name]}"
            return name

        parts = [
            f"{verb} {', '.join(names)}"
            for verb, names in (
                ("changed", [word(name) for name in self.changed]),
                ("new", list(self.added)),
                ("gone", list(self.removed)),
            )
            if names
        ]
        return f"{_TITLES.get(self.kind, self.kind)}: {'; '.join(parts)}"


@dataclass(frozen=True)
class Explanation:
    """Whether one report needs a build, and why.

    ``lines`` say the reasons for people. ``files`` are those that are missing or were edited.
    ``through`` gives, for each module that changed or is new, the chain of modules by which the
    notebook comes to it; empty for what the rendering needs.
    """

    report: str
    status: str
    reasons: tuple[Reason, ...] = ()
    files: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    through: Mapping[str, list[str]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Return what JSON shows."""
        return asdict(self)


def with_chains(found: Explanation, chain: Callable[[str], list[str]]) -> Explanation:
    """Return an explanation that says how the notebook comes to the modules that changed."""
    code = [path for one in found.reasons if one.kind == "code" for path in one.changed + one.added]
    through = {path: chain(path) for path in code}
    lines = [
        f"  {path} by way of {', '.join(steps[:-1])}"
        for path, steps in list(through.items())[:_MOST_CHAINS]
        if len(steps) > 1
    ]
    return replace(found, through=through, lines=(*found.lines, *lines))


def explain(
    job: Job,
    trace: Trace,
    entry: Entry | None,
    built_from: Mapping[str, State],
    wrong_files: tuple[str, ...] = (),
) -> Explanation:
    """Return why a job would run, or that it would not.

    Parameters
    ----------
    trace : Trace
        What the job depends on now.
    entry : Entry or None
        What the manifest says of the report.
    built_from : mapping
        Kind to state, from :func:`helpers.reports.manifest.built_from`.
    wrong_files : tuple of str
        Published files of the report that are missing or not as they were published.
    """
    if entry is None or not (entry.outputs or entry.status == "failed"):
        return Explanation(job.name, NEVER, lines=("no build has published it",))
    before = {**built_from, "parameters": _as_text(entry.parameters)}
    after = {**trace.states, "parameters": _as_text(job.parameters)}
    same = entry.fingerprint == trace.key
    known = bool(built_from)
    reasons = () if same or not known else tuple(_reasons(before, after))
    lines = [one.in_words(before[one.kind], after[one.kind]) for one in reasons]
    if entry.status == "failed":
        lines.insert(0, f"the last build failed: {entry.message}")
    if wrong_files:
        lines.append(f"files missing or edited: {', '.join(wrong_files)}")
    if not same and not known and entry.outputs:
        lines.append("the manifest does not say what it was built from")
    if not same and known and not reasons:
        lines.append("the order of the cells or the metadata of the notebook has changed")
    if any(one.kind == "libraries" and "python" in one.changed for one in reasons):
        lines.append("another Python writes code down differently: all modules seem changed")
    current = same and not wrong_files
    status = FAILED if entry.status == "failed" else UP_TO_DATE if current else OUT_OF_DATE
    return Explanation(job.name, status, reasons, wrong_files, tuple(lines))


def _reasons(before: Mapping[str, State], after: Mapping[str, State]) -> list[Reason]:
    found = []
    for kind in _KINDS:
        old, new = before.get(kind, {}), after.get(kind, {})
        changed = sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
        reason = Reason(
            kind, tuple(changed), tuple(sorted(new.keys() - old)), tuple(sorted(old.keys() - new))
        )
        if reason != Reason(kind):
            found.append(reason)
    return found


def _as_text(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _is_digest(text: str) -> bool:
    return len(text) == 16 and not set(text) - set("0123456789abcdef")
