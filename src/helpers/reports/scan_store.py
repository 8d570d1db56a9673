"""Scans of modules, kept from one build to the next: what did not change is not parsed again.

The store is a file in .build/, which is nobody's source: without it the next build takes a second
longer, and a damaged one is not believed.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from helpers.reports.module_scan import Scan, scan_module

STORE = "modules.json"
# Trees are written down differently by every version of Python, and by every version of the scan.
_EDITION = f"1 {sys.version_info.major}.{sys.version_info.minor}"
_seen: dict[str, Scan] = {}


def module_name(path: Path, package: Path) -> str:
    """Return the dotted name of a module.

    >>> module_name(Path("src/helpers/reports/__init__.py"), Path("src/helpers"))
    'helpers.reports'
    """
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_scans(files: Mapping[str, Path], folder: Path) -> dict[str, Scan]:
    """Return the scan of every module, by dotted name.

    Parameters
    ----------
    files : mapping
        Dotted name to the file of the module.
    folder : pathlib.Path
        Where the store is kept; a folder that cannot be written to is left alone.
    """
    sources = {name: path.read_bytes() for name, path in files.items()}
    keys = {name: f"{name} {sha256(source).hexdigest()}" for name, source in sources.items()}
    if not _seen.keys() >= set(keys.values()):
        _seen.update(_load(folder / STORE))
    new = [name for name, key in keys.items() if key not in _seen]
    for name in new:
        is_package = files[name].name == "__init__.py"
        _seen[keys[name]] = scan_module(sources[name], name, is_package)
    scans = {key: _seen[key] for key in sorted(keys.values())}
    if new:
        _save(folder / STORE, scans)
    return {name: scans[key] for name, key in keys.items()}


def _load(path: Path) -> dict[str, Scan]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["edition"] != _EDITION:
            return {}
        return {key: _scan(found) for key, found in content["scans"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _scan(content: dict[str, object]) -> Scan:
    scan = Scan(**content)  # type: ignore[arg-type]
    return Scan(scan.digest, tuple(scan.uses), tuple(scan.runs), scan.facade, scan.effects)


def _save(path: Path, scans: Mapping[str, Scan]) -> None:
    content = {"edition": _EDITION, "scans": {key: asdict(scan) for key, scan in scans.items()}}
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f"{STORE}.{os.getpid()}")
        beside.write_text(json.dumps(content), encoding="utf-8")
        beside.replace(path)
