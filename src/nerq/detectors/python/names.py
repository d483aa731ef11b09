"""Small readings of expressions: the names in them, and the values they fall back to."""

from __future__ import annotations

import ast

_GETTERS = frozenset({"getenv", "get", "pop", "setdefault", "getattr"})
_DECLARED = frozenset({"field", "Field", "Option", "Argument", "option"})
_FIRST = frozenset(
    {"str", "Path", "list", "tuple", "set", "sorted", "deepcopy", "copy", "frozenset", "param"}
)
_ALL = frozenset({"enumerate", "zip", "product", "chain", "tqdm"})
_OWNER = frozenset({"strip", "lower", "items", "values", "keys"})


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


def defaults_of(node: ast.Call) -> list[ast.expr]:
    """The values that a call passes through or falls back to: ``getenv("X", value)``."""
    name = last_name(node.func)
    if name in _GETTERS:
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


def environment_name(node: ast.Call) -> str:
    """The variable or key that a call with a default asks for, or an empty text."""
    name = last_name(node.func)
    if name in {"getenv", "get", "pop", "setdefault", "getattr"} and len(node.args) >= 2:
        key = node.args[-2]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
    return ""


def is_versioned_id(node: ast.expr) -> bool:
    """Whether an expression is a text ``owner/name`` with a number or a dash in its name."""
    text = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(text, str) or text.count("/") != 1:
        return False
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
