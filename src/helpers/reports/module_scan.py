"""What one piece of code says, uses and does, read from its syntax tree without running it."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

PACKAGE = "helpers"
EVERYTHING = "*"
_INERT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DOCUMENTED = (ast.Module, *_INERT)


@dataclass(frozen=True)
class Scan:
    """A module or a notebook.

    Attributes
    ----------
    digest : str
        SHA-256 of the syntax tree without docstrings: comments and layout do not matter.
    uses : tuple of str
        What the code refers to, anywhere in it: a module of the package, a colon, and what is
        taken from it (``helpers.exhibits.charts:voting``). ``helpers.commands.*`` stands for all
        below, and ``*`` for the whole package.
    runs : tuple of str
        Dotted names that importing the code imports at once.
    facade : dict or None
        Name to what it stands for, for a module of nothing but imports and ``__all__``.
    effects : bool
        Whether importing it does more than to define names (sets an option, fills a register).
    """

    digest: str
    uses: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    facade: dict[str, str] | None = None
    effects: bool = False


def scan_module(source: bytes, name: str, is_package: bool = False) -> Scan:
    """Return what a module of the package says.

    A name that is imported and not used there counts as used, because others may take it from
    there. A module that cannot be parsed uses nothing, and counts byte by byte.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return Scan(sha256(source).hexdigest())
    home = name if is_package else name.rpartition(".")[0]
    finder = _Finder(home)
    finder.visit(tree)
    unused = {target for name in finder.unused() for target in finder.bound[name]}
    # Last, for it changes the tree.
    facade = _facade(tree, finder)
    return Scan(
        digest=_digest(tree),
        uses=tuple(sorted(finder.chains() | unused)),
        runs=tuple(sorted(finder.runs)),
        facade=facade,
        effects=facade is None and any(_has_effect(node, finder) for node in tree.body),
    )


def scan_cells(sources: Sequence[str]) -> Scan:
    """Return what the code cells of a notebook use; the digest is that of their text.

    A name that is imported and not used does not count. Lines of IPython (``%matplotlib``) are left
    out; a cell that still cannot be parsed may use everything.
    """
    finder = _Finder(PACKAGE)
    for source in sources:
        try:
            finder.visit(ast.parse(_plain(source)))
        except (SyntaxError, ValueError):
            finder.uses.add(EVERYTHING)
    digest = sha256("\0".join(sources).encode()).hexdigest()
    return Scan(digest, tuple(sorted(finder.chains())), tuple(sorted(finder.runs)))


class _Finder(ast.NodeVisitor):
    """Collects the names that imports bind, and every chain of attributes that starts at one."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.bound: dict[str, set[str]] = {}
        self.uses: set[str] = set()
        self.runs: set[str] = set()
        self.loads: set[tuple[str, ...]] = set()
        self.depth = 0

    def chains(self) -> set[str]:
        """Return what the chains lead to, now that all imports are known."""
        return self.uses | {
            _join(target, chain[1:])
            for chain in self.loads
            for target in self.bound.get(chain[0], ())
        }

    def unused(self) -> set[str]:
        """Return the bound names that no chain starts at."""
        return set(self.bound) - {chain[0] for chain in self.loads}

    def visit_Import(self, node: ast.Import) -> None:
        """``import a.b`` binds a and counts as a use of a.b."""
        for alias in node.names:
            if _is_ours(alias.name):
                self._run(alias.name)
                self._bind(alias.asname or PACKAGE, f"{alias.name if alias.asname else PACKAGE}:")
                if not alias.asname:
                    self.uses.add(f"{alias.name}:")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """``from a import b`` binds b to a.b."""
        above = self.home.split(".")[: len(self.home.split(".")) - node.level + 1]
        parts = [*above, *filter(None, [node.module])] if node.level else [node.module or ""]
        module = ".".join(parts)
        if not _is_ours(module):
            return
        self._run(module)
        for alias in node.names:
            if alias.name == "*":
                self.uses.add(f"{module}:")
                continue
            self._run(f"{module}.{alias.name}")
            self._bind(alias.asname or alias.name, f"{module}:{alias.name}")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Follow ``a.b.c`` down to the name it starts at."""
        chain = _chain(node)
        if chain:
            self.loads.add(chain)
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """A name alone: everything behind it may be used."""
        if isinstance(node.ctx, ast.Load):
            self.loads.add((node.id,))

    def visit_Call(self, node: ast.Call) -> None:
        """``import_module`` with a text, or with a text that starts with a package."""
        if _chain(node.func)[-1:] in (("import_module",), ("__import__",)) and node.args:
            self.uses |= set(_imported_by_text(node.args[0]))
        self.generic_visit(node)

    def _inside(self, node: ast.AST) -> None:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _inside

    def _bind(self, name: str, target: str) -> None:
        self.bound.setdefault(name, set()).add(target)

    def _run(self, name: str) -> None:
        if not self.depth:
            self.runs.add(name)


def _imported_by_text(argument: ast.expr) -> Iterator[str]:
    text = argument.value if isinstance(argument, ast.Constant) else None
    if isinstance(text, str) and _is_ours(text):
        yield f"{text}:"
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        prefix = str(argument.values[0].value)
        if _is_ours(prefix):
            yield f"{prefix.rpartition('.')[0]}.{EVERYTHING}"


def _join(target: str, names: Sequence[str]) -> str:
    module, _, taken = target.partition(":")
    return f"{module}:{'.'.join(filter(None, (taken, *names)))}"


def _chain(node: ast.expr) -> tuple[str, ...]:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else ()


def _facade(tree: ast.Module, finder: _Finder) -> dict[str, str] | None:
    for node in tree.body:
        listed = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if not (listed or _is_text(node) or isinstance(node, ast.Import | ast.ImportFrom)):
            return None
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return None
        if isinstance(node, ast.Import) and PACKAGE in finder.bound:
            return None
    return {name: min(targets) for name, targets in sorted(finder.bound.items())}


def _has_effect(node: ast.stmt, finder: _Finder) -> bool:
    if isinstance(node, ast.If | ast.Try):
        inner = [*node.body, *node.orelse]
        if isinstance(node, ast.Try):
            inner += [*node.finalbody, *(one for part in node.handlers for one in part.body)]
        return any(_has_effect(one, finder) for one in inner)
    if isinstance(node, _INERT):
        # A decorator of the package may enter what it decorates in a register.
        marks = (one.func if isinstance(one, ast.Call) else one for one in node.decorator_list)
        return any(_chain(mark)[:1] and _chain(mark)[0] in finder.bound for mark in marks)
    if isinstance(node, ast.Assign):
        return any(isinstance(part, ast.Attribute | ast.Subscript) for part in node.targets)
    if isinstance(node, ast.AnnAssign | ast.AugAssign):
        return not isinstance(node.target, ast.Name)
    return not (_is_text(node) or isinstance(node, ast.Import | ast.ImportFrom | ast.Pass))


def _digest(tree: ast.Module) -> str:
    """Return the hash of a tree, after its docstrings are taken out of it."""
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and node.body and _is_text(node.body[0]):
            node.body = node.body[1:]
    return sha256(ast.dump(tree).encode()).hexdigest()


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE


def _plain(source: str) -> str:
    """Return a cell without the lines that only IPython understands."""
    lines = source.splitlines()
    return "\n".join("" if line.startswith(("%", "!", "?")) else line for line in lines)
