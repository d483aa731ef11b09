"""Names that another module of the project gives: finds the module and what it binds."""

from __future__ import annotations

import ast
import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.detectors.python.scope import Module, Scope, bind, bind_imports
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Imported
    from nerq.plugin import Source

# Reading other modules is what makes a file dear; ids stand in one or two modules of settings.
MAX_MODULES = 20
MAX_BYTES = 1_000_000
_MAX_PARENTS = 12


@dataclass
class Project:
    """The modules that one file imports names from, read when first asked for."""

    source: Source
    known: dict[str, Scope | None] = field(default_factory=dict)

    def load(self, scope: Scope, imported: Imported) -> Scope | None:
        """The module scope that gives the imported name, or None where it is not the project's."""
        for path in _candidates(scope.module.source.path, imported):
            found = self._read(scope.module.source, path)
            if found is not None:
                return found
        return None

    def _read(self, beside: Source, relative: str) -> Scope | None:
        key = posixpath.normpath(posixpath.join(posixpath.dirname(beside.path), relative))
        if key in self.known or len(self.known) >= 200:
            return self.known.get(key)
        self.known[key] = None
        if sum(1 for scope in self.known.values() if scope) >= MAX_MODULES:
            return None
        self.known[key] = _open(beside, relative)
        return self.known[key]


def _candidates(path: str, imported: Imported) -> list[str]:
    """Paths at which the module may stand, relative to the importing file's folder."""
    parts = [part for part in imported.module.split(".") if part]
    depth = path.count("/")
    if imported.level:
        starts = ["../" * (imported.level - 1)]
    elif len(parts) > 0:
        # Where the project begins is not known: any folder above may be on the path.
        starts = ["../" * up for up in range(min(depth, _MAX_PARENTS) + 1)]
        starts += ["../" * min(depth, _MAX_PARENTS) + "src/"]
    else:
        return []
    found = []
    for start in starts:
        folder = start + "/".join(parts)
        if parts:
            found.append(f"{folder}.py")
        found.append(posixpath.join(folder or ".", "__init__.py"))
        # ``from . import settings`` names a module rather than something in one.
        if imported.level and not parts and imported.name:
            found.append(posixpath.join(start or ".", f"{imported.name}.py"))
    return [one for one in found if _is_inside(path, one)]


def _is_inside(path: str, relative: str) -> bool:
    return not posixpath.normpath(posixpath.join(posixpath.dirname(path), relative)).startswith(
        ".."
    )


def _open(beside: Source, relative: str) -> Scope | None:
    try:
        source = beside.sibling(relative)
        if source is None or len(source.data) > MAX_BYTES:
            return None
        tree = ast.parse(source.data)
    except (ManifestError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    scope = Scope("module", "", None, Module(source, source.text.split("\n")))
    _bind_all(tree.body, scope)
    return scope


def _bind_all(body: list[ast.stmt], scope: Scope) -> None:
    """Binds what a module's top level binds, branches included."""
    # Every binding is kept: which branch ran is not known.
    waiting = list(reversed(body))
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                bind(scope, target, statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            bind(scope, statement.target, statement.value)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            bind_imports(statement, scope)
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            waiting.extend(reversed(statement.body))
            waiting.extend(getattr(statement, "orelse", ()))
