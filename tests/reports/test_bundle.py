"""A workspace that travels: same files, same bytes; unpacked once, whole or not at all."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest

from helpers.reports.bundle import Bundle, pack, unpack
from tests.reports.tiny_workspace import contents, copy_workspace


def test_the_same_files_give_the_same_bundle_wherever_they_lie(tmp_path):
    first, second = copy_workspace(tmp_path / "a"), copy_workspace(tmp_path / "b" / "c")
    (second.data / ".hidden").write_text("not read")
    (second.notebooks / "__pycache__").mkdir()
    (second.notebooks / "__pycache__" / "x.pyc").write_bytes(b"not read")
    second.reports.mkdir()
    (second.reports / "index.html").write_text("not read")
    assert pack(first.root) == pack(second.root)
    (second.data / "trade.csv").write_text("another")
    assert pack(first.root).digest != pack(second.root).digest


def test_what_is_unpacked_is_what_was_packed(tmp_path):
    workspace = copy_workspace(tmp_path / "w")
    (workspace.root / "requirements.lock").write_text("numpy\n")
    (workspace.root / "secret.txt").write_text("stays at home")
    place = unpack(pack(workspace.root), tmp_path / "worker")
    wanted = contents(workspace.root)
    del wanted["secret.txt"], wanted["README.md"]
    assert contents(place) == wanted
    assert str(tmp_path / "w").encode() not in pack(workspace.root).content


def test_two_that_unpack_at_once_get_one_whole_folder(tmp_path):
    bundle = pack(copy_workspace(tmp_path / "w").root)
    with ThreadPoolExecutor(8) as threads:
        places = set(threads.map(lambda _: unpack(bundle, tmp_path / "worker"), range(32)))
    (place,) = places
    assert [one.name for one in (tmp_path / "worker").iterdir()] == [place.name]
    assert contents(place) == contents(unpack(bundle, tmp_path / "other"))


def test_a_folder_that_is_there_is_not_written_again(tmp_path):
    bundle = pack(copy_workspace(tmp_path / "w").root)
    place = unpack(bundle, tmp_path / "worker")
    # Not even its bytes are looked at.
    assert unpack(replace(bundle, content=b""), tmp_path / "worker") == place


def test_a_damaged_bundle_leaves_nothing(tmp_path):
    bundle = pack(copy_workspace(tmp_path / "w").root)
    with pytest.raises(ValueError, match="arrived damaged"):
        unpack(replace(bundle, content=bundle.content[:-1]), tmp_path / "worker")
    assert not (tmp_path / "worker").exists()


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "data/../../out.txt"])
def test_an_entry_outside_of_the_workspace_is_refused(tmp_path, name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("data/x.csv", "1")
        archive.writestr(name, "2")
    bundle = Bundle(sha256(stream.getvalue()).hexdigest(), stream.getvalue())
    with pytest.raises(ValueError, match="outside of itself"):
        unpack(bundle, tmp_path / "worker")
    assert list((tmp_path / "worker").iterdir()) == []
