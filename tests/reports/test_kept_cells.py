"""What an earlier run still holds for: cells up to the first change, and nothing after it."""

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reports.build import build
from helpers.reports.execution import execute_job
from helpers.reports.kept_cells import chains, code_cells, take_outputs, unchanged
from helpers.reports.plan import discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import STUBS, copy_workspace

CODES = st.lists(st.sampled_from(["a", "b", "c"]), max_size=5)
COUNTING = "import os\nos.write(os.open('runs.txt', os.O_CREAT | os.O_WRONLY | os.O_APPEND), b'x')"


def cell(source: str, count: int | None = 1, tags: tuple[str, ...] = ()) -> dict:
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code", "source": source, "execution_count": count, "metadata": metadata,
        "outputs": [source.upper()],
    }  # fmt: skip


@given(CODES, CODES)
def test_cells_are_kept_up_to_the_first_that_differs(now, then):
    same = unchanged([cell(one) for one in now], [cell(one) for one in then])
    assert now[:same] == then[:same]
    assert same == min(len(now), len(then)) or now[same] != then[same]


def test_a_tag_or_a_cell_that_never_ran_ends_what_is_kept():
    plain = [cell("a"), cell("b")]
    assert unchanged(plain, plain) == 2
    assert unchanged(plain, [cell("a"), cell("b", tags=("raises-exception",))]) == 1
    assert unchanged(plain, [cell("a", count=None), cell("b")]) == 0


def test_texts_and_blank_cells_do_not_run():
    text = {"cell_type": "markdown", "source": "a", "metadata": {}}
    assert code_cells([text, cell(" \n"), cell("a")]) == [cell("a")]


def test_outputs_are_taken_for_the_first_cells_only():
    now = [cell("a", None), cell("c", None)]
    take_outputs(now, [cell("a", 7), cell("b", 8)], 1)
    assert [one["execution_count"] for one in now] == [7, None]


@given(CODES, CODES)
def test_chains_are_the_same_as_long_as_the_cells_are(first, second):
    ours, theirs = chains("x", first), chains("x", second)
    for count in range(min(len(ours), len(theirs))):
        assert (ours[count] == theirs[count]) == (first[:count] == second[:count])


@pytest.fixture
def counted(tmp_path) -> Workspace:
    """A workspace whose report writes down that it ran."""
    workspace = copy_workspace(tmp_path / "w")
    edit(workspace, lambda cells: cells.append(new("code", COUNTING)))
    return workspace


def new(kind: str, source: str) -> dict:
    found = {"cell_type": kind, "id": f"new-{len(source)}", "metadata": {}, "source": source}
    return found | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def edit(workspace: Workspace, change) -> None:
    path = workspace.notebooks / "avalon.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")


def run(workspace: Workspace, given: dict[str, str] | None = None, **options) -> dict[str, bytes]:
    """Build, and return all published files by name."""
    books = discover(workspace)
    jobs = plan(books, ["avalon"], given or {}, workspace, exporters=STUBS)
    summary = build(workspace, books, jobs, execute=execute_job, **options)
    assert not summary.failed
    return {path.name: path.read_bytes() for path in workspace.reports.iterdir()}


def runs(workspace: Workspace) -> int:
    return len((workspace.notebooks / "runs.txt").read_text())


@pytest.mark.parametrize("given", [{}, {"since": "2015"}], ids=["plain", "with a parameter"])
def test_a_text_is_rendered_anew_without_running_a_cell(counted, given):
    run(counted, given)
    edit(counted, lambda cells: cells.insert(1, new("markdown", "## New words")))
    files = run(counted, given)
    assert runs(counted) == 1
    name = next(name for name in files if name.startswith("avalon") and name.endswith(".ipynb"))
    assert "## New words" in files[name].decode()
    assert run(counted, given, force=True) == files
    assert runs(counted) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda cells: cells.append(new("code", "1 + 1")),
        lambda cells: cells[-1]["metadata"].update(tags=["no-such-tag"]),
        lambda cells: cells.insert(0, new("code", "1 + 1")),
    ],
    ids=["a new last cell", "a tag", "a new first cell"],
)
def test_a_changed_cell_runs_them_all(counted, change):
    run(counted)
    edit(counted, change)
    run(counted)
    assert runs(counted) == 2


def test_a_cell_less_at_the_end_runs_nothing(counted):
    edit(counted, lambda cells: cells.append(new("code", "1 + 1")))
    run(counted)
    edit(counted, lambda cells: cells.pop())
    files = run(counted)
    assert runs(counted) == 1
    last = nbformat.reads(files["avalon.ipynb"].decode(), as_version=4).cells[-1]
    assert last.source == COUNTING


def test_other_data_run_all_cells(counted):
    run(counted)
    (counted.data / "more.csv").write_text("a\n1\n", encoding="utf-8")
    edit(counted, lambda cells: cells.insert(1, new("markdown", "## New words")))
    run(counted)
    assert runs(counted) == 2


def test_an_executed_notebook_that_somebody_edited_is_not_believed(counted):
    run(counted)
    path = counted.reports / "avalon.ipynb"
    path.write_bytes(path.read_bytes().replace(b'"cells"', b' "cells"'))
    edit(counted, lambda cells: cells.insert(1, new("markdown", "## New words")))
    run(counted)
    assert runs(counted) == 2
