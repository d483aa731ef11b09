"""What a reader finds in a whole file, the gate before it lets pass: programs made of the tables."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from sources import source

from nerq.detectors.python.python_code import PYTHON_CODE
from nerq.detectors.vocabulary.python_callables import CALLABLES, METHODS
from nerq.model import Reference
from nerq.pipeline.collect import collect
from nerq.plugin import Search
from nerq.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from nerq.detectors.vocabulary.python_callables import Takes

Found = set[tuple[int, str, str, str]]

IDS = (
    "acme-ai/thing-7b",
    "acme-ai/thing",
    "gpt2",
    "llama3",
    "mistral",
    "imdb",
    "openai:o3",
    "gpt-4o",
    "all-MiniLM-L6-v2",
)


def names(references: Iterable[object]) -> Found:
    """Line, kind, ecosystem and name of each reference."""
    return {
        (one.location.line or 0, one.kind, one.ecosystem, one.name)
        for one in references
        if isinstance(one, Reference)
    }


def through_the_gate(folder: Path, files: dict[str, str]) -> dict[str, Found]:
    """What a scan of a folder with these files finds, by file."""
    for path, text in files.items():
        (folder / path).write_text(text, "utf-8")
    found: dict[str, list[Reference]] = {path: [] for path in files}
    for target in collect([str(folder)], Settings()).targets:
        for one in target.references:
            found[one.location.path].append(one)
    return {path: names(references) for path, references in found.items()}


def programs() -> Iterator[tuple[str, str]]:
    """A call of every callable with each id, handed to it in each way: (which, code)."""
    rows = [*CALLABLES.items(), *((".".join(path), takes) for path, takes in METHODS.items())]
    for (path, takes), id_ in product(rows, IDS):
        for way, text in ways(path, takes, id_).items():
            yield f"{path} {way} {id_}", text


def ways(path: str, takes: Takes, id_: str) -> dict[str, str]:
    """Programs of one file each; names in them say nothing."""
    name = path.rpartition(".")[2]
    module = takes.modules[0] if takes.modules else ""
    begin = f"from {module} import {name}\n" if module and "." not in path else ""

    def call(value: str) -> str:
        position = takes.positions[0] if takes.positions else None
        if position is None:
            return f"{path}({takes.keywords[0] if takes.keywords else 'model'}={value})"
        return f"{path}({'a, ' * position}{value})"

    text = f'"{id_}"'
    made = {
        "inline": call(text),
        "constant": f"X = {text}\n{call('X')}",
        "parameter": f"def f(x):\n    y = 1\n    return {call('x')}\n\n\nf({text})",
        "option": f"p.add_argument('--x', default={text})\n\ndef f(args):\n    {call('args.x')}\n",
        "method": f"class A:\n    x = {text}\n\n    def f(self):\n        {call('self.x')}\n",
    }
    made |= {f"keyword {one}": f"{path}({one}={text})" for one in takes.keywords}
    return {way: f"{begin}{code}\n" for way, code in made.items()}


def whole(code: str) -> Found:
    """What the reader finds that parses everything: a word in a comment makes it do so."""
    return names(PYTHON_CODE.detect(source("app.py", f"{code}# load_dataset\n"), Search()))


def test_every_callable_is_read_however_it_gets_its_id(tmp_path: Path) -> None:
    made = dict(programs())
    files = {f"p{number}.py": code for number, code in enumerate(made.values())}
    found = through_the_gate(tmp_path, files)
    lost = [
        f"{which}: {sorted(whole(code) - found[path])}"
        for which, (path, code) in zip(made, files.items(), strict=True)
        if whole(code) - found[path]
    ]
    assert len(files) > 4000
    assert lost == []


@pytest.mark.parametrize(
    "code",
    [
        'ChatOllama("llama3")',
        'ollama.pull("mistral")',
        'NAME = "imdb"\nload_dataset(NAME)',
        'load_dataset(path="squad")',
        'from pydantic_ai import Agent\nAgent("openai:o3")',
    ],
)
def test_alone_in_a_file(code: str, tmp_path: Path) -> None:
    (found,) = through_the_gate(tmp_path, {"app.py": f"{code}\n"}).values()
    assert found
    assert found == whole(f"{code}\n")
