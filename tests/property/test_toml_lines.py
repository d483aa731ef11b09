"""The line scanner and tomli see the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomli
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sources import source

from nerq.documents import toml_lines, toml_nodes
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from nerq.documents.node import KeyPath

BLANK = st.sampled_from(["", " ", "\t", "  "])
NEWLINES = st.sampled_from(["\n", "\n\n", " # c = [\n", "\r\n", '\n#"""\n'])
PART = st.sampled_from(
    ["a", "b", "c", "d-e", "1", '"a.b"', "'q r'", '"\\u0041\\t"', '"]"', '"="', "' # '", '""']
)
SCALAR = st.sampled_from(
    [
        "1",
        "-1.5e3",
        "true",
        "inf",
        "1979-05-27 07:32:00",
        "07:32:00",
        '"x"',
        '"\\""',
        '"# ]}"',
        "'\\'",
        "''",
        '""',
        '"""a\n[b]\n"""',
        '""""q"\\"""" """"',
        "'''\nc = 1\n'''''",
        '"""\\\n   x"""',
    ]
)


@st.composite
def keys(draw: st.DrawFn) -> str:
    parts = draw(st.lists(PART, min_size=1, max_size=3))
    return f"{draw(BLANK)}.{draw(BLANK)}".join(parts)


@st.composite
def arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    gap = draw(st.sampled_from(["", " ", "\n", " # ], x\n\t", "\r\n"]))
    inside = f"{gap},{gap}".join(draw(st.lists(values, max_size=4)))
    return f"[{gap}{inside}{draw(st.sampled_from(['', ',']) if inside else st.just(''))}{gap}]"


@st.composite
def tables(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    pairs = draw(st.lists(st.tuples(keys(), values), max_size=3))
    return "{ " + ", ".join(f"{key}{draw(BLANK)}= {value}" for key, value in pairs) + " }"


VALUES = st.recursive(SCALAR, lambda inner: arrays(inner) | tables(inner), max_leaves=6)


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = ""
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["pair", "pair", "pair", "table", "rows"]))
        if kind == "pair":
            line = f"{draw(keys())}{draw(BLANK)}={draw(BLANK)}{draw(VALUES)}"
        elif kind == "table":
            line = f"[{draw(BLANK)}{draw(keys())}]"
        else:
            line = f"[[{draw(BLANK)}{draw(keys())}{draw(BLANK)}]]"
        grown = text + draw(BLANK) + line + draw(NEWLINES)
        try:
            tomli.loads(grown)
        except tomli.TOMLDecodeError:
            continue
        text = grown
    return text


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@settings(max_examples=300, deadline=None)
@given(documents())
def test_the_scanner_sees_the_paths_that_tomli_sees(text: str) -> None:
    assume(text)
    seen = toml_lines.scan(text)
    assert set(seen) == set(paths(tomli.loads(text)))
    lines = text.split("\n")
    for path, line in seen.items():
        if isinstance(path[-1], str) and path[-1].strip() and "\t" not in path[-1]:
            assert path[-1] in lines[line - 1]


@settings(max_examples=200, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_a_line_is_the_same_in_whatever_order_lines_are_asked(text: str, random: Random) -> None:
    seen = toml_lines.scan(text, 5)
    lines = toml_lines.LineMap(text, 5)
    for path in random.sample(sorted(seen, key=repr), len(seen)):
        assert lines[path] == seen[path]
    assert lines.get(("no", "such", "path")) is None
    assert set(lines) == set(seen)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | st.text("[]{}=.,#\"\\' \nab\x00", max_size=60).map(str.encode))
def test_any_bytes_are_a_document_or_a_manifest_error(data: bytes) -> None:
    try:
        node = toml_nodes.load(source("x.toml", data))
    except ManifestError as error:
        assert error.line is None or 1 <= error.line <= data.count(b"\n") + 1  # noqa: PT017 - both ends are fine
    else:
        assert node.is_table
        node.lines()


@settings(max_examples=200, deadline=None)
@given(st.text("[]{}=.,#\"\\' \nab", max_size=80))
def test_the_scanner_ends_on_any_text(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in toml_lines.scan(text).values())
