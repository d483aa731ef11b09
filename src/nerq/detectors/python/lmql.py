"""LMQL: queries in docstrings and texts, whose ``from`` clause names the model."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nerq.detectors.python.names import dotted
from nerq.detectors.python.roles import BY_CALL, Role
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.detectors.python.bindings import Function
    from nerq.detectors.python.walk import Walk

_DECODER = regex(r"\b(?:argmax|sample|beam|beam_sample|best_k|var|top_k)\b")
_FROM = regex(r"\bfrom\s{1,200}(?:lmql\.model\(\s{0,20})?([\"'])(?P<id>[^\"'\s]{2,200})\1")
QUERY = Role("python-lmql", BY_CALL)


def read_query(walk: Walk, node: ast.Call) -> None:
    """Asks for the model of LMQL code that a call of ``lmql`` gets as its first argument."""
    if "lmql" in walk.imports or "lmql" in dotted(node.func):
        for argument in node.args[:1]:
            walk.demand(argument, QUERY)


def note_query(walk: Walk, function: Function, text: ast.Constant) -> None:
    """Notes the code of an ``@lmql.query`` function, which is its docstring."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if dotted(target) == "lmql.query" and isinstance(text.value, str):
            walk.note(text, text.value, QUERY)


def query_model(text: str) -> str | None:
    """The model that LMQL code names in its ``from`` clause, or None."""
    decoder = _DECODER.search(text)
    match = _FROM.search(text, decoder.end()) if decoder else None
    return match["id"] if match else None
