"""LMQL: queries in docstrings and texts, whose ``from`` clause names the model."""

from __future__ import annotations

import ast

from nerq.detectors.python.names import dotted
from nerq.detectors.python.notes import BY_CALL, Role
from nerq.patterns import regex

# ``from`` stands for much else before the decoder; behind it, it can only be the query's clause.
_DECODER = regex(r"\b(?:argmax|sample|beam|beam_sample|best_k|var|top_k)\b")
_FROM = regex(r"\bfrom\s{1,200}(?:lmql\.model\(\s{0,20})?([\"'])(?P<id>[^\"'\s]{2,200})\1")
QUERY = Role("python-lmql", BY_CALL)


def is_query(decorators: list[ast.expr]) -> bool:
    """Whether a function is an ``@lmql.query``, whose docstring is its code."""
    return any(
        dotted(one.func if isinstance(one, ast.Call) else one) == "lmql.query" for one in decorators
    )


def query_model(text: str) -> str | None:
    """The model that LMQL code names in its ``from`` clause, or None."""
    decoder = _DECODER.search(text)
    match = _FROM.search(text, decoder.end()) if decoder else None
    return match["id"] if match else None
