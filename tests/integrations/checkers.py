"""Other projects' checkers, run on our files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def tool(name: str) -> str:
    """A checker that is installed beside this Python or on the path."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which(name, path=os.pathsep.join((beside, os.environ["PATH"])))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def checked(*command: object) -> None:
    """Runs a checker; what it says is the failure."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
