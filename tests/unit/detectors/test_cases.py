"""Each case folder holds a small project and what its files name, place by place.

A case is a folder ``tests/cases/detectors/<detector>/<case>/``. Write its files by hand and
``[]`` as ``expected.json``; then

    PYTHONPATH=tests python tests/unit/detectors/test_cases.py <detector>/<case>

fills it in. Read what it wrote line by line: this is the test.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from parts import DETECTOR_CASES, DETECTOR_FILES, files, folders
from sources import detected, source

from nerq.detectors import DETECTORS
from nerq.model import Reference, Unresolved
from nerq.plugin import Search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nerq.plugin import Item

FOLDERS = [folder for part in DETECTORS for folder in folders(DETECTOR_CASES / part.id)]


def detect_all(folder: Path) -> list[Item]:
    """What all detectors find in a case's files: none finds what belongs to another."""
    search = Search(with_prose=folder.parent.name == "prose")
    items: list[Item] = []
    for path, data in files(folder).items():
        page = source(path, data)
        for detector in DETECTOR_FILES.parts(DETECTOR_FILES.match(path)):
            items.extend(detected(detector, page, search))
    return items


def shown(items: list[Item]) -> Iterator[str]:
    for item in sorted(items, key=lambda item: item.location.sort_key):
        place = f"{item.location.path}:{item.location.line}:{item.location.column}"
        place += "" if item.location.cell is None else f":cell {item.location.cell}"
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
        if item.location.cell is not None:
            continue  # counted within the cell, see tests/unit/detectors/python/test_notebook.py
        lines = (folder / item.location.path).read_text("utf-8").split("\n")
        line = lines[(item.location.line or 0) - 1]
        column = item.location.column or 0
        assert 1 <= column <= len(line)
        assert isinstance(item, Unresolved) or line[column - 1] not in " \"'=,"


@pytest.mark.parametrize("detector", [detector.id for detector in DETECTORS])
def test_every_detector_has_a_case_that_names_something(detector: str) -> None:
    """A detector without a labelled case is one that nobody has looked at."""
    cases = folders(DETECTOR_CASES / detector)
    assert any(json.loads((case / "expected.json").read_text("utf-8")) for case in cases), (
        f"no case in tests/cases/detectors/{detector}"
    )


def test_every_folder_of_cases_is_of_a_detector() -> None:
    homes = {path.parent.parent.name for path in DETECTOR_CASES.glob("*/*/expected.json")}
    assert homes == {detector.id for detector in DETECTORS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_secret_leaves_a_file(folder: Path) -> None:
    """Values of environments, tokens and passwords in addresses appear nowhere."""
    assert "s3cret" not in repr(detect_all(folder))


def _written(folder: Path) -> str:
    rows = ",".join(f"\n {json.dumps(line)}" for line in shown(detect_all(folder)))
    return f"[{rows}\n]\n" if rows else "[]\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        home = DETECTOR_CASES / name
        (home / "expected.json").write_text(_written(home), encoding="utf-8")
