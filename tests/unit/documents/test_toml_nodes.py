"""What a TOML document's nodes say about their values and lines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sources import source

from nerq.documents import toml_lines, toml_nodes
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from nerq.documents.node import KeyPath

DOCUMENT = """\
# a comment with [brackets] and = signs
title = "x # no comment"
[a."quoted.key".b]  # comment
one.two = 1
text = '''
[not.a.header]
no = "key"'''
list = [
    "first", # comment ] with bracket
    { name = "second", deep = [1,
        2] },

    "third"
]
[[a.rows]]
name = "r0"
[a.rows.sub]
x = 2000-01-01 10:00:00
[[a.rows]]
name = \"\"\"r1 \\\"\"\" [[a.rows]]
\"\"\"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a",), 3),
        (("a", "quoted.key", "b"), 3),
        (("a", "quoted.key", "b", "one", "two"), 4),
        (("a", "quoted.key", "b", "text"), 5),
        (("a", "quoted.key", "b", "list"), 8),
        (("a", "quoted.key", "b", "list", 0), 9),
        (("a", "quoted.key", "b", "list", 1, "name"), 10),
        (("a", "quoted.key", "b", "list", 1, "deep", 1), 11),
        (("a", "quoted.key", "b", "list", 2), 13),
        (("a", "rows"), 15),
        (("a", "rows", 0, "sub", "x"), 18),
        (("a", "rows", 1), 19),
        (("a", "rows", 1, "name"), 20),
    ],
)
def test_every_key_and_item_knows_its_line(path: KeyPath, line: int) -> None:
    assert toml_nodes.load(source("x.toml", DOCUMENT)).lines()[path] == line


def test_crlf_and_byte_order_mark_change_no_line() -> None:
    text = "\ufeff" + DOCUMENT.replace("\n", "\r\n")
    node = toml_nodes.load(source("x.toml", text)).at("a", "rows")
    assert node is not None
    assert [row.line for row in node.items()] == [15, 19]


def test_lines_count_from_the_first_line_given() -> None:
    node = toml_nodes.parse("\na = 1\n", first_line=10).get("a")
    assert node is not None
    assert node.line == 11


def test_what_lies_too_deep_has_its_parents_line() -> None:
    text = "x = 1\ny = " + "[\n" * 100 + "]" * 100
    node = toml_nodes.parse(text).get("y")
    assert node is not None
    while node.value:
        node = next(node.items())
    assert node.line == 2 + toml_lines.MAX_DEPTH - 1


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b'[a]\nb = "caf\xe9"\n', 2, "UTF-8"),
        (b'\xef\xbb\xbf[a]\nb = "caf\xe9"\n', 2, "UTF-8"),
        (b"[a]\nb = 1\n\0\n", 3, "not valid TOML"),
        (b'[a]\nb = "1', 2, "not valid TOML"),
        (b"a = 1\n\na = 2\n", 3, "Cannot overwrite"),
        (b"a = 1\nn = " + b"9" * 5000, 2, "too many digits"),
        (b"a = 1\nx = " + b"[" * 50_000, 2, "nested too deeply"),
        (b"a = 1\nx = " + b"{a=" * 50_000, 2, "nested too deeply"),
        (b"a = 1\n" + b"k." * 70 + b"k = 1\n", 2, "more than 64 parts"),
        (b'a = 1\n["' + b'x"."' * 70 + b'"]\n', 2, "more than 64 parts"),
        (b"a = 1\n<<<<<<< HEAD\nb = 1\n=======\n>>>>>>> x\n", 2, "merge conflict"),
    ],
)
def test_what_cannot_be_read_names_its_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(ManifestError, match=words) as raised:
        toml_nodes.load(source("x.toml", content))
    assert raised.value.line == line


def test_an_error_stays_short_however_long_the_key() -> None:
    key = "k" * 100_000
    with pytest.raises(ManifestError) as raised:
        toml_nodes.load(source("x.toml", f"[{key}]\n[{key}]\n"))
    assert len(str(raised.value)) < 300


def test_a_line_with_many_dots_in_its_value_is_read() -> None:
    node = toml_nodes.parse("a = [" + "1.5, " * 500 + "]\n").get("a")
    assert node is not None
    assert len(list(node.items())) == 500


@pytest.mark.parametrize(
    "text",
    [
        '"' + "\\n" * 200_000 + '"',
        '"""' + '\\"' * 200_000 + '"""',
        "[" + "1," * 200_000 + "]",
        "[" + "#\n" * 200_000 + "]",
        "[" * 300 + "1," * 100_000 + "]" * 300,
    ],
    ids=["escapes", "escaped-quotes", "items", "comments", "deep-items"],
)
def test_lines_of_large_values_take_linear_time(text: str) -> None:
    started = time.process_time()
    toml_lines.scan(f"a = {text}\nb = 1\n")
    assert time.process_time() - started < 10
