"""Calls: which of their arguments are ids, which set defaults, which are only output."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.detectors.python import (
    clients as python_clients,
)
from nerq.detectors.python import (
    lmql as python_lmql,
)
from nerq.detectors.python import (
    names as python_names,
)
from nerq.detectors.python import (
    options as python_options,
)
from nerq.detectors.python.names import dotted, last_name
from nerq.detectors.python.roles import BY_CALL, BY_NAME, Role, for_name
from nerq.detectors.vocabulary.provider_context import of_class
from nerq.detectors.vocabulary.python_callables import (
    CALLABLES,
    IGNORED_CALLS,
    IGNORED_PATHS,
    METHODS,
    Takes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nerq.detectors.python.walk import Walk
    from nerq.model import Kind
    from nerq.plugin import Search


_REPOSITORY_KINDS: dict[object, Kind] = {"dataset": "dataset", "space": "space"}


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
    """The callables (``load``, ``pkg.load``, ``load:2``, ``load:name``) and keys of a search."""
    callables: dict[str, tuple[str, Takes]] = {}
    for written in search.callables:
        path, _, place = written.partition(":")
        takes = Takes()
        if place.isdecimal():
            takes = Takes(positions=(int(place[:3]),))
        elif place:
            takes = Takes(positions=(), keywords=(place,))
        callables[path.rpartition(".")[2]] = (path, takes)
    flags = (flag.lstrip("-").replace("-", "_") for flag in search.flags)
    return Words(callables, frozenset((*search.keys, *flags)))


def is_text_statement(node: ast.stmt) -> bool:
    """Whether a statement is only a text: a docstring, or one in the middle of the code."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def visit(walk: Walk, node: ast.Call) -> None:
    """Walks a call: notes its texts, and asks for ids where the callable takes them."""
    name = last_name(node.func)
    walk.visit(node.func)
    owner = last_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    is_ignored = name in IGNORED_CALLS or (owner, name) in IGNORED_PATHS
    if is_ignored and name not in walk.words.callables:
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            walk.quietly(argument)
        return
    if name == "parametrize":
        python_options.visit_parametrize(walk, node)
    elif name in python_options.OPTION_CALLS:
        python_options.visit_option(walk, node, name)
    elif name == "set_defaults":
        python_options.visit_set_defaults(walk, node)
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
    if takes is None and node.args:
        _visit_first(walk, node, name)
    for position, argument in enumerate(node.args):
        if takes is not None and position in takes.positions:
            walk.demand(argument, role)
        walk.note_column(argument, (name, position))
    for keyword in node.keywords:
        _visit_keyword(walk, keyword, role, takes)
    python_lmql.read_query(walk, node)


def _visit_first(walk: Walk, node: ast.Call, name: str) -> None:
    """Clients may take their model first; look-ups with a default say what they look up."""
    asked = for_name(python_names.environment_name(node), "python-fallback", walk.words.keys)
    provider = of_class(name)
    if asked is not None and asked.strength:
        walk.demand(node.args[-1], asked)
    elif provider is not None:
        walk.demand(node.args[0], Role("python-call", BY_NAME, context=provider))
    elif python_names.environment_name(node) == "path" and python_names.is_versioned_id(
        node.args[-1]
    ):
        walk.demand(node.args[-1], Role("python-fallback", BY_NAME))


def _may_name(node: ast.Call) -> bool:
    return any(
        keyword.arg in {"name", "id"} or for_name(keyword.arg or "", "python-keyword") is not None
        for keyword in node.keywords
    )


def _hub_kind(node: ast.Call) -> Kind | None:
    for keyword in node.keywords:
        if keyword.arg == "repo_type" and isinstance(keyword.value, ast.Constant):
            return _REPOSITORY_KINDS.get(keyword.value.value)
    return None


def _visit_keyword(walk: Walk, keyword: ast.keyword, call: Role, takes: Takes | None) -> None:
    name = keyword.arg or ""
    own = for_name(name, "python-keyword", walk.words.keys)
    if own is None and name not in {"name", "id"} and (takes is None or name not in takes.keywords):
        walk.visit(keyword.value)
        return
    role = replace(call, shape="python-keyword")
    is_of_client = name in {"name", "id", "model_name", "model"} and role.context is not None
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
