"""Each case folder holds a small project and what its files name, place by place."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sources import source

from nerq.detectors import DETECTORS
from nerq.model import Reference, Unresolved
from nerq.plugin import Search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Detector, Item

CASES = Path(__file__).parents[2] / "cases" / "detectors"
KINDS = {
    "agent-skill",
    "dockerfile",
    "dotenv",
    "ini-config",
    "javascript",
    "json-config",
    "makefile",
    "mcp-config",
    "model-card",
    "modelfile",
    "prose",
    "shell-script",
    "toml-config",
    "yaml-config",
}
OURS = [detector for detector in DETECTORS if detector.id in KINDS]
FOLDERS = sorted(path.parent for kind in KINDS for path in CASES.glob(f"{kind}/*/expected.json"))


def _takes(detector: Detector, path: str) -> bool:
    name = path.rpartition("/")[2]
    return any(
        fnmatchcase(f"/{path}", f"*/{glob}") if "/" in glob else fnmatchcase(name, glob)
        for glob in detector.files
    )


def detect_all(folder: Path) -> list[Item]:
    search = Search(with_prose=folder.parent.name == "prose")
    items: list[Item] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if not path.is_file() or relative == "expected.json":
            continue
        page = source(relative, path.read_bytes())
        for detector in OURS:
            if _takes(detector, relative) and detector.hint.search(page.data):
                items.extend(detector.detect(page, search))
    return items


def shown(items: list[Item]) -> Iterator[str]:
    for item in sorted(items, key=lambda item: item.location.sort_key):
        place = f"{item.location.path}:{item.location.line}:{item.location.column}"
        if isinstance(item, Reference):
            version = item.version or item.specifier
            name = f"{item.name}@{version}" if version else item.name
            marks = [item.kind, item.ecosystem, name, item.found_by]
            marks += [item.scope] if item.scope != "runtime" else []
            marks += [item.certainty] if item.certainty != "certain" else []
            yield " ".join([place, *marks])
        elif isinstance(item, Unresolved):
            yield f"{place} ? {item.expression} {item.found_by}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_names_exactly_what_the_case_expects(folder: Path) -> None:
    """Every reference with its place, kind, pin and shape, and nothing else."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert list(shown(detect_all(folder))) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_line_and_column_exists_and_begins_the_name(folder: Path) -> None:
    """A place can be opened in an editor, and what is named begins there."""
    for item in detect_all(folder):
        lines = (folder / item.location.path).read_text("utf-8").split("\n")
        line = lines[(item.location.line or 0) - 1]
        column = item.location.column or 0
        assert 1 <= column <= len(line)
        assert line[column - 1] not in " \"'=,"


def test_each_kind_of_place_has_a_case() -> None:
    """A detector without a labelled case is one nobody has looked at."""
    assert {folder.parent.name for folder in FOLDERS} == KINDS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_secret_leaves_a_file(folder: Path) -> None:
    """Values of environments, tokens and passwords in addresses appear nowhere."""
    assert "s3cret" not in repr(detect_all(folder))
