"""A build that can be told to die: ``python -m tests.stress.victim ROOT [options]``.

Ends with 0 if every report was built, 1 if some failed, 3 for an error of the disk, 130 for an
interruption. ``--steps FILE`` writes how many changes to files were made; ``--die-at N`` kills this
process right before the N-th of them.
"""

import argparse
import os
import resource
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from helpers.reports.build import build
from helpers.reports.execution import Result, execute_job
from helpers.reports.plan import Job, discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import STUBS

_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def quick(job: Job) -> Result:
    """Stand in for execution: the bytes depend on the notebook, and no kernel is started."""
    source = job.source.read_bytes()
    if b"SLOWLY" in source:
        time.sleep(0.3)
    key = sha256(source).hexdigest().encode()
    files = {kind: kind.encode() + key * 500 for kind in ("ipynb", *job.formats)}
    cover = {"kind": "cover", "title": job.title, "edition": "2026-11-23"}
    return Result(job.name, "ok", 0.1, files, cover)


def main() -> int:
    """Build the workspace; return the exit code."""
    options = _options()
    workspace = Workspace(options.root)
    signal.signal(signal.SIGTERM, _interrupt)
    if options.largest_file:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.largest_file, options.largest_file))
    notebooks = discover(workspace)
    names = [name for name in options.names.split(",") if name]
    limits = {"cell_limit": options.cell_limit, "report_limit": options.report_limit}
    jobs = plan(notebooks, names, {}, workspace, exporters=STUBS, **limits)
    steps = _Steps(workspace.root, options.die_at)
    sys.addaudithook(steps.see)
    try:
        summary = build(
            workspace,
            notebooks,
            jobs,
            workers=2,
            execute=quick if options.quick else execute_job,
        )
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"{type(error).__name__}: {error.strerror}")
        return 3
    finally:
        if options.steps:
            options.steps.write_text(str(steps.seen))
    for result in summary.failed:
        print(f"{result.name}: {result.message}")
    return 1 if summary.failed else 0


class _Steps:
    """Counts the changes to files of a workspace that this process makes, and may end it."""

    def __init__(self, root: Path, die_at: int) -> None:
        self.root, self.die_at, self.seen = str(root), die_at, 0

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count one event of the interpreter if it changes a file below the root."""
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if not writes and event not in _CHANGES:
            return
        # Removing what is in a folder names it without the folder, by a handle of that.
        inside = event in ("os.remove", "os.rmdir") and arguments[-1] not in (-1, None)
        if not inside and not any(str(one).startswith(self.root) for one in arguments[:2]):
            return
        self.seen += 1
        if self.seen == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="victim")
    parser.add_argument("root", type=Path)
    parser.add_argument("--names", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--steps", type=Path)
    parser.add_argument("--die-at", type=int, default=0)
    parser.add_argument("--largest-file", type=int, default=0)
    parser.add_argument("--cell-limit", type=float, default=60)
    parser.add_argument("--report-limit", type=float, default=120)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
