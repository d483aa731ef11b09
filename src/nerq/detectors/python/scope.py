"""Scopes of Python code: what each name was bound to, by which statement, and where it is seen.

Scopes follow the language: a function sees its own names, then those of the functions around
it, then the module's; names of a class are seen through the class and its ``self`` only.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from nerq.model import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Source

# As many as are followed; joining more at each look-up would be quadratic.
_MEMBERS = 50
_LONG_LINE = 20_000

Function = ast.FunctionDef | ast.AsyncFunctionDef
ScopeKind = Literal["module", "function", "class"]
# How to get from a value to what a name holds: every element, one element, or as it is.
Step = int | Literal["each"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that another module gives: ``from module import name`` (None: the module itself)."""

    module: str
    level: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A function's parameter, by name and 0-based position (None: keyword only)."""

    function: Scope
    name: str
    position: int | None
    annotation: ast.expr | None


@dataclass(frozen=True, slots=True)
class Bound:
    """One thing a name was bound to, and the scope in which to understand it."""

    value: ast.expr | Imported | Parameter | Scope
    scope: Scope
    steps: tuple[Step, ...] = ()


@dataclass(eq=False, slots=True)
class Scope:
    """A module, class or function, with its names.

    Attributes:
        names: what each name was bound to, in the order of the code.
        attributes: of a class: what ``self.name`` was bound to.
        returns: of a function: what it returns.
    """

    kind: ScopeKind
    name: str
    parent: Scope | None
    module: Module
    names: dict[str, list[Bound]] = field(default_factory=dict)
    attributes: dict[str, list[Bound]] = field(default_factory=dict)
    returns: list[ast.expr] = field(default_factory=list)

    def bind(
        self,
        name: str,
        value: ast.expr | Imported | Parameter | Scope,
        steps: tuple[Step, ...] = (),
        scope: Scope | None = None,
    ) -> None:
        """Adds one binding of a name; ``scope`` is where the value stands, if not here."""
        self.names.setdefault(name, []).append(Bound(value, scope or self, steps))

    def lookup(self, name: str) -> list[Bound]:
        """What a name used in this scope was bound to; empty where it is not known."""
        for scope in self.visible():
            if name in scope.names:
                return scope.names[name]
        return []

    def visible(self) -> Iterator[Scope]:
        """The scopes a name is looked up in, innermost first."""
        scope: Scope | None = self
        while scope is not None:
            # Python's own rule: methods do not see the names of their class.
            if scope is self or scope.kind != "class":
                yield scope
            scope = scope.parent

    @property
    def enclosing_class(self) -> Scope | None:
        """The class whose body or method this is, or None."""
        scope: Scope | None = self
        while scope is not None:
            if scope.kind == "class":
                return scope
            scope = scope.parent
        return None

    def member(self, name: str) -> list[Bound]:
        """What an attribute was bound to first, in the class's body or through ``self``."""
        inside, through_self = self.names.get(name, []), self.attributes.get(name, [])
        return [*inside[:_MEMBERS], *through_self[:_MEMBERS]]


@dataclass(eq=False, slots=True)
class Module:
    """One file's code, or a notebook's cells one after the other.

    Attributes:
        source: the file.
        lines: of the code; a notebook's cells follow one another.
        cells: of a notebook: (0-based line of the code at which a cell starts, its number),
            ascending; empty for a plain file.
        imports: the full path that each imported name stands for, in whatever scope.
    """

    source: Source
    lines: list[str]
    cells: list[tuple[int, int]] = field(default_factory=list)
    imports: dict[str, str] = field(default_factory=dict)

    def where(self, line: int, byte_column: int) -> Location:
        """The place of an AST position: 1-based line, 0-based UTF-8 column."""
        text = self.lines[line - 1] if 1 <= line <= len(self.lines) else ""
        if text.isascii():
            return self.place(line, byte_column + 1)
        if len(text) > _LONG_LINE:  # counting characters for each of its texts would be quadratic
            return self.place(line, None)
        before = text.encode("utf-8", "replace")[:byte_column]
        return self.place(line, len(before.decode("utf-8", "ignore")) + 1)

    def place(self, line: int, column: int | None) -> Location:
        """The place of a 1-based line of the code and a 1-based column."""
        if not self.cells:
            return Location(self.source.path, line, column)
        index = bisect_right(self.cells, (line - 1, 1 << 60)) - 1
        start, cell = self.cells[max(index, 0)]
        return Location(self.source.path, line - start, column, cell)


def bind(scope: Scope, target: ast.expr, value: ast.expr, steps: tuple[Step, ...] = ()) -> None:
    """Binds the names of a target to a value, or to the parts of it that ``steps`` lead to."""
    if isinstance(target, ast.Name):
        scope.bind(target.id, value, steps)
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        owner = scope.enclosing_class if target.value.id in {"self", "cls"} else None
        if owner is not None:
            owner.attributes.setdefault(target.attr, []).append(Bound(value, scope))
    elif isinstance(target, ast.Tuple | ast.List):
        for index, one in enumerate(target.elts):
            bind(scope, one, value, (*steps, index))
    elif isinstance(target, ast.Starred):
        bind(scope, target.value, value, steps)


def bind_parameters(node: Function, scope: Scope) -> Iterator[tuple[str, ast.expr]]:
    """Binds a function's parameters in its scope; yields those with a default, and it."""
    arguments = node.args
    places = [*arguments.posonlyargs, *arguments.args]
    for position, one in enumerate(places):
        scope.bind(one.arg, Parameter(scope, one.arg, position, one.annotation))
    for one in arguments.kwonlyargs:
        scope.bind(one.arg, Parameter(scope, one.arg, None, one.annotation))
    # Defaults belong to the last of the arguments.
    first = len(places) - len(arguments.defaults)
    for one, default in zip(places[first:], arguments.defaults, strict=True):
        yield one.arg, default
    for one, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None:
            yield one.arg, keyword_default


def bind_imports(node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    """Binds imported names, and tells the module which full path each stands for."""
    for alias in node.names:
        if isinstance(node, ast.Import):
            # ``import a.b`` binds ``a``; only with ``as`` is the whole path meant.
            name = alias.asname or alias.name.partition(".")[0]
            path = alias.name if alias.asname else name
            scope.bind(name, Imported(path, 0, None))
        else:
            name = alias.asname or alias.name
            path = f"{node.module or ''}.{alias.name}"
            scope.bind(name, Imported(node.module or "", node.level, alias.name))
        scope.module.imports[name] = path
