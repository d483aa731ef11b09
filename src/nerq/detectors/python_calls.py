"""Calls: which of their arguments are ids, which set defaults, which are only output."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.detectors import python_clients
from nerq.detectors.python_roles import BY_CALL, BY_NAME, Role, for_name
from nerq.detectors.python_tables import CALLABLES, IGNORED_CALLS, METHODS, Takes, is_ignored_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nerq.detectors.python_scope import Scope
    from nerq.detectors.python_walk import Walk
    from nerq.plugin import Search

_QUERY = re.compile(
    r"\b(?:argmax|sample|beam|beam_sample|best_k|var|top_k)\b.*?\bfrom\s+(?:lmql\.model\(\s*)?([\"'])"
    r"(?P<id>[^\"'\s]{2,200})\1",
    re.DOTALL,
)
_SET_DEFAULTS = frozenset({"set_defaults"})
_OPTION_CALLS = frozenset(
    {"add_argument", "add_option", "option", "argument", "Option", "Argument"}
)
_FIELDS = frozenset({"field", "Field"})


@dataclass(frozen=True, slots=True)
class Words:
    """A project's own words.

    Attributes:
        callables: what its functions take, by last name.
        keys: names whose value is a model id.
    """

    callables: Mapping[str, tuple[str, Takes]]
    keys: frozenset[str]


def words_of(search: Search) -> Words:
    """Reads the callables (``load``, ``pkg.load``, ``load:2``, ``load:name``) and keys of a search."""
    callables: dict[str, tuple[str, Takes]] = {}
    for written in search.callables:
        path, _, place = written.partition(":")
        takes = Takes()
        if place.isdecimal():
            takes = Takes(positions=(int(place[:3]),))
        elif place:
            takes = Takes(positions=(), keywords=(place,))
        callables[path.rpartition(".")[2]] = (path, takes)
    return Words(callables, frozenset(search.keys))


def last_name(node: ast.expr) -> str:
    """The name called: ``c`` of ``a.b.c``; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.expr) -> str:
    """``a.b.c`` where the expression is a chain of names, else what of its end is one."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def is_text_statement(node: ast.stmt) -> bool:
    """Whether a statement is only a text: a docstring, or one in the middle of the code."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def subscript_name(node: ast.Subscript) -> str:
    """The key that ``table["model"]["name"] = …`` sets: ``name`` alone is told by its table."""
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if not isinstance(key, str):
        return ""
    if key in {"name", "id", "path"} and isinstance(node.value, ast.Subscript):
        return f"{subscript_name(node.value)}_{key}"
    return key


def visit(walk: Walk, node: ast.Call) -> None:
    """Walks a call: notes its texts, and asks for ids where the callable takes them."""
    name = last_name(node.func)
    walk.visit(node.func)
    if name in IGNORED_CALLS and name not in walk.words.callables:
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            walk.quietly(argument)
        return
    if name == "parametrize":
        _visit_parametrize(walk, node)
    elif name in _OPTION_CALLS:
        _visit_option(walk, node, name)
    elif name in _SET_DEFAULTS:
        _visit_set_defaults(walk, node)
    else:
        _visit_plain(walk, node, name)


def takes_of(walk: Walk, node: ast.Call, name: str) -> Takes | None:
    """What a call's callable takes, by the project's own words, else by the tables."""
    path = dotted(node.func)
    first, _, rest = path.partition(".")
    full = ".".join(part for part in (walk.imports.get(first, first), rest) if part)
    own = walk.words.callables.get(name)
    if own is not None and (own[0] == name or full.endswith(own[0])):
        return own[1]
    parts = full.split(".")
    if len(parts) > 1 and (method := METHODS.get((parts[-2], name))) is not None:
        return method
    takes = CALLABLES.get(name)
    if takes is None or (takes.modules and not set(takes.modules).intersection(parts)):
        return None
    return takes


def _visit_plain(walk: Walk, node: ast.Call, name: str) -> None:
    takes = takes_of(walk, node, name)
    kind = (_hub_kind(node) or (takes.kind if takes else None)) if node.keywords or takes else None
    role = Role("python-call", BY_CALL, kind or "model", takes.context if takes else None)
    if role.context is None and (takes is not None or _may_name(node)):
        role = replace(role, context=python_clients.provider_of_call(walk, node))
    for position, argument in enumerate(node.args):
        if takes is not None and position in takes.positions:
            walk.demand(argument, role)
        walk.note_column(argument, (name, position))
    for keyword in node.keywords:
        _visit_keyword(walk, keyword, role, takes)
    _read_query(walk, node)


