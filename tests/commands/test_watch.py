"""``multivector watch``: a save builds again, a mistake is told and survived, Ctrl-C ends it."""

import json
import os
import signal
import subprocess
import sys
import threading
from queue import Queue

import pytest

from tests.reports.tiny_workspace import copy_workspace

LIMIT = 120


@pytest.fixture
def watched(tmp_path):
    """A watcher of one report of the invented workspace, and the lines it prints."""
    workspace = copy_workspace(tmp_path / "w")
    command = [sys.executable, "-m", "helpers", "watch", "avalon", "--to", "html"]
    process = subprocess.Popen(
        command, cwd=workspace.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    lines: Queue[str] = Queue()
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout])
    reader.start()
    yield workspace, process, lines
    process.kill()
    process.wait()
    reader.join()


def until(lines: Queue, words: str) -> str:
    read = ""
    while words not in read:
        read += lines.get(timeout=LIMIT)
    return read


def edit(workspace, change) -> None:
    path = workspace.notebooks / "avalon.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")


def test_every_save_is_a_new_page_until_ctrl_c(watched):
    workspace, process, lines = watched
    assert "built" in until(lines, "Waiting for changes")
    page = workspace.reports / "avalon.html"

    def say(text):
        def change(cells):
            cell = {"cell_type": "markdown", "id": "new", "metadata": {}, "source": f"## {text}"}
            cells.append(cell)

        return change

    edit(workspace, say("A saved heading"))
    assert "Saved: avalon.ipynb" in until(lines, "Waiting for changes")
    assert "A saved heading" in page.read_text(encoding="utf-8")
    path = workspace.notebooks / "avalon.ipynb"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert "Error: " in until(lines, "Waiting for changes")
    path.write_text(whole.replace("A saved heading", "Mended"), encoding="utf-8")
    until(lines, "Waiting for changes")
    assert "Mended" in page.read_text(encoding="utf-8")
    process.send_signal(signal.SIGINT)
    assert process.wait(LIMIT) == 0
