"""JavaScript that is read, and that is not."""

from __future__ import annotations

import pytest
from sources import detected, source

from nerq.detectors.javascript.javascript_code import DETECTOR as JAVASCRIPT
from nerq.model import Reference
from nerq.plugin import DEFAULT_SEARCH, Search


@pytest.mark.parametrize("text", ["x;" * 600_000, "a" * 30_000])
def test_what_a_bundler_wrote_is_not_read(text: str) -> None:
    """Large files and very long lines."""
    page = source("x.js", f"const model = 'gpt-4o';\n{text}")
    assert detected(JAVASCRIPT, page, DEFAULT_SEARCH) == []


@pytest.mark.parametrize(
    ("call", "callables"),
    [
        ("loadLlm('acme-labs/thing')", ("loadLlm",)),
        ("x.loadLlm('acme-labs/thing')", ("loadLlm",)),
        ("x.load(1, 'acme-labs/thing')", ("x.load:1",)),
    ],
)
def test_a_project_s_own_functions(call: str, callables: tuple[str, ...]) -> None:
    """By name, with the receiver, with the position."""
    page = source("x.js", call)
    assert detected(JAVASCRIPT, page, DEFAULT_SEARCH) == []
    (item,) = detected(JAVASCRIPT, page, Search(callables=callables))
    assert isinstance(item, Reference)
    assert item.name == "acme-labs/thing"
