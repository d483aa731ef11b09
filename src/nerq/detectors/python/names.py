"""The names in expressions: what is called, set, looked up, announced by a flag."""

from __future__ import annotations

import ast

# Calls that look a name up and take what it is where it is not set as their last argument.
GETTERS = frozenset({"getenv", "get", "pop", "setdefault", "getattr"})


def last_name(node: ast.expr) -> str:
    """The name called: ``c`` of ``a.b.c``; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.expr) -> str:
    """``a.b.c`` where the expression is a chain of names, else what of its end is one."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def subscript_name(node: ast.Subscript) -> str:
    """The key that ``table["model"]["name"] = …`` sets: ``name`` alone is told by its table."""
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if not isinstance(key, str):
        return ""
    if key in {"name", "id", "path"} and isinstance(node.value, ast.Subscript):
        return f"{subscript_name(node.value)}_{key}"
    return key


def target_name(target: ast.expr) -> tuple[str, str]:
    """The name that an assignment sets, and the shape of it; empty for anything else."""
    if isinstance(target, ast.Attribute):
        return target.attr, "python-attribute"
    if isinstance(target, ast.Subscript):
        return subscript_name(target), "python-subscript"
    return (target.id if isinstance(target, ast.Name) else ""), "python-constant"


def flag_of(node: ast.expr) -> str:
    """What the next word of a command line is: ``--model`` says so, and so does ``serve``."""
    text = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(text, str):
        return ""
    return "model" if text == "serve" else text if text.startswith("--") else ""


def environment_name(node: ast.Call) -> str:
    """The variable or key that a call with a default asks for, or an empty text."""
    name = last_name(node.func)
    if name in GETTERS and len(node.args) >= 2:
        key = node.args[-2]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
    return ""
