"""Nodes taken apart: operands, branches, assignments; what an expression plainly is.

Chains that Python nests (``a + b + c``, ``elif``) come out flat: they may be longer than
recursion goes.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def is_text(node: ast.expr) -> bool:
    """Whether an expression is written as a text."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def text_of(node: ast.stmt) -> ast.Constant | None:
    """The text that a statement only is: a docstring, or one in the middle of the code."""
    value = node.value if isinstance(node, ast.Expr) else None
    return value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def is_routed(node: ast.Dict) -> bool:
    """Whether a table is a route of LiteLLM, whose ``model_name`` is only what callers say."""
    return any(isinstance(key, ast.Constant) and key.value == "litellm_params" for key in node.keys)


def is_versioned_id(node: ast.expr) -> bool:
    """Whether an expression is a text ``owner/name`` with a number or a dash in its name."""
    text = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(text, str) or text.count("/") != 1:
        return False
    # ``data/models`` has the shape of an id, and is a folder.
    name = text.partition("/")[2]
    return any(one == "-" or one.isdigit() for one in name)


def is_sought(target: ast.expr, test: ast.expr) -> bool:
    """Whether a comprehension seeks its elements in a text: ``any(s in name for s in …)``."""
    if not isinstance(target, ast.Name):
        return False
    sought: ast.expr | None = None
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In | ast.NotIn):
        sought = test.left
    elif (
        isinstance(test, ast.Call)
        and test.args
        and last_name(test.func) in {"startswith", "endswith"}
    ):
        sought = test.args[0]
    return isinstance(sought, ast.Name) and sought.id == target.id


def _compared(node: ast.Compare) -> list[ast.expr]:
    """What a comparison compares, without a text that is only looked for in another."""
    looks_for_text = isinstance(node.left, ast.Constant) and any(
        isinstance(one, ast.In | ast.NotIn) for one in node.ops
    )
    return list(node.comparators) if looks_for_text else [node.left, *node.comparators]


def _operands(node: ast.BinOp) -> Iterator[ast.expr]:
    """The operands from the right to the left, without texts, which are only parts of one."""
    side: ast.expr = node
    while isinstance(side, ast.BinOp):
        if not isinstance(side.right, ast.Constant):
            yield side.right
        side = side.left
    if not isinstance(side, ast.Constant):
        yield side


def _branches(node: ast.If) -> Iterator[ast.expr | ast.stmt]:
    """The conditions and statements of a chain of ``elif``, in their order."""
    rest: list[ast.stmt] = [node]
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branch = rest[0]
        yield branch.test
        yield from branch.body
        rest = branch.orelse
    yield from rest


def assignments(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target with its own value: two of ``a, b = x, y``."""
    if (
        isinstance(target, ast.Tuple)
        and isinstance(value, ast.Tuple)
        and len(target.elts) == len(value.elts)
    ):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from assignments(one, its)
    else:
        yield target, value


def _looked_up(node: ast.Subscript) -> Iterator[ast.expr]:
    """A table and what it is looked up by; a constant there is a name, not an id."""
    yield node.value
    if not isinstance(node.slice, ast.Constant):
        yield node.slice


def _filled_in(node: ast.JoinedStr) -> Iterator[ast.expr]:
    """What is filled into a text; what stands between is a text of its own only if it is all."""
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            yield part.value
        elif len(node.values) == 1:
            yield part


# The parts of nodes that hold more than what is to be visited, or hold it too deep.
PARTS: dict[type[ast.AST], Callable[..., Iterable[ast.expr | ast.stmt]]] = {
    ast.BinOp: _operands,
    ast.Compare: _compared,
    ast.If: _branches,
    ast.JoinedStr: _filled_in,
    ast.Subscript: _looked_up,
}

# Expressions that are one of several others, or hold it: each may be what somebody asks for.
ALTERNATIVES: dict[type[ast.AST], Callable[..., list[ast.expr]]] = {
    ast.IfExp: lambda node: [node.body, node.orelse],
    ast.BoolOp: lambda node: node.values,
    **dict.fromkeys((ast.List, ast.Tuple, ast.Set), lambda node: node.elts),
    **dict.fromkeys((ast.Starred, ast.Await, ast.NamedExpr), lambda node: [node.value]),
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.GeneratorExp), lambda node: [node.elt]),
}
