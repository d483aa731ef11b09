"""What the readers of manifests make of whole files: every listed format has its cases.

A case is a folder ``tests/cases/<format>/<case>/`` with the files and ``expected.json``: the
entry file, its references (only what differs from `Reference`'s defaults, and from a package of
PyPI) and problems. Write the files by hand, and ``{"entry": "FILE"}`` as ``expected.json``; then

    PYTHONPATH=tests python tests/unit/manifests/test_cases.py <format>/<case>

fills it in. Read what it wrote against the format's specification: this is the test.
"""

from __future__ import annotations

import json
import sys
from dataclasses import MISSING, asdict, fields
from typing import TYPE_CHECKING

import pytest
from parts import CASES, files, folders
from sources import MemorySource

from nerq.errors import ManifestError
from nerq.manifests import FORMATS
from nerq.model import Problem, Reference

if TYPE_CHECKING:
    from pathlib import Path

READERS = {form.id: form.parse for form in FORMATS}
FOLDERS = [folder for form in FORMATS for folder in folders(CASES / form.id)]
IMPLIED = {"kind": "package", "ecosystem": "pypi", "origin": {"kind": "registry", "url": None}}


def read(folder: Path, entry: str) -> dict[str, object]:
    """References and problems as ``expected.json`` holds them."""
    found = files(folder)
    form = folder.parent.name
    references: list[dict[str, object]] = []
    problems: list[list[object]] = []
    try:
        for item in READERS[form](MemorySource(entry, found[entry], found)):
            if isinstance(item, Problem):
                problems.append([str(item.location), item.message])
            elif isinstance(item, Reference):
                references.append(shown(item, entry, form))
    except ManifestError as error:
        problems.append([f"{entry}:{error.line}", f"whole file: {error}"])
    return {"entry": entry, "references": references, "problems": problems}


def shown(reference: Reference, entry: str, form: str) -> dict[str, object]:
    record = asdict(reference)
    record["location"] = str(reference.location).removeprefix(f"{entry}:")
    defaults = {
        field.name: field.default for field in fields(Reference) if field.default is not MISSING
    }
    defaults |= {**IMPLIED, "found_by": form}
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


@pytest.mark.parametrize("form", READERS)
def test_every_format_has_a_case_that_names_something(form: str) -> None:
    """A reader without a case is one that nobody has looked at."""
    cases = [json.loads((f / "expected.json").read_text("utf-8")) for f in folders(CASES / form)]
    assert any(case["references"] for case in cases), f"no case in tests/cases/{form}"


def test_every_folder_of_cases_is_of_a_format() -> None:
    homes = {path.parent.parent.name for path in CASES.glob("*/*/expected.json")}
    assert homes == set(READERS)


def _written(folder: Path) -> str:
    entry = json.loads((folder / "expected.json").read_text("utf-8"))["entry"]
    found = read(folder, entry)
    lists = [
        f' "{key}": [' + ",".join(f"\n  {json.dumps(row)}" for row in rows) + "\n ]"
        for key in ("references", "problems")
        for rows in [found[key]]
        if isinstance(rows, list)
    ]
    return (
        "{\n"
        + ",\n".join([f' "entry": {json.dumps(entry)}', *lists]).replace("[\n ]", "[]")
        + "\n}\n"
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        (CASES / name / "expected.json").write_text(_written(CASES / name), encoding="utf-8")
