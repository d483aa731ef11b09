"""Tests that install packages: the environment they need, and whether an index answers at all."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import lru_cache

import pytest

# Certificates, proxies and the index's address, before any test scrubs the environment.
ENVIRONMENT = dict(os.environ)


@lru_cache
def is_reachable() -> bool:
    """Whether pip finds nerq's own build backend."""
    command = [sys.executable, "-m", "pip", "index", "versions", "hatchling", "--timeout", "10"]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=45, check=False, env=ENVIRONMENT
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def needed() -> None:
    """Skips the test where no package index answers."""
    if not is_reachable():
        pytest.skip("no package index answers, and the test installs nerq")
