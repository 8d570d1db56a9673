"""Disturbs builds in every way known here: ``python -m tests.stress.run [--rounds 20]``.

After each fault reports/ must be one whole edition, its manifest must match the bytes, no process
may be left, and the next build must give the bytes of an undisturbed one.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.stress import faults, processes
from tests.stress.arena import Arena, Broken

_NOT_JSON = (
    "from IPython.display import display\n"
    "display({'application/json': {'x': object()}, 'text/plain': 'x'}, raw=True)"
)
_HOSTILE = (
    "class Odd:\n"
    "    def _repr_html_(self):\n"
    "        raise RuntimeError('no picture')\n"
    "    def __repr__(self):\n"
    "        return '\\udcff\\x00'\n"
    "Odd()"
)
# Name, whether kernels must really run, and the fault.
FAULTS: dict[str, tuple[bool, faults.Fault]] = {
    **{f"kill {role}": (True, faults.killed_process(role)) for role in processes.ROLES},
    "SIGTERM": (True, faults.signalled(signal.SIGTERM)),
    "SIGINT": (True, faults.signalled(signal.SIGINT)),
    "SIGINT to all": (True, faults.signalled(signal.SIGINT, group=True)),
    "kill at a step": (False, faults.killed_at_step),
    "file too large": (False, faults.file_too_large),
    "cell error": (True, faults.bad_cell("1 / 0", "ZeroDivisionError")),
    "cell exits": (True, faults.bad_cell("import os; os._exit(3)", "kernel died")),
    "cell too long": (
        True,
        faults.bad_cell("import time; time.sleep(60)", "did not end in time", "--cell-limit", "1"),
    ),
    "report too long": (
        True,
        faults.bad_cell("import time; time.sleep(60)", "in time", "--report-limit", "3"),
    ),
    "output not JSON": (True, faults.odd_output(_NOT_JSON)),
    "output hostile": (True, faults.odd_output(_HOSTILE)),
    "data file gone": (True, faults.missing_data),
    "two builds": (False, faults.two_builds),
    "two real builds": (True, faults.two_builds),
    "clock jumps": (False, faults.jumping_clock),
    "manifest cut": (False, faults.damaged_manifest),
}


def main() -> None:
    """Try all faults; end with 1 if one left something broken."""
    parser = argparse.ArgumentParser(prog="tests.stress.run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="times each fault is tried")
    parser.add_argument("--only", default="", help="faults whose name contains this")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("The stress suite needs Linux: processes are found through /proc.")
    processes.adopt_orphans()
    chosen = [name for name in FAULTS if options.only in name]
    with tempfile.TemporaryDirectory(prefix="stress-") as folder:
        arenas: dict[bool, Arena] = {}
        broken = 0
        for name in chosen:
            real, fault = FAULTS[name]
            if real not in arenas:
                arenas[real] = Arena(Path(folder), quick=not real)
            broken += _try(name, fault, arenas[real], options.rounds, options.seed)
        if options.only in "every step":
            quick = arenas.get(False) or Arena(Path(folder), quick=True)
            broken += _every_step(quick)
        if options.only in "disk full":
            broken += _disk_full(Path(folder), options.rounds, options.seed)
    sys.exit(1 if broken else 0)


def _try(name: str, fault: faults.Fault, arena: Arena, rounds: int, seed: int) -> int:
    """Try one fault; print a line and return how often something was broken."""
    chance, problems, said = random.Random(f"{name}{seed}"), [], {}
    started = time.monotonic()
    for _ in range(rounds):
        try:
            arena.reset()
            words = fault(arena, chance)
            said[words] = said.get(words, 0) + 1
            arena.expect_rerun()
        except Broken as problem:
            problems.append(str(problem))
    if said and all(faults.NOT_MET in words for words in said):
        problems.append("what was to be disturbed was never found")
    _report(name, rounds, problems, said, time.monotonic() - started)
    return len(problems)


def _every_step(arena: Arena) -> int:
    problems, said = [], {}
    started = time.monotonic()
    for step in range(1, arena.steps + 1):
        try:
            arena.reset()
            words = faults.killed_at_step(arena, random.Random(), step).rpartition(", ")[2]
            said[words] = said.get(words, 0) + 1
            arena.expect_rerun()
        except Broken as problem:
            problems.append(f"step {step}: {problem}")
    _report("every step", arena.steps, problems, said, time.monotonic() - started)
    return len(problems)


def _disk_full(folder: Path, rounds: int, seed: int) -> int:
    with faults.small_disk(folder / "disk") as disk:
        if isinstance(disk, str):
            print(f"{'disk full':18} left out: {disk}")
            return 0
        arena = Arena(folder, quick=True, root=disk / "full")
        return _try("disk full", faults.full_disk, arena, rounds, seed)


def _report(
    name: str, rounds: int, problems: Sequence[str], said: dict[str, int], seconds: float
) -> None:
    print(f"{name:18} {rounds} tried, {len(problems)} broken, {seconds:.0f} s", flush=True)
    for words in sorted(said, key=lambda one: -said[one])[:4]:
        print(f"    {said[words]} x {words}")
    for problem in dict.fromkeys(problems):
        print(f"    BROKEN {problem}")


if __name__ == "__main__":
    main()
