"""Generated pages leave nothing out."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

from docs.pages import DOCS, README, ROOT

from nerq.cli import exits
from nerq.reports.json_schema import schema

if TYPE_CHECKING:
    from pathlib import Path

SPEC = importlib.util.spec_from_file_location("json_page", DOCS / "json_page.py")
assert SPEC is not None
assert SPEC.loader is not None
json_page = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(json_page)

FIELDS: dict[str, Any] = dict(json_page.paths(schema()))
MEANINGS = json_page.read_meanings()


def test_every_field_of_the_report_has_a_meaning() -> None:
    without = [
        path
        for path, field in FIELDS.items()
        if path not in MEANINGS and "description" not in field
    ]
    assert without == []


def test_no_meaning_is_left_of_a_field_that_is_gone() -> None:
    assert [path for path in MEANINGS if path not in FIELDS] == []


def test_every_environment_variable_is_listed() -> None:
    page = (DOCS / "reference" / "environment.md").read_text(encoding="utf-8")
    read = {
        name
        for module in (ROOT / "src").rglob("*.py")
        for name in re.findall(
            r"environ(?:\.get\(|\[)\s*[\"']([A-Z][A-Z_]+)[\"']", module.read_text(encoding="utf-8")
        )
    }
    assert {"NERQ_API_KEY", "GITHUB_STEP_SUMMARY"} <= read
    assert sorted(name for name in read if f"`{name}`" not in page) == []


def exit_rows(page: Path) -> set[int]:
    rows = re.findall(r"^\| `?(\d+)`? \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    return set(map(int, rows))


def test_exit_codes_are_all_told_in_both_places() -> None:
    codes = {
        value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)
    }
    assert exit_rows(DOCS / "reference" / "exit-codes.md") == codes
    assert exit_rows(README) == codes
