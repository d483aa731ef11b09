"""Calls: which of their arguments are ids, which set defaults, which are only output."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.detectors.python.clients import provider_of_call, provider_of_class
from nerq.detectors.python.lmql import QUERY
from nerq.detectors.python.names import dotted, environment_name, last_name
from nerq.detectors.python.nodes import is_versioned_id
from nerq.detectors.python.notes import BY_CALL, BY_NAME, Argument, Role, for_name
from nerq.detectors.python.options import READERS, asked_as, is_output
from nerq.detectors.vocabulary.python_callables import (
    CALLABLES,
    CLIENT_KEYWORDS,
    FALLS_BACK,
    IGNORED_CALLS,
    IGNORED_PATHS,
    METHODS,
    PLAIN_KEYWORDS,
    REPOSITORY_TYPE,
    Takes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nerq.detectors.python.scope import Scope
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


def arguments_of(node: ast.Call, scope: Scope, words: Words) -> Iterable[Argument]:
    """What a call does with its arguments, in the order in which they are to be visited.

    Arguments that are left out hold no ids and no calls worth a visit: names of options and of
    parameters.
    """
    name = last_name(node.func)
    owner = last_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    is_ignored = name in IGNORED_CALLS or (owner, name) in IGNORED_PATHS
    if is_ignored and name not in words.callables:
        given = (*node.args, *(keyword.value for keyword in node.keywords))
        return (Argument(one, walk="output") for one in given)
    reader = READERS.get(name)
    return reader(node, words.keys) if reader is not None else _plain(node, name, scope, words)


def takes_of(node: ast.Call, name: str, scope: Scope, words: Words) -> Takes | None:
    """What a call's callable takes, by the project's own words, else by the tables."""
    path = dotted(node.func)
    first, _, rest = path.partition(".")
    full = ".".join(part for part in (scope.module.imports.get(first, first), rest) if part)
    own = words.callables.get(name)
    if own is not None and (own[0] == name or full.endswith(own[0])):
        return own[1]
    parts = full.split(".")
    if len(parts) > 1 and (method := METHODS.get((parts[-2], name))) is not None:
        return method
    takes = CALLABLES.get(name)
    # Names such as ``load`` and ``chat`` are anybody's: the import must lead to the library.
    if takes is None or (takes.modules and not set(takes.modules).intersection(parts)):
        return None
    return takes


def _plain(node: ast.Call, name: str, scope: Scope, words: Words) -> Iterator[Argument]:
    takes = takes_of(node, name, scope, words)
    role = _role_of_call(node, takes, scope)
    if takes is None and node.args:
        yield from _first(node, name, words.keys)
    taken = takes.positions if takes is not None else ()
    for position, argument in enumerate(node.args):
        yield Argument(argument, role if position in taken else None, column=(name, position))
    for keyword in node.keywords:
        yield _keyword(keyword, role, takes, words.keys)
    if node.args and ("lmql" in scope.module.imports or "lmql" in dotted(node.func)):
        yield Argument(node.args[0], QUERY, "passed")


def _role_of_call(node: ast.Call, takes: Takes | None, scope: Scope) -> Role:
    """As what a callable's own arguments are taken, whom it speaks to included."""
    kind = (_hub_kind(node) or (takes.kind if takes else None)) if node.keywords or takes else None
    context = takes.context if takes else None
    # Looking for the client is dear: only where something in the call may be an id.
    if context is None and (takes is not None or _may_name(node)):
        context = provider_of_call(scope, node)
    return Role("python-call", BY_CALL, kind or "model", context)


def _first(node: ast.Call, name: str, keys: frozenset[str]) -> Iterator[Argument]:
    """Clients may take their model first; look-ups with a default say what they look up."""
    looked_up = environment_name(node)
    asked = asked_as(for_name(looked_up, "python-fallback", keys))
    provider = provider_of_class(name)
    last = node.args[-1]
    if asked is not None:
        yield Argument(last, asked, "passed")
    elif provider is not None:
        yield Argument(node.args[0], Role("python-call", BY_NAME, context=provider), "passed")
    elif looked_up == FALLS_BACK and is_versioned_id(last):
        # ``get("path", "owner/name-7b")``: what a path falls back to may be the hub's.
        yield Argument(last, Role("python-fallback", BY_NAME), "passed")


def fallback_of_path(node: ast.IfExp | ast.BoolOp) -> ast.expr | None:
    """The id that stands in where there is no path: ``path if path else "owner/name-7b"``."""
    if isinstance(node, ast.IfExp):
        first, last = node.body, node.orelse
    else:
        first, last = node.values[0], node.values[-1]
    return last if last_name(first) == FALLS_BACK and is_versioned_id(last) else None


def _may_name(node: ast.Call) -> bool:
    return any(
        keyword.arg in PLAIN_KEYWORDS or for_name(keyword.arg or "", "python-keyword") is not None
        for keyword in node.keywords
    )


def _hub_kind(node: ast.Call) -> Kind | None:
    for keyword in node.keywords:
        if keyword.arg == REPOSITORY_TYPE and isinstance(keyword.value, ast.Constant):
            return _REPOSITORY_KINDS.get(keyword.value.value)
    return None


def _keyword(
    keyword: ast.keyword, call: Role, takes: Takes | None, keys: frozenset[str]
) -> Argument:
    """A keyword counts by what the callable takes, and by its own name."""
    name = keyword.arg or ""
    own = for_name(name, "python-keyword", keys)
    is_taken = takes is not None and name in takes.keywords
    if own is None and not is_taken and name not in PLAIN_KEYWORDS:
        return Argument(keyword.value)
    role = replace(call, shape="python-keyword")
    asked: Role | None = None
    if is_taken:
        asked = role
    elif _is_of_client(name, own, role, takes):
        # ``load_dataset(…, model="x")`` names a model; only ``repo_id`` is of the call's kind.
        asked = role if name == "repo_id" else replace(role, kind="model")
    elif own is not None and own.strength:
        asked = replace(own, context=role.context)
    return Argument(keyword.value, asked, "output" if is_output(own) else "visited")


def _is_of_client(name: str, own: Role | None, call: Role, takes: Takes | None) -> bool:
    """Whether a keyword names the model of a call that takes one, or of a provider's client."""
    if name in CLIENT_KEYWORDS and call.context is not None:
        return True
    return takes is not None and own is not None and own.kind == "model" and own.strength > 0
