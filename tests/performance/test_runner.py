"""The benchmarks run, at their small size and without a network; times decide nothing here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are measured with wait4")
def test_the_small_size_measures_every_row_and_asks_nothing_twice(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--here", "--rounds", "1", "--work", str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *rows, requests = done.stdout.splitlines()
    assert len(rows) == 14
    assert requests == "requests of a warm scan: 0"
