"""The hook runs when something that nerq reads is committed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from nerq.detectors import DETECTORS
from nerq.manifests import FORMATS

(HOOK,) = yaml.safe_load(
    (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
PATTERNS = sorted(
    {name for part in FORMATS for name in part.files}
    | {name for part in DETECTORS for name in part.files}
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_file_that_is_read_sets_the_hook_off(pattern: str) -> None:
    name = pattern.replace("*", "x")
    assert re.search(HOOK["files"], name)
    assert re.search(HOOK["files"], f"some/folder/{name}")


@pytest.mark.parametrize("name", ["nerq.toml", "services/nerq.toml", "pyproject.toml"])
def test_the_settings_set_it_off(name: str) -> None:
    assert re.search(HOOK["files"], name)


@pytest.mark.parametrize("name", ["logo.png", "src/main.rs", "data.parquet", "python", "in"])
def test_other_files_do_not(name: str) -> None:
    assert re.search(HOOK["files"], name) is None
