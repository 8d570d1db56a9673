"""What the build prints: one line a report, with a bar under it when someone is watching."""

import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import click

from helpers.reports.build import Summary
from helpers.reports.execution import Result
from helpers.reports.manifest import Output

_WORDS = {"ok": "built", "fresh": "up to date", "failed": "failed"}
_KINDS = ("html", "pdf", "docx", "markdown")


class Progress:
    """Prints results as they come; use as a context manager."""

    def __init__(self, names: Sequence[str]) -> None:
        self.width = max(len(name) for name in names)
        self.queued = 0
        self.started = time.perf_counter()
        self.bar: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.close()

    def report(self, result: Result, outputs: Mapping[str, Output]) -> None:
        """Print the line of one report."""
        if result.status == "queued":
            self._expect_one_more()
            return
        line = format_line(result, outputs, self.width)
        if self.bar is None:
            click.echo(line)
        else:
            self.bar.write(line, file=sys.stdout)
            self.bar.update()

    def _expect_one_more(self) -> None:
        self.queued += 1
        if self.bar is None and sys.stderr.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=0, unit="report", leave=False, file=sys.stderr)
        if self.bar is not None:
            self.bar.total = self.queued
            self.bar.refresh()

    def summarize(self, summary: Summary) -> None:
        """Print the last line: how many were built or failed, and what else needs work."""
        results = summary.results.values()
        parts = [
            (sum(result.status == "ok" for result in results), "built"),
            (len(summary.fresh), "up to date"),
            (len(summary.failed), "failed"),
            (len(summary.skipped), "not started"),
        ]
        counts = ", ".join(f"{count} {word}" for count, word in parts if count)
        click.echo(f"{counts} in {time.perf_counter() - self.started:.1f} s: reports/index.html")
        if summary.stale:
            click.echo(f"Out of date, not asked for: {', '.join(summary.stale)}")


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
