"""What statements bind: targets of assignments and loops, parameters, imports."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.scope import Bound, Imported, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.python.scope import Scope, Step

Function = ast.FunctionDef | ast.AsyncFunctionDef


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
    first = len(places) - len(arguments.defaults)
    for one, default in zip(places[first:], arguments.defaults, strict=True):
        yield one.arg, default
    for one, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None:
            yield one.arg, keyword_default


def bind_imports(node: ast.Import | ast.ImportFrom, scope: Scope) -> Iterator[tuple[str, str]]:
    """Binds imported names; yields each with the full path it stands for."""
    for alias in node.names:
        if isinstance(node, ast.Import):
            name = alias.asname or alias.name.partition(".")[0]
            path = alias.name if alias.asname else name
            scope.bind(name, Imported(path, 0, None))
        else:
            name = alias.asname or alias.name
            path = f"{node.module or ''}.{alias.name}"
            scope.bind(name, Imported(node.module or "", node.level, alias.name))
        yield name, path
