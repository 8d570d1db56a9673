"""Where a workspace keeps its notebooks, data and reports."""

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import UsageError

MARKER = Path("data") / "datapackage.json"
VARIABLE = "MULTIVECTOR_ROOT"


@dataclass(frozen=True)
class Workspace:
    """Folders of one research package; everything else is found relative to ``root``."""

    root: Path

    @property
    def notebooks(self) -> Path:
        """Folder of the parameterized notebooks."""
        return self.root / "notebooks"

    @property
    def data(self) -> Path:
        """Folder of the package's own tables."""
        return self.root / "data"

    @property
    def reports(self) -> Path:
        """Folder of the current edition."""
        return self.root / "reports"


def find_workspace(start: Path | str | None = None) -> Workspace:
    """Return the workspace around ``start``, by default $MULTIVECTOR_ROOT or the working folder.

    Raises
    ------
    UsageError
        If no folder upwards holds ``data/datapackage.json``.
    """
    origin = Path(start or os.environ.get(VARIABLE) or Path.cwd()).resolve()
    for folder in (origin, *origin.parents):
        if (folder / MARKER).is_file():
            return Workspace(folder)
    raise UsageError(
        f"No workspace found: expected {MARKER.as_posix()} in '{origin.name}' or a folder above. "
        f"Run the command inside a clone of the package, or set {VARIABLE} to its folder."
    )
