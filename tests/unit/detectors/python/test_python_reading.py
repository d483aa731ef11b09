"""How Python code is read: places, prose, own words, open ends, code that is none."""

from __future__ import annotations

import pytest
from sources import detected, source

from nerq.detectors.python.python_code import PYTHON_CODE
from nerq.model import Reference, Unresolved
from nerq.plugin import Search


def found(
    code: str, search: Search | None = None, path: str = "app.py", **others: str
) -> list[str]:
    """``kind ecosystem name`` of each reference, in the order of the code."""
    items = detected(PYTHON_CODE, source("app.py", code), search or Search())
    return [f"{one.kind} {one.ecosystem} {one.name}" for one in items if isinstance(one, Reference)]


def names(code: str) -> list[str]:
    return [one.split(" ")[2] for one in found(code)]


def test_names_what_only_a_run_can_tell() -> None:
    """Texts made at run time are listed where they reach a model-taking call."""
    code = "AutoModel.from_pretrained(f'zeta-ai/{size}')\nLLM('zeta-ai/' + name)\nLLM(x)\n"
    items = detected(PYTHON_CODE, source("app.py", code), Search())
    assert [
        (str(one.location), one.expression) for one in items if isinstance(one, Unresolved)
    ] == [
        ("app.py:1", "f'zeta-ai/{size}'"),
        ("app.py:2", "'zeta-ai/' + name"),
    ]


def test_prose_is_read_only_when_asked_and_never_twice() -> None:
    """Comments and docstrings, marked as prose; a live mention of the same id wins."""
    code = '"""Uses zeta-ai/llama-7b."""\n# zeta-ai/llama-7b or zeta-ai/qwen-2b\nLLM("zeta-ai/qwen-2b")\n'
    items = detected(PYTHON_CODE, source("app.py", code), Search(with_prose=True))
    assert [
        (one.name, one.scope, one.location.line, one.location.column, one.found_by)
        for one in items
        if isinstance(one, Reference)
    ] == [
        ("zeta-ai/qwen-2b", "runtime", 3, 6, "python-call"),
        ("zeta-ai/llama-7b", "prose", 1, 9, "python-docstring"),
    ]
    assert names(code) == ["zeta-ai/qwen-2b"]


def test_a_projects_own_words_count() -> None:
    """Callables by name, path, position and keyword; keys."""
    search = Search(callables=("load_llm", "pkg.make:1", "build:what"), keys=("brain",))
    code = (
        "load_llm('a1/one')\nmake('x1/no', 'a1/two')\nimport pkg\npkg.make('x1/no', 'a1/three')\n"
        "build('x1/no', what='a1/four')\nbrain = 'a1/five'\n"
    )
    got = [one.rpartition(" ")[2] for one in found(code, search)]
    assert got == ["a1/one", "a1/three", "a1/four", "a1/five"]


def test_places_are_those_of_an_editor() -> None:
    """Line and column are 1-based and count characters; the name begins there."""
    code = "é = 'ü'; LLM('acme-ai/thing')\nLLM(\n    '''acme-ai/other''')\n"
    items = detected(PYTHON_CODE, source("app.py", code), Search())
    places = [(one.location.line, one.location.column) for one in items]
    assert places == [(1, 15), (3, 8)]


def test_code_that_is_not_python_is_searched_line_by_line() -> None:
    """Python 2 and templates: the plainest calls, as likely; comments and long texts not."""
    code = (
        "print 'x'\nm = AutoModel.from_pretrained('bert-base-uncased')\n# LLM('zeta-ai/no-7b')\n"
        "'''\nmodel = 'zeta-ai/no-7b'\n'''\nmodel_name = 'acme-ai/thing'\nd = load_dataset('squad')\n"
    )
    assert found(code) == [
        "model huggingface bert-base-uncased",
        "model huggingface acme-ai/thing",
        "dataset huggingface squad",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "x = 'zeta-ai/llama-7b'\nMODEL = 'a1/b2'\ndef f(): return LLM(x)\n",
        "import os\nclass A:\n    def f(self):\n        pass\n\n@dec('zeta-ai/llama-7b')\ndef g(): pass\n",
        "T = 'a1/b2'\n\ndef f():\n    g(T)\n\ndef g(x):\n    LLM(x)\n",
        "def f(a):\n    return a\n\nf('v1/chat')\nLLM('acme/x')\n",
        "T = 'zeta-ai/thing'\nMODELS = ['zeta-ai/thing']\n\n@doc(\n    checkpoint=T,\n)\ndef f():\n    pass\n",
    ],
)
def test_reading_only_around_hints_loses_nothing(code: str) -> None:
    """The short way and the long way name the same."""
    long_way = found(code + "\n# load_dataset\n")
    assert found(code) == long_way
