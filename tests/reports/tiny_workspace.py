"""A copy of the invented workspace, and exporters that take no time."""

import shutil
from pathlib import Path

from helpers.workspace import Workspace

STUBS = {
    "html": "tests.reports.stub_exporters.StubHTML",
    "pdf": "tests.reports.stub_exporters.StubPDF",
}
_SOURCE = Path(__file__).parents[1] / "data" / "workspace"


def copy_workspace(folder: Path) -> Workspace:
    """Return a fresh copy in ``folder``, which must not exist."""
    shutil.copytree(_SOURCE, folder)
    return Workspace(folder)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and modification time of every file."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file."""
    return {name: content for name, (content, _) in snapshot(folder).items()}
