import time
from dataclasses import replace
from hashlib import sha256

import pytest

from helpers.reports.fingerprint import file_hash
from helpers.reports.manifest import MANIFEST, Entry, Manifest, Output, hash_all, load_manifest

PAGE = Output("avalon.html", sha256(b"page").hexdigest(), 4)


def manifest() -> Manifest:
    entry = Entry(
        notebook="avalon",
        title="Авалон",
        status="ok",
        parameters={"since": 2015},
        fingerprint="f",
        edition="2026-11-23",
        outputs={"html": PAGE},
        cover={"kind": "cover", "figures": []},
    )
    return Manifest(
        edition="2026-11-23",
        environment={"python": "3.11", "packages": {"pandas": "3.1.1"}},
        inputs={"data/a.csv": "0"},
        index=Output("index.html", "1", 2),
        reports={"z": entry, "avalon": Entry("avalon", "Avalon", "failed", message="no")},
    )


def test_what_is_written_is_what_is_read_in_the_order_of_the_index(tmp_path):
    (tmp_path / MANIFEST).write_text(manifest().to_json(), encoding="utf-8")
    found = load_manifest(tmp_path)
    assert found == manifest()
    assert list(found.reports) == ["z", "avalon"]


def test_the_text_is_sorted_and_readable():
    text = manifest().to_json()
    assert "Авалон" in text
    assert text.index('"edition"') < text.index('"inputs"') < text.index('"reports"')
    assert text.endswith("}\n")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"manifest": 0}', '{"manifest": 1}', "null"])
def test_a_damaged_manifest_proves_nothing(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text)
    assert load_manifest(tmp_path) == Manifest()


def test_a_missing_manifest_is_an_empty_one(tmp_path):
    assert load_manifest(tmp_path) == Manifest()


@pytest.mark.parametrize(("content", "intact"), [(b"page", True), (b"pagE", False), (None, False)])
def test_an_output_is_intact_only_with_the_recorded_bytes(tmp_path, content, intact):
    if content is not None:
        (tmp_path / PAGE.path).write_bytes(content)
    assert PAGE.is_intact(tmp_path) is intact


def test_a_file_is_hashed_again_as_soon_as_it_was_touched(tmp_path, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "helpers.reports.manifest.file_hash", lambda path: hashed.append(path) or file_hash(path)
    )
    page = tmp_path / PAGE.path
    page.write_bytes(b"page")
    assert [PAGE.is_intact(tmp_path) for _ in range(2)] == [True, True]
    assert len(hashed) == 2, "a file of just now may be written again within a tick"
    monkeypatch.setattr("helpers.reports.manifest._TICK", -10.0)
    assert [PAGE.is_intact(tmp_path) for _ in range(3)] == [True, True, True]
    assert len(hashed) == 3
    time.sleep(0.05)
    page.write_bytes(b"pagE")
    assert not PAGE.is_intact(tmp_path)
    other = tmp_path / "other"
    other.write_bytes(b"Page")
    other.replace(page)
    assert not PAGE.is_intact(tmp_path)


def test_all_files_of_an_edition_are_hashed_at_once_and_only_once(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.reports.manifest._TICK", -10.0)
    hashed = []
    monkeypatch.setattr(
        "helpers.reports.manifest.file_hash", lambda path: hashed.append(path) or file_hash(path)
    )
    entries = {}
    for number in range(30):
        name = f"{number}.html"
        (tmp_path / name).write_bytes(b"page")
        entries[str(number)] = Entry("a", "A", "ok", outputs={"html": replace(PAGE, path=name)})
    hash_all(Manifest(reports=entries), tmp_path)
    assert len(hashed) == 30
    assert all(entry.outputs["html"].is_intact(tmp_path) for entry in entries.values())
    assert len(hashed) == 30
