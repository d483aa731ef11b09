"""Limits of the house that are not crossed again; ``python -m benchmarks.structure`` measures."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.structure import ROOT, Checkout, circles, ninetieth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOUSE = Checkout.at(ROOT)

# Module pairs from one folder of a room into another. Lower one when fewer are reached.
CROSSING = {"manifests": 25, "detectors": 56, "trust": 50}


@pytest.mark.parametrize("room", ["manifests", "detectors"])
def test_a_room_is_folders_and_not_a_sack(room: str) -> None:
    assert len(HOUSE.directly_in(room)) <= 4, HOUSE.directly_in(room)


@pytest.mark.parametrize("room", CROSSING)
def test_no_more_arrows_cross_the_folders_of_a_room(room: str) -> None:
    crossing = HOUSE.crossing(room)
    assert len(crossing) <= CROSSING[room], sorted(crossing)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert HOUSE.cycles(late=True) == []


def test_functions_are_short() -> None:
    assert ninetieth(HOUSE.function_lines) <= 20


def test_functions_are_simple() -> None:
    if not HOUSE.complexities:
        pytest.skip("ruff is not here; the lint holds a limit of its own")
    assert HOUSE.complexities[-1] <= 10


def test_circles_are_found_however_they_are_entered() -> None:
    arrows = {("a", "b"), ("b", "c"), ("c", "b"), ("d", "e"), ("e", "f"), ("f", "d"), ("f", "g")}
    assert circles(arrows) == [["b", "c"], ["d", "e", "f"]]


def docstrings() -> Iterator[tuple[str, str]]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for module in HOUSE.modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, kinds) and (text := ast.get_docstring(node)):
                yield f"{module.name} {getattr(node, 'name', '')}", text


def test_no_docstring_is_three_words_that_say_nothing() -> None:
    """What a name says already needs no repetition; an example or an address says more."""
    short = [
        f"{where}: {text}"
        for where, text in docstrings()
        if len(text.split()) <= 3 and not re.search(r"[`/0-9]", text)
    ]
    assert short == []


def texts() -> Iterator[Path]:
    yield from (ROOT / "docs").rglob("*.md")
    for folder in ("src", "tests", "docs", "benchmarks"):
        yield from (ROOT / folder).rglob("*.py")


def test_sentences_are_plain() -> None:
    """«It is not a table» is read at once; the other order makes people look twice."""
    stilted = re.compile(r"(?<![Tt]here )\b(?:is|are|was|were)\s+(?:#\s+)?no\s+(?!longer\b)\S+")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in texts()
        for match in stilted.finditer(path.read_text(encoding="utf-8"))
        if "cases" not in path.relative_to(ROOT).parts
    ]
    assert found == []
