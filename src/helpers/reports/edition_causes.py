"""Why something changed between two editions, as far as their manifests and tables tell.

A manifest names the hash of every input, so what did not change is ruled out for certain. What did
change is a possible cause; several that changed together cannot be told apart, and all are named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.reports.edition_reading import Edition, Rows, parameters_text
from helpers.reports.manifest import Entry

KINDS = ("data", "parameter", "notebook", "code", "library")
NO_INPUT = "no input differs"
NOT_IN_A_PDF = "code, libraries and other tables are not recorded in a PDF"
_OBSERVATIONS = "data/observations.csv"
_CODE, _NOTEBOOKS, _DATA = "src/helpers/", "notebooks/", "data/"
_NO_TEXT = ("data/README.md", "data/datapackage.json")


@dataclass(frozen=True)
class Cause:
    """A possible cause: its kind (one of ``KINDS``, or unknown) and what exactly changed."""

    kind: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observed:
    """An observation that is new, gone or different; ``source`` is an id of sources.csv."""

    id: str
    source: str
    was: str
    now: str


@dataclass(frozen=True)
class Inputs:
    """What differs between the inputs of two editions, as names.

    ``observations`` is None if one of the editions does not carry its table. ``known`` is false if
    a manifest names no inputs at all, ``partial`` is true if one is a PDF's, which names few.
    """

    data: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    observations: tuple[Observed, ...] | None = None
    addresses: Mapping[str, frozenset[str]] | None = None
    known: bool = True
    partial: bool = False


def compare_inputs(old: Edition, new: Edition) -> Inputs:
    """Return what differs between the inputs of two editions."""
    before, after = old.manifest.inputs, new.manifest.inputs
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    both = old.observations is not None and new.observations is not None
    return Inputs(
        data=tuple(n for n in changed if n.startswith(_DATA) and n not in _NO_TEXT),
        notebooks=tuple(name for name in changed if name.startswith(_NOTEBOOKS)),
        code=tuple(name for name in changed if name.startswith(_CODE)),
        libraries=_libraries(old.manifest.environment, new.manifest.environment, changed),
        observations=_observed(old.observations or {}, new.observations or {}) if both else None,
        addresses=_addresses(old.sources or {}, new.sources or {}),
        known=bool(before and after),
        partial=old.partial or new.partial,
    )


def causes_of(
    kind: str,
    written_anew: bool,
    sources: Sequence[str],
    links: Mapping[str, str],
    old: Entry,
    new: Entry,
    inputs: Inputs,
) -> tuple[Cause, ...]:
    """Return the possible causes of one change, the likeliest first.

    Parameters
    ----------
    kind : str
        Of the change (`helpers.reports.edition_diff.Change`).
    written_anew : bool
        The words come from another template. Notebook and code choose it, and data may too, where
        a sentence has an alternative for a missing number.
    sources : sequence of str
        What the changed place cites, as the list of sources writes it.
    links : mapping
        Address of each of those texts.
    old, new : Entry
        The report in both manifests.
    """
    if kind == "parameter":
        return ()
    if not inputs.known:
        return (Cause("unknown", ("a manifest names no inputs",)),)
    found = [*_parameter(old, new)]
    own = f"{_NOTEBOOKS}{new.notebook}.ipynb"
    if own in inputs.notebooks:
        found.append(Cause("notebook", (own,)))
    if kind == "prose" and own in inputs.notebooks:
        return tuple(found)
    if inputs.code:
        found.append(Cause("code", inputs.code))
    if inputs.data:
        found = _placed(found, _data(sources, links, inputs), written_anew)
    if inputs.libraries:
        found.append(Cause("library", inputs.libraries))
    return tuple(found) or (Cause("unknown", (NOT_IN_A_PDF if inputs.partial else NO_INPUT,)),)


def _placed(found: list[Cause], data: Cause, written_anew: bool) -> list[Cause]:
    """Put the data first if an observation of a cited source changed under the same words."""
    exact = any(": " in detail for detail in data.details) and not written_anew
    return [data, *found] if exact else [*found, data]


def _data(sources: Sequence[str], links: Mapping[str, str], inputs: Inputs) -> Cause:
    if inputs.observations is None or _OBSERVATIONS not in inputs.data:
        return Cause("data", inputs.data)
    cited = {links.get(text, "") for text in sources} - {""}
    ids = {name for url in cited for name in (inputs.addresses or {}).get(url, ())}
    touched = [one for one in inputs.observations if one.source in ids]
    if not touched:
        return Cause("data", inputs.data)
    return Cause(
        "data", tuple(f"{one.id}: {one.was or 'none'} → {one.now or 'none'}" for one in touched)
    )


def _parameter(old: Entry, new: Entry) -> list[Cause]:
    before, after = parameters_text(old), parameters_text(new)
    details = tuple(
        f"{name}: {before.get(name, 'default')} → {after.get(name, 'default')}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )
    return [Cause("parameter", details)] if details else []


def _libraries(
    old: Mapping[str, object], new: Mapping[str, object], changed: Sequence[str]
) -> tuple[str, ...]:
    found = []
    for name in sorted({*_versions(old), *_versions(new)}):
        was, now = _versions(old).get(name, "none"), _versions(new).get(name, "none")
        if was != now:
            found.append(f"{name} {was} → {now}")
    if not found and "requirements.lock" in changed:
        found.append("requirements.lock")
    return tuple(found)


def _versions(environment: Mapping[str, object]) -> dict[str, str]:
    packages = environment.get("packages")
    versions = {str(k): str(v) for k, v in packages.items()} if isinstance(packages, dict) else {}
    return {**versions, "python": str(environment.get("python", "none"))}


def _observed(old: Rows, new: Rows) -> tuple[Observed, ...]:
    found = []
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        row = after or before or {}
        found.append(Observed(name, row.get("source_id", ""), *_was_and_now(before, after)))
    return tuple(found)


def _was_and_now(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None
) -> tuple[str, str]:
    """Return the values; if only other fields differ, those fields."""
    if before is None or after is None or before.get("value") != after.get("value"):
        return (before or {}).get("value", ""), (after or {}).get("value", "")
    names = [name for name in after if before.get(name) != after.get(name)]
    was, now = (
        ", ".join(f"{name} {row.get(name) or 'empty'}" for name in names) for row in (before, after)
    )
    return was, now


def _addresses(old: Rows, new: Rows) -> dict[str, frozenset[str]]:
    """Return the ids of the sources at each address."""
    found: dict[str, set[str]] = {}
    for name, row in [*old.items(), *new.items()]:
        found.setdefault(row.get("url", ""), set()).add(name)
    return {url: frozenset(names) for url, names in found.items()}
