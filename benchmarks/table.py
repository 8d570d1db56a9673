"""The measurements as a page of Markdown: medians, spread, and ratios with what they compare."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean, median
from typing import Any

from benchmarks.scratch import EDITS

_ENOUGH_ROUNDS = 3
_QUIET = 0.7
_NAMES = {
    "webpdf": "papermill, HTML, webpdf",
    "multivector_pdf": "papermill, HTML, our PDF exporter",
}
_KINDS = {
    "partner": "partner.ipynb about different partners",
    "plain": "synthetic notebook on random numbers (pandas, SciPy, sqlite3, pyplot)",
}


def render(result: Mapping[str, Any]) -> str:
    """Return the page; every figure is computed from ``result``."""
    machine = result["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {machine['date']} by `make bench`: {machine['system']}, {machine['cores']} "
        f"cores, {machine['memory_gib']} GiB of memory, Python {machine['python']}; {packages}. "
        f"Rounds of each way: {result['repeat']}{_fewer(result)}, in turn, on the same machine in "
        "one run, with compiled bytecode. Load of the machine before and after (processes): "
        f"{result['load_before']} and {result.get('load_after', '-')}. webpdf: {result['webpdf']}.",
        "",
        "How to read the figures is in [engine.md](engine.md).",
        "",
    ]
    if result["repeat"] < _ENOUGH_ROUNDS or result["load_before"] > _QUIET:
        lines += ["**Provisional: too few rounds, or other programs were running.**", ""]
    for case in result["cases"]:
        lines += _case(case)
    return "\n".join(lines)


def _case(case: Mapping[str, Any]) -> list[str]:
    count = case["reports"]
    build = _middle(one["seconds"] for one in case["ours"])
    rows = [_row("`multivector build`", case["ours"], count, build / count, case)]
    rows += [
        _row(label, _loop(case["peers"], last), _made(case), build / count, case)
        for last, label in _NAMES.items()
        if last in case["peers"][0]
    ]
    cells, drawn, spent = (_of_floor(case["floor"], kind) for kind in ("cells", "render", "cpu"))
    floor = cells + drawn
    cpu = _middle(one["cpu"] for one in case["ours"]) / count
    cores = min(case["workers"], count)
    return [
        f"## {count} reports: {_KINDS[case['kind']]}",
        "",
        "| way | s in all (least to most) | s per report | CPU s per report | peak MiB | "
        "against build |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        *_stages(case),
        "| what else | s |",
        "|---|---|",
        f"| nothing to do, {count} reports up to date | "
        f"{_middle(one['seconds'] for one in case['idle']):.2f} |",
        f"| floor: cells {cells:.2f} and rendering {drawn:.2f} of one report, one warm process | "
        f"{floor:.2f} |",
        f"| floor per report if {cores} cores share the work without loss | {floor / cores:.2f} |",
        f"| build over that floor, wall | {build / count / (floor / cores):.2f} times |",
        f"| build over the floor, CPU: {cpu:.2f} against {spent:.2f} | {cpu / spent:.2f} times |",
        "",
        *_edits(case),
    ]


def _row(
    label: str, runs: Sequence[Mapping[str, float]], made: int, ours: float, case: Mapping[str, Any]
) -> str:
    seconds = [one["seconds"] for one in runs]
    each = _middle(seconds) / made
    whole = f"{_middle(seconds):.1f} ({min(seconds):.1f} to {max(seconds):.1f})"
    if made != case["reports"]:
        whole += f" for {made}"
    cpu, peak = _middle(one["cpu"] for one in runs) / made, max(one["peak"] for one in runs)
    return f"| {label} | {whole} | {each:.2f} | {cpu:.2f} | {peak:.0f} | {each / ours:.1f} |"


def _loop(rounds: Sequence[Mapping[str, Any]], last: str) -> list[dict[str, float]]:
    """Return one measure a round: papermill, HTML and one kind of PDF, one after another."""
    found = []
    for one_round in rounds:
        runs = [run for stage in ("papermill", "html", last) for run in one_round[stage]]
        found.append(
            {
                "seconds": sum(run["seconds"] for run in runs),
                "cpu": sum(run["cpu"] for run in runs),
                "peak": max(run["peak"] for run in runs),
            }
        )
    return found


def _edits(case: Mapping[str, Any]) -> list[str]:
    """Return the seconds from a save to the new page, by what was edited."""
    return [
        "| one notebook edited: s until its HTML is new on disk | `multivector build` | "
        "`multivector watch --to html` | papermill, `nbconvert --to html` |",
        "|---|---|---|---|",
        *(
            f"| {word} | {_middle(case['edits'][place]['built']):.2f} | "
            f"{_middle(case['edits'][place]['watched']):.2f} | {_edit_by_peer(case):.2f} |"
            for place, word in EDITS.items()
        ),
        "",
    ]


def _stages(case: Mapping[str, Any]) -> list[str]:
    lines = ["| command line, one report | s | CPU s | peak MiB |", "|---|---|---|---|"]
    for stage in case["peers"][0]:
        runs = [run for one_round in case["peers"] for run in one_round[stage]]
        name = "papermill" if stage == "papermill" else f"nbconvert --to {stage}"
        lines.append(
            f"| {name} | {_middle(run['seconds'] for run in runs):.2f} | "
            f"{_middle(run['cpu'] for run in runs):.2f} | {max(run['peak'] for run in runs):.0f} |"
        )
    return [*lines, ""]


def _fewer(result: Mapping[str, Any]) -> str:
    """Return in words which cases had fewer rounds."""
    few = [case for case in result["cases"] if len(case["ours"]) < result["repeat"]]
    return "".join(f" ({len(case['ours'])} for {case['reports']} reports)" for case in few)


def _edit_by_peer(case: Mapping[str, Any]) -> float:
    rounds = case["peers"]
    return _middle(one["papermill"][0]["seconds"] + one["html"][0]["seconds"] for one in rounds)


def _of_floor(rounds: Sequence[Mapping[str, Mapping[str, float]]], kind: str) -> float:
    """Return the mean of the reports, as builds are compared by their sum, in the middle round."""
    return _middle(mean(one[kind] for one in found.values()) for found in rounds)


def _made(case: Mapping[str, Any]) -> int:
    return len(case["peers"][0]["papermill"])


def _middle(values: Iterable[float]) -> float:
    return median(values)
