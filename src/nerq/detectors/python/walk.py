"""One pass over the syntax tree: notes every text, binds every name, asks where an id is due.

The walk decides nothing about the texts. It leaves `Note`s (a text, and how far its place says
that it is an id) and `Demand`s (an expression that gives an id to someone who takes one), which
`nerq.detectors.python.follow` works off.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.python import calls as python_calls
from nerq.detectors.python import names as python_names
from nerq.detectors.python.notes import Demand, Note
from nerq.detectors.python.roles import BY_NAME, WEAK, Role, for_name
from nerq.detectors.python.scope import Scope
from nerq.detectors.python.values import is_routed
from nerq.detectors.vocabulary.provider_context import of_class, of_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.detectors.python.calls import Words
    from nerq.detectors.python.scope import Module

_CALLS_KEPT = 2000


class Walk:
    """What one pass over a module's tree leaves.

    Attributes:
        module: the code.
        words: what the search looks for.
        notes: by identity of the node.
        demands: in the order of the code.
        options: defaults of command-line options, by the attribute that holds them.
        calls: calls of each name, with the scope they stand in.
        functions: every function of the module, by name.
        docstrings: texts that are statements.
        imports: the full path of each imported name.
        scope: the one at hand.
    """

    def __init__(self, module: Module, words: Words) -> None:
        self.module = module
        self.words = words
        self.notes: dict[int, Note] = {}
        self.demands: list[Demand] = []
        self.options: dict[str, list[tuple[ast.expr, Scope]]] = {}
        self.calls: dict[str, list[tuple[ast.Call, Scope]]] = {}
        self.functions: dict[str, list[Scope]] = {}
        self.docstrings: list[ast.Constant] = []
        self.imports: dict[str, str] = {}
        self.scope = Scope("module", "", None, module)
        self._quiet = 0
        self.methods: dict[type[ast.AST], Callable[..., None]] = {
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.Call: self._call,
            ast.Dict: self._dict,
            ast.Compare: self._compare,
            ast.Subscript: self._subscript,
            ast.BinOp: self._operation,
            ast.Name: self._nothing,
            ast.List: self._elements,
            ast.Tuple: self._elements,
            ast.Set: self._elements,
            ast.IfExp: self._fallback,
            ast.BoolOp: self._fallback,
            ast.GeneratorExp: self._generated,
            ast.ListComp: self._generated,
        }

    def visit(self, node: ast.AST) -> None:
        """Walks a node and all below it."""
        method = self.methods.get(type(node))
        if method is not None:
            method(node)
        else:
            self.children(node)

    def children(self, node: ast.AST) -> None:
        """Walks all below a node."""
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.stmt):
                        self.statement(item)
                    elif isinstance(item, ast.AST):
                        self.visit(item)
            elif isinstance(value, ast.AST):
                self.visit(value)

    def statement(self, node: ast.stmt) -> None:
        """Walks a statement; one without a hint may be passed over."""
        self.visit(node)

    def quietly(self, node: ast.AST) -> None:
        """Walks what is output, a message or a path: its calls count, its texts do not."""
        self._quiet += 1
        self.visit(node)
        self._quiet -= 1

    def demand(self, node: ast.expr, role: Role) -> None:
        """Says that an expression of the current scope gives an id."""
        self.demands.append(Demand(self.scope, node, role))

    def note(self, node: ast.expr, text: str, role: Role, module: Module | None = None) -> None:
        """Keeps a text with the strongest role that was seen for its place."""
        known = self.notes.get(id(node))
        if known is None:
            self.notes[id(node)] = Note(node, text, role, module or self.module)
        elif role.strength > known.role.strength or (
            role.strength == known.role.strength and role.context and not known.role.context
        ):
            known.role = role

    def note_column(self, node: ast.expr, column: tuple[object, ...]) -> None:
        """Notes a text as one of a column; anything else is walked as it is."""
        if isinstance(node, ast.Constant):
            self.visit(node)
            if (note := self.notes.get(id(node))) is not None:
                note.column = column
        else:
            self.visit(node)

    def _elements(self, node: ast.List | ast.Tuple | ast.Set) -> None:
        flag = ""
        for one in node.elts:
            role = for_name(flag, "python-flag", self.words.keys) if flag else None
            if role is not None and role.strength:
                self.demand(one, role)
            self.note_column(one, ("elements", id(node)))
            flag = python_names.flag_of(one)

    def _nothing(self, _node: ast.AST) -> None:
        pass

    def _constant(self, node: ast.Constant) -> None:
        text = node.value
        if isinstance(text, str) and not self._quiet and ("/" in text or "-" in text):
            self.note(node, text, WEAK)

    def _joined(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)
            elif len(node.values) == 1 and isinstance(part, ast.Constant):
                self._constant(part)

    def _call(self, node: ast.Call) -> None:
        quiet, self._quiet = self._quiet, 0
        name = python_names.last_name(node.func)
        kept = self.calls.setdefault(name, [])
        if name and len(kept) < _CALLS_KEPT:
            kept.append((node, self.scope))
        python_calls.visit(self, node)
        self._quiet = quiet

    def _dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if name == "model_name" and is_routed(node):
                continue
            if key is not None:
                self.note_column(key, ("keys", id(node)))
            self.value_of(name if isinstance(name, str) else "", value, "python-dict-value")

    def value_of(self, name: str, value: ast.expr, shape: str) -> None:
        """Walks what stands under a name: a dict key, a variable, a parameter."""
        role = for_name(name, shape, self.words.keys)
        if role is not None and role.strength == 0:
            self.quietly(value)
            return
        owner = self.scope.enclosing_class
        of_owner = of_class(owner.name) if owner is not None else None
        if role is None and name == "id" and of_owner and self.scope is owner:
            role = Role(shape, BY_NAME)  # clients declare theirs so: class Groq: id: str = "…"
        if role is not None:
            context = of_name(name) or of_owner if role.kind == "model" else None
            self.demand(value, replace(role, context=context) if context else role)
        elif isinstance(value, ast.Constant) and isinstance(value.value, str) and of_name(name):
            self.note(value, value.value, replace(WEAK, context=of_name(name)))
        self.visit(value)

    def _compare(self, node: ast.Compare) -> None:
        tests_text = isinstance(node.left, ast.Constant) and any(
            isinstance(one, ast.In | ast.NotIn) for one in node.ops
        )
        if not tests_text:
            self.visit(node.left)
        for other in node.comparators:
            self.visit(other)

    def _fallback(self, node: ast.IfExp | ast.BoolOp) -> None:
        """Walks ``path if path else "owner/name"``: what a path falls back to is not a folder."""
        first, last = (
            (node.body, node.orelse)
            if isinstance(node, ast.IfExp)
            else (node.values[0], node.values[-1])
        )
        if python_names.last_name(first) == "path" and python_names.is_versioned_id(last):
            self.demand(last, Role("python-fallback", BY_NAME))
        self.children(node)

    def _generated(self, node: ast.GeneratorExp | ast.ListComp) -> None:
        """Walks a comprehension; what it looks for inside a text is not an id."""
        for part in node.generators:
            if python_names.is_sought(part.target, node.elt):
                self.quietly(part)
            else:
                self.visit(part)
        self.visit(node.elt)

    def _subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):
            self.visit(node.slice)

    def _operation(self, node: ast.BinOp) -> None:
        """Walks the operands, but for texts that are only part of one; long sums are deep."""
        side: ast.expr = node
        while isinstance(side, ast.BinOp):
            if not isinstance(side.right, ast.Constant):
                self.visit(side.right)
            side = side.left
        if not isinstance(side, ast.Constant):
            self.visit(side)
