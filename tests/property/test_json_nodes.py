"""The line map of a JSON text agrees with what json itself reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from sources import source

from nerq.documents import json_nodes
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from nerq.documents.node import Node
    from nerq.plugin import Source

TEXT = st.text(st.sampled_from('ab"\\\n\r{}[]:,/* é\u2028\x07'), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
BLANKS = st.sampled_from(["", " ", "\n", "\r\n", "\r", "\t\n "])


def finite(value: object) -> bool:
    return "Infinity" not in json.dumps(value)


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = {path}
    if isinstance(value, dict):
        found |= {p for key, inner in value.items() for p in paths(inner, (*path, key))}
    if isinstance(value, list):
        found |= {p for at, inner in enumerate(value) for p in paths(inner, (*path, at))}
    return found


def outcome(file: Source, *, allow_comments: bool = False) -> Node | ManifestError:
    try:
        return json_nodes.load(file, allow_comments=allow_comments)
    except ManifestError as error:
        return error


@given(
    value=VALUES.filter(finite),
    indent=st.sampled_from([None, 0, 2]),
    is_ascii=st.booleans(),
    before=BLANKS,
    between=BLANKS,
)
@settings(max_examples=300, deadline=None)
def test_every_path_has_a_line_that_exists(
    value: object, indent: int | None, *, is_ascii: bool, before: str, between: str
) -> None:
    body = json.dumps(
        value,
        indent=indent,
        ensure_ascii=is_ascii,
        separators=(between + ",", before + ":" + between),
    )
    root = json_nodes.load(source("a.json", before + body + between))
    assert root.value == value
    found = root.lines()
    assert set(found) == paths(value)
    assert len(found) == len(paths(value))
    last = 1 + (before + body).replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert all(1 <= line <= last for line in found.values())
    assert json_nodes.repeated_keys(root) == ()


@given(st.lists(st.tuples(TEXT, st.integers(0, 9)), max_size=8))
@settings(max_examples=100, deadline=None)
def test_lines_count_up_and_repeats_are_told(pairs: list[tuple[str, int]]) -> None:
    body = "{" + ",".join(f"\n{json.dumps(key)}: {value}" for key, value in pairs) + "}"
    root = json_nodes.load(source("a.json", body))
    last = {key: number for number, (key, _) in enumerate(pairs, start=2)}
    assert {key: node.line for key, node in root.entries()} == last
    assert len(json_nodes.repeated_keys(root)) == len(pairs) - len(last)


@given(
    text=st.text(st.sampled_from('{}[]",:/*\\ \n\r01.eNaIft\x00'), max_size=60)
    | st.text(max_size=40),
    allow_comments=st.booleans(),
)
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused(text: str, *, allow_comments: bool) -> None:
    found = outcome(source("a.json", text), allow_comments=allow_comments)
    line = found.line
    assert line is None or 1 <= line <= 1 + len(text)
    assert line is not None or isinstance(found, ManifestError)


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = outcome(source("a.json", data))
    assert str(found) if isinstance(found, ManifestError) else found.line
