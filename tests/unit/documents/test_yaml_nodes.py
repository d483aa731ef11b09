"""YAML documents as nodes that know their line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sources import source

from nerq.documents import yaml_nodes
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from nerq.documents.node import Node


def load(text: str) -> Node:
    return yaml_nodes.load(source("a.yml", text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment", None),
        ("1.10", "1.10"),
        ("[1.10, 0x1F, 1_000, 2024-01-01, 1e3, .inf]", ["1.10", "0x1F", "1_000", "2024-01-01", "1e3", ".inf"]),
        ("[true, False, null, ~, '']", [True, False, None, None, ""]),
        ("['true', \"null\", yes, no, on]", ["true", "null", "yes", "no", "on"]),
        ("{on: push, 1: a, null: b, true: c}", {"on": "push", "1": "a", "null": "b", "true": "c"}),
        ("a: !!python/object/apply:os.system ['x']", {"a": ["x"]}),
        ("a: !Ref b", {"a": "b"}),
        ("a: !!str true", {"a": "true"}),
        ("a: !!bool true", {"a": True}),
        ("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}),
        ("&k a: 1\nb: *k", {"a": "1", "b": "a"}),
        ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", {"a": {"p": "1", "q": "2"}, "b": {"q": "3", "p": "1"}}),
        ("a: &x {p: 1}\nb: &y {p: 2}\nc: {<<: [*x, *y]}", {"a": {"p": "1"}, "b": {"p": "2"}, "c": {"p": "1"}}),
        ("'<<': 1", {"<<": "1"}),
        ("\ufeffa: 1", {"a": "1"}),
    ],
)  # fmt: skip
def test_scalars_keep_their_text_and_aliases_their_value(text: str, value: object) -> None:
    assert load(text).value == value


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2", 2, "twice"),
        ("x: 1\na: *b", 2, "names nothing"),
        ("a: &a [*a]", 1, "contains itself"),
        ("a:\n  <<: [1]", 2, "not a table"),
        ("? [a]\n: b", 1, "not text"),
        ("a: &x [1]\n*x : 1", 2, "not text"),
        ("a: [", 1, "not valid YAML"),
        ("a: b\n\tc: d", 2, "not valid YAML"),
        ("a: 1\nb: \x07", 2, "control character"),
        ("[" * 201 + "]" * 201, 1, "levels deep"),
        ("a: &a " + "[" * 150 + "]" * 150 + "\nb: " + "[" * 60 + "*a" + "]" * 60, 2, "levels deep"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ManifestError, match=words) as caught:
        load(text)
    assert caught.value.line == line


def test_aliases_are_counted_as_written_out() -> None:
    """Nine levels of nine aliases are ten lines of text and 400 million values."""
    text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in range(1, 9):
        text += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n"
    with pytest.raises(ManifestError, match="more than 2,000,000 values"):
        load(text)


def test_lines_are_those_of_keys_and_items() -> None:
    node = load("a:\n  b:\n\n  - c\n  - {d: 1,\n     e: 2}\nf: &f\n  g: 1\nh: *f\n")
    lines = node.lines()
    assert {path: lines[path] for path in lines} == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "b", 0): 4,
        ("a", "b", 1): 5,
        ("a", "b", 1, "d"): 5,
        ("a", "b", 1, "e"): 6,
        ("f",): 7,
        ("f", "g"): 8,
        ("h",): 9,
        ("h", "g"): 8,
    }
    assert len(lines) == 11
    assert ("a", "x") not in lines
    assert ("f", "g", "x") not in lines


def test_merged_keys_have_the_line_where_they_are_written() -> None:
    node = load("a: &x\n  p: 1\nb:\n  <<: *x\n  q: 2\n")
    merged = node.at("b", "p")
    assert merged is not None
    assert merged.line == 2


def test_the_text_of_a_block_begins_below_its_indicator() -> None:
    node = load("run: |\n  one\n  two\nfold: >-\n  x\nplain: a\nbelow:\n  b\nlist:\n- |\n  y\n")
    found = {key: yaml_nodes.block_line(child) for key, child in node.entries()}
    assert found == {"run": 2, "fold": 5, "plain": 6, "below": 8, "list": 9}
    listed = node.get("list")
    assert listed is not None
    assert [yaml_nodes.block_line(item) for item in listed.items()] == [11]
    assert yaml_nodes.block_line(load("|\n a")) == 2


def test_every_document_of_a_stream_is_read() -> None:
    nodes = list(yaml_nodes.load_all(source("a.yml", "a: 1\n---\nb: 2\n--- 3\n")))
    assert [node.value for node in nodes] == [{"a": "1"}, {"b": "2"}, "3"]
    assert load("a: 1\n---\nb: [").value == {"a": "1"}
