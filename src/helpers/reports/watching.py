"""Notices that an input of the reports was saved, by the dates and sizes of its files."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.workspace import Workspace

CODE = Path(__file__).parents[1]
PAUSE = 0.1
_KINDS = (".ipynb", ".csv", ".json", ".toml", ".py", ".css", ".js", ".j2", ".typ", ".lock", ".ttf")
Snapshot = Mapping[Path, tuple[int, int]]


def snapshot(workspace: Workspace) -> Snapshot:
    """Return date and size of every file that can change a report, by path.

    Notebooks, tables, and the package's own code, templates and fonts; hidden files and folders
    (checkpoints of JupyterLab, half-written files of editors) are not among them.
    """
    found = {}
    for top in (workspace.notebooks, workspace.data, CODE):
        for folder, folders, files in os.walk(top):
            folders[:] = [one for one in folders if not one.startswith((".", "__pycache__"))]
            for name in files:
                if name.endswith(_KINDS) and not name.startswith("."):
                    path = Path(folder, name)
                    try:
                        state = path.stat()
                    except OSError:  # gone since the folder was read
                        continue
                    found[path] = (state.st_mtime_ns, state.st_size)
    return found


def wait_for_change(
    workspace: Workspace,
    before: Snapshot,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Snapshot, set[Path]]:
    """Wait until files have changed and are at rest again; return all files, and which changed.

    Parameters
    ----------
    workspace : Workspace
        Whose files to look at.
    before : mapping
        The snapshot that the last build saw.
    sleep : callable
        Takes seconds.
    """
    now = snapshot(workspace)
    while True:
        sleep(PAUSE)
        last, now = now, snapshot(workspace)
        changed = {path for path in {*before, *now} if before.get(path) != now.get(path)}
        if changed and last == now:
            return now, changed
