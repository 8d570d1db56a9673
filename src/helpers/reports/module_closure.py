"""Which modules of the package a notebook really depends on. Pure: from scans to sets of names."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from hashlib import sha256

from helpers.reports.module_scan import EVERYTHING, Scan

_NOTHING: frozenset[str] = frozenset()


class Modules:
    """All modules of the package, by dotted name.

    A facade, a module of nothing but imports (:mod:`helpers.exhibits.charts`), is looked through:
    whoever takes one name from it depends on the module behind that name only.
    """

    def __init__(self, scans: Mapping[str, Scan]) -> None:
        self.scans = scans
        self._needed: dict[str, set[str]] = {}
        self._run: dict[str, set[str]] = {}

    def closure(self, uses: Iterable[str], runs: Iterable[str] = ()) -> frozenset[str]:
        """Return the modules that code depends on, by what it uses and what it imports.

        A module that is only imported on the way, because a facade names it, counts if importing
        it has effects.
        """
        found = self._follow(self._behind(uses))
        started = _spread(self._imported((*runs, *found)), self._runs)
        return self._follow(found | (started & self._effectful))

    def chain(self, uses: Iterable[str], module: str) -> list[str]:
        """Return the shortest chain of modules from what is used to a module, both included.

        Empty if the module is not reached by what the modules on the way use.
        """
        came: dict[str, str] = dict.fromkeys(sorted(self._behind(uses)), "")
        waiting = list(came)
        for current in waiting:
            for needed in sorted(self._needs(current) - came.keys()):
                came[needed] = current
                waiting.append(needed)
        found = [module] if module in came else []
        while found and came[found[0]]:
            found.insert(0, came[found[0]])
        return found

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of every module, with the modules behind the facades that it looks through."""
        return {name: self._digest(scan) for name, scan in self.scans.items()}

    def ways(self, uses: Iterable[str]) -> dict[str, str]:
        """Return where the names lead that are taken from facades, sorted."""
        ways: dict[str, str] = {}
        for use in uses:
            self._resolve(use, ways)
        return dict(sorted(ways.items()))

    def _digest(self, scan: Scan) -> str:
        ways = self.ways(scan.uses) if scan.facade is None else {}
        return sha256(f"{scan.digest}{ways}".encode()).hexdigest() if ways else scan.digest

    @cached_property
    def _effectful(self) -> set[str]:
        return {name for name, scan in self.scans.items() if scan.effects}

    def _follow(self, modules: Iterable[str]) -> frozenset[str]:
        return frozenset(_spread(modules, self._needs))

    def _needs(self, module: str) -> set[str]:
        if module not in self._needed:
            self._needed[module] = self._behind(self.scans[module].uses)
        return self._needed[module]

    def _behind(self, uses: Iterable[str]) -> set[str]:
        return set().union(*(self._resolve(use, {}) for use in uses))

    def _runs(self, module: str) -> set[str]:
        if module not in self._run:
            self._run[module] = self._imported(self.scans[module].runs)
        return self._run[module]

    def _imported(self, names: Iterable[str]) -> set[str]:
        return {one for name in names for one in _with_parents(name) if one in self.scans}

    def _resolve(self, use: str, ways: dict[str, str], seen: frozenset[str] = _NOTHING) -> set[str]:
        """Return the modules behind one use, the packages on the way included."""
        if use.endswith(EVERYTHING):
            below = use.removesuffix(EVERYTHING)
            return {name for name in self.scans if name.startswith(below)}
        if use in seen:
            return set()
        module, names = self._split(use)
        found = {one for one in _with_parents(module) if self._is_real(one)}
        while names and module in self.scans:
            shown = self.scans[module].facade or {}
            below = f"{module}.{names[0]}"
            if shown.get(names[0], itself := f"{module}:{names[0]}") != itself:
                target = _extend(shown[names[0]], names[1:])
                ways[itself] = shown[names[0]]
                return found | self._resolve(target, ways, seen | {use})
            if below not in self.scans:
                break
            module, names = below, names[1:]
            found |= {module} if self._is_real(module) else set()
        # A facade as a whole, or a name that it does not show: all that is behind it.
        behind = (self.scans[module].facade or {}).values() if module in self.scans else ()
        return found.union(*(self._resolve(one, ways, seen | {use}) for one in behind))

    def _split(self, use: str) -> tuple[str, list[str]]:
        module, _, taken = use.partition(":")
        names = [name for name in taken.split(".") if name]
        while module not in self.scans and "." in module:
            module, _, last = module.rpartition(".")
            names.insert(0, last)
        return module, names

    def _is_real(self, module: str) -> bool:
        return module in self.scans and self.scans[module].facade is None


def _spread(start: Iterable[str], step: Callable[[str], set[str]]) -> set[str]:
    """Return what can be reached from the start, the start included."""
    found = set(start)
    waiting = list(found)
    while waiting:
        new = step(waiting.pop()) - found
        found |= new
        waiting.extend(new)
    return found


def _extend(use: str, names: list[str]) -> str:
    return use + ("" if use.endswith(":") or not names else ".") + ".".join(names)


@cache
def _with_parents(dotted: str) -> tuple[str, ...]:
    parts = dotted.split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))
