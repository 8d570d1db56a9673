"""A workspace in which builds are disturbed, and the checks of what they leave behind."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.reports.tiny_workspace import contents, copy_workspace
from tests.stress import processes

ROOT = Path(__file__).parents[2]
NAMES = ("overview", "avalon")


class Broken(AssertionError):
    """What must hold after any fault does not hold."""


class Arena:
    """Two states of the notebooks, the edition that belongs to each, and a place to break builds.

    ``old`` and ``new`` are the bytes of reports/ that an undisturbed build gives for the two
    states. A round starts with the old edition on disk and the notebooks in the new state.
    """

    def __init__(self, folder: Path, quick: bool, root: Path | None = None) -> None:
        self.folder, self.quick = folder, quick
        self.code = folder / "code"
        if not self.code.exists():
            # A copy, so that nobody who edits the package meanwhile disturbs the disturbance.
            skip = shutil.ignore_patterns("__pycache__", "*.ttf", "*.otf")
            shutil.copytree(ROOT / "src" / "helpers", self.code / "helpers", ignore=skip)
            shutil.copytree(ROOT / "tests", self.code / "tests", ignore=skip)
        self.workspace = copy_workspace(root or folder / f"w{'q' if quick else 'r'}")
        self.root = self.workspace.root
        self.reports = self.workspace.reports
        self.log = folder / "log"
        self.scratch = folder / "tmp"
        self.scratch.mkdir(exist_ok=True)
        self.sources = {path.name: path.read_bytes() for path in self._notebooks()}
        self.write_notebooks("old")
        self._undisturbed()
        self.old = contents(self.reports)
        self.saved = folder / f"saved-{self.root.name}"
        shutil.copytree(self.reports, self.saved)
        self.write_notebooks("new")
        self._undisturbed()
        self.new = contents(self.reports)
        self.reset()
        steps, started = folder / "steps", time.monotonic()
        self.run("--steps", str(steps))
        # Seconds of an undisturbed build, and how many changes to files it makes.
        self.usual, self.steps = time.monotonic() - started, int(steps.read_text())

    def reset(self) -> None:
        """Start a round: everything as it was, the old edition on disk, notebooks changed."""
        for folder in (self.reports, self.root / ".build"):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.saved, self.reports)
        self.write_notebooks("new")

    def write_notebooks(self, word: str, **cells: str) -> None:
        """Write the notebooks in one state; ``cells`` gives a notebook another last code cell."""
        for name, source in self.sources.items():
            text = source.replace(b"Invented for tests.", f"Invented, {word}.".encode())
            content = json.loads(text)
            # Of a notebook in which only words have changed no cell would run.
            for first in [c for c in content["cells"] if c["cell_type"] == "code"][:1]:
                first["source"] = f"{''.join(first['source'])}\n# {word}"
            if name.removesuffix(".ipynb") in cells:
                last = next(c for c in reversed(content["cells"]) if c["cell_type"] == "code")
                content["cells"].append(
                    {**last, "id": "disturbed", "source": cells[name.removesuffix(".ipynb")]}
                )
            (self.workspace.notebooks / name).write_text(json.dumps(content), encoding="utf-8")

    def start(self, *options: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a build in a session of its own."""
        command = [sys.executable, "-m", "tests.stress.victim", str(self.root), *options]
        return subprocess.Popen(
            [*command, *(["--quick"] if self.quick else [])],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(self.code),
                "TMPDIR": str(self.scratch),
                **variables,
            },
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, *options: str, **variables: str) -> int:
        """Run a build to its end; return its exit code."""
        try:
            return self.start(*options, **variables).wait(timeout=120)
        except subprocess.TimeoutExpired:
            raise Broken("the build did not end") from None

    def expect_whole(self) -> None:
        """Check that reports/ holds what its manifest says and nothing else.

        Raises
        ------
        Broken
            With the files that are missing, other than described, or not described.
        """
        found = contents(self.reports) if self.reports.exists() else {}
        if not found:
            raise Broken("reports/ is empty")
        try:
            manifest = json.loads(found.pop("manifest.json"))
        except (KeyError, ValueError):
            raise Broken("manifest.json is missing or no JSON") from None
        listed = [manifest["index"]] + [
            output for entry in manifest["reports"].values() for output in entry["outputs"].values()
        ]
        wrong = [
            output["path"]
            for output in listed
            if sha256(found.pop(output["path"], b"")).hexdigest() != output["sha256"]
        ]
        failed = [name for name, one in manifest["reports"].items() if one["status"] == "failed"]
        errors = json.loads(found.pop("errors.json", b'{"errors": []}'))["errors"]
        if sorted(failed) != sorted(one["report"] for one in errors):
            raise Broken(f"errors.json names other reports than those that failed: {failed}")
        if wrong or found:
            raise Broken(f"other than in the manifest: {wrong}; not in it: {sorted(found)}")

    def expect_old_or_new(self) -> str:
        """Check that reports/ is, byte for byte, one of the two editions; return which."""
        self.expect_whole()
        found = contents(self.reports)
        for word, edition in (("old", self.old), ("new", self.new)):
            if found == edition:
                return word
        raise Broken("whole, but neither the old edition nor the new one")

    def expect_gone(self) -> None:
        """Check that no process of a build is left."""
        if not processes.all_gone(os.getpid()):
            raise Broken(f"processes left: {sorted(processes.below(os.getpid()))}")

    def expect_rerun(self) -> None:
        """Check that an undisturbed build now gives the new edition and tidies up."""
        due = contents(self.reports) != self.new
        code = self.run()
        if code:
            raise Broken(f"the next build ended with {code}: {self.last_words()}")
        self.expect_whole()
        if contents(self.reports) != self.new:
            raise Broken("the next build gave other bytes than an undisturbed one")
        left = [path.name for path in self.root.glob(".build/*") if path.is_dir()]
        # A build that finds nothing to do touches nothing, so it does not tidy up either.
        if left and due:
            raise Broken(f"the next build left {left} in .build")
        left = [path.name for path in self.scratch.iterdir()]
        if left and due:
            raise Broken(f"the next build left {left} in the folder for temporary files")

    def last_words(self, lines: int = 3) -> str:
        """Return the end of what the builds printed."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return " | ".join(text.splitlines()[-lines:])

    def _notebooks(self) -> Sequence[Path]:
        return sorted(self.workspace.notebooks.glob("*.ipynb"))

    def _undisturbed(self) -> None:
        if self.run():
            raise Broken(f"an undisturbed build failed: {self.last_words()}")
        self.expect_whole()
