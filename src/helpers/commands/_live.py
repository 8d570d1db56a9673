"""A live table of the reports that run, for whoever watches a terminal."""

import sys
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from rich.progress import TimeRemainingColumn as Remaining
from rich.text import Text

from helpers.reports.execution import Step


class LiveTable:
    """A row for all reports and one for each that runs: stage, cell, time spent and time left.

    It vanishes when it is closed. What is printed meanwhile stands above it.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where to draw, by default the terminal of standard error.
    """

    def __init__(self, console: Console | None = None) -> None:
        self.table = Progress(
            TextColumn("{task.description}"),
            _Stage(),
            BarColumn(bar_width=20),
            Elapsed(),
            TextColumn("spent"),
            Remaining(elapsed_when_finished=True),
            TextColumn("left"),
            console=console or Console(stderr=True),
            transient=True,
            redirect_stderr=False,
            # Lines go into a file if standard output is one.
            redirect_stdout=sys.stdout.isatty(),
        )
        self.rows: dict[str, TaskID] = {}
        self.whole = self.table.add_task("all reports", total=0, stage="report {} of {}")

        self.table.start()

    def close(self) -> None:
        """Leave the terminal as it was."""
        self.table.stop()

    def expect(self) -> None:
        """Count one more report that is going to run."""
        self.table.update(self.whole, total=(self._task(self.whole).total or 0) + 1)

    def step(self, step: Step) -> None:
        """Show how far a report has come; another attempt begins its row anew."""
        if not step.cell:
            self._forget(step.name)
        if step.name not in self.rows:
            self.rows[step.name] = self.table.add_task(f"  {step.name}", total=None, stage="starts")
        if step.cell:
            stage = "renders" if step.rendering else "cell {} of {}"
            done = step.cells if step.rendering else step.cell - 1
            row = self.rows[step.name]
            self.table.update(row, completed=done, total=step.cells, stage=stage, cell=step.cell)

    def done(self, name: str) -> None:
        """Take the row of a report away and count it."""
        self._forget(name)
        self.table.advance(self.whole)

    def _forget(self, name: str) -> None:
        if name in self.rows:
            self.table.remove_task(self.rows.pop(name))

    def _task(self, number: TaskID) -> Task:
        return next(task for task in self.table.tasks if task.id == number)


class _Stage(ProgressColumn):
    """The stage of a row, with the numbers that belong into it."""

    def render(self, task: Task) -> Text:
        """Return the words."""
        number: Any = task.fields.get("cell", int(task.completed))
        return Text(task.fields["stage"].format(number, int(task.total or 0)))
