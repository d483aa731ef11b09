"""JSON to nodes: values as json gives them, lines as an editor counts them."""

from __future__ import annotations

import pytest
from sources import source

from nerq.documents import json_nodes
from nerq.errors import ManifestError


def lines(text: str) -> dict[tuple[str | int, ...], int]:
    return dict(json_nodes.load(source("a.json", text)).lines())


def test_lines_are_those_of_keys_and_items() -> None:
    text = '\n{"a": 1, "b":\n  {"c"\n:\n [2,\n{"d": null}, []]}}'
    assert lines(text) == {
        (): 2,
        ("a",): 2,
        ("b",): 2,
        ("b", "c"): 3,
        ("b", "c", 0): 5,
        ("b", "c", 1): 6,
        ("b", "c", 1, "d"): 6,
        ("b", "c", 2): 6,
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_once(end: str) -> None:
    assert lines(end.join(["{", '"a": 1,', '"b": 2', "}"])) == {(): 1, ("a",): 2, ("b",): 3}


def test_escaped_keys_are_found_under_what_they_mean() -> None:
    assert lines('{\n"a\\u0062\\"\\\\": 1,\n"\\\\": "\\""}') == {(): 1, ('ab"\\',): 2, ("\\",): 3}


def test_a_key_written_twice_counts_last_and_is_told() -> None:
    root = json_nodes.load(source("a.json", '{"x": {\n"a": 1,\n"b": 0,\n"a": 2}}'))
    node = root.at("x", "a")
    assert node is not None
    assert (node.value, node.line) == (2, 4)
    assert json_nodes.repeated_keys(root) == ((("x", "a"), 4),)


def test_a_byte_order_mark_is_not_a_part_of_the_document() -> None:
    assert json_nodes.load(source("a.json", b"\xef\xbb\xbf{}")).value == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "empty"),
        (" \n ", 1, "empty"),
        ('{"a": 1,\n"b": ', 2, "ends before"),
        ('{"a": 1,\n"b" 2}', 2, "expecting ':' delimiter"),
        ('["ok NaN",\nNaN]', 2, "NaN is not a JSON value"),
        ("[1,\n-Infinity]", 2, "-Infinity is not a JSON value"),
        ('{"a":\n\n-' + "9" * 5000 + "}", 3, "more than 4300 digits"),
        ("[\n" * 2000 + "]" * 2000, 501, "levels deep"),
        ("[\n" * 800 + "]" * 800, 501, "levels deep"),
        ("[" * 1_000_000, 1, "levels deep"),
        ('{"a": 1} // no', 1, "extra data"),
        ('{"a\x00": 1}', 1, "control character"),
    ],
    ids=range(12),
)
def test_broken_text_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ManifestError, match=message) as caught:
        json_nodes.load(source("a.json", text))
    assert caught.value.line == line


def test_comments_and_trailing_commas_keep_their_lines() -> None:
    text = '// "x\n{ /* , } \\*/\n"a": "// no /* no",\r\n"b": [1, /* 2,\n*/],\n}\n// end'
    root = json_nodes.load(source("devcontainer.json", text), allow_comments=True)
    assert root.value == {"a": "// no /* no", "b": [1]}
    assert dict(root.lines()) == {(): 2, ("a",): 3, ("b",): 4, ("b", 0): 4}


@pytest.mark.parametrize("text", ["{}\n/* never", "{}\n/*/"])
def test_an_unclosed_comment_is_told(text: str) -> None:
    with pytest.raises(ManifestError, match="never closed") as caught:
        json_nodes.load(source("a.json", text), allow_comments=True)
    assert caught.value.line == 2


def test_a_text_too_large_for_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("json.loads", give_up)
    with pytest.raises(ManifestError, match="too large"):
        json_nodes.load(source("a.json", "{}"))


@pytest.mark.parametrize("path", [("b",), ("a", "c"), ("a", 0, 0), ("a", 1), ("a", "0"), (0,)])
def test_a_path_that_is_not_there_has_no_line(path: tuple[str | int, ...]) -> None:
    found = json_nodes.load(source("a.json", '{"a": [1]}')).lines()
    assert path not in found
    with pytest.raises(KeyError):
        found[path]
