"""Texts that are put together from constants: ``f"{OWNER}/phi-2"``, ``OWNER + "/phi-2"``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.detectors.python.scope import Scope

# No id is longer, or put together from more: what doubles at each name would never end.
_LENGTH = 400
_PARTS = 20


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
    if len(bindings) != 1 or bindings[0].steps:
        return None
    value = bindings[0].value
    return folded(value, bindings[0].scope, depth - 1) if isinstance(value, ast.expr) else None
