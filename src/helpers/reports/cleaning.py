"""Makes an executed notebook a function of its inputs: no times, paths, addresses or random ids."""

import json
import re
from collections.abc import Mapping
from typing import Any

from helpers.reports.parameters import Value

INJECTED_ID = "injected-parameters"
_NOTEBOOK_KEYS = ("authors", "kernelspec", "multivector", "title")
_LANGUAGE_KEYS = ("file_extension", "mimetype", "name", "pygments_lexer")
_CELL_KEYS_OF_A_RUN = ("papermill", "execution", "ExecuteTime", "collapsed", "scrolled")
_PLACES_IN_A_RUN = (
    (re.compile(r"\S*ipykernel_\d+[/\\]\d+\.py"), "<cell>"),
    (re.compile(r" at 0x[0-9a-fA-F]{6,}"), ""),
)


def injected_source(values: Mapping[str, Value]) -> str:
    """Return the code that overrides parameters, with letters of any script shown as they are."""
    return "\n".join(["# Parameters", *(f"{key} = {value!r}" for key, value in values.items())])


def ensure_cell_ids(notebook: Any) -> None:
    """Give a name to every cell that has none: nbformat would draw one at random."""
    for index, cell in enumerate(notebook.cells):
        if not cell.get("id"):
            cell["id"] = f"cell-{index}"
    notebook.nbformat, notebook.nbformat_minor = 4, 5


def clean(notebook: Any, values: Mapping[str, Value], root: str) -> Any:
    """Strip what differs between two runs on the same inputs, in place, and return the notebook.

    Parameters
    ----------
    notebook : NotebookNode
        Just executed by papermill.
    values : mapping
        The parameters that were overridden; all that is kept of papermill's metadata.
    root : str
        Folder of the workspace; it is replaced by "." in printed text.
    """
    kept = {key: notebook.metadata[key] for key in _NOTEBOOK_KEYS if key in notebook.metadata}
    language = notebook.metadata.get("language_info", {})
    kept["language_info"] = {key: language[key] for key in _LANGUAGE_KEYS if key in language}
    kept["papermill"] = {"parameters": dict(values)}
    notebook.metadata = type(notebook)(kept)
    for cell in notebook.cells:
        for key in _CELL_KEYS_OF_A_RUN:
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        for output in cell.get("outputs", []):
            _clean_output(output, root)
    return notebook


def scrub(text: str, root: str) -> str:
    """Remove temporary file names, memory addresses and the workspace's own path from a text."""
    for pattern, replacement in _PLACES_IN_A_RUN:
        text = pattern.sub(replacement, text)
    return text.replace(root, ".")


def to_bytes(notebook: Any) -> bytes:
    """Return the file of a notebook: sorted keys, one trailing newline."""
    import nbformat

    # nbformat splits long strings into lines, which keeps diffs of two editions readable.
    content = json.loads(nbformat.writes(notebook, version=4))
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    # Half a character, which UTF-8 cannot write, has an escape in JSON: the same one as in Python.
    return text.encode(errors="backslashreplace")


def _clean_output(output: Any, root: str) -> None:
    if output.output_type == "stream":
        output.text = scrub(output.text, root)
    elif "text/plain" in output.get("data", {}):
        output.data["text/plain"] = scrub(output.data["text/plain"], root)
