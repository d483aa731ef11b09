"""Statements: what they bind, and where the bodies of modules, classes and functions lead."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python import (
    calls as python_calls,
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
from nerq.detectors.python.bindings import Function, bind, bind_imports, bind_parameters
from nerq.detectors.python.roles import for_name
from nerq.detectors.python.scope import Scope
from nerq.detectors.python.walk import Walk

if TYPE_CHECKING:
    from nerq.detectors.python.calls import Words
    from nerq.detectors.python.hints import Hints
    from nerq.detectors.python.scope import Module


class CodeWalk(Walk):
    """A walk over whole modules and notebook cells.

    Attributes:
        hints: where given, statements without a hint are passed over.
    """

    def __init__(self, module: Module, words: Words, hints: Hints | None = None) -> None:
        super().__init__(module, words)
        self.hints = hints
        self.methods.update(
            {
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
                ast.If: self._branches,
            }
        )

    def statement(self, node: ast.stmt) -> None:
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
            self.statement(statement)

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

    def _branches(self, node: ast.If) -> None:
        """Walks a chain of ``elif``, which nests as deep as it is long."""
        rest: list[ast.stmt] = [node]
        while len(rest) == 1 and isinstance(rest[0], ast.If):
            branch = rest[0]
            self.visit(branch.test)
            for statement in branch.body:
                self.statement(statement)
            rest = branch.orelse
        for statement in rest:
            self.statement(statement)
