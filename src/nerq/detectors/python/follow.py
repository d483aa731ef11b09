"""Follows what is asked for to the texts that answer it: names, attributes, tables, defaults.

Within the file and, for imported names, into the project's other modules. Bounded: a demand is
followed through at most `_DEPTH` names and `_STEPS` expressions.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import environment_name, last_name
from nerq.detectors.python.nodes import ALTERNATIVES, is_routed, is_text
from nerq.detectors.python.notes import BY_CALL, Demand, Role, for_key, for_name
from nerq.detectors.python.scope import Imported, Parameter, Scope
from nerq.detectors.python.values import (
    argument_of,
    arguments_by_name,
    class_of,
    defaults_of,
    elements_of,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.detectors.python.notes import Notes
    from nerq.detectors.python.scope import Bound, Step

# A cycle of names ends by depth; a wide tree of tables and calls by steps; a file of many demands,
# each within its steps, by the total. Hand-written code comes near none of them.
_DEPTH = 12
_STEPS = 1000
_TOTAL = 300_000
# Of a name that is bound, called or defined very often, the first few say what it is.
_BINDINGS = 50
_CALLS = 200
_NAMESAKES = 5


class Follower:
    """Works off the demands that the visitor left.

    Attributes:
        loose: demands whose answer is made at run time, in the order of the code.
    """

    def __init__(self, notes: Notes, load: Callable[[Scope, Imported], Scope | None]) -> None:
        """``load`` gives the scope of an imported module of the project, or None."""
        self.loose: list[Demand] = []
        self._notes = notes
        self._load = load
        self._left = 0
        self._total = _TOTAL
        self._seen: set[tuple[int, str, str | None, int]] = set()
        self._is_dynamic = False
        self._methods: dict[type[ast.AST], Callable[..., bool]] = {
            **dict.fromkeys(ALTERNATIVES, self._alternatives),
            ast.Dict: self._table,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._joined,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.Call: self._call,
            ast.Lambda: self._lambda,
        }

    def run(self) -> None:
        """Follows every demand; what stays open and is built at run time goes to `loose`."""
        for demand in (*self._notes.demands, *self._local_calls()):
            self._left = _STEPS
            self._seen.clear()
            self._is_dynamic = False
            answered = self._expression(demand.node, demand.scope, demand.role, _DEPTH)
            # A name that leads out of the file is not an open place: only what is built here is.
            if not answered and self._is_dynamic and demand.role.strength == BY_CALL:
                self.loose.append(demand)

    def _local_calls(self) -> list[Demand]:
        """Arguments that the file's own functions take under the name of a model."""
        found: list[Demand] = []
        for name, scopes in self._notes.functions.items():
            for call, scope in self._notes.calls.get(name, ()):
                for function in scopes[:_NAMESAKES]:
                    found.extend(
                        Demand(scope, value, role)
                        for value, role in arguments_by_name(function, call)
                    )
        return found

    def _expression(self, node: ast.expr, scope: Scope, role: Role, depth: int) -> bool:
        """Whether a text, or nothing at all on purpose, stands at the end."""
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                self._notes.note(node, node.value, role, scope.module)
            return True
        # The same expression may be asked again as something else, or for more reasons.
        key = (id(node), role.kind, role.context, role.strength)
        if depth == 0 or self._is_spent():
            return False
        self._step()
        if key in self._seen:
            return False
        self._seen.add(key)
        method = self._methods.get(type(node))
        return method(node, scope, role, depth) if method is not None else False

    def _is_spent(self) -> bool:
        """Whether no step is left; whoever tries many things asks before each of them."""
        return self._left <= 0 or self._total <= 0

    def _step(self) -> None:
        self._left -= 1
        self._total -= 1

    def _any(self, nodes: list[ast.expr], scope: Scope, role: Role, depth: int) -> bool:
        """Whether one of many answers; all are tried, for each may name another model."""
        found = False
        for node in nodes:
            if self._is_spent() and not isinstance(node, ast.Constant):
                break
            found = self._expression(node, scope, role, depth) or found
        return found

    def _alternatives(self, node: ast.expr, scope: Scope, role: Role, depth: int) -> bool:
        return self._any(ALTERNATIVES[type(node)](node), scope, role, depth)

    def _table(self, node: ast.Dict, scope: Scope, role: Role, depth: int) -> bool:
        found = False
        routed = is_routed(node)
        for key, value in zip(node.keys, node.values, strict=True):
            if self._is_spent():
                break
            name = key.value if isinstance(key, ast.Constant) else None
            if name == "model_name" and routed:
                continue
            inner = for_key(name, role) if isinstance(name, str) else role
            if inner is not None and inner.strength:
                found = self._expression(value, scope, inner, depth - 1) or found
            # ``{"owner/name": settings}``: what is asked for may be the keys.
            if isinstance(name, str) and "/" in name and key is not None:
                self._notes.note(key, name, role, scope.module)
        return found

    def _joined(
        self, node: ast.JoinedStr | ast.BinOp, scope: Scope, role: Role, depth: int
    ) -> bool:
        text = folded(node, scope, depth)
        if text is not None:
            self._notes.note(node, text, role, scope.module)
            return True
        # ``a + b`` without a text adds lists of models; with one, it builds a name at run time.
        if isinstance(node, ast.BinOp) and not is_text(node.left) and not is_text(node.right):
            return self._any([node.left, node.right], scope, role, depth - 1)
        self._is_dynamic = True
        return False

    def _name(self, node: ast.Name, scope: Scope, role: Role, depth: int) -> bool:
        return self._bindings(scope.lookup(node.id), role, depth)

    def _bindings(self, bindings: list[Bound], role: Role, depth: int) -> bool:
        found = False
        for bound in bindings[:_BINDINGS]:
            if self._is_spent():
                break
            found = self._bound(bound, role, depth - 1) or found
        return found

    def _bound(self, bound: Bound, role: Role, depth: int) -> bool:
        value = bound.value
        if isinstance(value, Parameter):
            return self._parameter(value, role, depth)
        if isinstance(value, Imported):
            module = self._load(bound.scope, value)
            if module is None or value.name is None or depth <= 0:
                return False
            return self._bindings(module.names.get(value.name, []), role, depth - 1)
        if isinstance(value, Scope):
            return False
        return self._stepped(value, bound.scope, bound.steps, role, depth)

    def _stepped(
        self, node: ast.expr, scope: Scope, steps: tuple[Step, ...], role: Role, depth: int
    ) -> bool:
        """Follows into elements: ``for a, b in [("x", 1)]`` binds ``a`` to each element's first."""
        if not steps or depth <= 0:
            return self._expression(node, scope, role, max(depth, 0))
        if isinstance(node, ast.Name):
            tried = [
                self._stepped(bound.value, bound.scope, bound.steps + steps, role, depth - 1)
                for bound in scope.lookup(node.id)[:_BINDINGS]
                if isinstance(bound.value, ast.expr)
            ]
            return any(tried)
        found = False
        for part in elements_of(node, steps[0], _STEPS):
            if self._is_spent():
                break
            self._step()
            found = self._stepped(part, scope, steps[1:], role, depth - 1) or found
        return found

    def _parameter(self, parameter: Parameter, role: Role, depth: int) -> bool:
        """What the file's own calls give for a parameter."""
        found = False
        for call, scope in self._notes.calls.get(parameter.function.name, ())[:_CALLS]:
            if self._is_spent():
                break
            self._step()
            for value in argument_of(parameter, call):
                found = self._expression(value, scope, role, depth - 1) or found
        return found

    def _attribute(self, node: ast.Attribute, scope: Scope, role: Role, depth: int) -> bool:
        owner = class_of(node.value, scope, depth)
        if owner is not None:
            return self._bindings(owner.member(node.attr), role, depth)
        if isinstance(node.value, ast.Name):
            for bound in scope.lookup(node.value.id):
                if isinstance(bound.value, Imported):
                    return self._of_module(bound, node.attr, role, depth)
        # ``args.model``: whatever holds the options, the attribute is the option's name.
        if node.attr in self._notes.options:
            return self._option(node.attr, role, depth)
        # Members of an enumeration hold theirs in ``value``.
        return node.attr == "value" and self._expression(node.value, scope, role, depth - 1)

    def _of_module(self, bound: Bound, name: str, role: Role, depth: int) -> bool:
        value = bound.value
        if not isinstance(value, Imported):
            return False
        path = ".".join(part for part in (value.module, value.name) if part)
        inner = Imported(path, value.level, name)
        module = self._load(bound.scope, inner)
        return module is not None and self._bindings(module.names.get(name, []), role, depth - 1)

    def _subscript(self, node: ast.Subscript, scope: Scope, role: Role, depth: int) -> bool:
        name = last_name(node.value)
        if name == "environ":
            self._is_dynamic = True
            return False
        # A type that lists its values: ``model: Literal["a", "b"]``.
        if name == "Literal":
            return self._expression(node.slice, scope, role, depth - 1)
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return self._expression(node.value, scope, role, depth - 1) or self._option(
            key, role, depth
        )

    def _option(self, key: object, role: Role, depth: int) -> bool:
        options = self._notes.options.get(key, ()) if isinstance(key, str) else ()
        tried = [self._expression(value, at, role, depth - 1) for value, at in options]
        return any(tried)

    def _call(self, node: ast.Call, scope: Scope, role: Role, depth: int) -> bool:
        # ``getenv("OUTPUT_DIR", …)`` says what it gives, whoever asks.
        asked = for_name(environment_name(node), role.shape)
        if asked is not None and (asked.strength == 0 or asked.kind != role.kind):
            return False
        through = defaults_of(node)
        if through:
            return self._any(through, scope, role, depth - 1)
        name = last_name(node.func)
        returned = False
        for function in self._notes.functions.get(name, ())[:_NAMESAKES]:
            if self._is_spent():
                break
            for value in function.returns[:20]:
                returned = self._expression(value, function, role, depth - 1) or returned
        self._is_dynamic = self._is_dynamic or name in {"getenv", "get", "format", "join"}
        return returned

    def _lambda(self, node: ast.Lambda, scope: Scope, role: Role, depth: int) -> bool:
        return self._expression(node.body, scope, role, depth - 1)
