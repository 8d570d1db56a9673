import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from helpers.errors import GateError
from helpers.reports.build import Summary, build
from helpers.reports.edition import unfinished
from helpers.reports.execution import Result, Step
from helpers.reports.manifest import load_manifest
from helpers.reports.plan import Job, discover, plan
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import STUBS, contents, copy_workspace, snapshot

ROOT = Path(__file__).parents[2]


def jobs_of(workspace: Workspace, names=(), given=None, **settings: Any) -> list[Job]:
    return plan(discover(workspace), names, given or {}, workspace, exporters=STUBS, **settings)


def run(workspace: Workspace, jobs: list[Job] | None = None, **options: Any) -> Summary:
    jobs = jobs_of(workspace) if jobs is None else jobs
    return build(workspace, discover(workspace), jobs, **options)


def pretend(job: Job) -> Result:
    """Stand in for execution: bytes that depend on the source; some names misbehave."""
    source = job.source.read_text()
    if "FAIL" in source or job.parameters.get("partner") == "BAD":
        return Result(job.name, "failed", message="cell 2: ValueError: no", error="ValueError")
    if "ONCE" in source and not (job.root / "died").exists():
        (job.root / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "DIE" in source:
        os.kill(os.getpid(), signal.SIGKILL)
    if "LARGE" in source:
        # No reader takes 50 MB at once, so that the alarm comes in the middle of the transfer.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0.005)
        return Result(job.name, "ok", files={"html": bytes(50_000_000)})
    if "MEDDLE" in source:
        (job.root / "data" / "trade.csv").write_text("changed while a report was running")
    if "SLOW" in source:
        (job.root / "started").touch()
        time.sleep(60)
    key = sha256(source.encode()).digest()
    files = {kind: kind.encode() + key for kind in ("ipynb", *job.formats)}
    cover = {"kind": "cover", "title": job.title, "edition": "2026-11-23"}
    return Result(job.name, "ok", 0.1, files, cover)


def pretended(workspace: Workspace, jobs: list[Job] | None = None, **options: Any) -> Summary:
    return run(workspace, jobs, execute=pretend, **options)


def edit(workspace: Workspace, name: str, word: str) -> None:
    path = workspace.notebooks / f"{name}.ipynb"
    path.write_text(path.read_text().replace("Invented for tests.", f"{word} for tests."))


def edit_back(workspace: Workspace, name: str, word: str) -> None:
    path = workspace.notebooks / f"{name}.ipynb"
    path.write_text(path.read_text().replace(f"{word} for tests.", "Invented for tests."))


@pytest.fixture(scope="module", autouse=True)
def package(tmp_path_factory) -> Iterator[Path]:
    """Freeze the package's own files: a module saved meanwhile must not fail a test."""
    frozen = tmp_path_factory.mktemp("package") / "helpers"
    shutil.copytree(ROOT / "src" / "helpers", frozen, ignore=shutil.ignore_patterns("*.ttf"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.reports.fingerprint._PACKAGE_FOLDER", frozen)
        yield frozen


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "w")


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Workspace:
    """The tiny workspace, really executed: two reports and one on request, two at a time."""
    workspace = copy_workspace(tmp_path_factory.mktemp("real") / "w")
    jobs = jobs_of(workspace) + jobs_of(workspace, ["partner"], {"partner": "Ünï"})
    assert not run(workspace, jobs, workers=2).failed
    return workspace


def test_the_manifest_matches_the_bytes_and_names_every_input(real):
    manifest = load_manifest(real.reports)
    listed = {"manifest.json", "index.html"}
    for entry in manifest.reports.values():
        assert entry.status == "ok"
        assert set(entry.outputs) == {"html", "ipynb", "pdf"}
        for output in entry.outputs.values():
            content = (real.reports / output.path).read_bytes()
            assert (sha256(content).hexdigest(), len(content)) == (output.sha256, output.bytes)
            listed.add(output.path)
    assert listed == set(contents(real.reports))
    assert manifest.index.is_intact(real.reports)
    assert manifest.edition == "2026-11-23"
    inputs = set(manifest.inputs)
    assert {"notebooks/avalon.ipynb", "data/trade.csv", "src/helpers/reports/html.py"} <= inputs
    assert not [name for name in inputs if "__pycache__" in name]
    assert str(real.root) not in (real.reports / "manifest.json").read_text()


def test_the_index_shows_what_the_notebooks_say(real):
    page = (real.reports / "index.html").read_text()
    for words in ("Ruritania at a glance", "Avalon buys less", "Built on request", "USD 1.2 bn"):
        assert words in page


def test_a_second_build_changes_nothing_on_disk_and_starts_no_worker(real):
    before, parent = snapshot(real.root), real.root.stat().st_mtime_ns
    started = time.perf_counter()
    summary = run(real, execute=None)
    assert time.perf_counter() - started < 1
    assert summary == Summary(fresh=("overview", "avalon"))
    assert (snapshot(real.root), real.root.stat().st_mtime_ns) == (before, parent)


def test_bytes_do_not_depend_on_workers_folder_zone_language_or_hash_seed(real, package, tmp_path):
    other = copy_workspace(tmp_path / "another folder")
    script = (
        "import sys; from pathlib import Path\n"
        "from helpers.reports import fingerprint\n"
        "from helpers.workspace import Workspace\n"
        "from tests.reports.test_build import jobs_of, run\n"
        "if __name__ == '__main__':\n"
        "    fingerprint._PACKAGE_FOLDER = Path(sys.argv[2])\n"
        "    w = Workspace(Path(sys.argv[1]))\n"
        "    run(w, jobs_of(w) + jobs_of(w, ['partner'], {'partner': 'Ünï'}), workers=1)\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    # Turkish, whose i is another letter; a machine without it falls back to C, not to its own.
    steady = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tehran", "LC_ALL": "tr_TR.UTF-8"}
    steady["PYTHONPATH"] = str(ROOT)
    subprocess.run(
        [sys.executable, tmp_path / "script.py", other.root, package],
        env={**os.environ, **steady},
        check=True,
    )
    assert contents(other.reports) == contents(real.reports)


def test_a_report_with_other_bytes_on_disk_is_built_again(workspace):
    pretended(workspace)
    (workspace.reports / "avalon.pdf").write_bytes(b"edited")
    summary = pretended(workspace)
    assert (list(summary.results), summary.fresh) == (["avalon"], ("overview",))
    assert summary.changed == ("avalon.pdf",)


def test_force_runs_everything_and_rewrites_nothing_that_is_the_same(workspace):
    pretended(workspace)
    before = snapshot(workspace.reports)
    assert len(pretended(workspace, force=True).results) == 2
    assert snapshot(workspace.reports) == before


def test_an_input_edited_during_the_run_leaves_nothing_up_to_date(workspace):
    edit(workspace, "overview", "MEDDLE")
    pretended(workspace)
    assert len(pretended(workspace).results) == 2
    assert not pretended(workspace).results


@pytest.mark.parametrize(
    ("path", "rebuilt"),
    [
        ("data/trade.csv", ["avalon", "overview"]),
        ("requirements.lock", ["avalon", "overview"]),
        ("README.md", []),
        ("data/README.md", []),
        ("data/claims_of_others.toml", []),
        ("notebooks/avalon.ipynb", []),
    ],
)
def test_an_input_rebuilds_what_depends_on_it(workspace, path, rebuilt):
    pretended(workspace)
    file = workspace.root / path
    file.write_text((file.read_text() if file.is_file() else "") + "\n")
    assert sorted(pretended(workspace).results) == rebuilt


def test_one_failure_leaves_the_others_and_its_own_last_good_files(workspace):
    pretended(workspace)
    before = contents(workspace.reports)
    edit(workspace, "avalon", "FAIL")
    edit(workspace, "overview", "Changed")
    summary = pretended(workspace)
    after = contents(workspace.reports)
    assert [result.name for result in summary.failed] == ["avalon"]
    assert {name for name in after if after[name] != before.get(name)} == {
        "overview.html",
        "overview.ipynb",
        "overview.pdf",
        "errors.json",
        "index.html",
        "manifest.json",
    }
    entry = load_manifest(workspace.reports).reports["avalon"]
    assert (entry.status, entry.message) == ("failed", "cell 2: ValueError: no")
    assert all(output.is_intact(workspace.reports) for output in entry.outputs.values())
    assert "cell 2" in after["index.html"].decode().lower()
    assert list(pretended(workspace).results) == ["avalon"]


def test_a_repaired_report_loses_its_mark(workspace):
    edit(workspace, "avalon", "FAIL")
    pretended(workspace)
    path = workspace.notebooks / "avalon.ipynb"
    path.write_text(path.read_text().replace("FAIL", "Invented"))
    pretended(workspace)
    entry = load_manifest(workspace.reports).reports["avalon"]
    assert (entry.status, entry.message) == ("ok", "")


def test_fail_fast_starts_nothing_more(workspace):
    edit(workspace, "overview", "FAIL")
    summary = pretended(workspace, fail_fast=True)
    assert (list(summary.results), summary.skipped) == (["overview"], ("avalon",))


def test_a_worker_that_dies_fails_its_own_report_only(workspace):
    edit(workspace, "overview", "DIE")
    summary = pretended(workspace, workers=2)
    assert {name: result.status for name, result in summary.results.items()} == {
        "overview": "failed",
        "avalon": "ok",
    }
    assert "worker process died" in summary.results["overview"].message


def test_a_worker_that_does_not_come_back_fails_its_own_report_only(workspace, monkeypatch):
    monkeypatch.setattr("helpers.reports.pool.GRACE", 0)
    edit(workspace, "overview", "SLOW")
    jobs = [replace(job, report_limit=2.5) for job in jobs_of(workspace)]
    summary = pretended(workspace, jobs)
    assert summary.results["overview"].message == "no answer in time"
    assert summary.results["avalon"].status == "ok"


def test_a_worker_killed_while_it_hands_over_a_large_result_does_not_hang_the_build(workspace):
    edit(workspace, "overview", "LARGE")
    started = time.monotonic()
    summary = pretended(workspace)
    assert summary.results["overview"].error == "WorkerDied"
    assert summary.results["avalon"].status == "ok"
    assert time.monotonic() - started < 20


def test_a_worker_that_dies_once_is_forgiven_with_a_retry(workspace):
    edit(workspace, "overview", "ONCE")
    steps: list[Step] = []
    summary = pretended(workspace, workers=2, retries=1, notify=steps.append)
    assert {name: result.status for name, result in summary.results.items()} == {
        "overview": "ok",
        "avalon": "ok",
    }
    assert [step.attempt for step in steps if step.name == "overview"] == [1, 2]
    assert [step.attempt for step in steps if step.name == "avalon"] == [1]


def test_retries_end_and_an_error_of_a_cell_is_final(workspace):
    edit(workspace, "overview", "DIE")
    edit(workspace, "avalon", "FAIL")
    steps: list[Step] = []
    summary = pretended(workspace, retries=2, notify=steps.append)
    assert summary.results["overview"].message.endswith("(tried 3 times)")
    assert "tried" not in summary.results["avalon"].message
    assert [step.name for step in steps].count("overview") == 3
    assert [step.name for step in steps].count("avalon") == 1


def test_errors_are_in_a_file_until_all_is_well(workspace):
    pretended(workspace)
    good = contents(workspace.reports)
    edit(workspace, "avalon", "FAIL")
    pretended(workspace)
    pretended(workspace, jobs_of(workspace, ["overview"]))
    (error,) = json.loads((workspace.reports / "errors.json").read_text())["errors"]
    assert (error["report"], error["error"]) == ("avalon", "ValueError")
    assert error["message"] == "cell 2: ValueError: no"
    assert error["last_good"] == {
        "edition": "2026-11-23",
        "files": ["avalon.html", "avalon.ipynb", "avalon.pdf"],
    }
    edit_back(workspace, "avalon", "FAIL")
    pretended(workspace)
    assert contents(workspace.reports) == good


def test_a_report_that_never_succeeded_has_no_last_good_files(workspace):
    edit(workspace, "avalon", "FAIL")
    pretended(workspace)
    (error,) = json.loads((workspace.reports / "errors.json").read_text())["errors"]
    assert error["last_good"] is None
    (workspace.reports / "errors.json").write_text("{}")
    pretended(workspace, jobs_of(workspace, ["overview"]))
    assert "avalon" in (workspace.reports / "errors.json").read_text()


def test_only_what_is_unfinished_is_resumed(workspace):
    edit(workspace, "avalon", "FAIL")
    asked = jobs_of(workspace) + jobs_of(workspace, ["partner"], {"partner": "BAD"})
    pretended(workspace, [*asked, *jobs_of(workspace, ["partner"], {"partner": "TUR"})])
    before = load_manifest(workspace.reports)

    def names(jobs: list[Job], requested: bool = False) -> list[str]:
        found = unfinished(before, jobs, discover(workspace), workspace, requested)
        return [job.name for job in found]

    assert names(jobs_of(workspace)) == ["avalon"]
    assert names(jobs_of(workspace), requested=True) == ["avalon", "partner-BAD"]
    assert names(jobs_of(workspace, ["partner"], {"partner": "NEW"})) == ["partner-NEW"]
    assert names(jobs_of(workspace, ["overview"])) == []


def test_the_cells_of_a_report_are_announced_as_they_start(workspace):
    steps: list[Step] = []
    run(workspace, jobs_of(workspace, ["avalon"]), notify=steps.append)
    assert steps[0] == Step("avalon")
    count = steps[-1].cells
    assert count > 1
    cells = [Step("avalon", number, count) for number in range(1, count + 1)]
    assert steps[1:] == [*cells, Step("avalon", count, count, rendering=True)]


def test_a_comment_in_the_package_changes_no_byte_of_the_edition(workspace, package):
    pretended(workspace)
    before = snapshot(workspace.reports)
    module = package / "exhibits" / "charts_voting.py"
    source = module.read_bytes()
    try:
        module.write_bytes(source + b"\n# said in other words\n")
        assert pretended(workspace) == Summary(fresh=("overview", "avalon"))
        assert snapshot(workspace.reports) == before
    finally:
        module.write_bytes(source)


def test_the_index_is_written_anew_when_only_its_template_changed(workspace, package):
    pretended(workspace)
    template = package / "reports" / "templates" / "index.html.j2"
    source = template.read_bytes()
    try:
        template.write_bytes(source + b"<!-- other -->")
        summary = pretended(workspace)
    finally:
        template.write_bytes(source)
    assert not summary.results
    assert "manifest.json" in summary.changed


def test_an_error_between_render_and_publish_leaves_the_previous_edition(workspace, monkeypatch):
    pretended(workspace)
    before = snapshot(workspace.root)
    edit(workspace, "avalon", "Changed")

    def broken(*_: Any) -> str:
        raise OSError("disk full")

    monkeypatch.setattr("helpers.reports.site.render_index", broken)
    with pytest.raises(OSError, match="disk full"):
        pretended(workspace)
    after = snapshot(workspace.root)
    assert {name for name in before if before[name] != after[name]} == {"notebooks/avalon.ipynb"}
    assert set(after) == set(before)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_build_leaves_the_previous_edition_and_no_process(workspace, tmp_path, sign):
    pretended(workspace)
    before = snapshot(workspace.reports)
    edit(workspace, "overview", "SLOW")
    script = (
        "import sys; from pathlib import Path\n"
        "from helpers.workspace import Workspace\n"
        "from tests.reports.test_build import pretended\n"
        "if __name__ == '__main__':\n"
        "    pretended(Workspace(Path(sys.argv[1])))\n"
    )
    (tmp_path / "script.py").write_text(script)
    process = subprocess.Popen(
        [sys.executable, tmp_path / "script.py", workspace.root],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(lambda: (workspace.root / "started").exists())
    process.send_signal(sign)
    process.wait(timeout=10)
    assert snapshot(workspace.reports) == before
    wait_until(lambda: not alive(process.pid))


def test_data_that_fail_the_gate_stop_the_build_before_anything_is_written(workspace):
    def gate() -> None:
        raise GateError("row 3")

    with pytest.raises(GateError):
        pretended(workspace, gate=gate)
    assert not workspace.reports.exists()


def test_the_gate_is_not_asked_again_for_the_same_data(workspace):
    asked: list[int] = []
    for _ in range(2):
        pretended(workspace, gate=lambda: asked.append(1), force=True)
    assert asked == [1]


def test_one_format_of_a_whole_report_is_up_to_date(workspace):
    pretended(workspace)
    assert not pretended(workspace, jobs_of(workspace, formats=["html"])).results


def test_a_format_that_is_not_built_is_not_left_behind_stale(workspace):
    pretended(workspace)
    edit(workspace, "avalon", "Changed")
    pretended(workspace, jobs_of(workspace, ["avalon"], formats=["html"]))
    assert not (workspace.reports / "avalon.pdf").exists()
    assert load_manifest(workspace.reports).reports["avalon"].status == "partial"
    assert list(pretended(workspace).results) == ["avalon"]
    assert (workspace.reports / "avalon.pdf").exists()


def test_the_page_that_others_link_to_is_never_dropped_for_another_format(workspace):
    pretended(workspace)
    edit(workspace, "avalon", "Changed")
    pretended(workspace, jobs_of(workspace, ["avalon"], formats=["pdf"]))
    entry = load_manifest(workspace.reports).reports["avalon"]
    assert set(entry.outputs) == {"html", "ipynb", "pdf"}
    assert entry.status == "ok"


def test_a_report_that_never_had_a_page_gets_none_unasked(workspace):
    pretended(workspace, jobs_of(workspace, ["avalon"], formats=["pdf"]))
    edit(workspace, "avalon", "Changed")
    pretended(workspace, jobs_of(workspace, ["avalon"], formats=["pdf"]))
    assert set(load_manifest(workspace.reports).reports["avalon"].outputs) == {"ipynb", "pdf"}


def test_a_report_that_was_not_asked_for_is_marked_when_its_inputs_changed(workspace):
    pretended(workspace)
    (workspace.data / "trade.csv").write_text("changed")
    summary = pretended(workspace, jobs_of(workspace, ["avalon"]))
    assert summary.stale == ("overview",)
    assert "Out of date" in (workspace.reports / "index.html").read_text()
    assert pretended(workspace).stale == ()


def test_reports_on_request_stay_until_their_notebook_goes(workspace):
    pretended(workspace, jobs_of(workspace, ["partner"], {"partner": "TUR"}))
    pretended(workspace)
    assert list(load_manifest(workspace.reports).reports) == ["overview", "avalon", "partner-TUR"]
    (workspace.notebooks / "partner.ipynb").unlink()
    pretended(workspace)
    assert not list(workspace.reports.glob("partner-*"))


def test_twelve_partners_stand_in_the_edition_beside_the_reports(workspace):
    codes = ["ARE", "ARM", "AZE", "CHN", "DEU", "IND", "IRN", "KAZ", "POL", "RUS", "TUR", "VNM"]
    jobs = [jobs_of(workspace, ["partner"], {"partner": code})[0] for code in codes]
    pretended(workspace)
    summary = pretended(workspace, jobs, workers=3)
    assert not summary.failed and not summary.stale
    manifest = load_manifest(workspace.reports)
    assert list(manifest.reports) == ["overview", "avalon", *(f"partner-{code}" for code in codes)]
    page = (workspace.reports / "index.html").read_text()
    assert all(f"partner-{code}.html" in page for code in codes)
    # What all partners are built from is written down once.
    states = {tuple(sorted(manifest.reports[f"partner-{code}"].states.values())) for code in codes}
    assert len(states) == 1
    assert pretended(workspace, jobs) == Summary(fresh=tuple(job.name for job in jobs))


def test_a_report_on_request_that_never_succeeded_is_forgotten(workspace):
    pretended(workspace, jobs_of(workspace, ["partner"], {"partner": "BAD"}))
    assert load_manifest(workspace.reports).reports["partner-BAD"].status == "failed"
    pretended(workspace)
    assert "partner-BAD" not in load_manifest(workspace.reports).reports


def wait_until(condition) -> None:
    limit = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


def alive(session: int) -> bool:
    """Tell whether any process of a session still runs (zombies do not)."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, number = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(number) == session and state != "Z":
            return True
    return False
