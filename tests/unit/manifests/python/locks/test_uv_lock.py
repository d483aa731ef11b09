"""A uv.lock gives the same whether it is scanned or parsed as TOML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sources import source

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.python.locks.uv_lock import SCANNED_FROM, parse, read_lock
from nerq.manifests.python.locks.uv_lock_document import read_document
from nerq.manifests.python.locks.uv_lock_scan import scan

if TYPE_CHECKING:
    from nerq.manifests.python.locks.uv_lock_entries import UvLock

ROOT = Path(__file__).parents[5]
CORPUS = ROOT.parent / "shared" / "conformance" / "dev" / "uv-lock"
CASES = ROOT / "tests" / "cases" / "uv-lock"
WRITTEN_BY_UV = (CASES / "workspace" / "uv.lock").read_text("utf-8")


def parsed(text: str) -> UvLock | None:
    try:
        return read_document(toml_nodes.parse(text))
    except ManifestError:
        return None


def assert_alike(text: str) -> bool:
    """Whether the text could be scanned; where it could, parsing it gives the same."""
    scanned = scan(text)
    if scanned is None:
        return False
    lock = parsed(text)
    assert lock is not None
    assert scanned == lock
    assert list(read_lock(scanned, "uv.lock")) == list(read_lock(lock, "uv.lock"))
    return True


def test_a_lock_as_uv_writes_it_is_scanned() -> None:
    assert assert_alike(WRITTEN_BY_UV)


@pytest.mark.parametrize("count", [1, SCANNED_FROM // 100])
def test_a_lock_is_read_alike_at_any_length(count: int) -> None:
    packages = "".join(
        f'\n[[package]]\nname = "p{i}"\nversion = "{i}.0"\n'
        f'source = {{ registry = "https://index.example/simple" }}\n'
        f'dependencies = [\n    {{ name = "p{i + 1}" }},\n]\n'
        for i in range(count)
    )
    items = list(parse(source("uv.lock", f"version = 1\n{packages}")))
    assert items == list(
        read_lock(read_document(toml_nodes.parse(f"version = 1\n{packages}")), "uv.lock")
    )
    assert [item.location.line for item in items] == [4 + 8 * i for i in range(count)]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the conformance corpus is not beside the project")
def test_scanning_and_parsing_agree_on_the_whole_corpus() -> None:
    texts = [path.read_text("utf-8", "replace") for path in sorted(CORPUS.glob("*/uv.lock"))]
    scanned = [assert_alike(text) for text in texts]
    assert sum(scanned) / len(scanned) > 0.75


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "13.0"\n', 'version = "13.0"\nversion = "14.0"\n'),
        ('name = "rich"\n', 'name = "Rich"\n'),
        ('name = "rich"\nversion', 'name = "ri\\u0063h"\nversion'),
        ("[[package]]\n", "[[ package ]]\n"),
        ("\n\n[[package]]", "\n[[package]]"),
        ("shiny = [\n", "shiny = [\n    # a comment\n"),
        (
            "[package.optional-dependencies]\nshiny",
            "[package.optional-dependencies]\nshiny = []\nshiny",
        ),
        ("size = 10", "size = 010"),
        ("\n", "\r\n"),
        ("revision = 3\n", 'revision = 3\npackage = "x"\n'),
        ('version = "5.0"', 'version = "5.\x000"'),
        ("[package.metadata]", "[package.unknown]"),
    ],
)
def test_what_uv_does_not_write_is_left_to_the_parser(old: str, new: str) -> None:
    text = WRITTEN_BY_UV.replace(old, new)
    assert text != WRITTEN_BY_UV
    assert scan(text) is None


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_lock_is_not_scanned(keep: float) -> None:
    text = WRITTEN_BY_UV[: int(len(WRITTEN_BY_UV) * keep)]
    assert scan(text) is None or assert_alike(text)


def test_an_array_of_very_many_lines_is_left_to_the_parser() -> None:
    files = '    { url = "https://files.example/a.whl", hash = "00" },\n' * 5001
    text = (
        'version = 1\n\n[[package]]\nname = "a"\nversion = "1"\n'
        f'source = {{ registry = "https://index.example" }}\nwheels = [\n{files}]\n'
    )
    assert scan(text) is None
    lock = parsed(text)
    assert lock is not None
    assert [entry.name for entry in lock.entries] == ["a"]
