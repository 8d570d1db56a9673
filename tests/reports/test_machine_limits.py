"""Invented machines and containers: whichever leaves least decides."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reports.machine_limits import (
    BUILD_BYTES,
    MIB,
    REPORT_BYTES,
    Limits,
    available_memory,
    cpu_quota,
    free_memory,
    group_paths,
    suggest,
)

GIB = 1024 * MIB
MEMINFO = "MemTotal:       8388608 kB\nMemFree:  100 kB\nMemAvailable:    4194304 kB\n"


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)


def machine(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_system_without_proc_has_its_cores(tmp_path):
    assert suggest(tmp_path) == Limits(8, None)
    assert Limits(8, None).workers == 8
    assert Limits(8, None).explain(20) == ""


def test_a_plain_machine_has_what_the_kernel_calls_available(tmp_path):
    root = machine(tmp_path, {"proc/meminfo": MEMINFO, "proc/self/cgroup": "0::/\n"})
    assert suggest(root) == Limits(8, 4 * GIB)


def test_a_container_of_version_two_has_the_limits_of_its_group(tmp_path):
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "0::/\n",
        "sys/fs/cgroup/memory.max": f"{2 * GIB}\n",
        "sys/fs/cgroup/memory.current": f"{GIB}\n",
        "sys/fs/cgroup/memory.stat": f"anon {GIB // 2}\ninactive_file {GIB // 4}\n",
        "sys/fs/cgroup/cpu.max": "250000 100000\n",
    }
    assert suggest(machine(tmp_path, files)) == Limits(3, GIB + GIB // 4)


def test_the_tightest_of_the_groups_above_counts(tmp_path):
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "0::/user.slice/job\n",
        "sys/fs/cgroup/user.slice/memory.max": f"{GIB}\n",
        "sys/fs/cgroup/user.slice/memory.current": "0\n",
        "sys/fs/cgroup/user.slice/job/memory.max": "max\n",
        "sys/fs/cgroup/user.slice/job/cpu.max": "max 100000\n",
    }
    assert suggest(machine(tmp_path, files)) == Limits(8, GIB)


def test_a_container_of_version_one_has_the_limits_of_its_group(tmp_path):
    own = "sys/fs/cgroup/memory/slurm/job_7"
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "4:memory:/slurm/job_7\n3:cpu,cpuacct:/slurm\n",
        f"{own}/memory.limit_in_bytes": f"{3 * GIB}\n",
        f"{own}/memory.usage_in_bytes": f"{2 * GIB}\n",
        f"{own}/memory.stat": f"inactive_file 0\ntotal_inactive_file {GIB}\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        "sys/fs/cgroup/cpu/slurm/cpu.cfs_quota_us": "400000\n",
        "sys/fs/cgroup/cpu/slurm/cpu.cfs_period_us": "100000\n",
    }
    assert suggest(machine(tmp_path, files)) == Limits(4, 2 * GIB)


def test_a_path_of_the_host_falls_back_to_what_is_mounted(tmp_path):
    files = {
        "proc/self/cgroup": "4:memory:/docker/abc\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": f"{GIB}\n",
        "sys/fs/cgroup/memory/memory.usage_in_bytes": "0\n",
    }
    assert suggest(machine(tmp_path, files)).memory == GIB


@pytest.mark.parametrize(
    ("group", "free"),
    [
        ({}, None),
        ({"memory.max": "max"}, None),
        ({"memory.max": "nonsense"}, None),
        ({"memory.limit_in_bytes": "9223372036854771712"}, None),
        ({"memory.max": "100"}, 100),
        ({"memory.max": "100", "memory.current": "130"}, 0),
        ({"memory.max": "100", "memory.current": "30", "memory.stat": "inactive_file 90"}, 100),
    ],
)
def test_free_memory_of_a_group(group, free):
    assert free_memory(group) == free


@pytest.mark.parametrize(
    ("group", "cores"),
    [
        ({}, None),
        ({"cpu.max": "max 100000"}, None),
        ({"cpu.max": "50000 100000"}, 1),
        ({"cpu.max": "200000 100000"}, 2),
        ({"cpu.max": "200000"}, None),
        ({"cpu.cfs_quota_us": "-1", "cpu.cfs_period_us": "100000"}, None),
        ({"cpu.cfs_quota_us": "150000", "cpu.cfs_period_us": "100000"}, 2),
    ],
)
def test_cores_of_a_group(group, cores):
    assert cpu_quota(group) == cores


def test_texts_that_are_none_say_nothing():
    assert available_memory("") is None
    assert available_memory("MemAvailable: much\n") is None
    assert group_paths("nonsense\n") == {}


def test_memory_decides_only_where_it_allows_fewer_than_cores_and_reports():
    short = Limits(8, BUILD_BYTES + 3 * REPORT_BYTES)
    assert short.workers == 3
    assert short.explain(8).startswith("3 at a time instead of 8: 1.7 GiB of memory are free")
    assert short.explain(20).startswith("3 at a time instead of 8")
    assert short.explain(5).startswith("3 at a time instead of 5")
    assert short.explain(3) == ""
    assert Limits(2, BUILD_BYTES + 3 * REPORT_BYTES).explain(20) == ""


@given(st.integers(1, 512), st.none() | st.integers(0, 2**44))
def test_there_is_always_one_and_never_more_than_cores(cores, memory):
    assert 1 <= Limits(cores, memory).workers <= cores
    more = None if memory is None else memory + REPORT_BYTES
    assert Limits(cores, more).workers >= Limits(cores, memory).workers
