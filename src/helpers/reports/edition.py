"""What the new edition consists of: earlier reports, new results, and what has to go. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpers.reports.execution import Result
from helpers.reports.fingerprint import Inputs, State, Trace, state_id
from helpers.reports.manifest import Entry, Failure, Manifest, Output
from helpers.reports.plan import FORMATS, Job, Notebook, make_job, standing
from helpers.workspace import Workspace

_LONGEST_DETAIL = 2000
_PAGE = "html"


@dataclass(frozen=True)
class Staged:
    """A result whose files are written to the staging folder already."""

    result: Result
    outputs: Mapping[str, Output]


def is_fresh(entry: Entry | None, job: Job, key: str, reports: Path) -> bool:
    """Tell whether the published files of a job are whole and come from the same inputs."""
    if entry is None or entry.status == "failed" or entry.fingerprint != key:
        return False
    needed = {"ipynb", *job.formats}
    return needed <= set(entry.outputs) and all(
        output.is_intact(reports) for output in entry.outputs.values()
    )


def with_page(job: Job, entry: Entry | None) -> Job:
    """Return a job that makes the page too if the edition has one: other reports link to it."""
    if entry is None or _PAGE not in entry.outputs or _PAGE in job.formats:
        return job
    return replace(job, formats=(_PAGE, *job.formats))


def carry_over(
    before: Manifest,
    notebooks: Sequence[Notebook],
    inputs: Inputs,
    workspace: Workspace,
) -> dict[str, Entry]:
    """Return the reports of the previous edition that still have a notebook and files.

    What no longer comes from the present inputs is marked stale; files that someone changed or
    deleted are no longer listed, nor is a report on request that never succeeded.
    """
    books = {book.name: book for book in notebooks}
    entries = {}
    for name, old in before.reports.items():
        kept = {kind: out for kind, out in old.outputs.items() if out.is_intact(workspace.reports)}
        if old.notebook not in books or (not kept and (old.outputs or old.parameters)):
            continue
        entry = replace(old, outputs=kept)
        if entry.status != "failed":
            book = books[entry.notebook]
            job = make_job(book, entry.parameters, workspace, standing(notebooks))
            current = inputs.trace(job).key == entry.fingerprint
            entry = replace(entry, status=_completeness(kept) if current else "stale")
        entries[name] = entry
    return entries


def unfinished(
    before: Manifest,
    jobs: Sequence[Job],
    notebooks: Sequence[Notebook],
    workspace: Workspace,
    requested: bool = False,
    **settings: Any,
) -> list[Job]:
    """Return the jobs that the last build left failed, stale, partial or unbuilt, in their order.

    Parameters
    ----------
    requested : bool
        Add the unfinished reports on request that the last edition lists and ``jobs`` does not.
    **settings
        Fields of :class:`Job` for those.
    """
    books = {book.name: book for book in notebooks}
    known = [job.name for job in jobs]
    if requested:
        jobs = [
            *jobs,
            *(
                make_job(books[one.notebook], one.parameters, workspace, standing(notebooks),
                         **settings)
                for name, one in before.reports.items()
                if name not in known and one.notebook in books and one.parameters
            ),
        ]  # fmt: skip
    done = {name for name, entry in before.reports.items() if entry.status == "ok"}
    return [job for job in jobs if job.name not in done]


def add_results(
    entries: Mapping[str, Entry],
    jobs: Sequence[Job],
    staged: Mapping[str, Staged],
    traces: Mapping[str, Trace],
) -> dict[str, Entry]:
    """Return the entries with the results of this build; a failure keeps the files it had.

    So does a report that came out unchanged, unless another build has published others meanwhile:
    then its entry stays as it is.
    """
    merged = dict(entries)
    for job in jobs:
        if job.name not in staged:
            continue
        result, outputs = staged[job.name].result, staged[job.name].outputs
        if result.status == "failed":
            first = Entry(job.notebook, job.title, "failed", dict(job.parameters))
            earlier = merged.get(job.name, first)
            merged[job.name] = replace(
                earlier,
                status="failed",
                message=result.message,
                failure=Failure(result.error, result.cell, result.detail[:_LONGEST_DETAIL]),
            )
            continue
        cover = result.cover or {}
        before = merged.get(job.name)
        trace = traces[job.name]
        states = {kind: state_id(state) for kind, state in trace.states.items()}
        if result.status == "unchanged":
            if before and before.outputs == outputs:
                merged[job.name] = replace(
                    before,
                    status=_completeness(outputs),
                    fingerprint=trace.key,
                    states=states,
                    message="",
                    failure=None,
                )
            continue
        if before and before.fingerprint == trace.key != "":
            # Another format of the same inputs joins the files there are.
            outputs = {**before.outputs, **outputs}
        merged[job.name] = Entry(
            notebook=job.notebook,
            title=cover.get("title") or job.title,
            status=_completeness(outputs),
            parameters=dict(job.parameters),
            fingerprint=trace.key,
            states=states,
            edition=cover.get("edition") or job.edition,
            outputs=outputs,
            cover=result.cover,
        )
    return merged


def needed_states(
    entries: Mapping[str, Entry], before: Manifest, traces: Mapping[str, Trace]
) -> dict[str, State]:
    """Return the states that entries name, from the previous edition and from this build."""
    known = dict(before.states)
    for trace in traces.values():
        known |= {state_id(state): state for state in trace.states.values()}
    named = sorted({key for entry in entries.values() for key in entry.states.values()})
    return {key: known[key] for key in named if key in known}


def in_order(entries: Mapping[str, Entry], notebooks: Sequence[Notebook]) -> dict[str, Entry]:
    """Return the entries as the index shows them: by notebook, the plain report first."""
    places = {book.name: place for place, book in enumerate(notebooks)}
    names = sorted(
        entries,
        key=lambda name: (places[entries[name].notebook], name != entries[name].notebook, name),
    )
    return {name: entries[name] for name in names}


def left_over(before: Manifest, after: Mapping[str, Entry]) -> list[Output]:
    """Return the files of the previous edition that the new one does not contain."""
    paths = {output.path for entry in after.values() for output in entry.outputs.values()}
    return [
        output
        for entry in before.reports.values()
        for output in entry.outputs.values()
        if output.path not in paths
    ]


def _completeness(outputs: Mapping[str, Output]) -> str:
    return "ok" if {"ipynb", *FORMATS} <= set(outputs) else "partial"
