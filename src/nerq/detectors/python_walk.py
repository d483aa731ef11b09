"""One pass over the syntax tree: notes every text, binds every name, asks where an id is due.

The walk decides nothing about the texts. It leaves `Note`s (a text, and how far its place says
that it is an id) and `Demand`s (an expression that gives an id to someone who takes one), which
`nerq.detectors.python_follow` works off.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors import python_calls, python_lmql, python_names, python_options
from nerq.detectors.python_bindings import Function, bind, bind_imports, bind_parameters
from nerq.detectors.python_notes import Demand, Note
from nerq.detectors.python_providers import of_class
from nerq.detectors.python_roles import WEAK, for_name
from nerq.detectors.python_scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.detectors.python_calls import Words
    from nerq.detectors.python_hints import Hints
    from nerq.detectors.python_roles import Role
    from nerq.detectors.python_scope import Module

_CALLS_KEPT = 2000


class Walk:
    """What one pass over a module's tree leaves.

    Attributes:
        module: the code.
        words: what the search looks for.
        hints: where given, statements without a hint are passed over.
        notes: by identity of the node.
        demands: in the order of the code.
        options: defaults of command-line options, by the attribute that holds them.
        calls: calls of each name, with the scope they stand in.
        functions: every function of the module, by name.
        docstrings: texts that are statements.
        imports: the full path of each imported name.
        scope: the one at hand.
    """

    def __init__(self, module: Module, words: Words, hints: Hints | None = None) -> None:
        self.module = module
        self.words = words
        self.hints = hints
        self.notes: dict[int, Note] = {}
        self.demands: list[Demand] = []
        self.options: dict[str, list[tuple[ast.expr, Scope]]] = {}
        self.calls: dict[str, list[tuple[ast.Call, Scope]]] = {}
        self.functions: dict[str, list[Scope]] = {}
        self.docstrings: list[ast.Constant] = []
        self.imports: dict[str, str] = {}
        self.scope = Scope("module", "", None, module)
        self._quiet = 0
        self._methods: dict[type[ast.AST], Callable[..., None]] = {
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.Call: self._call,
            ast.Dict: self._dict,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.NamedExpr: self._annotated,
            ast.For: self._loop,
            ast.AsyncFor: self._loop,
            ast.comprehension: self._loop,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class,
            ast.Expr: self._statement,
            ast.Return: self._return,
            ast.Import: self._import,
            ast.ImportFrom: self._import,
            ast.Compare: self._compare,
            ast.Subscript: self._subscript,
            ast.BinOp: self._operation,
            ast.Name: self._nothing,
            ast.List: self._elements,
            ast.Tuple: self._elements,
            ast.Set: self._elements,
        }

    def visit(self, node: ast.AST) -> None:
        """Walks a node and all below it."""
        method = self._methods.get(type(node))
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
                        self._line(item)
                    elif isinstance(item, ast.AST):
                        self.visit(item)
            elif isinstance(value, ast.AST):
                self.visit(value)

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
        elif role.strength > known.role.strength:
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
        for one in node.elts:
            self.note_column(one, ("elements", id(node)))

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
            if key is not None:
                self.note_column(key, ("keys", id(node)))
            self.value_of(name if isinstance(name, str) else "", value, "python-dict-value")

    def value_of(self, name: str, value: ast.expr, shape: str) -> None:
        """Walks what stands under a name: a dict key, a variable, a parameter."""
        role = for_name(name, shape, self.words.keys)
        if role is not None and role.strength == 0:
            self.quietly(value)
            return
        if role is not None:
            owner = self.scope.enclosing_class
            context = of_class(owner.name) if owner is not None and role.kind == "model" else None
            self.demand(value, replace(role, context=context) if context else role)
        self.visit(value)

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            bind(self.scope, target, node.value)
        self._value_of_target(node.targets[0], node.value)

    def _annotated(self, node: ast.AnnAssign | ast.NamedExpr) -> None:
        if node.value is not None:
            bind(self.scope, node.target, node.value)
            self._value_of_target(node.target, node.value)

    def _value_of_target(self, target: ast.expr, value: ast.expr) -> None:
        if (
            isinstance(target, ast.Tuple)
            and isinstance(value, ast.Tuple)
            and len(target.elts) == len(value.elts)
        ):
            for one, its in zip(target.elts, value.elts, strict=True):
                self._value_of_target(one, its)
            return
        if isinstance(target, ast.Subscript):
            self.children(target.value)
        name, shape = python_names.target_name(target)
        self.value_of(name, value, shape)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        bind(self.scope, node.target, node.iter, ("each",))
        if isinstance(node.target, ast.Name):
            role = for_name(node.target.id, "python-list-item", self.words.keys)
            if role is not None and role.strength:
                self.demand(node.iter, role)
        self.children(node)

    def _function(self, node: Function) -> None:
        outer = self.scope
        scope = Scope("function", node.name, outer, self.module)
        outer.bind(node.name, scope)
        self.functions.setdefault(node.name, []).append(scope)
        self._parameters(node, scope)
        for decorator in node.decorator_list:
            self.visit(decorator)
            python_options.bind_parametrized(decorator, scope, outer)
        self.scope = scope
        self._body(node)
        self.scope = outer

    def _parameters(self, node: Function, scope: Scope) -> None:
        for name, default in bind_parameters(node, scope):
            scope.bind(name, default, (), self.scope)
            self.value_of(name, default, "python-default")

    def _body(self, node: Function | ast.ClassDef | ast.Module) -> None:
        body = node.body
        if body and python_calls.is_text_statement(body[0]):
            statement = body[0]
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                self.docstrings.append(statement.value)
                if not isinstance(node, ast.Module | ast.ClassDef):
                    python_lmql.note_query(self, node, statement.value)
            body = body[1:]
        for statement in body:
            self._line(statement)

    def _line(self, node: ast.stmt) -> None:
        """Walks a statement, unless no line of it may hold an id."""
        hints = self.hints
        if hints is None or hints.stand_in(node):
            self.visit(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            scope = Scope("function", node.name, self.scope, self.module)
            self.scope.bind(node.name, scope)
            self.functions.setdefault(node.name, []).append(scope)
            self._parameters(node, scope)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.visit(node)

    def module_body(self, tree: ast.Module) -> None:
        """Walks a whole module or notebook cell."""
        self._body(tree)

    def _class(self, node: ast.ClassDef) -> None:
        outer = self.scope
        scope = Scope("class", node.name, outer, self.module)
        outer.bind(node.name, scope)
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        self.scope = scope
        self._body(node)
        self.scope = outer

    def _statement(self, node: ast.Expr) -> None:
        if python_calls.is_text_statement(node):
            if isinstance(node.value, ast.Constant):
                self.docstrings.append(node.value)
            return
        self.visit(node.value)

    def _return(self, node: ast.Return) -> None:
        if node.value is not None:
            if self.scope.kind == "function":
                self.scope.returns.append(node.value)
            self.value_of(self.scope.name, node.value, "python-return")

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.imports.update(bind_imports(node, self.scope))

    def _compare(self, node: ast.Compare) -> None:
        tests_text = isinstance(node.left, ast.Constant) and any(
            isinstance(one, ast.In | ast.NotIn) for one in node.ops
        )
        if not tests_text:
            self.visit(node.left)
        for other in node.comparators:
            self.visit(other)

    def _subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):
            self.visit(node.slice)

    def _operation(self, node: ast.BinOp) -> None:
        for side in (node.left, node.right):
            if not (
                isinstance(side, ast.Constant) and isinstance(node.op, ast.Add | ast.Mod | ast.Div)
            ):
                self.visit(side)
