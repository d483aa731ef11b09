"""One pass over the syntax tree: notes every text, binds every name, asks where an id is due.

The visitor decides nothing about the texts, it leaves `Notes`. What it has to know of a node
(the names in it, what a call does with its arguments) it is told by functions that take nodes
and return values, and never see the visitor.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.calls import arguments_of, fallback_of_path
from nerq.detectors.python.clients import role_of_value
from nerq.detectors.python.lmql import QUERY, is_query
from nerq.detectors.python.names import flag_of, last_name, target_name
from nerq.detectors.python.nodes import (
    PARTS,
    assignments,
    is_routed,
    is_sought,
    text_of,
)
from nerq.detectors.python.notes import BY_NAME, BY_SHAPE, WEAK, Demand, Notes, Role, for_name
from nerq.detectors.python.options import asked_as, bind_parametrized, is_output
from nerq.detectors.python.scope import Scope, bind, bind_imports, bind_parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.detectors.python.calls import Words
    from nerq.detectors.python.hints import Hints
    from nerq.detectors.python.notes import Argument
    from nerq.detectors.python.scope import Function, Module


class Visitor:
    """Visits modules and notebook cells, one after the other, as one program.

    A method ``visit_…`` exists for each kind of node that says more than what stands in it.

    Attributes:
        notes: what was left so far.
        scope: the one at hand.
    """

    def __init__(self, module: Module, words: Words, hints: Hints | None = None) -> None:
        """Where ``hints`` are given, statements without a hint are passed over."""
        self.notes = Notes(module)
        self.scope = Scope("module", "", None, module)
        self._module = module
        self._words = words
        self._hints = hints
        self._quiet = 0
        self._methods: dict[type[ast.AST], Callable[..., None]] = {}

    def visit(self, node: ast.AST) -> None:
        """Visits a node and all below it."""
        kind = type(node)
        if kind not in self._methods:
            name = f"visit_{kind.__name__.lower()}"
            self._methods[kind] = getattr(self, name, self.children)
        self._methods[kind](node)

    def children(self, node: ast.AST) -> None:
        """Visits all below a node."""
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

    def visit_if(
        self, node: ast.If | ast.Compare | ast.BinOp | ast.Subscript | ast.JoinedStr
    ) -> None:
        """Visits the parts that `nodes.PARTS` gives: not all that is there stands for itself."""
        for part in PARTS[type(node)](node):
            if isinstance(part, ast.stmt):
                self.statement(part)
            else:
                self.visit(part)

    visit_compare = visit_binop = visit_subscript = visit_joinedstr = visit_if

    def statement(self, node: ast.stmt) -> None:
        """Visits a statement, unless no line of it may hold an id."""
        hints = self._hints
        if hints is None or hints.stand_in(node):
            self.visit(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # Its calls elsewhere may hand ids to its parameters.
            self._declare(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.visit(node)

    def _quietly(self, node: ast.AST) -> None:
        """Visits what is output, a message or a path: its calls count, its texts do not."""
        self._quiet += 1
        self.visit(node)
        self._quiet -= 1

    # What is left

    def _demand(self, node: ast.expr, role: Role) -> None:
        self.notes.demands.append(Demand(self.scope, node, role))

    def _in_column(self, node: ast.expr, column: tuple[object, ...]) -> None:
        """Visits an expression; a text is noted as one of a column."""
        self.visit(node)
        if isinstance(node, ast.Constant) and (note := self.notes.texts.get(id(node))) is not None:
            note.column = column

    def _named(self, name: str, value: ast.expr, shape: str) -> None:
        """Visits what stands under a name: a dict key, a variable, a parameter."""
        role = role_of_value(name, shape, self._words.keys, self.scope)
        if is_output(role):
            self._quietly(value)
            return
        if role is not None and role.strength > BY_SHAPE:
            self._demand(value, role)
        elif role is not None and isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.notes.note(value, value.value, role)
        self.visit(value)

    # Texts and tables

    def visit_constant(self, node: ast.Constant) -> None:
        """Notes a text that has a sign no plain word has."""
        text = node.value
        if isinstance(text, str) and not self._quiet and ("/" in text or "-" in text):
            self.notes.note(node, text, WEAK)

    def visit_list(self, node: ast.List | ast.Tuple | ast.Set) -> None:
        """Visits elements as a column; in ``["--model", x]`` a flag says what the next one is."""
        flag = ""
        for one in node.elts:
            role = asked_as(for_name(flag, "python-flag", self._words.keys))
            if role is not None:
                self._demand(one, role)
            self._in_column(one, ("elements", id(node)))
            flag = flag_of(one)

    visit_tuple = visit_set = visit_list

    def visit_dict(self, node: ast.Dict) -> None:
        """Visits values by their keys, and the keys as a column."""
        for key, value in zip(node.keys, node.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if name == "model_name" and is_routed(node):
                continue
            if key is not None:
                self._in_column(key, ("keys", id(node)))
            self._named(name if isinstance(name, str) else "", value, "python-dict-value")

    # Expressions

    def visit_name(self, _node: ast.Name) -> None:
        """A name alone says nothing; who asks for it follows it."""

    def visit_call(self, node: ast.Call) -> None:
        """Visits a call's arguments as the call takes them."""
        # What a call is given counts, even inside of a message.
        quiet, self._quiet = self._quiet, 0
        self.notes.add_call(last_name(node.func), node, self.scope)
        self.visit(node.func)
        for argument in arguments_of(node, self.scope, self._words):
            self._argument(argument)
        self._quiet = quiet

    def _argument(self, argument: Argument) -> None:
        node, role, walk, column, option = argument
        if option:
            self.notes.add_option(option, node, self.scope)
        if role is not None:
            self._demand(node, role)
        if walk == "output":
            self._quietly(node)
        elif walk == "named":
            self._named(option, node, "python-option-default")
        elif walk == "visited" and column is None:
            self.visit(node)
        elif column is not None:
            self._in_column(node, column)

    def visit_ifexp(self, node: ast.IfExp | ast.BoolOp) -> None:
        """Visits ``path or "owner/name"``: what a path falls back to is not a folder."""
        last = fallback_of_path(node)
        if last is not None:
            self._demand(last, Role("python-fallback", BY_NAME))
        self.children(node)

    visit_boolop = visit_ifexp

    def visit_listcomp(self, node: ast.GeneratorExp | ast.ListComp) -> None:
        """Visits a comprehension; what it looks for inside a text is not an id."""
        for part in node.generators:
            if is_sought(part.target, node.elt):
                self._quietly(part)
            else:
                self.visit(part)
        self.visit(node.elt)

    visit_generatorexp = visit_listcomp

    # Statements

    def visit_assign(self, node: ast.Assign) -> None:
        """Binds every target; the first one's name says what the value is."""
        for target in node.targets:
            bind(self.scope, target, node.value)
        self._assigned(node.targets[0], node.value)

    def visit_annassign(self, node: ast.AnnAssign | ast.NamedExpr) -> None:
        """Binds a target with its type, or within an expression."""
        if node.value is not None:
            bind(self.scope, node.target, node.value)
            self._assigned(node.target, node.value)

    visit_namedexpr = visit_annassign

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        for one, its in assignments(target, value):
            if isinstance(one, ast.Subscript):
                self.children(one.value)
            name, shape = target_name(one)
            self._named(name, its, shape)

    def visit_for(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        """Binds what is looped over; ``for model in …`` asks each element for an id."""
        bind(self.scope, node.target, node.iter, ("each",))
        if isinstance(node.target, ast.Name):
            role = asked_as(for_name(node.target.id, "python-list-item", self._words.keys))
            if role is not None:
                self._demand(node.iter, role)
        self.children(node)

    visit_asyncfor = visit_comprehension = visit_for

    def visit_functiondef(self, node: Function) -> None:
        """Binds a function and its parameters, then visits its body in a scope of its own."""
        scope = self._declare(node)
        for decorator in node.decorator_list:
            self.visit(decorator)
            bind_parametrized(decorator, scope, self.scope)
        self._body(node.body, scope)
        text = text_of(node.body[0])
        if text is not None and is_query(node.decorator_list):
            self.notes.note(text, str(text.value), QUERY)

    visit_asyncfunctiondef = visit_functiondef

    def _declare(self, node: Function) -> Scope:
        scope = Scope("function", node.name, self.scope, self._module)
        self.scope.bind(node.name, scope)
        self.notes.add_function(scope)
        for name, default in bind_parameters(node, scope):
            scope.bind(name, default, (), self.scope)
            self._named(name, default, "python-default")
        return scope

    def visit_classdef(self, node: ast.ClassDef) -> None:
        """Binds a class and visits its body in a scope of its own."""
        scope = Scope("class", node.name, self.scope, self._module)
        self.scope.bind(node.name, scope)
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        self._body(node.body, scope)

    def _body(self, body: list[ast.stmt], scope: Scope) -> None:
        outer, self.scope = self.scope, scope
        for statement in body:
            self.statement(statement)
        self.scope = outer

    def visit_expr(self, node: ast.Expr) -> None:
        """Keeps a text that is a statement as prose; anything else is visited."""
        text = text_of(node)
        if text is None:
            self.visit(node.value)
        else:
            self.notes.docstrings.append(text)

    def visit_return(self, node: ast.Return) -> None:
        """Keeps what a function returns; the function's name says what it is."""
        if node.value is not None:
            if self.scope.kind == "function":
                self.scope.returns.append(node.value)
            self._named(self.scope.name, node.value, "python-return")

    def visit_import(self, node: ast.Import | ast.ImportFrom) -> None:
        """Binds what is imported."""
        bind_imports(node, self.scope)

    visit_importfrom = visit_import
