"""Where the reports of a build run, and how many at a time."""

import click

from helpers.reports.build import Runner


def where_to_run(jobs: int | None, scheduler: str | None, count: int) -> tuple[int, Runner | None]:
    """Return how many reports run at a time, and what runs them if not this machine.

    Parameters
    ----------
    jobs : int or None
        As given by the user; None lets the machine or the cluster decide.
    scheduler : str or None
        Address of a Dask scheduler.
    count : int
        Reports in the batch.

    Raises
    ------
    UsageError
        If a cluster is asked for and the optional extra is not installed.
    """
    if scheduler is not None:
        from helpers.reports.cluster_joining import require_scale

        require_scale()
        from helpers.reports.cluster import Cluster

        # A cluster runs as many as it has threads; the others wait there.
        return max(1, min(jobs or count, count)), Cluster(scheduler).run_all
    if jobs is None:
        from helpers.reports.machine_limits import suggest

        limits = suggest()
        if line := limits.explain(count):
            click.echo(line, err=True)
        jobs = limits.workers
    return max(1, min(jobs, count)), None
