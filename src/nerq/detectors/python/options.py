"""Calls that give names their values: options of command lines, parameters of tests."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import last_name
from nerq.detectors.python.notes import Argument, for_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.detectors.python.notes import Role
    from nerq.detectors.python.scope import Scope

_NAMES_AND_ROWS = 2
_ASKED_FOR = frozenset({"default", "const", "choices", "nargs"})


def _parametrize(node: ast.Call, keys: frozenset[str]) -> Iterator[Argument]:
    """pytest: the values belong to the parameters' names."""
    if len(node.args) < _NAMES_AND_ROWS:
        yield from (Argument(one) for one in node.args)
        yield from (Argument(keyword.value) for keyword in node.keywords)
        return
    roles = [for_name(name, "python-parametrize", keys) for name in parameter_names(node.args[0])]
    rows = node.args[1]
    is_written_out = isinstance(rows, ast.List | ast.Tuple)
    for row in _rows(rows):
        values = _values(row, len(roles))
        yield from (
            Argument(value, asked_as(role), "output" if is_output(role) else "visited")
            for role, value in zip(roles, values, strict=False)
        )
    if len(roles) == 1 and roles[0] is not None and not is_written_out:
        # ``parametrize("model", MODELS)``: the rows stand elsewhere.
        yield Argument(rows, roles[0], "passed")


def asked_as(role: Role | None) -> Role | None:
    """The role as that an expression is asked for; None for output, which nobody asks for."""
    return role if role is not None and role.strength else None


def is_output(role: Role | None) -> bool:
    """Whether a name says that what it holds is made here, a message or a path."""
    return role is not None and not role.strength


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
    return _texts(node.elts) if isinstance(node, ast.List | ast.Tuple) else []


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [
        one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def bind_parametrized(decorator: ast.expr, function: Scope, outer: Scope) -> None:
    """Binds a test function's parameters to the values that ``parametrize`` gives them."""
    if not (isinstance(decorator, ast.Call) and last_name(decorator.func) == "parametrize"):
        return
    if len(decorator.args) < _NAMES_AND_ROWS:
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


def _option(node: ast.Call, keys: frozenset[str]) -> Iterator[Argument]:
    """argparse, optparse, click and typer: the default belongs to the option's name."""
    # ``-m``, ``--model``: the longest spelling is the one that says what it is.
    option = max(_texts(node.args), key=len, default="").lstrip("-").replace("-", "_")
    role = for_name(option, "python-option-default", keys)
    for keyword in node.keywords:
        if keyword.arg == "dest" and isinstance(keyword.value, ast.Constant):
            option = str(keyword.value.value)
            role = role or for_name(option, "python-option-default", keys)
        is_quiet = keyword.arg in {"help", "metavar"} or is_output(role)
        yield Argument(
            keyword.value,
            asked_as(role) if keyword.arg in _ASKED_FOR else None,
            "output" if is_quiet else "visited",
            option=option if keyword.arg == "default" else "",
        )
    if last_name(node.func) in {"Option", "Argument"}:
        # Typer's take the default first; the flags of the others are not values.
        yield from (Argument(one) for one in node.args)


def _set_defaults(node: ast.Call, keys: frozenset[str]) -> Iterator[Argument]:
    """argparse: each keyword is the default of an option."""
    del keys
    for keyword in node.keywords:
        if keyword.arg:
            yield Argument(keyword.value, walk="named", option=keyword.arg)


READERS: dict[str, Callable[[ast.Call, frozenset[str]], Iterator[Argument]]] = {
    "parametrize": _parametrize,
    "set_defaults": _set_defaults,
    **dict.fromkeys(
        ("add_argument", "add_option", "option", "argument", "Option", "Argument"), _option
    ),
}
