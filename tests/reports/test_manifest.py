from hashlib import sha256

import pytest

from helpers.reports.manifest import MANIFEST, Entry, Manifest, Output, load_manifest

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
