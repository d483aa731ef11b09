"""One answer to «is this a test?», for packages and models alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nerq.pipeline.collect import collect
from nerq.scopes import is_test_path, scope_at
from nerq.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "requirements.txt": "flask==3.0\n",
    "load.py": 'from transformers import pipeline\npipeline(model="acme-ai/thing-7b")\n',
    ".mcp.json": '{"mcpServers": {"time": {"command": "uvx", "args": ["mcp-server-time"]}}}',
    "pyproject.toml": (
        '[project]\nname = "here"\ndependencies = ["httpx"]\n'
        '[project.optional-dependencies]\nweb = ["rich"]\n[dependency-groups]\ndev = ["ruff"]\n'
        '[build-system]\nrequires = ["hatchling"]\n'
    ),
    "requirements-dev.txt": "pytest\n",
}
"""Files whose readers say runtime, and files that say more of themselves."""

RUNTIME = {"flask", "acme-ai/thing-7b", "mcp-server-time", "httpx"}
DECLARED = {
    "rich": "extra:web",
    "ruff": "group:dev",
    "hatchling": "build",
    "pytest": "dev",
}


def scopes(folder: Path) -> dict[str, str]:
    """The scope of each thing that a scan of the folder finds."""
    return {
        mention.name: mention.scope
        for entry in collect([str(folder)], Settings()).targets
        for mention in entry.references
    }


def written(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("place", ["fixtures", "tests/a", "spec", "src/Tests", "testdata/x/y"])
def test_packages_models_and_servers_below_a_test_folder_are_for_tests(
    place: str, tmp_path: Path
) -> None:
    written(tmp_path / place)
    assert scopes(tmp_path) == dict.fromkeys(RUNTIME, "test") | DECLARED


def test_elsewhere_they_are_for_running(tmp_path: Path) -> None:
    written(tmp_path / "latest" / "testimony")
    assert scopes(tmp_path) == dict.fromkeys(RUNTIME, "runtime") | DECLARED


def test_a_folder_of_tests_that_is_scanned_itself_is_the_project(tmp_path: Path) -> None:
    assert scopes(written(tmp_path / "tests")) == dict.fromkeys(RUNTIME, "runtime") | DECLARED


@pytest.mark.parametrize("place", ["fixtures", "tests"])
def test_a_project_in_a_test_folder_hides_no_package(place: str, tmp_path: Path) -> None:
    written(tmp_path / place)
    (tmp_path / "requirements.txt").write_text("here\n", "utf-8")
    entries = collect([str(tmp_path)], Settings()).targets
    assert [entry.private for entry in entries if entry.target.id == "here"] == [None]


@pytest.mark.parametrize(
    ("path", "is_test"),
    [
        ("tests/x.sh", True),
        ("a/__tests__/x.ts", True),
        ("a/x.test.ts", True),
        ("a/x.spec.js", True),
        ("a/x_test.go", True),
        ("test_x.py", True),
        ("a/conftest.py", True),
        ("E2E/requirements.txt", True),
        ("testimony/x.sh", False),
        ("a/run-cpu-test.sh", False),
        ("latest/x.yaml", False),
        ("test/..x", True),
        ("tests", False),
        ("contest.py", False),
        ("requirements-test.txt", False),
    ],
)
def test_what_a_path_says(path: str, is_test: bool) -> None:
    assert is_test_path(path) == is_test
    assert scope_at(path, "runtime") == ("test" if is_test else "runtime")


@pytest.mark.parametrize("scope", ["dev", "build", "constraint", "prose", "group:x", "extra:y"])
def test_what_a_file_says_of_itself_stays(scope: str) -> None:
    assert scope_at("tests/pyproject.toml", scope) == scope
