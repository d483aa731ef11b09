"""The page about the design names what is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "nerq"
PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
NAME = re.compile(r"`(\w+)`")


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """The cells of the table of a section, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def types_of(module: Path) -> list[str]:
    """The classes and the aliases of types that a module makes."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    named = [n.targets[0] for n in tree.body if isinstance(n, ast.Assign) and len(n.targets) == 1]
    named += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return classes + [node.id for node in named if isinstance(node, ast.Name)]


def test_every_type_of_the_glossary_is_where_it_says() -> None:
    for types, _, module, _ in rows("Glossary"):
        home = SOURCE / module.strip("`")
        file = home / "__init__.py" if home.is_dir() else home.with_suffix(".py")
        assert set(NAME.findall(types)) <= set(types_of(file)), module


def test_no_type_of_the_glossary_stands_for_two_things() -> None:
    names = [name for types, *_ in rows("Glossary") for name in NAME.findall(types)]
    made = Counter(
        node.name
        for module in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert len(names) == len(set(names))
    assert [name for name in names if made[name] > 1] == []


def test_the_glossary_follows_the_stages() -> None:
    stages = [stage for _, stage, *_ in rows("Glossary")]
    assert stages == sorted(stages, key=lambda stage: stage[0])


def test_every_room_has_a_row() -> None:
    told = {name for room, *_ in rows("Rooms") for name in re.findall(r"`(\w+)/?`", room)}
    found = {path.stem for path in SOURCE.iterdir() if not path.name.startswith(("_", "py.typed"))}
    assert told == found
