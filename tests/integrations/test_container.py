"""The Dockerfile, by its text: images are built elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from integrations.checkers import checked, tool

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = [line.strip() for line in TEXT.splitlines() if line and not line.startswith("#")]


def test_hadolint_finds_nothing() -> None:
    checked(tool("hadolint"), "--no-color", ROOT / "Dockerfile")


def test_it_runs_as_nobody_special() -> None:
    users = [line for line in LINES if line.startswith("USER ")]
    assert users == ["USER 10001:10001"]
    assert LINES.index(users[0]) < LINES.index('ENTRYPOINT ["nerq"]')


def test_the_last_stage_holds_no_tools_for_building() -> None:
    last = TEXT.rpartition("\nFROM ")[2]
    assert "pip" not in last
    assert "COPY --from=build /opt/nerq /opt/nerq" in last


def test_the_base_is_pinned_and_small() -> None:
    (base,) = re.findall(r"ARG PYTHON_IMAGE=(\S+)", TEXT)
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim", base)


def test_everything_copied_is_let_through() -> None:
    copied = {
        name
        for line in LINES
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name.removeprefix('./')}" for name in copied} <= set(allowed)
    for name in copied:
        assert (ROOT / name).exists()


def test_the_image_can_be_built_from_what_the_build_needs() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("README.md", "LICENSE"):
        assert name in project
        assert name in TEXT


def test_the_version_in_the_templates_is_this_one() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    gitlab = yaml.safe_load((ROOT / "examples" / "ci" / "gitlab-ci.yml").read_text())
    assert gitlab["variables"]["NERQ_VERSION"] == version[1]
    github = (ROOT / "examples" / "ci" / "github-workflow.yml").read_text(encoding="utf-8")
    assert f"# v{version[1]}\n" in github
