"""What a reader finds in a whole file, the gate before it lets pass: files made of the tables."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import DETECTOR_FILES
from sources import source

from nerq.detectors.python.python_code import PYTHON_CODE
from nerq.detectors.vocabulary.gates import NONE, worth
from nerq.detectors.vocabulary.javascript_callables import POSITIONS, PROVIDER_METHODS, RUNNERS
from nerq.detectors.vocabulary.keys import KEYS, role
from nerq.detectors.vocabulary.model_names import LEGACY, SENTENCE_NAMES
from nerq.detectors.vocabulary.programs import NAMED_LISTS, PROGRAMS, SHORT_FLAGS
from nerq.detectors.vocabulary.providers import PACKAGES, TABLE
from nerq.detectors.vocabulary.python_callables import CALLABLES, METHODS
from nerq.model import Reference
from nerq.pipeline.collect import collect
from nerq.plugin import Search
from nerq.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nerq.detectors.vocabulary.keys import Key, Place
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


def names(items: Iterable[object]) -> Found:
    """Line, kind, ecosystem and name of each reference."""
    return {
        (one.location.line or 0, one.kind, one.ecosystem, one.name)
        for one in items
        if isinstance(one, Reference)
    }


def lost(files: Mapping[str, str], *, comment: str = "") -> list[str]:
    """What readers find in files, and a scan of the folder that they are in does not.

    A ``comment`` at their ends makes the reader of Python parse the whole of them.
    """
    with TemporaryDirectory() as folder:
        for path, text in files.items():
            (Path(folder) / path).write_text(text, "utf-8")
        passed: dict[str, list[Reference]] = {path: [] for path in files}
        for target in collect([folder], Settings()).targets:
            for one in target.references:
                passed[one.location.path].append(one)
    return [
        f"{text!r}: {sorted(missing)}"
        for path, text in files.items()
        if (missing := read(path, text + comment) - names(passed[path]))
    ]


def read(path: str, text: str) -> Found:
    """What the detectors of a file find behind their gates."""
    found: Found = set()
    for detector in DETECTOR_FILES.parts(DETECTOR_FILES.match(path)):
        found |= names(detector.detect(source(path, text), Search()))
    return found


def numbered(texts: Iterable[str], ending: str) -> dict[str, str]:
    return {f"p{number}{ending}": text for number, text in enumerate(texts)}


def programs() -> Iterator[str]:
    """A call of every callable with each id, handed to it in each way."""
    rows = [*CALLABLES.items(), *((".".join(path), takes) for path, takes in METHODS.items())]
    for (path, takes), id_ in product(rows, IDS):
        yield from ways(path, takes, f'"{id_}"')


def ways(path: str, takes: Takes, text: str) -> Iterator[str]:
    """Programs of one file each; names in them say nothing."""
    name = path.rpartition(".")[2]
    module = takes.modules[0] if takes.modules else ""
    begin = f"from {module} import {name}\n" if module and "." not in path else ""

    def call(value: str) -> str:
        position = takes.positions[0] if takes.positions else None
        if position is None:
            return f"{path}({takes.keywords[0] if takes.keywords else 'model'}={value})"
        return f"{path}({'a, ' * position}{value})"

    yield f"{begin}{call(text)}\n"
    yield f"{begin}X = {text}\n{call('X')}\n"
    yield f"{begin}def f(x):\n    y = 1\n    return {call('x')}\n\n\nf({text})\n"
    yield f"{begin}p.add_argument('--x', default={text})\n\ndef f(args):\n    {call('args.x')}\n"
    yield f"{begin}class A:\n    x = {text}\n\n    def f(self):\n        {call('self.x')}\n"
    for keyword in takes.keywords:
        yield f"{begin}{path}({keyword}={text})\n"


def test_every_callable_of_python_however_it_gets_its_id() -> None:
    files = numbered(programs(), ".py")
    assert len(files) > 5000
    assert lost(files, comment="# load_dataset\n") == []


@pytest.mark.parametrize(
    "code",
    [
        'ChatOllama("llama3")',
        'ollama.pull("mistral")',
        'NAME = "imdb"\nload_dataset(NAME)',
        'load_dataset(path="squad")',
        'from pydantic_ai import Agent\nAgent("openai:o3")',
        'OWNER = "acme-ai"\nLLM(f"{OWNER}/thing")',
        'LLM("acme-ai/" "thing")',
        'x = path or "acme-ai/thing-v2"',
    ],
)
def test_alone_in_a_file(code: str) -> None:
    assert read("app.py", f"{code}\n# load_dataset\n")
    assert lost({"app.py": f"{code}\n"}, comment="# load_dataset\n") == []


def test_every_provider_of_python() -> None:
    """Its classes as clients, its modules behind an import, its words in names of variables."""
    values = ("acme-ai/thing", "thing-7b-chat", "gpt-4o", "sonar", "base")
    files = []
    for row, value in product(TABLE, values):
        files += [
            f'c = {name}()\n\ndef f():\n    c.run(model="{value}")\n'
            for name in row.classes.split()
        ]
        files += [f'{name}("{value}")\n' for name in row.classes.split()]
        files += [f'{word.upper()}_MODEL = "{value}"\n' for word in row.words.split()]
        files += [
            f'from {path} import Client\nClient(id="{value}")\n' for path in row.modules.split()
        ]
        files += [f'f(base_url="https://x{host}", model="{value}")\n' for host in row.hosts.split()]
    assert lost(numbered(files, ".py"), comment="# load_dataset\n") == []


def test_every_call_of_javascript() -> None:
    """Callables by position, packages of providers with their methods, runners."""
    files = []
    for id_ in IDS:
        for text, begin in ((f"'{id_}'", ""), (f"`{id_}`", ""), ("x", f'const x = "{id_}";\n')):
            files += [
                f"{begin}{name}({'a, ' * place}{text});\n" for name, place in POSITIONS.items()
            ]
            files += [f"{begin}await {name}({text});\n" for name in RUNNERS]
            files += [
                f"import {{ p }} from '{package}';\n{begin}p{method}({text});\n"
                for package in PACKAGES
                for method in ("", *(f".{one}" for one in sorted(PROVIDER_METHODS)[:2]))
            ]
    assert lost(numbered(files, ".ts")) == []


COMMANDS = [
    *(" ".join(program.words) for program in PROGRAMS),
    *(f"{name[0]} {flag}" for flag, name in SHORT_FLAGS.items()),
    *(f"serve {flag} x=" for flag in sorted(NAMED_LISTS)),
    "run -m",
    "run --model",
    "python -c 'LLM(\"acme-ai/thing\")' #",
]


def test_every_program() -> None:
    """In scripts, in build files, and in the scripts of configuration."""
    lines = [
        f"{command}{'' if command[-1] == '=' else ' '}{id_}" for command in COMMANDS for id_ in IDS
    ]
    files = numbered((f"{line}\n" for line in lines), ".sh")
    files |= numbered((f"FROM a\nRUN {line}\n" for line in lines), ".Dockerfile")
    files |= numbered((f"go:\n\t{line}\n" for line in lines), ".mk")
    files |= numbered((f"steps:\n  - run: {json.dumps(line)}\n" for line in lines), ".yaml")
    files |= numbered((json.dumps({"scripts": {"go": line}}) for line in lines), ".json")
    assert lost(files) == []


def spellings(name: str) -> tuple[str, ...]:
    """``model_id``, ``MODEL_ID``, ``model-id``, ``modelId``."""
    camel = re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
    return name, name.upper(), name.replace("_", "-"), camel


def names_of(row: Key, place: Place) -> st.SearchStrategy[str]:
    """Names that a row of the table of keys tells, with other words around them."""
    plain = st.from_regex(re.compile(row.pattern, re.ASCII), fullmatch=True)
    said = plain.filter(lambda name: re.fullmatch(r"[a-z]\w{1,60}", name) is not None)
    return said.map(str.lower).filter(lambda name: role(name, place) == row.role)


def rows(place: Place) -> list[Key]:
    telling = ("model", "dataset", "space", "repository")
    return [row for row in KEYS if row.role in telling and row.only in (None, place)]


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_every_key_of_settings(data: st.DataObject) -> None:
    """In every format that has keys, and as a flag and a variable of a script."""
    files: list[dict[str, str]] = []
    for row in rows("settings"):
        name = data.draw(names_of(row, "settings"))
        for number, (key, id_) in enumerate(product(spellings(name), IDS[:3])):
            texts = {
                "yaml": f"{key}: {id_}\n",
                "json": json.dumps({key: id_}),
                "toml": f'{key} = "{id_}"\n',
                "ini": f"{key} = {id_}\n",
                "env": f"{key}={id_}\n",
                "sh": f"{key}={id_}\nrun --{key} {id_}\n",
                "ts": f"const x = {{ '{key}': '{id_}' }};\n",
            }
            prefix = f"{row.role}{len(files)}n{number}"
            files.append({f"{prefix}.{ending}": text for ending, text in texts.items()})
    assert lost({path: text for one in files for path, text in one.items()}) == []


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_every_name_of_code(data: st.DataObject) -> None:
    """As a variable, a keyword, a key, a parameter and an option."""
    files: list[str] = []
    for row in rows("code"):
        name = data.draw(names_of(row, "code").filter(str.isidentifier))
        for key, text in product(spellings(name), (f'"{id_}"' for id_ in IDS[:3])):
            files += [f"d = {{'{key}': {text}}}\n", f"p.add_argument('--{key}', default={text})\n"]
            if key.isidentifier():
                files += [
                    f"{key} = {text}\n",
                    f"f({key}={text})\n",
                    f"def f(\n    {key}={text},\n):\n    pass\n",
                ]
                files += [f"X = {text}\n\ndef f():\n    g({key}=X)\n"]
    assert lost(numbered(files, ".py"), comment="# load_dataset\n") == []


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([LEGACY.pattern, SENTENCE_NAMES.pattern]).flatmap(
        lambda pattern: st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    )
)
def test_names_without_an_owner_are_worth_a_look(name: str) -> None:
    """Wherever `read_model_id` reads them."""
    code = f'LLM("{name}")\n'
    if read("app.py", f"{code}# load_dataset\n"):
        assert worth(f'"{name}"') > NONE
        assert PYTHON_CODE.hint.search(code.encode())
