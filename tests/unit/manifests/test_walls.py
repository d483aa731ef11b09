"""No format reads another's file: what two of them share is a module with a name of its own."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import nerq.manifests
from nerq.manifests import FORMATS

ROOM = Path(nerq.manifests.__file__).parent
MODULES = sorted(ROOM.rglob("*.py"))
FORMAT_MODULES = {
    module.name
    for module in pkgutil.walk_packages(nerq.manifests.__path__, "nerq.manifests.")
    if hasattr(importlib.import_module(module.name), "FORMAT")
}


def imported(text: str) -> set[str]:
    """Names that a module imports, of modules and of what stands in them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOM)))
def test_nothing_in_the_room_imports_a_format(path: Path) -> None:
    assert not imported(path.read_text("utf-8")) & FORMAT_MODULES


def test_every_format_has_a_module_of_its_own() -> None:
    assert len(FORMAT_MODULES) == len(FORMATS)


def test_few_modules_stand_outside_the_folders() -> None:
    assert len([path for path in MODULES if path.parent == ROOM]) <= 4
