"""Why a report is out of date, from states that can be checked by eye."""

from pathlib import Path

import pytest

from helpers.reports.explaining import FAILED, NEVER, OUT_OF_DATE, UP_TO_DATE, explain, with_chains
from helpers.reports.fingerprint import Trace
from helpers.reports.manifest import Entry, Failure, Manifest, Output, built_from
from helpers.reports.plan import Job

JOB = Job("avalon", "avalon", Path("avalon.ipynb"), Path())
OLD = {
    "code": {"src/helpers/a.py": "1", "src/helpers/b.py": "1"},
    "data": {"data/trade.csv": "1"},
    "libraries": {"python": "3.11", "pandas": "3.0"},
    "notebook": {"setup": "1", "finding": "1"},
    "others": {"overview": "Overview"},
}
FILES = {"html": Output("avalon.html", "0", 1)}
BUILT = Entry("avalon", "Avalon", "ok", fingerprint="old", outputs=FILES)


def after(**kinds: dict[str, str]) -> Trace:
    return Trace("new", {**OLD, **kinds})


def test_the_same_key_is_up_to_date_whatever_the_states():
    found = explain(JOB, Trace("old", OLD), BUILT, OLD)
    assert (found.status, found.reasons, found.lines) == (UP_TO_DATE, (), ())


@pytest.mark.parametrize(
    ("kinds", "line"),
    [
        ({"data": {"data/trade.csv": "2"}}, "data: changed data/trade.csv"),
        (
            {"code": {"src/helpers/a.py": "2", "src/helpers/c.py": "1"}},
            "code: changed src/helpers/a.py; new src/helpers/c.py; gone src/helpers/b.py",
        ),
        ({"notebook": {"setup": "1", "finding": "2"}}, "cells: changed finding"),
        (
            {"libraries": {"python": "3.11", "pandas": "3.1"}},
            "libraries: changed pandas 3.0 → 3.1",
        ),
        (
            {"others": {"overview": "The whole"}},
            "titles of other reports: changed overview Overview → The whole",
        ),
        ({}, "the order of the cells or the metadata of the notebook has changed"),
    ],
)
def test_what_changed_is_named(kinds, line):
    found = explain(JOB, after(**kinds), BUILT, OLD)
    assert (found.status, found.lines) == (OUT_OF_DATE, (line,))


def test_the_way_to_a_module_is_told():
    changed = {"src/helpers/a.py": "2", "src/helpers/b.py": "1", "src/helpers/c.py": "1"}
    found = with_chains(
        explain(JOB, after(code=changed), BUILT, OLD),
        lambda path: [] if path.endswith("c.py") else ["src/helpers/b.py", path],
    )
    assert found.through == {
        "src/helpers/a.py": ["src/helpers/b.py", "src/helpers/a.py"],
        "src/helpers/c.py": [],
    }
    assert found.lines[1:] == ("  src/helpers/a.py by way of src/helpers/b.py",)


def test_another_python_is_said_to_change_all_modules():
    found = explain(JOB, after(libraries={"python": "3.12", "pandas": "3.0"}), BUILT, OLD)
    assert found.lines[-1].startswith("another Python")


def test_a_failed_report_says_how_and_what_changed_since_its_files_were_good():
    entry = Entry(
        "avalon", "Avalon", "failed", message="cell 2: no", fingerprint="old", outputs=FILES,
        failure=Failure("ValueError", 2, "no"),
    )  # fmt: skip
    found = explain(JOB, after(data={"data/trade.csv": "2"}), entry, OLD)
    assert found.status == FAILED
    assert found.lines == ("the last build failed: cell 2: no", "data: changed data/trade.csv")


def test_files_that_were_edited_are_named():
    found = explain(JOB, Trace("old", OLD), BUILT, OLD, ("avalon.html",))
    assert (found.status, found.files) == (OUT_OF_DATE, ("avalon.html",))
    assert found.lines == ("files missing or edited: avalon.html",)


def test_a_report_that_was_never_built_says_so():
    assert explain(JOB, after(), None, {}).status == NEVER


def test_an_entry_of_an_older_manifest_is_not_guessed_at():
    found = explain(JOB, after(), BUILT, {})
    assert found.reasons == ()
    assert found.lines == ("the manifest does not say what it was built from",)


def test_states_are_found_by_their_key_and_missing_ones_are_left_out():
    entry = Entry("avalon", "Avalon", "ok", states={"data": "k", "code": "gone"})
    manifest = Manifest(states={"k": {"data/trade.csv": "1"}})
    assert built_from(manifest, entry) == {"data": {"data/trade.csv": "1"}}
