"""The values of expressions: what they fall back to, their elements, the text they make."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import GETTERS, last_name
from nerq.detectors.python.notes import BY_NAME, Role, for_name
from nerq.detectors.python.scope import Parameter, Scope

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Step

# Declarations whose first argument or ``default`` is the value until somebody gives another.
_DECLARED = frozenset({"field", "Field", "Option", "Argument", "option"})
# Calls that give back what they are given first, or a part of it.
_FIRST = frozenset(
    {"str", "Path", "list", "tuple", "set", "sorted", "deepcopy", "copy", "frozenset", "param"}
)
# Calls whose result holds the elements of all their arguments.
_ALL = frozenset({"enumerate", "zip", "product", "chain", "tqdm"})
# Methods that give back what they are called on, or its parts.
_OWNER = frozenset({"strip", "lower", "items", "values", "keys"})
_BINDINGS = 10
# No id is longer, or put together from more: what doubles at each name would never end.
_LENGTH = 400
_PARTS = 20


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
    position = parameter.position - is_method  # ``self`` is not among what a call gives
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


def defaults_of(node: ast.Call) -> list[ast.expr]:
    """The values that a call passes through or falls back to: ``getenv("X", value)``."""
    name = last_name(node.func)
    if name in GETTERS:
        return node.args[-1:] if len(node.args) > 1 else _named(node, "default", "fallback")
    if name in _DECLARED:
        return [*node.args[:1], *_named(node, "default", "default_factory")]
    if name in _FIRST or name == "cast":
        return node.args[-1:] if name == "cast" else node.args[:1]
    if name in _ALL:
        return list(node.args)
    if name in _OWNER and isinstance(node.func, ast.Attribute):
        return [node.func.value]
    return []


def _named(node: ast.Call, *names: str) -> list[ast.expr]:
    return [keyword.value for keyword in node.keywords if keyword.arg in names]


def folded(node: ast.expr, scope: Scope, depth: int) -> str | None:
    """The one text that an expression of texts and constants makes, or None."""
    if depth == 0:
        return None
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return _fold_name(node, scope, depth)
    parts: list[ast.expr] = []
    if isinstance(node, ast.JoinedStr):
        parts = node.values
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    elif isinstance(node, ast.FormattedValue) and node.format_spec is None:
        return folded(node.value, scope, depth - 1)
    return _joined(parts, scope, depth) if 0 < len(parts) <= _PARTS else None


def _joined(parts: list[ast.expr], scope: Scope, depth: int) -> str | None:
    whole = ""
    for part in parts:
        text = folded(part, scope, depth - 1)
        whole += text or ""
        if text is None or len(whole) > _LENGTH:
            return None
    return whole


def _fold_name(node: ast.Name, scope: Scope, depth: int) -> str | None:
    bindings = scope.lookup(node.id)
    # A name that is set twice makes two texts, of which neither may ever be.
    if len(bindings) != 1 or bindings[0].steps:
        return None
    value = bindings[0].value
    return folded(value, bindings[0].scope, depth - 1) if isinstance(value, ast.expr) else None
