"""Whatever Python or notebook a file holds, its reading ends well and its places exist."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from sources import source

from nerq.detectors.python.notebook import NOTEBOOK
from nerq.detectors.python.python_code import PYTHON_CODE
from nerq.detectors.vocabulary.model_id import is_model_like, read_model_id
from nerq.errors import ManifestError
from nerq.model import Problem, Reference, Unresolved
from nerq.plugin import Search

TOKENS = st.sampled_from(
    [
        *"\n \t\"'()[]{},:;=+-*/%.@#\\!",
        "\n    ",
        "'''",
        '"""',
        "f'",
        "X",
        "model",
        "MODELS",
        "self.",
        "def f(model='a1/b2-7b'):\n    ",
        "class A:\n    ",
        "for a, b in ",
        "if x:\n    ",
        "return ",
        "import lmql\n",
        "from a import X\n",
        "lambda: ",
        "'a1/b2-7b'",
        "'gpt-4o'",
        "LLM(",
        "load_dataset(",
        "AutoModel.from_pretrained(",
        "model=",
        "@pytest.mark.parametrize('model', ",
        "parser.add_argument('--model', default=",
        "os.getenv('MODEL', ",
        "é",
        "\x00",
        "\r\n",
    ]
)
PROGRAMS = st.lists(TOKENS, max_size=60).map("".join)
EXPRESSIONS = st.recursive(
    st.sampled_from(["'a1/b2-7b'", "X", "self.x", "1", "f'{X}/y'", "'gpt-4o'"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.tuples(inner, inner).map(lambda pair: f"{{{pair[0]}: {pair[1]}}}"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} + {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} if x else {pair[1]})"),
        inner.map(lambda one: f"LLM(model={one})"),
        inner.map(lambda one: f"({one}).get('k', {one})"),
        inner.map(lambda one: f"(lambda X: {one})"),
        inner.map(lambda one: f"[X for X in {one}]"),
        inner.map(lambda one: f"({one})[0]"),
    ),
    max_leaves=12,
)
STATEMENTS = st.one_of(
    EXPRESSIONS.map(lambda one: f"X = {one}"),
    EXPRESSIONS.map(lambda one: f"X, y = {one}"),
    EXPRESSIONS.map(lambda one: f"for X in {one}: pass"),
    EXPRESSIONS.map(lambda one: f"def f(X={one}): return {one}"),
    EXPRESSIONS.map(
        lambda one: f"class A:\n    x = {one}\n    def g(self):\n        self.x = {one}"
    ),
    EXPRESSIONS.map(lambda one: f"f({one})"),
    st.just("from app import X"),
)
VALID = st.lists(STATEMENTS, max_size=8).map("\n".join)


def check(path: str, text: str, *, with_prose: bool) -> None:
    detector = NOTEBOOK if path.endswith(".ipynb") else PYTHON_CODE
    with suppress(ManifestError):
        for item in detector.detect(source(path, text), Search(with_prose=with_prose)):
            assert isinstance(item, Reference | Problem | Unresolved)
            if detector is PYTHON_CODE and item.location.line is not None:
                lines = text.split("\n")
                assert 1 <= item.location.line <= len(lines)
                assert 1 <= (item.location.column or 1) <= len(lines[item.location.line - 1]) + 1


@given(PROGRAMS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_or_refused(text: str, with_prose: bool) -> None:
    """Pieces of Python in any order."""
    check("app.py", text, with_prose=with_prose)


@given(VALID)
@settings(max_examples=80, deadline=None)
def test_any_program_ends(text: str) -> None:
    """Names that lead to one another in circles, through tables, calls and modules."""
    check("app.py", text, with_prose=True)


@given(VALID)
@settings(max_examples=60, deadline=None)
def test_reading_around_hints_names_the_same_models(text: str) -> None:
    """The short way, told from the long way by a word that forces the latter."""

    def names(code: str) -> set[tuple[str, str]]:
        items = PYTHON_CODE.detect(source("app.py", code), Search())
        return {(one.kind, one.name) for one in items if isinstance(one, Reference)}

    assert names(text) == names(f"{text}\n# load_dataset")


@given(
    st.lists(st.tuples(st.sampled_from(["code", "markdown", "raw"]), PROGRAMS), max_size=5),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_notebook_is_read(cells: list[tuple[str, str]], with_prose: bool) -> None:
    """Cells of anything."""
    made = [{"cell_type": kind, "source": text} for kind, text in cells]
    check("n.ipynb", json.dumps({"cells": made}), with_prose=with_prose)


@given(st.text(max_size=60) | st.from_regex(r"[\w.:@/-]{1,60}", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_any_string_is_an_id_or_none(text: str) -> None:
    """What is read has a name without spaces, and reads again as itself."""
    is_model_like(text)
    for context in (None, "ollama", "together", "openai", "litellm"):
        found = read_model_id(text, context=context, bare=True)
        if found is not None:
            assert found.name
            assert not any(letter.isspace() for letter in found.name)
