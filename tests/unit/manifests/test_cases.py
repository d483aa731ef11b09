"""What the readers of manifests make of whole files.

A case is a folder ``tests/cases/<format>/<case>/`` with the files and ``expected.json``:
the entry file, its references (only what differs from `Reference`'s defaults) and problems.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, fields
from pathlib import Path

import pytest
from sources import MemorySource

from nerq.errors import ManifestError
from nerq.manifests import FORMATS
from nerq.model import Problem, Reference

CASES = Path(__file__).parents[2] / "cases"
READERS = {form.id: form.parse for form in FORMATS}
FOLDERS = sorted(case for id_ in READERS for case in (CASES / id_).glob("*"))
IMPLIED = {"kind": "package", "ecosystem": "pypi"}
ELSEWHERE = {"detectors"}
"""Cases of other rooms."""


def read(folder: Path, entry: str) -> dict[str, object]:
    """References and problems as ``expected.json`` holds them."""
    paths = [path for path in folder.rglob("*") if path.name != "expected.json"]
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()
    }
    references: list[dict[str, object]] = []
    problems: list[list[object]] = []
    try:
        for item in READERS[folder.parent.name](MemorySource(entry, files[entry], files)):
            if isinstance(item, Problem):
                problems.append([str(item.location), item.message])
            elif isinstance(item, Reference):
                assert item.found_by == folder.parent.name
                references.append(shown(item, entry))
    except ManifestError as error:
        problems.append([f"{entry}:{error.line}", f"whole file: {error}"])
    return {"entry": entry, "references": references, "problems": problems}


def shown(reference: Reference, entry: str) -> dict[str, object]:
    record = {key: value for key, value in asdict(reference).items() if key != "found_by"}
    record["location"] = str(reference.location).removeprefix(f"{entry}:")
    defaults = {
        field.name: field.default for field in fields(Reference) if field.default is not MISSING
    }
    defaults.update(IMPLIED)
    defaults["origin"] = {"kind": "registry", "url": None}
    kept = {key: value for key, value in record.items() if value != defaults.get(key, MISSING)}
    shortened: dict[str, object] = json.loads(json.dumps(kept))
    if isinstance(kept.get("origin"), dict):
        origin = reference.origin
        shortened["origin"] = origin.kind if origin.url is None else f"{origin.kind} {origin.url}"
    return shortened


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_gives_what_its_case_says(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert read(folder, expected["entry"]) == expected


def test_every_folder_of_cases_is_a_format_s() -> None:
    assert {path.name for path in CASES.iterdir()} - ELSEWHERE <= READERS.keys()
