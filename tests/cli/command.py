"""Runs the command as a user does: another process, its own environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


def nerq(
    *arguments: str, folder: Path, stdin: str = "", timeout: float = 60, **environment: str
) -> Done:
    """Runs ``nerq`` in a folder; a traceback is never fine."""
    done = subprocess.run(
        [sys.executable, "-m", "nerq", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        env={**os.environ, "COLUMNS": "100", **environment},
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)
