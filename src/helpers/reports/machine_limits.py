"""How many reports this machine can run at a time: cores, memory, and the limits of a container.

The functions take the texts of /proc and of control groups, so that they can be tried on any;
:func:`suggest` is the one that reads this machine.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path, PurePosixPath

MIB = 2**20
# What a report at a time takes at its peak (kernel and worker), and what the build takes besides,
# as proportional set sizes: measured, see docs/scale.md.
REPORT_BYTES = 250 * MIB
BUILD_BYTES = 1000 * MIB
# Version 1 writes a number near 2**63 for "no limit".
_NO_LIMIT = 2**60


@dataclass(frozen=True)
class Limits:
    """Cores, and bytes of memory that can still be used; None if the system does not say."""

    cores: int
    memory: int | None = None

    @property
    def by_memory(self) -> int:
        """Reports at a time that fit into the memory, at least 1; as many as cores if unknown."""
        if self.memory is None:
            return self.cores
        return max(1, (self.memory - BUILD_BYTES) // REPORT_BYTES)

    @property
    def workers(self) -> int:
        """Reports at a time."""
        return min(self.cores, self.by_memory)

    def explain(self, jobs: int) -> str:
        """Return one line if memory, not cores, decides for so many jobs; empty if not."""
        if self.memory is None or self.by_memory >= min(self.cores, jobs):
            return ""
        return (
            f"{self.workers} at a time instead of {min(self.cores, jobs)}: "
            f"{self.memory / 2**30:.1f} GiB of memory are free, and a build takes about "
            f"{BUILD_BYTES // MIB} MiB and {REPORT_BYTES // MIB} MiB a report at a time. "
            "Set another number with --jobs."
        )


def suggest(root: Path = Path("/")) -> Limits:
    """Return the limits of this machine; ``root`` is the folder that holds ``proc`` and ``sys``."""
    found = list(_control_groups(root))
    memory = [free for group in found if (free := free_memory(group)) is not None]
    available = available_memory(_text(root / "proc" / "meminfo"))
    memory += [] if available is None else [available]
    quotas = [quota for group in found if (quota := cpu_quota(group)) is not None]
    return Limits(min([usable_cores(), *quotas]), min(memory, default=None))


def usable_cores() -> int:
    """Return the cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def available_memory(meminfo: str) -> int | None:
    """Return MemAvailable of /proc/meminfo in bytes.

    >>> available_memory("MemTotal: 900 kB\\nMemAvailable:    512 kB\\n")
    524288
    """
    for line in meminfo.splitlines():
        name, _, rest = line.partition(":")
        words = rest.split()
        if name == "MemAvailable" and words and words[0].isdigit():
            return int(words[0]) * 1024
    return None


def free_memory(group: dict[str, str]) -> int | None:
    """Return what a control group may still use, in bytes; None if it sets no limit.

    The pages of files that were read count as used there, but are given up when needed: those that
    are inactive are taken off.

    Parameters
    ----------
    group : dict
        Texts by file name: ``memory.max``, ``memory.current`` and ``memory.stat`` of version 2, or
        ``memory.limit_in_bytes``, ``memory.usage_in_bytes`` and ``memory.stat`` of version 1.
    """
    limit = _number(group.get("memory.max") or group.get("memory.limit_in_bytes", ""))
    if limit is None or limit >= _NO_LIMIT:
        return None
    used = _number(group.get("memory.current") or group.get("memory.usage_in_bytes", "")) or 0
    stat = dict(line.split(maxsplit=1) for line in group.get("memory.stat", "").splitlines())
    files = _number(stat.get("total_inactive_file") or stat.get("inactive_file", "")) or 0
    return max(0, limit - max(0, used - files))


def cpu_quota(group: dict[str, str]) -> int | None:
    """Return the cores that the time of a control group is worth, rounded up; None if unlimited.

    Parameters
    ----------
    group : dict
        Texts by file name: ``cpu.max`` of version 2, or ``cpu.cfs_quota_us`` and
        ``cpu.cfs_period_us`` of version 1.

    >>> cpu_quota({"cpu.max": "150000 100000"}), cpu_quota({"cpu.max": "max 100000"})
    (2, None)
    """
    words = group.get("cpu.max", "").split()
    if not words:
        words = [group.get("cpu.cfs_quota_us", ""), group.get("cpu.cfs_period_us", "")]
    quota, period = (_number(word) for word in (*words, "")[:2])
    # Version 1 writes -1 for "no limit".
    return max(1, ceil(quota / period)) if quota and period else None


def group_paths(cgroup: str) -> dict[str, str]:
    """Return the path of each controller in /proc/self/cgroup; that of version 2 has no name.

    >>> group_paths("4:memory:/a/b\\n3:cpu,cpuacct:/\\n0::/c\\n")
    {'memory': '/a/b', 'cpu': '/', 'cpuacct': '/', '': '/c'}
    """
    rows = (line.split(":", 2) for line in cgroup.splitlines() if line.count(":") >= 2)
    return {name: path for _, names, path in rows for name in names.split(",")}


def _control_groups(root: Path) -> Iterator[dict[str, str]]:
    """Yield the files of every group this process is in, up to the outermost that can be seen."""
    paths = group_paths(_text(root / "proc" / "self" / "cgroup"))
    mounted = root / "sys" / "fs" / "cgroup"
    files = {
        "": ("memory.max", "memory.current", "memory.stat", "cpu.max"),
        "memory": ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat"),
        "cpu": ("cpu.cfs_quota_us", "cpu.cfs_period_us"),
    }
    for controller, names in files.items():
        if controller not in paths:
            continue
        # Inside a container the path may be that of the host: then only the mounted top exists.
        own = PurePosixPath("/", paths[controller])
        for path in (own, *own.parents):
            folder = mounted / controller / str(path).lstrip("/")
            texts = {name: _text(folder / name) for name in names}
            if any(texts.values()):
                yield texts


def _number(text: str) -> int | None:
    plain = text.strip()
    return int(plain) if plain.isdigit() else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
