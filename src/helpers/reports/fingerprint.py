"""What a report depends on, as digests: the one place that decides whether it is up to date.

Counted, for each report: the cells of its notebook (text, kind, tags, order), its parameters, the
modules of the package that the notebook can reach, all that renders reports, modules beside the
notebooks, the data, and the versions of the main libraries. Not counted: comments, layout and
docstrings of modules, ids and other metadata of cells, and files that no report reads.

Every table in data/ counts for every report: each ranks its partner among all, so that a row of any
other can reach it. Which rows did is known once the cells have run. A report that comes out as it
was is not rendered or published again (:func:`helpers.reports.keeping.rendered_from`).
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from helpers.errors import GateError
from helpers.reports.module_closure import Modules
from helpers.reports.notebook_scan import NotebookScan, read_notebook
from helpers.reports.plan import Job, is_report
from helpers.reports.scan_store import module_name, read_scans
from helpers.workspace import Workspace

LOCK_FILE = "requirements.lock"
PACKAGES = (
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "seaborn",
    "typst",
)
# What executes notebooks, and what renders them, with the exporters of the package's entry points.
RUNNERS = tuple(
    f"helpers.reports.{name}:"
    for name in ("execution", "pool", "preload", "provisioner", "ready_client")
)
RENDERERS = tuple(
    f"helpers.reports.{name}:"
    for name in ("docx_export", "execution", "html", "markdown_export", "pdf", "typst_source")
)
_RENDERING = "src/helpers/reports/"
_INDEX = ("helpers.reports.site:",)
_OF_THE_INDEX = "src/helpers/reports/templates/index.html.j2"
_NOT_OF_A_REPORT = {_OF_THE_INDEX, "src/helpers/reports/templates/diff.html.j2"}
# Descriptions of the data, and texts that only `multivector check --claims` reads.
_UNREAD_DATA = ("data/README.md", "data/datapackage.json", "data/claims_")
_PACKAGE_FOLDER = Path(__file__).parents[1]
_SHORT = 16

State = Mapping[str, str]


@dataclass(frozen=True)
class Trace:
    """What one report depends on.

    ``key`` is the hash of it all. ``states`` are the parts by kind, each a digest or a version by
    name: ``code``, ``data``, ``look`` (templates, fonts), ``libraries``, ``notebook`` (by id of the
    cell) and ``others`` (titles of the reports that it links to).
    """

    key: str
    states: Mapping[str, State] = field(default_factory=dict)


@dataclass(frozen=True)
class Inputs:
    """Everything the reports of a workspace can depend on, at one moment."""

    modules: Modules
    files: Mapping[str, str]
    notebooks: Mapping[str, NotebookScan]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The digest of every input that counts for a report or for the index, sorted by name."""
        books = {f"notebooks/{name}": scan.digest for name, scan in self.notebooks.items()}
        used = self.modules.closure(_INDEX).union(*map(self.reach, self.notebooks))
        return dict(sorted((self._code(used) | dict(self.files) | books).items()))

    def reach(self, notebook: str) -> frozenset[str]:
        """Return the modules that a notebook (its file name) and the rendering depend on."""
        if notebook not in self._reached:
            code = self.notebooks[notebook].code
            found = self.modules.closure((*code.uses, *RUNNERS, *RENDERERS), code.runs)
            self._reached[notebook] = found
        return self._reached[notebook]

    def chain(self, notebook: str, path: str) -> list[str]:
        """Return how a notebook comes to depend on a module (``src/…/x.py``): files, nearest first.

        Empty for a module that the rendering needs, not the notebook.
        """
        names = {self._path(name): name for name in self.modules.scans}
        uses = self.notebooks[notebook].code.uses
        return [self._path(name) for name in self.modules.chain(uses, names.get(path, ""))]

    def trace(self, job: Job) -> Trace:
        """Return what a job depends on.

        Formats are no part of it: each is a function of the same executed notebook, so a report
        built to HTML and PDF is also up to date for HTML alone.

        Raises
        ------
        GateError
            If the notebook was not there any more when the inputs were read.
        """
        if job.source.name not in self.notebooks:
            raise GateError(_vanished(f"notebooks/{job.source.name}"))
        book = self.notebooks[job.source.name]
        look = {n: h for n, h in self.files.items() if n.startswith("src/")}
        states: dict[str, State] = {
            "code": self._code(self.reach(job.source.name))
            | {n: h for n, h in self.files.items() if n.startswith("notebooks/")},
            "data": {n: h for n, h in self.files.items() if n.startswith("data/")},
            "look": {n: h for n, h in look.items() if n not in _NOT_OF_A_REPORT},
            "libraries": libraries() | {n: h for n, h in self.files.items() if n == LOCK_FILE},
            "notebook": book.cells,
            "others": dict(job.siblings),
            "paper": {"paper": job.paper},
        }
        parts = {kind: state for kind, state in states.items() if kind != "notebook"}
        whole = [job.name, dict(job.parameters), list(map(list, job.siblings)), book.digest, parts]
        short = {
            kind: {name: text[:_SHORT] if len(text) == 64 else text for name, text in state.items()}
            for kind, state in states.items()
        }
        return Trace(_hash(whole), short)

    def runs_the_same(self, job: Job, built: Mapping[str, State]) -> bool:
        """Tell whether all that cells can notice is as it was, the cells themselves aside.

        Code counts that the notebook reached then: what a new cell imports besides changes nothing
        for the cells before it. What only renders may have changed.

        Parameters
        ----------
        built : mapping
            What the report was built from, by kind: ``code``, ``data``, ``libraries``, ``look``.
        """
        if not {"code", "data", "libraries", "look"} <= built.keys():
            return False
        now = self.trace(job).states
        if any(built[kind] != now[kind] for kind in ("data", "libraries")):
            return False
        code = self.notebooks[job.source.name].code
        running = self._code(self.modules.closure((*code.uses, *RUNNERS), code.runs))
        modules = self._code(frozenset(self.modules.scans)) | dict(self.files)
        return all(
            modules.get(name, "")[:_SHORT] == digest
            for name, digest in [*built["code"].items(), *built["look"].items()]
            if name in running or not name.startswith(_RENDERING)
        )

    def renders_the_same(self, job: Job, built: Mapping[str, State]) -> bool:
        """Tell whether an executed notebook would give the same files as it did.

        Parameters
        ----------
        built : mapping
            As for :meth:`runs_the_same`.
        """
        now = self.trace(job).states
        if any(built.get(kind) != now[kind] for kind in ("libraries", "look", "others", "paper")):
            return False
        then = built.get("code", {})
        code = self._code(self.modules.closure(RENDERERS))
        return all(then.get(name) == key[:_SHORT] for name, key in code.items())

    def seed(self, job: Job) -> str:
        """Return a digest of all that the cells of a job can notice, the cells themselves aside."""
        digests = self._code(frozenset(self.modules.scans))
        return _hash([job.name, dict(job.parameters), digests, dict(self.files), libraries()])

    def _code(self, modules: frozenset[str]) -> dict[str, str]:
        digests = self.modules.digests
        return {self._path(name): digests[name] for name in sorted(modules & digests.keys())}

    def _path(self, module: str) -> str:
        ending = "/__init__.py" if module in self._packages else ".py"
        return f"src/{module.replace('.', '/')}{ending}"

    @cached_property
    def _packages(self) -> set[str]:
        return {name.rpartition(".")[0] for name in self.modules.scans}

    @cached_property
    def _reached(self) -> dict[str, frozenset[str]]:
        return {}


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def read_inputs(workspace: Workspace) -> Inputs:
    """Return all inputs: notebooks, data, lock file, and the package's own modules and files.

    Raises
    ------
    GateError
        If one of them vanishes, or cannot be read, while they are hashed.
    """
    try:
        return _read_inputs(workspace)
    except OSError as error:
        name = _relative(error.filename, workspace)
        if isinstance(error, FileNotFoundError):
            raise GateError(_vanished(name)) from error
        raise GateError(
            f"{name} cannot be read: {error.strerror or error}. Expected a file that this user "
            "may read; repair it and build again."
        ) from error


