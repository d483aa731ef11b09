"""go.mod: required modules as replacements leave them."""

from __future__ import annotations

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.golang.go_mod import FORMAT


def read(text: str) -> list[str]:
    return shown(FORMAT.parse(source("go.mod", text)))


def test_single_and_block_directives() -> None:
    text = """// comment
module example.com/mine // v2

go 1.24
toolchain go1.24.1
require example.com/a v1.0.0
require (
	"example.com/b" v0.0.0-20211024170158-b87d35c0b86f // indirect; by hand
	`example.com/c` v2.0.0+incompatible // note: indirect
	// example.com/no v1.0.0
	example.com/d latest //indirect
)
exclude example.com/a v0.9.0
retract [v1.0.0, v1.1.0] // broken
tool example.com/a/cmd/x
godebug ()
ignore ./node_modules
"""
    assert read(text.replace("\n", "\r\n")) == [
        "6 example.com/a@v1.0.0",
        "8 example.com/b@v0.0.0-20211024170158-b87d35c0b86f <",
        "9 example.com/c@v2.0.0+incompatible",
        "11 example.com/d latest <",
    ]


def test_replacements() -> None:
    text = """module x
require (
	example.com/a v1.0.0
	example.com/b v1.0.0
	example.com/c v1.0.0
	example.com/d v1.0.0
	example.com/e v1.0.0
)
replace example.com/a => example.com/fork v1.2.0
replace (
	example.com/b v1.0.0 => example.com/b v1.0.1
	example.com/c v0.9.0 => example.com/never v1.0.0
	example.com/d => ../d
	example.com/e => /abs/e
	example.com/unused => example.com/never v1.0.0
)
"""
    assert read(text) == [
        "3 example.com/fork@v1.2.0",
        "4 example.com/b@v1.0.1",
        "5 example.com/c@v1.0.0",
        "6 example.com/d@v1.0.0 path:",
        "7 example.com/e@v1.0.0 path:",
    ]


def test_what_cannot_be_read_is_told_and_the_rest_is_kept() -> None:
    text = 'module x\nrequire example.com/a\nnonsense here\nrequire "open v1.0.0\nreplace a b\nrequire example.com/b v1.0.0\n'
    assert read(text) == [
        "3 ! unknown directive `nonsense`",
        "4 ! this cannot be read as a line of go.mod",
        "5 ! expected: replace MODULE => MODULE",
        "2 ! expected: require MODULE VERSION",
        "6 example.com/b@v1.0.0",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("this is not a go.mod file!", 1),
        ("module x\nrequire (\n\ta v1.0.0\n", 2),
        ("\n\x00\x01(", 2),
    ],
)
def test_a_file_broken_as_a_whole_is_refused(text: str, line: int) -> None:
    with pytest.raises(ManifestError) as caught:
        read(text)
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["", "\n// nothing\n", "module x\n"])
def test_a_file_that_requires_nothing_is_empty(text: str) -> None:
    assert read(text) == []
