"""What the build prints: a line a report, with a live table if a person watches; or JSON lines."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import click

from helpers.reports.build import Summary
from helpers.reports.execution import Result, Step
from helpers.reports.manifest import Output

if TYPE_CHECKING:
    from helpers.commands._live import LiveTable

MODES = ("auto", "lines", "json")
_WORDS = {
    "ok": "built",
    "unchanged": "unchanged",
    "cached": "cached",
    "fresh": "up to date",
    "failed": "failed",
}
_EVENTS = {
    "ok": "done",
    "unchanged": "unchanged",
    "cached": "cached",
    "fresh": "fresh",
    "failed": "failed",
    "queued": "queued",
}
_KINDS = ("html", "pdf", "docx", "markdown")


class Listener(Protocol):
    """What follows a build; use as a context manager."""

    def __enter__(self) -> "Listener":
        """Start the clock."""

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""

    def report(self, result: Result, outputs: Mapping[str, Output]) -> None:
        """Take the result of one report, or the news that it is queued."""

    def step(self, step: Step) -> None:
        """Take the news that a report, or one of its cells, has started."""

    def summarize(self, summary: Summary) -> None:
        """Take what the build did."""


def make_progress(mode: str, names: Sequence[str]) -> Listener:
    """Return what follows a build: lines of text, or of JSON.

    Parameters
    ----------
    mode : str
        One of :data:`MODES`; "auto" shows a table under the lines if a person watches.
    """
    if mode == "json":
        return JsonLines()
    return Progress(names, _open_table if mode == "auto" and sys.stderr.isatty() else None)


def _open_table() -> "LiveTable":
    from helpers.commands._live import LiveTable

    return LiveTable()


class Progress:
    """Prints results as they come, above a live table of what runs if somebody watches."""

    def __init__(
        self, names: Sequence[str], open_table: "Callable[[], LiveTable] | None" = None
    ) -> None:
        self.width = max(map(len, names), default=0)
        self.open_table = open_table
        self.table: LiveTable | None = None
        self.started = time.perf_counter()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.table:
            self.table.close()

    def report(self, result: Result, outputs: Mapping[str, Output]) -> None:
        """Print the line of one report."""
        if result.status == "queued":
            # Not earlier: whoever has nothing to do should not wait for it.
            if self.open_table and not self.table:
                self.table = self.open_table()
            if self.table:
                self.table.expect()
            return
        click.echo(format_line(result, outputs, self.width))
        if self.table and result.status != "fresh":
            self.table.done(result.name)

    def step(self, step: Step) -> None:
        """Show which cell a report has come to, and say that it is tried again."""
        if step.attempt > 1 and not step.cell:
            click.echo(f"{step.name:<{self.width}}  tried again (attempt {step.attempt})")
        if self.table:
            self.table.step(step)

    def summarize(self, summary: Summary) -> None:
        """Print the last line: how many were built or failed, and what else needs work."""
        counts = ", ".join(f"{count} {word}" for word, count in _counts(summary).items() if count)
        seconds = time.perf_counter() - self.started
        click.echo(f"{counts or 'nothing to build'} in {seconds:.1f} s: reports/index.html")
        if summary.stale:
            click.echo(f"Out of date, not asked for: {', '.join(summary.stale)}")


class JsonLines:
    """Prints one JSON object a line; ``elapsed`` is seconds since the build began.

    Events: queued, fresh, started (``attempt``), cell (``cell`` of ``cells``, those that run),
    rendering, done or, if taken from the cache, cached, or unchanged if the cells gave what they
    had given (``seconds``, ``files`` in bytes), failed
    (``seconds``, ``cell``, ``error``, ``message``), and at the end one summary.
    """

    def __init__(self, write: Callable[[str], None] = click.echo) -> None:
        self.write = write
        self.began = time.perf_counter()

    def __enter__(self) -> "JsonLines":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to put right."""

    def report(self, result: Result, outputs: Mapping[str, Output]) -> None:
        """Print the event of one report."""
        details: dict[str, Any] = {}
        if result.status in ("ok", "unchanged", "cached", "failed"):
            details["seconds"] = round(result.seconds, 3)
        if result.status in ("ok", "unchanged", "cached", "fresh"):
            details["files"] = {outputs[kind].path: outputs[kind].bytes for kind in sorted(outputs)}
        if result.status == "failed":
            details |= {"cell": result.cell, "error": result.error, "message": result.message}
        self._print(_EVENTS[result.status], report=result.name, **details)

    def step(self, step: Step) -> None:
        """Print the start of a report, of a cell, or of its rendering."""
        if step.rendering:
            self._print("rendering", report=step.name)
        elif step.cell:
            self._print("cell", report=step.name, cell=step.cell, cells=step.cells)
        else:
            self._print("started", report=step.name, attempt=step.attempt)

    def summarize(self, summary: Summary) -> None:
        """Print the counts, and the names of what else needs work."""
        counts = {word.replace(" ", "_"): count for word, count in _counts(summary).items()}
        self._print("summary", **counts, out_of_date=list(summary.stale))

    def _print(self, event: str, **details: Any) -> None:
        elapsed = round(time.perf_counter() - self.began, 3)
        self.write(json.dumps({"event": event, **details, "elapsed": elapsed}, ensure_ascii=False))


def format_line(result: Result, outputs: Mapping[str, Output], width: int) -> str:
    """Return one line: name, what happened, seconds, sizes or the reason of a failure."""
    from helpers.reports.site import size

    line = f"{result.name:<{width}}  {_WORDS[result.status]:<10}"
    if result.status != "fresh":
        line += f"  {result.seconds:5.1f} s"
    if result.status == "failed":
        return f"{line}  {result.message}"
    sizes = [f"{kind} {size(outputs[kind].bytes)}" for kind in _KINDS if kind in outputs]
    return "  ".join([line, *sizes])


def _counts(summary: Summary) -> dict[str, int]:
    results = summary.results.values()
    return {
        "built": sum(result.status == "ok" for result in results),
        "unchanged": sum(result.status == "unchanged" for result in results),
        "cached": sum(result.status == "cached" for result in results),
        "up to date": len(summary.fresh),
        "failed": len(summary.failed),
        "not started": len(summary.skipped),
    }
