"""One edition: decide what is out of date, run it, publish what came of it."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.errors import GateError
from helpers.reports import snapshots
from helpers.reports.at_once import replace_edition
from helpers.reports.cache_key import result_key
from helpers.reports.edition import (
    Staged,
    add_results,
    carry_over,
    in_order,
    is_fresh,
    left_over,
    needed_states,
    with_page,
)
from helpers.reports.errors_file import ERRORS, errors_text, says_the_same
from helpers.reports.execution import Backend, Result, Step, execute_job
from helpers.reports.fingerprint import Inputs, State, Trace, environment, read_inputs
from helpers.reports.keeping import go_on
from helpers.reports.manifest import (
    MANIFEST,
    Entry,
    Manifest,
    Output,
    hash_all,
    load_manifest,
)
from helpers.reports.plan import Job, Notebook, file_name
from helpers.reports.pool import run_all, warm_up
from helpers.reports.publish import alone, publish, retire, stage, staging, undisturbed
from helpers.reports.result_cache import ResultCache, Run, run_with_cache
from helpers.workspace import Workspace

INDEX = "index.html"
Listener = Callable[[Result, Mapping[str, Output]], None]
# Called as run_all is.
Runner = Callable[..., Generator[Result, None, None]]


@dataclass(frozen=True)
class Summary:
    """What a build did.

    ``results`` are those of the jobs that ran or came from the cache ("cached"); "unchanged" ones
    ran, with the outputs of before. ``fresh`` are the reports that were up to date, ``skipped``
    those not started after a failure, ``stale`` other reports of the edition that need a build, and
    ``changed`` the files that are different on disk now.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def failed(self) -> list[Result]:
        """Results of the reports that could not be built."""
        return [result for result in self.results.values() if result.status == "failed"]


def build(
    workspace: Workspace,
    notebooks: Sequence[Notebook],
    jobs: Sequence[Job],
    *,
    workers: int = 1,
    force: bool = False,
    fail_fast: bool = False,
    retries: int = 0,
    listen: Listener = lambda result, outputs: None,
    notify: Callable[[Step], None] = lambda step: None,
    gate: Callable[[], None] = lambda: None,
    execute: Backend = execute_job,
    runner: Runner | None = None,
    cache: ResultCache | None = None,
    kernels: str = "",
) -> Summary:
    """Execute and render the jobs that are out of date, then publish the edition as a whole.

    Nothing is written to reports/ until everything has run: an interruption leaves the previous
    edition whole.

    Parameters
    ----------
    notebooks : sequence of Notebook
        All of the workspace: reports of notebooks that are gone leave the edition.
    workers : int
        Reports that run at the same time.
    force : bool
        Run every job, up to date or not.
    fail_fast : bool
        Start nothing more after the first failure; what is finished is still published.
    retries : int
        Further attempts at a report whose worker or kernel died, or that took too long.
    listen : callable
        Called with each result as it comes; ``status`` is "fresh" for a report that need not run,
        and "queued" for one that is going to.
    notify : callable
        Told of every start of a report and of its cells.
    gate : callable
        Checks of the data; called before the first kernel if data or code have changed since the
        last edition. What it raises ends the build with nothing written.
    execute : callable
        Turns a job into a result in a worker process; must be importable there.
    runner : callable, optional
        Runs the jobs elsewhere, such as :meth:`helpers.reports.cluster.Cluster.run_all`; by default
        :func:`helpers.reports.pool.run_all`.
    cache : ResultCache, optional
        Results of other builds: asked before a job runs, and given what came of it.
    kernels : str
        Folder for copies of kernels that wait for the next build of this process; none by default.
    """
    if kernels:
        warm_up(jobs)
    inputs = read_inputs(workspace)
    before = load_manifest(workspace.reports)
    hash_all(before, workspace.reports)
    traces = {job.name: inputs.trace(job) for job in jobs}
    due: list[Job] = []
    fresh: list[Job] = []
    for job in jobs:
        entry = before.reports.get(job.name)
        job = with_page(job, entry)
        if not force and is_fresh(entry, job, traces[job.name].key, workspace.reports):
            fresh.append(job)
        elif force or runner:
            due.append(job)
        else:
            copies = snapshots.place(kernels, job.name, inputs.seed(job)) if kernels else ""
            job = go_on(replace(job, snapshots=copies), before, inputs, workspace.reports)
            # What goes into a cache has to be complete.
            due.append(job if cache is None else replace(job, rendered_from=""))
    for job in fresh:
        listen(Result(job.name, "fresh"), before.reports[job.name].outputs)
    for job in due:
        listen(Result(job.name, "queued"), {})
    if due and runner is None and cache is None:
        # Imports go on beside the checks, on another core.
        warm_up(due)
    if due and _guarded(inputs.hashes) != _guarded(before.inputs):
        gate()
    carried = carry_over(before, notebooks, inputs, workspace)
    staged: dict[str, Staged] = {}
    changed: list[str] = []
    entries = in_order(carried, notebooks)
    after = _manifest(entries, inputs.hashes, needed_states(entries, before, traces))
    if due or not _is_current(before, after, workspace.reports):
        with staging(workspace) as folder:

            def run(left: Sequence[Job]) -> Generator[Result, None, None]:
                go = runner or run_all
                return go(left, execute, workers, retries=retries, notify=notify)

            if cache is None:
                results = run(due)
            else:
                # Machines of a runner may be of another kind than this one, which keys speak of.
                results = _with_cache(due, run, cache, inputs, workspace, store=runner is None)
            for item in _stage_all(results, before, folder, fail_fast):
                staged[item.result.name] = item
                listen(item.result, item.outputs)
            if due and not _unchanged(inputs, workspace, due):
                # Someone edited an input meanwhile: what was built belongs to no known state.
                traces = dict.fromkeys(traces, Trace(""))
            with alone(workspace):
                # Another build may have published meanwhile: that is the edition to go on from.
                before = load_manifest(workspace.reports)
                carried = carry_over(before, notebooks, inputs, workspace)
                entries = in_order(add_results(carried, due, staged, traces), notebooks)
                states = needed_states(entries, before, traces)
                after = _manifest(entries, inputs.hashes, states)
                changed = _publish(before, after, folder, workspace.reports)
    return Summary(
        results={name: item.result for name, item in staged.items()},
        fresh=tuple(job.name for job in fresh),
        skipped=tuple(job.name for job in due if job.name not in staged),
        stale=tuple(name for name, entry in entries.items() if entry.status == "stale"),
        changed=tuple(changed),
    )