def _read_inputs(workspace: Workspace) -> Inputs:
    package = _tree(_PACKAGE_FOLDER, "src/helpers")
    modules = {name: path for name, path in package.items() if path.suffix == ".py"}
    files = {name: path for name, path in package.items() if path.suffix != ".py"}
    data = _tree(workspace.data, "data")
    files |= {name: path for name, path in data.items() if not name.startswith(_UNREAD_DATA)}
    # A notebook can import what lies beside it.
    beside = _tree(workspace.notebooks, "notebooks")
    files |= {name: path for name, path in beside.items() if name.endswith(".py")}
    lock = workspace.root / LOCK_FILE
    if lock.is_file():
        files[LOCK_FILE] = lock
    named = {module_name(path, _PACKAGE_FOLDER): path for path in modules.values()}
    books = [path for path in sorted(workspace.notebooks.glob("*.ipynb")) if is_report(path)]
    return Inputs(
        Modules(read_scans(named, workspace.root / ".build")),
        {name: file_hash(files[name]) for name in sorted(files)},
        {path.name: read_notebook(path) for path in books},
    )


@cache
def environment() -> dict[str, Any]:
    """Return the Python version (major.minor) and the versions of the main packages."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "missing"
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "packages": packages}


def libraries() -> dict[str, str]:
    """Return the versions of :func:`environment` by name."""
    return {"python": str(environment()["python"]), **environment()["packages"]}


def state_id(state: State) -> str:
    """Return the name of a state in the manifest: reports with the same one share it."""
    return _hash(dict(state))[:_SHORT]


def _hash(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _vanished(name: str) -> str:
    return (
        f"{name} vanished while the inputs were read: expected every file to stay in place during "
        "a build. Something else removes or replaces files here (a synchronization, a change of "
        "branch, an editor). Let it end, see that the file is there, and build again."
    )


def _relative(path: object, workspace: Workspace) -> str:
    """Return a path as people know it: from the workspace or the package on."""
    for start in (workspace.root, _PACKAGE_FOLDER.parents[1]):
        try:
            return Path(str(path)).relative_to(start).as_posix()
        except ValueError:
            continue
    return Path(str(path)).name


def _tree(folder: Path, prefix: str) -> dict[str, Path]:
    found = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not hidden:
            found["/".join((prefix, *parts))] = path
    return found
