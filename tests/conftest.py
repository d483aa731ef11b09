"""No test sees this user's home, settings, cache or proxies, or writes outside its own folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pathlib import Path

# The same examples in every run, so that a change is judged by itself and not by luck; set
# NERQ_TEST_RANDOM to look for new ones.
settings.register_profile("steady", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile("random" if os.environ.get("NERQ_TEST_RANDOM") else "steady")

NOWHERE = "http://127.0.0.1:9"
_INFLUENCES = (
    "NERQ_API_URL",
    "NERQ_API_KEY",
    "NERQ_CACHE_DIR",
    "NERQ_DEBUG",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "GITHUB_STEP_SUMMARY",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "SSL_CERT_FILE",
)


@pytest.fixture(autouse=True)
def clean_environment(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for name in _INFLUENCES:
        monkeypatch.delenv(name, raising=False)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("NERQ_CACHE_DIR", str(home / "cache" / "nerq"))
    monkeypatch.setenv("TERM", "xterm-256color")
    if request.node.get_closest_marker("registry"):
        return
    # Nothing but this machine is asked: whatever lies elsewhere is refused at once.
    monkeypatch.setenv("HTTPS_PROXY", NOWHERE)
    monkeypatch.setenv("HTTP_PROXY", NOWHERE)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost,::1,.invalid")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder that is also the current one."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
