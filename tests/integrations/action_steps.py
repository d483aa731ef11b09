"""The shell steps of the composite action, run as GitHub's runner runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
_EXPRESSION = re.compile(r"\$\{\{ *([a-z._-]+) *\}\}\Z")


@dataclass(frozen=True)
class Ended:
    """How a step ended, and what it left for the runner."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


def step(name: str) -> dict[str, Any]:
    """The step of this name."""
    (found,) = [item for item in STEPS if item["name"] == name]
    return found


def environment_of(item: dict[str, Any], inputs: Mapping[str, str]) -> dict[str, str]:
    """The step's ``env`` with these inputs, the others at their defaults."""
    values = {f"inputs.{key}": str(value["default"]) for key, value in ACTION["inputs"].items()}
    values |= {f"inputs.{key}": value for key, value in inputs.items()}
    values["github.action_path"] = str(ROOT)
    resolved = {}
    for key, text in item["env"].items():
        expression = _EXPRESSION.match(text)
        resolved[key] = values[expression[1]] if expression else text
    return resolved


def run(name: str, project: Path, runner: Path, **inputs: str) -> Ended:
    """Runs one step in a project, with the runner's files in ``runner``."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    given = {key.replace("_", "-"): value for key, value in inputs.items()}
    files = {"GITHUB_OUTPUT": runner / "output", "GITHUB_STEP_SUMMARY": runner / "summary"}
    for file in files.values():
        file.write_text("")
    item = step(name)
    script = runner / "step.sh"
    script.write_text(item["run"])
    done = subprocess.run(
        [bash, "--noprofile", "--norc", "-e", "-o", "pipefail", script],
        cwd=project,
        env={
            **os.environ,
            **{key: str(file) for key, file in files.items()},
            **environment_of(item, given),
            "RUNNER_TEMP": str(runner),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    output = (runner / "output").read_text()
    lines = [line.partition("=") for line in output.splitlines()]
    return Ended(
        done.returncode,
        done.stdout + done.stderr,
        {key: value for key, _, value in lines},
        (runner / "summary").read_text(),
    )


def pretend_installed(runner: Path) -> None:
    """Puts this nerq where the first step would install it."""
    folder = runner / "nerq" / "bin"
    folder.mkdir(parents=True)
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
