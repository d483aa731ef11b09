"""Python within commands, in every kind of file that holds commands."""

from __future__ import annotations

import json

import pytest
from parts import DETECTOR_FILES
from sources import detected, source

from nerq.model import Reference
from nerq.plugin import Search

CODE = "from vllm import LLM; LLM('zeta-ai/thing-7b')"
FILES = {
    "run.sh": f'set -e\npython3 -c "{CODE}"\n',
    "here.sh": f"if true; then\npython3 - <<'EOF'\n{CODE}\nEOF\nfi\n",
    "Dockerfile": f'FROM python\nRUN pip install vllm && python -c "{CODE}"\n',
    "Makefile": f'warm:\n\t@python -c "{CODE}"\n',
    "ci.yml": f'jobs:\n  a:\n    steps:\n      - run: python -c "{CODE}"\n',
    "compose.yaml": f"services:\n  a:\n    command:\n      - python\n      - -c\n      - {CODE}\n",
    "n.ipynb": json.dumps(
        {"nbformat": 4, "cells": [{"cell_type": "code", "source": f'!python -c "{CODE}"'}]}
    ),
}


@pytest.mark.parametrize("path", FILES)
def test_code_that_a_command_is_given_is_read_at_its_place(path: str) -> None:
    """Line and column are those of the file around it; a notebook's, those of the cell."""
    page = source(path, FILES[path])
    items = [
        item
        for detector in DETECTOR_FILES.parts(DETECTOR_FILES.match(path))
        for item in detected(detector, page)
    ]
    (item,) = [item for item in items if isinstance(item, Reference)]
    assert (item.name, item.found_by) == ("zeta-ai/thing-7b", "python-call")
    line = f'!python -c "{CODE}"' if path.endswith(".ipynb") else ""
    line = line or page.text.split("\n")[(item.location.line or 0) - 1]
    assert line[(item.location.column or 0) - 1 :].startswith("zeta-ai/thing-7b")


@pytest.mark.parametrize(
    "command",
    [
        f'python train.py -c "{CODE}"',
        f'echo "{CODE}"',
        f'node -e "{CODE}"',
    ],
)
def test_an_argument_of_a_program_is_not_code(command: str) -> None:
    (detector,) = [
        one for one in DETECTOR_FILES.parts(DETECTOR_FILES.match("x.sh")) if one.id != "prose"
    ]
    assert detected(detector, source("x.sh", f"{command}\n"), Search(keys=("any",))) == []
