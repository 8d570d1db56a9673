"""Workspaces made for a benchmark: the real data, one notebook a partner, a copy of the code."""

import compileall
import csv
import json
import shutil
from pathlib import Path
from typing import Any

from helpers.reports.outputs import is_hidden

ROOT = Path(__file__).parents[1]
# Where a notebook is edited, and what that is called.
EDITS = {
    "text": "a text",
    "last": "the last code cell",
    "middle": "a code cell in the middle",
    "first": "the first code cell that is shown",
}
_SAY, _SAID = "from IPython.display import Markdown, display\ndisplay(Markdown('Edited: ", ")  #\n"
_FEWEST_ROWS = 20
PLAIN = (
    """\
import sqlite3

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import optimize, stats
""",
    """\
random = np.random.default_rng(7)
frame = pd.DataFrame(
    {"group": random.integers(0, 40, 60_000), "x": random.normal(size=60_000)}
).assign(y=lambda frame: 3 * frame["x"] + random.normal(size=60_000))
with sqlite3.connect(":memory:") as base:
    frame.to_sql("points", base, index=False)
    means = pd.read_sql("select \\"group\\", avg(y) as mean from points group by 1", base)
means.head()
""",
    """\
fit = optimize.curve_fit(lambda x, a, b: a * x + b, frame["x"], frame["y"])[0]
stats.pearsonr(frame["x"], frame["y"]).statistic, fit
""",
    """\
figure, axes = plt.subplots(1, 2, figsize=(9, 3))
axes[0].hexbin(frame["x"], frame["y"], gridsize=30)
axes[1].hist(frame["y"], bins=60)
""",
    """\
frame.groupby("group")["y"].describe().round(2)
""",
)


def copy_code(folder: Path) -> Path:
    """Copy the package to import from: an edit during the run changes nothing then."""
    shutil.copytree(
        ROOT / "src" / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    # A measured run should not pay for compiling once what is compiled in an installation.
    compileall.compile_dir(folder, quiet=1)
    return folder


def partner_workspace(folder: Path, count: int) -> list[str]:
    """Make a workspace of ``count`` reports from partner.ipynb; return their names.

    Each is about another partner with enough figures; when those are used up, the same partners
    come again with another first year.
    """
    _copy_data(folder)
    template = json.loads((ROOT / "notebooks" / "partner.ipynb").read_text(encoding="utf-8"))
    partners = _partners(ROOT / "data")
    names = []
    for number in range(count):
        code, since = partners[number % len(partners)], 2010 + number // len(partners)
        if since > 2018:
            raise ValueError(f"At most {len(partners) * 9} reports can be told apart.")
        name = f"p{number:03d}-{code.lower()}"
        _write(folder / "notebooks" / f"{name}.ipynb", _about(template, code, since))
        names.append(name)
    return names


def plain_workspace(folder: Path, count: int) -> list[str]:
    """Make a workspace of synthetic notebooks on random numbers that use none of this package."""
    _copy_data(folder)
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "top", "metadata": {}, "source": "# Random numbers"}
    ]
    for number, source in enumerate(PLAIN):
        cells.append(
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
        )
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    names = [f"plain{number:03d}" for number in range(count)]
    for name in names:
        content = {
            "cells": cells,
            "metadata": {"kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        _write(folder / "notebooks" / f"{name}.ipynb", content)
    return names


def edit(folder: Path, name: str, word: str, place: str) -> None:
    """Change one notebook, so that its report is out of date and its page is going to differ.

    Parameters
    ----------
    place : str
        One of :data:`EDITS`: a text is added at the end, or a code cell that the report shows says
        the word.
    """
    path = folder / "notebooks" / f"{name}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    cells = [one for one in content["cells"] if one.get("id") != "edited"]
    code = [one for one in cells if one["cell_type"] == "code" and not is_hidden(one)]
    if place == "text":
        text = f"Edited: {word}."
        cells.append({"cell_type": "markdown", "id": "edited", "metadata": {}, "source": text})
    else:
        chosen = code[{"first": 0, "middle": len(code) // 2, "last": -1}[place]]
        # In front: the last line of a cell is what it shows.
        source = "".join(chosen["source"]).rpartition(_SAID)[2]
        chosen["source"] = f"{_SAY}{word}'){_SAID}{source}"
    _write(path, {**content, "cells": cells})


def _copy_data(folder: Path) -> None:
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "notebooks").mkdir()


def _partners(data: Path) -> list[str]:
    """Return the countries with the most rows first, ties by code; no focal country, no groups."""
    with (data / "countries.csv").open(encoding="utf-8", newline="") as file:
        countries = {row["code"] for row in csv.DictReader(file) if row["kind"] == "country"}
    rows: dict[str, int] = {}
    with (data / "observations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["focal"] == "BLR" and row["partner"] in countries:
                rows[row["partner"]] = rows.get(row["partner"], 0) + 1
    enough = [code for code, number in rows.items() if number >= _FEWEST_ROWS]
    return sorted(enough, key=lambda code: (-rows[code], code))


def _about(template: dict[str, Any], partner: str, since: int) -> dict[str, Any]:
    content = json.loads(json.dumps(template))
    content["metadata"].get("multivector", {}).pop("template", None)
    for cell in content["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            text = "".join(cell["source"])
            cell["source"] = text.replace('"TUR"', f'"{partner}"').replace(
                "since: int = 2010", f"since: int = {since}"
            )
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
