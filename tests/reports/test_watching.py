"""Watching: what counts as an input, and that a file is read only once it is at rest."""

from helpers.reports.watching import snapshot, wait_for_change
from helpers.workspace import Workspace


def workspace(folder):
    for name in ("data/observations.csv", "notebooks/china.ipynb", "reports/china.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("one", encoding="utf-8")
    return Workspace(folder)


def names(paths, place):
    return {path.relative_to(place.root).as_posix() for path in paths if place.root in path.parents}


def test_inputs_are_notebooks_tables_and_code_but_no_reports_or_hidden_files(tmp_path):
    place = workspace(tmp_path)
    (place.notebooks / ".ipynb_checkpoints").mkdir()
    (place.notebooks / ".ipynb_checkpoints" / "china.ipynb").write_text("x", encoding="utf-8")
    (place.notebooks / ".~china.ipynb").write_text("x", encoding="utf-8")
    found = snapshot(place)
    assert names(found, place) == {"data/observations.csv", "notebooks/china.ipynb"}
    assert any(path.name == "watching.py" for path in found)


def test_a_file_is_taken_when_it_has_stopped_changing(tmp_path):
    place = workspace(tmp_path)
    before = snapshot(place)
    steps = ["", "half", "half and half", "", ""]

    def sleep(seconds):
        text = steps.pop(0)
        if text:
            (place.notebooks / "china.ipynb").write_text(text, encoding="utf-8")

    after, changed = wait_for_change(place, before, sleep)
    assert names(changed, place) == {"notebooks/china.ipynb"}
    assert after[place.notebooks / "china.ipynb"][1] == len("half and half")
    assert len(steps) == 1


def test_a_new_and_a_removed_file_are_changes(tmp_path):
    place = workspace(tmp_path)
    before = snapshot(place)
    (place.data / "events.csv").write_text("x", encoding="utf-8")
    (place.data / "observations.csv").unlink()
    _, changed = wait_for_change(place, before, lambda seconds: None)
    assert names(changed, place) == {"data/events.csv", "data/observations.csv"}
