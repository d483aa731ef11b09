"""What the calls of ``setup()`` in a ``setup.py`` say, from its syntax tree; nothing is run.

https://setuptools.pypa.io/en/latest/references/keywords.html
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.listed_requirements import without_comment
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.manifests.python.setuptools.literals import Computed, Literals, TooMuchError
from nerq.model import Reference
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source

MAX_CHARACTERS = 300_000
"""A longer file is not a set-up script; its syntax tree would fill the memory."""

_SCOPES = {"install_requires": "runtime", "setup_requires": "build", "tests_require": "dev"}
_EXTRAS = "extras_require"


def read_setup_calls(source: Source) -> Iterator[Item]:
    """The packages that calls of ``setup()`` name; what is computed is a problem.

    Raises:
        ManifestError: the file is not Python of this interpreter's version, or too large.
    """
    mentions = Mentions(source.path, "setup-py")
    tree = _tree(source.text)
    try:
        yield from _packages(mentions, tree)
    except RecursionError:
        yield mentions.problem("nested too deeply to be followed; read in part", None)
    except TooMuchError:
        yield mentions.problem("too many expressions to be followed; read in part", None)


def _tree(text: str) -> ast.Module:
    if len(text) > MAX_CHARACTERS:
        raise ManifestError(f"longer than {MAX_CHARACTERS:,} characters; not read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.removeprefix("\ufeff"))
    except SyntaxError as error:
        message = f"not valid Python: {shown(error.msg or '')[1:-1]}"
        raise ManifestError(message, error.lineno) from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise ManifestError("not valid Python, or nested too deeply to be read") from error


def _packages(mentions: Mentions, tree: ast.Module) -> Iterator[Item]:
    calls, bodies = _setup_calls(tree)
    literals = Literals([tree.body, *bodies])
    for call in calls:
        keywords = list(_keywords(call, literals))
        own_name = ""
        for key, value, _ in keywords:
            if key == "name":
                own_name = normalised(literals.fold(value) or "")
        for key, value, line in keywords:
            for item in _keyword(mentions, literals, (key, value, line)):
                if not (isinstance(item, Reference) and normalised(item.name) == own_name):
                    yield item


def _setup_calls(tree: ast.Module) -> tuple[list[ast.Call], list[list[ast.stmt]]]:
    """The calls of ``setup``, and the bodies of the functions that they stand in."""
    calls: list[ast.Call] = []
    bodies: dict[int, list[ast.stmt]] = {}
    waiting: list[tuple[ast.AST, list[list[ast.stmt]]]] = [(tree, [])]
    while waiting:
        node, within = waiting.pop()
        if isinstance(node, ast.Call) and _is_setup(node.func):
            calls.append(node)
            bodies.update({id(body): body for body in within})
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            within = [node.body]
        waiting.extend((child, within) for child in ast.iter_child_nodes(node))
    return sorted(calls, key=lambda call: call.lineno), list(bodies.values())


def _is_setup(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else None
    return name == "setup" or (isinstance(function, ast.Name) and function.id == "setup")


def _keywords(call: ast.Call, literals: Literals) -> Iterator[tuple[str, ast.expr, int]]:
    """Keywords of the call, also those in a table that it spreads."""
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value, keyword.value.lineno
            continue
        for key, value, line in literals.entries(keyword.value):
            yield key if key is not None else "**", value, line


def _keyword(
    mentions: Mentions, literals: Literals, keyword: tuple[str, ast.expr, int]
) -> Iterator[Item]:
    key, value, line = keyword
    if key in _SCOPES:
        yield from _requirements(mentions, literals, value, _SCOPES[key], key)
    elif key == _EXTRAS:
        for extra, values, place in literals.entries(value):
            if extra is None:
                yield mentions.problem(_not_read(_EXTRAS, values), place, is_computed=True)
                continue
            name, _, marker = extra.partition(":")
            scope = f"extra:{name}" if name or not marker else "runtime"
            yield from _requirements(mentions, literals, values, scope, f"{_EXTRAS}[{extra!r}]")
    elif key == "**":
        yield mentions.problem(_not_read("a keyword of setup()", value), line, is_computed=True)


def _requirements(
    mentions: Mentions, literals: Literals, value: ast.expr, scope: str, where: str
) -> Iterator[Item]:
    if isinstance(value, ast.Constant) and value.value is None:
        return
    for found in literals.texts(value):
        if isinstance(found, Computed):
            line = getattr(found.expression, "lineno", None)
            yield mentions.problem(_not_read(where, found.expression), line, is_computed=True)
        elif requirement := without_comment(found.value):
            yield mentions.requirement(requirement, found.line, scope)


def _not_read(where: str, expression: ast.expr) -> str:
    try:
        text = ast.unparse(expression)
    except (RecursionError, ValueError):
        text = "…"
    return f"{shown(where)[1:-1]} is computed: {shown(text)}; no code is run, so this is not read"
