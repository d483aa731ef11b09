"""Parts of expressions: elements of tables, arguments of calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import defaults_of, last_name
from nerq.detectors.python.roles import BY_NAME, Role, for_name
from nerq.detectors.python.scope import Parameter, Scope

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Step

_BINDINGS = 10


def is_text(node: ast.expr) -> bool:
    """Whether an expression is written as a text."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def is_routed(node: ast.Dict) -> bool:
    """Whether a table is a route of LiteLLM, whose ``model_name`` is only what callers say."""
    return any(isinstance(key, ast.Constant) and key.value == "litellm_params" for key in node.keys)


def elements_of(node: ast.expr, step: Step, limit: int) -> list[ast.expr]:
    """What one step into an expression gives: its first elements, or the one at a position."""
    if isinstance(node, ast.Call):
        return _elements_of_call(node, step, limit)
    if isinstance(node, ast.Dict):
        return [key for key in node.keys[:limit] if key is not None] if step == "each" else []
    if not isinstance(node, ast.List | ast.Tuple | ast.Set):
        return []
    if step == "each":
        return node.elts[:limit]
    return [node.elts[step]] if step < len(node.elts) else []


def _elements_of_call(node: ast.Call, step: Step, limit: int) -> list[ast.expr]:
    inner = defaults_of(node)
    name = last_name(node.func)
    first = inner[0] if inner and step == "each" else None
    if name == "items" and isinstance(first, ast.Dict):
        pairs = zip(first.keys[:limit], first.values[:limit], strict=True)
        return [ast.Tuple([key, value]) for key, value in pairs if key is not None]
    if name == "enumerate" and first is not None:
        return [ast.Tuple([ast.Constant(0), one]) for one in elements_of(first, step, limit)]
    return [part for one in inner for part in elements_of(one, step, limit)]


def argument_of(parameter: Parameter, call: ast.Call) -> list[ast.expr]:
    """What a call gives for a parameter of the function it calls; methods skip ``self``."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == parameter.name]
    if named or parameter.position is None:
        return named
    is_method = parameter.function.parent is not None and parameter.function.parent.kind == "class"
    position = parameter.position - is_method
    if 0 <= position < len(call.args):
        return [call.args[position]]
    return []


def arguments_by_name(function: Scope, call: ast.Call) -> list[tuple[ast.expr, Role]]:
    """What a call gives for those parameters of a function that are named as if ids."""
    found: list[tuple[ast.expr, Role]] = []
    for name, bindings in function.names.items():
        for bound in bindings:
            if isinstance(bound.value, Parameter) and bound.value.position is not None:
                role = for_name(name, "python-call")
                if role is not None and role.strength == BY_NAME:
                    found.extend((value, role) for value in argument_of(bound.value, call))
    return found


def class_of(node: ast.expr, scope: Scope, depth: int) -> Scope | None:
    """The class that an expression is, or is an object of, where this file defines it."""
    while isinstance(node, ast.Call):
        node = node.func
    if not isinstance(node, ast.Name) or depth <= 0:
        return None
    if node.id in {"self", "cls"}:
        return scope.enclosing_class
    for bound in scope.lookup(node.id)[:_BINDINGS]:
        if isinstance(bound.value, Scope):
            return bound.value if bound.value.kind == "class" else None
        if isinstance(bound.value, ast.Call):
            return class_of(bound.value, bound.scope, depth - 1)
    return None