def _may_name(node: ast.Call) -> bool:
    return any(
        keyword.arg == "name" or for_name(keyword.arg or "", "python-keyword") is not None
        for keyword in node.keywords
    )


def _hub_kind(node: ast.Call) -> str | None:
    for keyword in node.keywords:
        if keyword.arg == "repo_type" and isinstance(keyword.value, ast.Constant):
            return {"dataset": "dataset", "space": "space"}.get(str(keyword.value.value))
    return None


def _visit_keyword(walk: Walk, keyword: ast.keyword, call: Role, takes: Takes | None) -> None:
    name = keyword.arg or ""
    own = for_name(name, "python-keyword", walk.words.keys)
    if own is None and name != "name" and (takes is None or name not in takes.keywords):
        walk.visit(keyword.value)
        return
    role = replace(call, shape="python-keyword")
    is_of_client = name in {"name", "model_name", "model"} and role.context is not None
    if takes is not None and name in takes.keywords:
        walk.demand(keyword.value, role)
    elif is_of_client or (
        own is not None and own.kind == "model" and takes is not None and own.strength
    ):
        kind = role.kind if name == "repo_id" or role.kind == "model" else "model"
        walk.demand(keyword.value, replace(role, kind=kind))
    elif own is not None and own.strength:
        walk.demand(keyword.value, replace(own, context=role.context))
    if own is not None and not own.strength:
        walk.quietly(keyword.value)
    else:
        walk.visit(keyword.value)


def _visit_parametrize(walk: Walk, node: ast.Call) -> None:
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


def _visit_option(walk: Walk, node: ast.Call, name: str) -> None:
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


def _visit_set_defaults(walk: Walk, node: ast.Call) -> None:
    for keyword in node.keywords:
        if keyword.arg:
            walk.options.setdefault(keyword.arg, []).append((keyword.value, walk.scope))
            walk.value_of(keyword.arg, keyword.value, "python-option-default")


def defaults_of(node: ast.Call) -> list[ast.expr]:
    """The values that a call passes through or falls back to: ``getenv("X", value)``."""
    name = last_name(node.func)
    if name in {"getenv", "get", "pop", "setdefault", "getattr"} and node.args:
        return node.args[-1:] if len(node.args) >= 2 else _named(node, "default", "fallback")
    if name in {"field", "Field", "Option", "Argument", "option"}:
        return [*node.args[:1], *_named(node, "default", "default_factory")]
    if name in {
        "str",
        "Path",
        "list",
        "tuple",
        "set",
        "sorted",
        "cast",
        "deepcopy",
        "copy",
        "frozenset",
        "param",
        "Literal",
        "Environment",
    }:
        return node.args[-1:] if name == "cast" else node.args[:1]
    if name in {"enumerate", "zip", "product", "chain", "tqdm"}:
        return list(node.args)
    if name in {"strip", "lower", "items", "values", "keys", "copy"} and isinstance(
        node.func, ast.Attribute
    ):
        return [node.func.value]
    return []


def _named(node: ast.Call, *names: str) -> list[ast.expr]:
    return [keyword.value for keyword in node.keywords if keyword.arg in names]


def environment_name(node: ast.Call) -> str:
    """The variable or key that a call with a default asks for, or an empty text."""
    name = last_name(node.func)
    if name in {"getenv", "get", "pop", "setdefault", "getattr"} and len(node.args) >= 2:
        key = node.args[-2]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
    return ""


def _read_query(walk: Walk, node: ast.Call) -> None:
    """LMQL code given as a text: its ``from`` clause names the model."""
    if "lmql" not in walk.imports and "lmql" not in dotted(node.func):
        return
    for argument in node.args[:1]:
        walk.demand(argument, Role("python-lmql", BY_CALL))


def note_query(
    walk: Walk, function: ast.FunctionDef | ast.AsyncFunctionDef, text: ast.Constant
) -> None:
    """Notes the model of an LMQL query, which stands in its function's docstring."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if last_name(target) in {"query", "lmql"} and "lmql" in (
            dotted(target),
            walk.imports.get("lmql", ""),
        ) + tuple(dotted(target).split(".")):
            walk.note(text, text.value, Role("python-lmql", BY_CALL))


def query_model(text: str) -> str | None:
    """The model that LMQL code names in its ``from`` clause, or None."""
    match = _QUERY.search(text)
    return match["id"] if match else None


__all__ = ["BY_NAME", "Words", "is_ignored_name"]
