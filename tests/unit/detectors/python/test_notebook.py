"""Notebooks: code of all cells as one program, commands, places in cells, broken files."""

from __future__ import annotations

import json

import pytest
from sources import detected, source

from nerq.detectors.python.notebook import NOTEBOOK
from nerq.errors import ManifestError
from nerq.model import Problem, Reference
from nerq.plugin import Search


def notebook(*cells: tuple[str, str], as_list: bool = True) -> str:
    made = []
    for kind, text in cells:
        written = text.splitlines(keepends=True) if as_list else text
        made.append(
            {"cell_type": kind, "source": written, "outputs": [{"text": "LLM('a1/out-7b')"}]}
        )
    return json.dumps({"nbformat": 4, "cells": made})


def places(
    text: str, search: Search | None = None
) -> list[tuple[str, int | None, int | None, str]]:
    items = detected(NOTEBOOK, source("n.ipynb", text), search or Search())
    return [
        (one.name, one.location.cell, one.location.line, one.scope)
        for one in items
        if isinstance(one, Reference)
    ]


@pytest.mark.parametrize("as_list", [True, False])
def test_a_constant_of_one_cell_is_known_in_the_next(as_list: bool) -> None:
    """Cells are counted from 0 over all cells, lines from 1 in each."""
    text = notebook(
        ("markdown", "# Title"),
        ("code", "import x\nTHING = 'zeta-ai/thing'"),
        ("code", "LLM(THING)"),
        as_list=as_list,
    )
    assert places(text) == [("zeta-ai/thing", 1, 2, "runtime")]


def test_outputs_are_not_read() -> None:
    """What a cell printed is nobody's dependency."""
    assert places(notebook(("code", "x = 1"))) == []


def test_commands_and_magics_are_read_and_the_code_around_them_too() -> None:
    """``!`` lines, ``%%bash`` cells; indented commands do not break the code."""
    text = notebook(
        ("code", "!ollama pull llama3:8b\n%matplotlib inline\nm = LLM('zeta-ai/thing')\nm?"),
        ("code", "if True:\n    !huggingface-cli download zeta-ai/other-7b\nLLM('zeta-ai/last')"),
        ("code", "%%bash\nvllm serve zeta-ai/served-7b"),
        ("code", "%%time\nLLM('zeta-ai/timed')"),
        ("code", "%%html\n<b>LLM('zeta-ai/no')</b>"),
        ("code", "out = !ollama pull phi3"),
    )
    assert sorted(places(text), key=lambda one: (one[1] or 0, one[2] or 0)) == [
        ("llama3", 0, 1, "runtime"),
        ("zeta-ai/thing", 0, 3, "runtime"),
        ("zeta-ai/other-7b", 1, 2, "runtime"),
        ("zeta-ai/last", 1, 3, "runtime"),
        ("zeta-ai/served-7b", 2, 2, "runtime"),
        ("zeta-ai/timed", 3, 2, "runtime"),
        ("phi3", 5, 1, "runtime"),
    ]


def test_a_broken_cell_spoils_no_other() -> None:
    """It is searched line by line."""
    text = notebook(("code", "def (:\nmodel = 'zeta-ai/thing'"), ("code", "LLM('zeta-ai/other')"))
    assert sorted(places(text)) == [
        ("zeta-ai/other", 1, 1, "runtime"),
        ("zeta-ai/thing", 0, 2, "runtime"),
    ]


def test_markdown_is_prose() -> None:
    """Read only when asked for; comments of code cells are not."""
    text = notebook(
        ("markdown", "Uses\n[it](https://huggingface.co/microsoft/phi-2)"), ("code", "x")
    )
    assert places(text) == []
    assert places(text, Search(with_prose=True)) == [("microsoft/phi-2", 0, 2, "prose")]


def test_the_third_version_of_the_format_is_read() -> None:
    """Cells stood in worksheets, code in ``input``."""
    cell = {"cell_type": "code", "input": ["LLM('zeta-ai/thing')"]}
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}]})
    assert places(text) == [("zeta-ai/thing", 0, 1, "runtime")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"cells": [{"source": "x',
        "[1]",
        '{"cells": 3}',
        "[" * 100_000,
        '{"cells": 1' + "0" * 5000 + "}",
    ],
    ids=["empty", "open", "truncated", "list", "number", "deep", "long number"],
)
def test_what_is_not_a_notebook_is_said_so(text: str) -> None:
    """Truncated, nested without end, or something else."""
    with pytest.raises(ManifestError, match="not a notebook"):
        list(NOTEBOOK.detect(source("n.ipynb", text), Search()))


def test_cells_of_any_kind_are_bearable() -> None:
    """Numbers, nothing, and lists of other things."""
    text = '{"cells": [1, null, {}, {"source": 3}, {"cell_type": [], "source": ["x", 2]}]}'
    assert places(text) == []


def test_a_cell_nested_too_deeply_is_a_problem_and_the_rest_is_read() -> None:
    """What can be read line by line still is."""
    deep = "x = " + "-" * 5000 + "1\nmodel = 'zeta-ai/thing'"
    items = detected(NOTEBOOK, source("n.ipynb", notebook(("code", deep))), Search())
    assert [one.name for one in items if isinstance(one, Reference)] == ["zeta-ai/thing"]
    assert all(isinstance(one, Problem | Reference) for one in items)
