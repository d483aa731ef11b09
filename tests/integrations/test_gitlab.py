"""The GitLab template: its form, and its script run for real."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from contract.preflight_service import PreflightService
from integrations.checkers import checked, tool

FILE = Path(__file__).parents[2] / "examples" / "ci" / "gitlab-ci.yml"
TEMPLATE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SHELL = shutil.which("sh")

pytestmark = pytest.mark.skipif(SHELL is None, reason="there is no shell")


def run(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The job's script, with nerq where ``before_script`` would put it."""
    assert SHELL is not None
    folder = project.parent / "installed"
    folder.mkdir(exist_ok=True)
    command = folder / "nerq"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -m nerq "$@"\n')
    command.chmod(0o755)
    script = "\n".join(TEMPLATE["nerq"]["script"]).replace("/opt/nerq/bin/nerq", str(command))
    return subprocess.run(
        [SHELL, "-e", "-c", script],
        cwd=project,
        env={**os.environ, **TEMPLATE["variables"], "CI_PROJECT_DIR": str(project), **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_job_fails_and_leaves_what_it_promises(project: Path) -> None:
    (project / "requirements.txt").write_text("flask\nnose\n")
    with PreflightService() as service:
        service.know("flask", 90.0, source="pypi")
        service.know("nose", 45.0, source="pypi")
        done = run(project, NERQ_API_URL=service.url)
    assert done.returncode == 1, done.stderr
    assert "45 is below 70" in done.stdout
    artifacts = TEMPLATE["nerq"]["artifacts"]
    (remark,) = json.loads((project / artifacts["reports"]["codequality"]).read_text("utf-8"))
    assert remark["location"] == {"path": "requirements.txt", "lines": {"begin": 2}}
    for name in (artifacts["reports"]["junit"], *artifacts["paths"]):
        assert (project / name).stat().st_size > 0


def test_variables_reach_the_scan(project: Path) -> None:
    (project / "more").mkdir()
    (project / "more" / "requirements.txt").write_text("nose\n")
    with PreflightService() as service:
        service.know("nose", 45.0, source="pypi")
        lower = run(project, NERQ_API_URL=service.url, NERQ_THRESHOLD="40", NERQ_PATHS="more .")
        higher = run(project, NERQ_API_URL=service.url, NERQ_PATHS="more .")
    assert lower.returncode == 0, lower.stderr
    assert higher.returncode == 1


def test_a_merge_request_answers_for_what_it_changes(project: Path) -> None:
    git = ("git", "-c", "user.name=A Tester", "-c", "user.email=tester@example.org")
    (project / "requirements.txt").write_text("nose\n")
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Before")):
        subprocess.run([*git, *command], cwd=project, check=True)
    base = subprocess.check_output([*git, "rev-parse", "HEAD"], cwd=project, text=True).strip()
    (project / "requirements.txt").write_text("nose\nflask\n")
    with PreflightService() as service:
        service.know("flask", 90.0, source="pypi")
        service.know("nose", 31.5, source="pypi")
        done = run(project, NERQ_API_URL=service.url, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert done.returncode == 0, done.stdout + done.stderr
        assert service.asked == ["flask"]


def test_hostile_variables_are_arguments_only(project: Path) -> None:
    (project / "requirements.txt").write_text("flask\n")
    for name in ("NERQ_THRESHOLD", "NERQ_BASELINE", "NERQ_PATHS"):
        done = run(project, **{name: "$(touch pwned); touch pwned"})
        assert done.returncode == 2, done.stdout
    assert not (project / "pwned").exists()


def test_the_schema_agrees() -> None:
    checked(tool("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", FILE)
