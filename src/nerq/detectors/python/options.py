"""Calls that give names their values: options of command lines, parameters of tests."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import last_name
from nerq.detectors.python.roles import for_name

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Scope
    from nerq.detectors.python.walk import Walk

OPTION_CALLS = frozenset({"add_argument", "add_option", "option", "argument", "Option", "Argument"})
_NAMES_AND_ROWS = 2


def visit_parametrize(walk: Walk, node: ast.Call) -> None:
    """pytest: the values belong to the parameters' names."""
    if len(node.args) < 2:
        walk.children(node)
        return
    names = parameter_names(node.args[0])
    roles = [for_name(name, "python-parametrize", walk.words.keys) for name in names]
    for row in _rows(node.args[1]):
        values = _values(row, len(names))
        for role, value in zip(roles, values, strict=False):
            if role is not None and role.strength:
                walk.demand(value, role)
            if role is not None and not role.strength:
                walk.quietly(value)
            else:
                walk.visit(value)
    if (
        len(roles) == 1
        and roles[0] is not None
        and not isinstance(node.args[1], ast.List | ast.Tuple)
    ):
        walk.demand(node.args[1], roles[0])


def _rows(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]


def _values(row: ast.expr, count: int) -> list[ast.expr]:
    if isinstance(row, ast.Call) and last_name(row.func) == "param":
        return list(row.args)
    if count > 1 and isinstance(row, ast.Tuple | ast.List):
        return list(row.elts)
    return [row]


def parameter_names(node: ast.expr) -> list[str]:
    """The names that ``parametrize`` fills: ``"a, b"``, or a list of names."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [name.strip() for name in node.value.split(",") if name.strip()]
    if isinstance(node, ast.List | ast.Tuple):
        return [
            one.value
            for one in node.elts
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
    return []


def bind_parametrized(decorator: ast.expr, function: Scope, outer: Scope) -> None:
    """Binds a test function's parameters to the values that ``parametrize`` gives them."""
    if not (isinstance(decorator, ast.Call) and last_name(decorator.func) == "parametrize"):
        return
    if len(decorator.args) < 2:
        return
    names = parameter_names(decorator.args[0])
    rows = decorator.args[1]
    for index, name in enumerate(names):
        if isinstance(rows, ast.List | ast.Tuple):
            for row in rows.elts:
                values = _values(row, len(names))
                if index < len(values):
                    function.bind(name, values[index], (), outer)
        else:
            function.bind(name, rows, ("each",) if len(names) == 1 else ("each", index), outer)


def visit_option(walk: Walk, node: ast.Call, name: str) -> None:
    """argparse, optparse, click and typer: the default belongs to the option's name."""
    flags = [
        one.value
        for one in node.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    option = max((flag for flag in flags), key=len, default="").lstrip("-").replace("-", "_")
    role = for_name(option, "python-option-default", walk.words.keys)
    for keyword in node.keywords:
        if keyword.arg == "dest" and isinstance(keyword.value, ast.Constant):
            option = str(keyword.value.value)
            role = role or for_name(option, "python-option-default", walk.words.keys)
        if keyword.arg == "default":
            walk.options.setdefault(option, []).append((keyword.value, walk.scope))
        if keyword.arg in {"default", "const", "choices", "nargs"} and role is not None:
            walk.demand(keyword.value, role) if role.strength else None
        if keyword.arg in {"help", "metavar"} or (role is not None and not role.strength):
            walk.quietly(keyword.value)
        else:
            walk.visit(keyword.value)
    if name in {"Option", "Argument"}:
        for argument in node.args:
            walk.visit(argument)


def visit_set_defaults(walk: Walk, node: ast.Call) -> None:
    """argparse: each keyword is the default of an option."""
    for keyword in node.keywords:
        if keyword.arg:
            walk.options.setdefault(keyword.arg, []).append((keyword.value, walk.scope))
            walk.value_of(keyword.arg, keyword.value, "python-option-default")