def _with_cache(
    due: Sequence[Job],
    run: Run,
    cache: ResultCache,
    inputs: Inputs,
    workspace: Workspace,
    *,
    store: bool,
) -> Generator[Result, None, None]:
    def key(job: Job, inputs: Inputs | None = None) -> str:
        try:
            return result_key(job, inputs or read_inputs(workspace))
        except (OSError, GateError):
            # An input is going right now: what is built of it has no key.
            return ""

    keys = {job.name: key(job, inputs) for job in due}
    return run_with_cache(due, run, cache, keys, key, store=store)


def _stage_all(
    results: Generator[Result, None, None], before: Manifest, folder: Path, fail_fast: bool
) -> Generator[Staged, None, None]:
    with closing(results):
        for result in results:
            outputs: Mapping[str, Output] = {
                kind: stage(folder, file_name(result.name, kind), content)
                for kind, content in sorted(result.files.items())
            }
            if result.status == "unchanged":
                outputs = before.reports[result.name].outputs
            # The bytes are on disk now: memory does not grow with the number of reports.
            yield Staged(replace(result, files={}), outputs)
            if fail_fast and result.status == "failed":
                return


def _unchanged(before: Inputs, workspace: Workspace, jobs: Sequence[Job]) -> bool:
    try:
        after = read_inputs(workspace)
    except GateError:
        # An input is going right now.
        return False
    return all(
        job.source.name in after.notebooks and before.trace(job).key == after.trace(job).key
        for job in jobs
    )


def _manifest(
    entries: Mapping[str, Entry], inputs: Mapping[str, str], states: Mapping[str, State]
) -> Manifest:
    edition = max((entry.edition for entry in entries.values()), default="")
    return Manifest(edition, environment(), inputs, None, entries, states)


def _is_current(before: Manifest, after: Manifest, reports: Path) -> bool:
    index = before.index
    same = replace(after, index=index).to_json() == before.to_json()
    whole = index is not None and index.is_intact(reports)
    return same and whole and says_the_same(reports, errors_text(after.reports))


def _publish(before: Manifest, after: Manifest, folder: Path, reports: Path) -> list[str]:
    # Needs a template engine, which a build that changes nothing should not wait for.
    from helpers.reports.site import render_index

    names = [path.name for path in sorted(folder.iterdir())]
    index = stage(folder, INDEX, render_index(after.reports, after.edition).encode())
    stage(folder, MANIFEST, replace(after, index=index).to_json().encode())
    errors = errors_text(after.reports)
    if errors:
        stage(folder, ERRORS, errors.encode())
    names = [*names, INDEX, *([ERRORS] if errors else [])]
    gone = [output for output in left_over(before, after.reports) if output.is_intact(reports)]
    with undisturbed():
        paths = [output.path for output in gone] + ([] if errors else [ERRORS])
        at_once = replace_edition(folder, [*names, MANIFEST], paths, reports)
        if at_once is not None:
            return at_once
        changed = publish(folder, names, reports)
        retire(gone, reports)
        if not errors:
            (reports / ERRORS).unlink(missing_ok=True)
        # Last, so that a manifest never describes files that are not there yet.
        return changed + publish(folder, [MANIFEST], reports)


def _guarded(inputs: Mapping[str, str]) -> dict[str, str]:
    return {name: key for name, key in inputs.items() if not name.startswith("notebooks/")}
