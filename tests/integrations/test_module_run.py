"""``python -m nerq`` and shell completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command import nerq


def test_the_module_runs_as_the_command_does(project: Path) -> None:
    done = nerq("--version", folder=project)
    assert done.code == 0
    assert done.out.startswith("nerq ")


def test_modules_of_the_scanned_project_are_not_imported(project: Path) -> None:
    (project / "requirements.txt").write_text("flask\n")
    for name in ("typer", "yaml", "tomli", "packaging", "httpx"):
        (project / f"{name}.py").write_text("open('pwned', 'w')\n")
    plugin = project / "evil-1.0.dist-info"
    plugin.mkdir()
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (plugin / "entry_points.txt").write_text("[nerq.reports]\nevil = evil:REPORT\n")
    (project / "evil.py").write_text("open('pwned', 'w')\n")
    done = nerq("scan", "--dry-run", folder=project)
    assert done.code == 0, done.err
    assert not (project / "pwned").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_offered(project: Path, shell: str) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("nerq"))],
        cwd=project,
        env={**os.environ, "_NERQ_COMPLETE": f"source_{shell}"},
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert "nerq" in done.stdout
    assert done.returncode == 0, done.stderr


def test_completion_knows_the_commands(project: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("nerq"))],
        cwd=project,
        env={
            **os.environ,
            "_NERQ_COMPLETE": "complete_bash",
            "COMP_WORDS": "nerq sc",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert done.stdout.split() == ["scan"]
