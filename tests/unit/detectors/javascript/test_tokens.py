"""JavaScript in tokens."""

from __future__ import annotations

import pytest

from nerq.detectors.javascript.tokens import tokens


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a = 'b' // 'c'", ["name", "operator", "string"]),
        ("a = /'x/; b", ["name", "operator", "operator", "name"]),
        ("a / b / 'c'", ["name", "operator", "name", "operator", "string"]),
        ("`a`", ["string"]),
        ("`a${b}c`", ["template", "name", "rest"]),
        ("`${`${a}`}`", ["template", "template", "name", "rest", "rest"]),
        ("/* 'a'", []),
        ("'a\n'b'", ["string", "string"]),
    ],
)
def test_tokens(text: str, kinds: list[str]) -> None:
    """Comments, strings, templates and regular expressions."""
    assert [token.kind for token in tokens(text)] == kinds
