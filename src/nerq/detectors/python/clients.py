"""Whom a call speaks to: followed from the call to the client object to its class and URL."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.python.notes import BY_NAME, WEAK, Role, for_name
from nerq.detectors.python.scope import Imported, Parameter
from nerq.detectors.vocabulary.keys import ADDRESS_KEYS
from nerq.detectors.vocabulary.provider_context import of_class, of_module, of_name, read_context

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Bound, Module, Scope

# From a call over its client, a wrapper of that and a base class is the longest way seen.
_DEPTH = 6


def provider_of_call(scope: Scope, node: ast.Call) -> str | None:
    """The provider whose model a call names, as in `read_model_id`, or None where it is open."""
    return _of_call(scope, node, _DEPTH)


def provider_of_class(name: str) -> str | None:
    """The provider that the name of a client or wrapper tells, or None."""
    return of_class(name)


def only_provider(module: Module) -> str | None:
    """The one provider whose modules the code imports, or None for none or several."""
    found = {provider for path in module.imports.values() if (provider := of_module(path))}
    return found.pop() if len(found) == 1 else None


def role_of_value(name: str, shape: str, keys: frozenset[str], scope: Scope) -> Role | None:
    """As `for_name`, with the provider that the name or the class around it tells.

    A name that tells only the provider gives a role as weak as that of any text.
    """
    role = for_name(name, shape, keys)
    if role is not None and (role.strength == 0 or role.kind != "model"):
        return role
    owner = scope.enclosing_class
    of_owner = of_class(owner.name) if owner is not None else None
    if role is None and name == "id" and of_owner and scope is owner:
        role = Role(shape, BY_NAME)  # clients declare theirs so: class Groq: id: str = "…"
    context = of_name(name)
    if role is None:
        # ``GROQ_FAST = "llama-3.1-8b"``: whose it is, though not that it is one.
        return replace(WEAK, context=context) if context else None
    context = context or of_owner
    return replace(role, context=context) if context else role


def _of_call(scope: Scope, node: ast.Call, depth: int) -> str | None:
    by_url = _by_url(node)
    if by_url is not None:
        return by_url
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if isinstance(node.func, ast.Name):
        name = node.func.id
    if name[:1].islower() and node.args and depth > 0:
        # Wrappers such as instructor.patch(client) speak to whom their client speaks to.
        by_client = _of_value(scope, node.args[0], depth - 1)
        if by_client is not None:
            return by_client
    if isinstance(node.func, ast.Attribute):
        return of_class(name) or _of_value(scope, node.func.value, depth)
    return of_class(name) or _of_import(scope, name)


def _by_url(node: ast.Call) -> str | None:
    for keyword in node.keywords:
        if keyword.arg in ADDRESS_KEYS and isinstance(keyword.value, ast.Constant):
            found = read_context(str(keyword.value.value))
            if found is not None:
                return found
    return None


def _of_import(scope: Scope, name: str) -> str | None:
    path = scope.module.imports.get(name)
    return of_module(path) if path else None


def _of_value(scope: Scope, node: ast.expr, depth: int) -> str | None:
    if depth <= 0:
        return None
    if isinstance(node, ast.Call):
        return _of_call(scope, node, depth - 1)
    if isinstance(node, ast.Attribute):
        found = of_class(node.attr)
        if found is None and isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}:
            owner = scope.enclosing_class
            return _of_bound(owner.member(node.attr) if owner else [], depth - 1)
        return found or _of_value(scope, node.value, depth - 1)
    if isinstance(node, ast.Name):
        return _of_bound(scope.lookup(node.id), depth - 1) or of_class(node.id)
    return None


def _of_bound(bindings: list[Bound], depth: int) -> str | None:
    # The last binding is the one in force; those before it count where it tells nothing.
    for bound in reversed(bindings[-4:]):
        value = bound.value
        if isinstance(value, Imported):
            path = f"{value.module}.{value.name}" if value.name else value.module
            found = of_module(path) or of_class(value.name or "")
        elif isinstance(value, Parameter):
            found = _of_annotation(value.annotation)
        elif isinstance(value, ast.expr):
            found = _of_value(bound.scope, value, depth)
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
