"""Where answers, evidence and readings are kept."""

from __future__ import annotations

import os
from pathlib import Path

from nerq.pipeline.assessors import cache_folder, default_folder
from nerq.settings import Settings


def test_the_folder_can_be_named(tmp_path: Path) -> None:
    assert default_folder({"NERQ_CACHE_DIR": str(tmp_path)}) == tmp_path
    assert default_folder({}).name == "nerq"
    assert default_folder() == Path(os.environ.get("NERQ_CACHE_DIR") or default_folder({}))


def test_the_settings_name_it_first(tmp_path: Path) -> None:
    assert cache_folder(Settings().replace(cache_dir=str(tmp_path))) == tmp_path
    assert cache_folder(Settings()) == default_folder()
