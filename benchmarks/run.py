"""Measures ``multivector build`` against papermill and nbconvert on the same notebooks.

Usage: python -m benchmarks.run [--reports 5,20] [--repeat 3] [--output FILE] [--markdown FILE]
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import machine, scratch, ways
from benchmarks.measure import Measure, adopt_orphans
from benchmarks.table import render

MANY = 100


def main() -> None:
    """Run what the options ask for; print the table and write the files."""
    options = _options()
    if not sys.platform.startswith("linux"):
        sys.exit("The benchmarks need Linux: processes are measured through /proc.")
    adopt_orphans()
    load = machine.load()
    if not options.no_compile:
        _say("compiling bytecode")
        machine.compile_bytecode()
    python, browser, note = machine.find_webpdf(options.webpdf_python, options.browser)
    result: dict[str, Any] = {
        "machine": machine.describe(),
        "load_before": load,
        "repeat": options.repeat,
        "webpdf": note,
        "cases": [],
    }
    cores = result["machine"]["cores"]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        code = scratch.copy_code(Path(folder) / "src")
        cases = [("partner", count) for count in options.reports]
        cases += [("plain", options.plain)] if options.plain else []
        for kind, count in cases:
            root = Path(folder) / f"{kind}{count}"
            root.mkdir()
            make = scratch.partner_workspace if kind == "partner" else scratch.plain_workspace
            names = make(root, count)
            bench = ways.Bench(root, code, Path(folder) / "log", python, browser)
            rounds = options.repeat if count < MANY else 1
            found = measure_case(bench, names, rounds, options.peer_reports)
            result["cases"].append({"kind": kind, "reports": count, "workers": cores, **found})
    result["load_after"] = machine.load()
    text = render(result)
    print(text)
    if options.output:
        options.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")


def measure_case(bench: ways.Bench, names: list[str], repeat: int, most: int) -> dict[str, Any]:
    """Measure one workspace: ours and the others in turn, then what only the build can do.

    Parameters
    ----------
    most : int
        The other command lines make at most this many reports a round (their time a report does
        not depend on how many there are); 0 means all.
    """
    peers = names[:most] if most else names
    builds: list[Measure] = []
    rounds: list[dict[str, list[Measure]]] = []
    floors: list[dict[str, dict[str, float]]] = []
    # Not measured: files come off the disk for the first time, and the floor needs the outputs.
    if len(names) < MANY:
        ways.ours(bench)
    for turn in range(repeat):
        steps: list[Callable[[], None]] = [
            lambda: builds.append(ways.ours(bench, "--force")),
            lambda: rounds.append(_peers(bench, peers)),
            lambda: floors.append(ways.floor(bench, peers)),
        ]
        _say(f"{bench.root.name}: round {turn + 1} of {repeat}")
        # The order alternates, so that neither always finds the machine as the other left it.
        for step in steps if turn % 2 == 0 else reversed(steps):
            step()
    _say(f"{bench.root.name}: nothing to do, one edit at a time")
    idle = [ways.ours(bench) for _ in range(5)]
    edits = {}
    for place in scratch.EDITS:

        def edit(word: str, place: str = place) -> None:
            scratch.edit(bench.root, names[0], word, place)

        built = [ways.until_visible(bench, names[0], edit, turn) for turn in range(repeat)]
        edits[place] = {
            "built": built,
            "watched": ways.until_visible_watched(bench, names[0], edit),
        }
    return {
        "ours": [asdict(one) for one in builds],
        "peers": [
            {stage: [asdict(one) for one in found] for stage, found in one_round.items()}
            for one_round in rounds
        ],
        "idle": [asdict(one) for one in idle],
        "edits": edits,
        "floor": floors,
    }


def _peers(bench: ways.Bench, names: list[str]) -> dict[str, list[Measure]]:
    found: dict[str, list[Measure]] = {}
    for name in names:
        for stage, measure in ways.stages(bench, name, bench.root / "peers").items():
            found.setdefault(stage, []).append(measure)
    for stage, measures in found.items():
        _say(f"  {stage}: median {median(one.seconds for one in measures):.2f} s")
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("--reports", type=_numbers, default=[5, 20], help="sizes: 5,20,200")
    parser.add_argument("--plain", type=int, default=5, help="synthetic notebooks; 0 for none")
    parser.add_argument(
        "--repeat", type=int, default=3, help=f"rounds of each way; one from {MANY} reports on"
    )
    parser.add_argument(
        "--peer-reports", type=int, default=20, help="reports the other ways make a round; 0: all"
    )
    parser.add_argument("--webpdf-python", help="interpreter with this package and playwright")
    parser.add_argument("--browser", help="Chromium for webpdf")
    parser.add_argument("--no-compile", action="store_true", help="bytecode is compiled already")
    parser.add_argument("--output", type=Path, help="write all measurements here, as JSON")
    parser.add_argument("--markdown", type=Path, help="write the table here")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
