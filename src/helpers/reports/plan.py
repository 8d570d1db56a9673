"""Which reports to build: notebooks found, names and parameters checked for the whole batch."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from helpers.errors import GateError, UsageError, suggest
from helpers.reports.kept_cells import Kept
from helpers.reports.parameters import Parameter, Value, parse_value, read_parameters
from helpers.workspace import Workspace

FORMATS = ("html", "pdf")
EXPORTERS = {
    "html": "multivector_html",
    "pdf": "multivector_pdf",
    "docx": "multivector_docx",
    "markdown": "multivector_markdown",
    "typst": "multivector_typst",
}
PAPERS = ("a4", "letter")
# Format to the optional extra it needs, and the module that shows whether it is installed.
EXTRAS = {"docx": ("docx", "docx")}
_SUFFIXES = {"markdown": "md", "typst": "typ"}
Validator = Callable[[Value], str | None]

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_RESERVED = {"index", "manifest", "readme"}
_LONGEST_VALUE = 40


@dataclass(frozen=True)
class Notebook:
    """A notebook that can become a report. ``template`` ones are built by name only."""

    name: str
    path: Path
    title: str
    parameters: Mapping[str, Parameter]
    template: bool = False
    order: float = float("inf")


@dataclass(frozen=True)
class Job:
    """All that a worker needs to execute and render one report; it travels between processes.

    ``cell_limit`` and ``report_limit`` are seconds; ``siblings`` are name and title of the other
    standing reports; ``paper`` is one of PAPERS; ``exporters`` maps a format to the name of an
    nbconvert exporter; ``kept`` is a run that still holds, ``rendered_from`` the SHA-256 of the
    executed notebook that need not be rendered again, ``snapshots`` where copies of its kernels
    wait.
    """

    name: str
    notebook: str
    source: Path
    root: Path
    title: str = ""
    parameters: Mapping[str, Value] = field(default_factory=dict)
    formats: tuple[str, ...] = FORMATS
    siblings: tuple[tuple[str, str], ...] = ()
    edition: str = ""
    paper: str = PAPERS[0]
    cell_limit: float = 300
    report_limit: float = 900
    exporters: Mapping[str, str] = field(default_factory=lambda: dict(EXPORTERS))
    kept: Kept | None = None
    rendered_from: str = ""
    snapshots: str = ""


def discover(workspace: Workspace) -> list[Notebook]:
    """Return the notebooks: overview first, then by ``multivector.order``, then by name.

    Sub-folders (``scratch/``) and names that start with an underscore are left out.

    Raises
    ------
    UsageError
        If there is no notebook, or one cannot be read, or its name cannot be a file name.
    """
    paths = sorted(workspace.notebooks.glob("*.ipynb"))
    notebooks = [_read(path) for path in paths if is_report(path)]
    if not notebooks:
        raise UsageError("No notebooks found: expected at least one in notebooks/*.ipynb.")
    return sorted(notebooks, key=lambda book: (book.name != "overview", book.order, book.name))


def is_report(path: Path) -> bool:
    """Tell whether a notebook is one for reports: drafts start with an underscore."""
    return not path.name.startswith(("_", "."))


def standing(notebooks: Iterable[Notebook]) -> tuple[tuple[str, str], ...]:
    """Return name and title of the reports that are built when none is named."""
    return tuple((book.name, book.title) for book in notebooks if not book.template)


def plan(
    notebooks: Sequence[Notebook],
    names: Sequence[str],
    given: Mapping[str, str],
    workspace: Workspace,
    formats: Sequence[str] = FORMATS,
    validators: Mapping[str, Validator] | None = None,
    **limits: Any,
) -> list[Job]:
    """Return one job a report, or raise one error that holds every problem of the batch.

    Parameters
    ----------
    notebooks : sequence of Notebook
        From :func:`discover`.
    names : sequence of str
        Notebooks to build; empty means all that are not templates.
    given : mapping
        Parameters as typed by the user, applied to every selected notebook.
    validators : mapping, optional
        Parameter name to a function that returns a sentence if the value is not acceptable.
    **limits
        Further fields of :class:`Job` (``cell_limit``, ``report_limit``, ``exporters`` …).

    Raises
    ------
    UsageError
        For unknown reports, formats and parameters, and for values of the wrong type.
    """
    selected = _select(notebooks, names)
    problems = _unknown_formats(formats) + _unknown_parameters(selected, given)
    values: dict[str, dict[str, Value]] = {book.name: {} for book in selected}
    for book in selected:
        for key, text in given.items():
            if key not in book.parameters:
                continue
            try:
                value = parse_value(book.parameters[key], text)
            except ValueError as error:
                problems.append(str(error))
                continue
            check = (validators or {}).get(key, lambda _: None)
            problems += filter(None, [check(value)])
            values[book.name][key] = value
    if problems:
        raise UsageError(" ".join(dict.fromkeys(problems)))
    siblings = standing(notebooks)
    return [
        make_job(book, values[book.name], workspace, siblings, formats=tuple(formats), **limits)
        for book in selected
    ]


def make_job(
    book: Notebook,
    values: Mapping[str, Value],
    workspace: Workspace,
    siblings: tuple[tuple[str, str], ...] = (),
    **settings: Any,
) -> Job:
    """Return the job of one notebook with typed values; values equal to the default are dropped."""
    template_key = "partner" if book.template and "partner" in book.parameters else ""
    chosen = {
        key: values.get(key, parameter.default)
        for key, parameter in book.parameters.items()
        if values.get(key, parameter.default) != parameter.default or key == template_key
    }
    name = report_name(book.name, chosen)
    return Job(
        name=name,
        notebook=book.name,
        source=book.path,
        root=workspace.root,
        title=book.title,
        parameters=chosen,
        siblings=tuple(other for other in siblings if other[0] != name),
        **settings,
    )


def report_name(notebook: str, values: Mapping[str, Value]) -> str:
    """Name a report after its notebook and the parameters that differ from the defaults.

    >>> report_name("partner", {"partner": "TUR"})
    'partner-TUR'
    >>> report_name("china", {"since": 2015})
    'china-since-2015'
    """
    parts = [notebook]
    for key, value in values.items():
        parts += [_safe(value)] if key == "partner" else [_safe(key), _safe(value)]
    return "-".join(parts)


def file_name(report: str, kind: str) -> str:
    """Return the name of a published file.

    >>> file_name("china", "pdf"), file_name("china", "markdown")
    ('china.pdf', 'china.md')
    """
    return f"{report}.{_SUFFIXES.get(kind, kind)}"


def require_extra(kind: str) -> None:
    """Refuse a format whose optional extra is not installed.

    Raises
    ------
    UsageError
        With the command that installs the extra.
    """
    extra, module = EXTRAS.get(kind, ("", ""))
    if extra and find_spec(module) is None:
        raise UsageError(
            f"Format '{kind}' needs the optional extra '{extra}', which is not installed. "
            f"Install it with: pip install 'multivector[{extra}]'."
        )


def _safe(value: Value) -> str:
    text = str(value)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-")[:_LONGEST_VALUE]
    # Two values that look the same as file names must not share a report.
    return slug if slug == text else f"{slug}-{sha256(text.encode()).hexdigest()[:6]}".strip("-")


def _read(path: Path) -> Notebook:
    if not _SAFE_NAME.fullmatch(name := path.stem) or name.lower() in _RESERVED:
        raise UsageError(
            f"notebooks/{path.name} cannot name a report: expected letters, digits, '-' and '_', "
            f"and none of {', '.join(sorted(_RESERVED))}. Rename the notebook."
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        settings = content["metadata"].get("multivector", {})
    except FileNotFoundError:
        raise GateError(
            f"notebooks/{path.name} vanished while the notebooks were read: expected every file to "
            "stay in place during a build. See that it is there, and build again."
        ) from None
    except (ValueError, KeyError, AttributeError, TypeError):
        raise UsageError(f"notebooks/{path.name} is not a notebook: expected valid JSON.") from None
    return Notebook(
        name=name,
        path=path,
        title=settings.get("title") or _heading(content) or name.replace("-", " ").capitalize(),
        parameters=read_parameters(content, name),
        template=bool(settings.get("template", False)),
        order=float(settings.get("order", "inf")),
    )


def _heading(content: Mapping[str, Any]) -> str:
    for cell in content.get("cells", []):
        text = "".join(cell.get("source", "")) if cell.get("cell_type") == "markdown" else ""
        if found := re.search(r"^# +(.+)$", text, re.MULTILINE):
            return found[1].strip()
    return ""


def _select(notebooks: Sequence[Notebook], names: Sequence[str]) -> list[Notebook]:
    known = {book.name: book for book in notebooks}
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        raise UsageError(
            " ".join(f"No report '{name}'. {suggest(name, known, 'reports')}" for name in unknown)
        )
    return [book for book in notebooks if (book.name in names if names else not book.template)]


def _unknown_formats(formats: Sequence[str]) -> list[str]:
    problems = []
    for name in formats:
        if name not in EXPORTERS:
            problems.append(f"Unknown format '{name}'. {suggest(name, EXPORTERS, 'formats')}")
            continue
        try:
            require_extra(name)
        except UsageError as error:
            problems.append(str(error))
    return problems


def _unknown_parameters(selected: Sequence[Notebook], given: Mapping[str, str]) -> list[str]:
    known = dict.fromkeys(key for book in selected for key in book.parameters)
    problems = []
    for key in given:
        without = [book.name for book in selected if key not in book.parameters]
        if key not in known:
            problems.append(f"Unknown parameter '{key}'. {suggest(key, known, 'parameters')}")
        elif without:
            problems.append(
                f"Parameter '{key}' does not exist in {', '.join(without)}: "
                "name the reports that it is meant for."
            )
    return problems
