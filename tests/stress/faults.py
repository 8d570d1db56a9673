"""The faults: each really happens to a running build, and says what must hold afterwards."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stress import processes
from tests.stress.arena import Arena, Broken

Fault = Callable[[Arena, random.Random], str]
MEBIBYTE = 2**20
# Words of a round in which the process to be killed had ended already, or not begun.
NOT_MET = "not met"


def killed_process(role: str) -> Fault:
    """Return a fault: kill -9 of one process of a role at a random moment."""

    def fault(arena: Arena, chance: random.Random) -> str:
        build = arena.start()
        if role == "coordinator":
            # Anything from the start of the interpreter to past the end of the build.
            time.sleep(chance.uniform(0.05, arena.usual * 1.05))
        else:
            _wait_for(build, role)
            time.sleep(chance.uniform(0, arena.usual * 0.15))
        victims = processes.with_role(build.pid, role) if build.poll() is None else []
        hit = bool(victims) and _kill(chance.choice(victims))
        code = _end(build)
        arena.expect_gone()
        if role == "coordinator" or not hit:
            state = arena.expect_old_or_new()
        else:
            arena.expect_whole()
            state = "whole"
        return f"{role} {'killed' if hit else NOT_MET}, exit {code}, {state}"

    return fault


def signalled(number: signal.Signals, group: bool = False) -> Fault:
    """Return a fault: a signal to the command (or its whole group) at a random moment."""

    def fault(arena: Arena, chance: random.Random) -> str:
        build = arena.start()
        time.sleep(chance.uniform(0.4, arena.usual * 1.05))
        if build.poll() is None:
            os.killpg(build.pid, number) if group else os.kill(build.pid, number)
        code = _end(build)
        arena.expect_gone()
        return f"{number.name}, exit {code}, {arena.expect_old_or_new()}"

    return fault


def killed_at_step(arena: Arena, chance: random.Random, step: int | None = None) -> str:
    """Kill -9 right before one of the changes that the build makes to files."""
    step = step or chance.randint(1, arena.steps)
    code = arena.run("--die-at", str(step))
    arena.expect_gone()
    return f"step {step} of {arena.steps}, exit {code}, {arena.expect_old_or_new()}"


def full_disk(arena: Arena, chance: random.Random) -> str:
    """Let the disk of the workspace be full after a random number of bytes."""
    ballast = arena.root / "ballast"
    free = os.statvfs(arena.root)
    room = chance.randint(0, 1024 * 1024) // 4096 * 4096
    with ballast.open("wb") as file:
        left = free.f_bavail * free.f_frsize - room
        try:
            while left > 0:
                left -= file.write(bytes(min(left, MEBIBYTE)))
            file.flush()
        except OSError:
            pass
    code = arena.run()
    state = arena.expect_old_or_new()
    ballast.unlink()
    if code not in (0, 3):
        raise Broken(f"a full disk ended the build with {code}: {arena.last_words()}")
    return f"{room // 1024} KiB left, exit {code}, {state}"


def file_too_large(arena: Arena, chance: random.Random) -> str:
    """Let the system refuse to write files beyond a random size."""
    size = chance.choice([512, 1024, 2048, 4096, 16384])
    code = arena.run("--largest-file", str(size))
    arena.expect_gone()
    arena.expect_whole()
    return f"{size} bytes a file, exit {code}"


def bad_cell(source: str, message: str, *options: str) -> Fault:
    """Return a fault: a last cell that fails; its report fails, the others are published."""

    def fault(arena: Arena, chance: random.Random) -> str:
        name = chance.choice(["overview", "avalon"])
        arena.write_notebooks("new", **{name: source})
        code = arena.run(*options)
        arena.expect_gone()
        arena.expect_whole()
        words = arena.last_words(1)
        if code != 1 or message not in words or not words.startswith(name):
            raise Broken(f"expected '{message}' in {name}, found exit {code}: {words}")
        arena.write_notebooks("new")
        return f"{name}: {words[:60]}"

    return fault


def odd_output(source: str) -> Fault:
    """Return a fault: an output that cannot be shown; the report may fail, but only it."""

    def fault(arena: Arena, chance: random.Random) -> str:
        arena.write_notebooks("new", avalon=source)
        code = arena.run()
        arena.expect_gone()
        arena.expect_whole()
        if code not in (0, 1):
            raise Broken(f"ended with {code}: {arena.last_words()}")
        arena.write_notebooks("new")
        return f"exit {code}"

    return fault


def missing_data(arena: Arena, chance: random.Random) -> str:
    """Take away a data file that a notebook reads, while the build runs or before it."""
    file = arena.workspace.data / "trade.csv"
    content = file.read_bytes()
    reading = "import os, pathlib\n" + (
        "pathlib.Path(os.environ['MULTIVECTOR_ROOT'], 'data', 'trade.csv').read_text()"
    )
    arena.write_notebooks("new", avalon=reading)
    build = None
    try:
        if chance.random() < 0.5:
            file.unlink()
            code = arena.run()
        else:
            build = arena.start()
            time.sleep(chance.uniform(0.2, arena.usual))
            file.unlink()
            code = _end(build)
    finally:
        file.write_bytes(content)
    arena.expect_gone()
    arena.expect_whole()
    arena.write_notebooks("new")
    return f"exit {code}"


def two_builds(arena: Arena, chance: random.Random) -> str:
    """Start two builds with a random distance: of all reports, or of one each."""
    apart = chance.random() < 0.5
    first = arena.start(*(["--names", "overview"] if apart else []))
    time.sleep(chance.uniform(0, arena.usual))
    second = arena.start(*(["--names", "avalon"] if apart else []))
    codes = _end(first), _end(second)
    arena.expect_gone()
    if codes != (0, 0):
        raise Broken(f"two builds ended with {codes}: {arena.last_words()}")
    return f"{'one report each' if apart else 'all twice'}, {arena.expect_old_or_new()}"


def jumping_clock(arena: Arena, chance: random.Random) -> str:
    """Date files years ahead or back, before a build and after it."""
    code = arena.run()
    for path in sorted(p for p in arena.root.rglob("*") if p.is_file()):
        moment = chance.choice([0, 10**9, 4 * 10**9])
        os.utime(path, (moment, moment))
    steps = arena.folder / "steps"
    again = arena.run("--steps", str(steps))
    arena.expect_whole()
    if (code, again) != (0, 0) or int(steps.read_text()):
        raise Broken(f"other dates made a build change {steps.read_text()} files")
    return "nothing built again"


def damaged_manifest(arena: Arena, chance: random.Random) -> str:
    """Cut the manifest at a random place; the build must not believe it."""
    path = arena.reports / "manifest.json"
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])
    code = arena.run()
    if code:
        raise Broken(f"ended with {code}: {arena.last_words()}")
    return arena.expect_old_or_new()


@contextmanager
def small_disk(folder: Path, size: int = 8 * MEBIBYTE) -> Iterator[Path | str]:
    """Mount a small file system, or give the reason why that is not possible."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={size}", "stress", str(folder)]
    try:
        done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
        reason = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        reason = str(error)
    if reason:
        yield f"no small disk: {reason}"
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def _wait_for(build: "subprocess.Popen[bytes]", role: str) -> None:
    """Wait until a process of the build plays the role, or the build is over."""
    while build.poll() is None and not processes.with_role(build.pid, role):
        time.sleep(0.005)


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _end(build: "subprocess.Popen[bytes]") -> int:
    try:
        return build.wait(timeout=120)
    except subprocess.TimeoutExpired:
        raise Broken("the build did not end") from None
