"""Whom a call speaks to: followed from the call to the client object to its class and URL."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.scope import Imported, Parameter
from nerq.detectors.vocabulary.keys import ADDRESS_KEYS
from nerq.detectors.vocabulary.provider_context import of_class, of_module, read_context

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Bound, Scope
    from nerq.detectors.python.walk import Walk

_DEPTH = 6


def provider_of_call(walk: Walk, node: ast.Call) -> str | None:
    """The provider whose model a call names, as in `read_model_id`, or None where it is open."""
    return _of_call(walk, walk.scope, node, _DEPTH)


def _of_call(walk: Walk, scope: Scope, node: ast.Call, depth: int) -> str | None:
    by_url = _by_url(node)
    if by_url is not None:
        return by_url
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if isinstance(node.func, ast.Name):
        name = node.func.id
    if name[:1].islower() and node.args and depth > 0:
        # Wrappers such as instructor.patch(client) speak to whom their client speaks to.
        by_client = _of_value(walk, scope, node.args[0], depth - 1)
        if by_client is not None:
            return by_client
    if isinstance(node.func, ast.Attribute):
        return of_class(name) or _of_value(walk, scope, node.func.value, depth)
    return of_class(name) or _of_import(walk, name)


def _by_url(node: ast.Call) -> str | None:
    for keyword in node.keywords:
        if keyword.arg in ADDRESS_KEYS and isinstance(keyword.value, ast.Constant):
            found = read_context(str(keyword.value.value))
            if found is not None:
                return found
    return None


def _of_import(walk: Walk, name: str) -> str | None:
    path = walk.imports.get(name)
    return of_module(path) if path else None


def _of_value(walk: Walk, scope: Scope, node: ast.expr, depth: int) -> str | None:
    if depth <= 0:
        return None
    if isinstance(node, ast.Call):
        return _of_call(walk, scope, node, depth - 1)
    if isinstance(node, ast.Attribute):
        found = of_class(node.attr)
        if found is None and isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}:
            owner = scope.enclosing_class
            return _of_bound(walk, owner.member(node.attr) if owner else [], depth - 1)
        return found or _of_value(walk, scope, node.value, depth - 1)
    if isinstance(node, ast.Name):
        return _of_bound(walk, scope.lookup(node.id), depth - 1) or of_class(node.id)
    return None


def _of_bound(walk: Walk, bindings: list[Bound], depth: int) -> str | None:
    for bound in reversed(bindings[-4:]):
        value = bound.value
        if isinstance(value, Imported):
            path = f"{value.module}.{value.name}" if value.name else value.module
            found = of_module(path) or of_class(value.name or "")
        elif isinstance(value, Parameter):
            found = _of_annotation(value.annotation)
        elif isinstance(value, ast.expr):
            found = _of_value(walk, bound.scope, value, depth)
        else:
            found = None
        if found is not None:
            return found
    return None


def _of_annotation(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Name):
        return of_class(node.id)
    if isinstance(node, ast.Attribute):
        return of_class(node.attr)
    return None
