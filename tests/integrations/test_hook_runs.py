"""pre-commit and prek install the hook from a clone, block a bad commit and pass a good one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from contract.preflight_service import PreflightService
from integrations import package_registry

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
PROGRAMS = {"pre-commit": "pre_commit", "prek": "prek"}
IDENTITY = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.org")

pytestmark = pytest.mark.registry


class Commits:
    """A scratch repository with the hook installed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = environment

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**self._environment, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def done(self, *command: str) -> str:
        ended = self.run(*command)
        assert ended.returncode == 0, f"{command}:\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    def commit(self, files: dict[str, str], **more: str) -> tuple[bool, str]:
        """Whether a commit of these files came about, and what was said."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.done("git", "add", *files)
        ended = self.run("git", *IDENTITY, "commit", "-q", "-m", "A change", **more)
        return ended.returncode == 0, ended.stdout + ended.stderr

    @property
    def count(self) -> int:
        return int(self.run("git", "rev-list", "--count", "HEAD").stdout or 0)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository, as a user's hook manager sees it."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is not a Git working tree, so there is nothing to clone")
    package_registry.needed()
    folder = tmp_path_factory.mktemp("clone") / "nerq"
    subprocess.run(["git", "clone", "-q", REPOSITORY, folder], check=True, timeout=60)
    return folder


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("flask", 90.0, source="pypi")
        running.know("nose", 31.5, source="pypi")
        yield running


@pytest.fixture
def commits(
    request: pytest.FixtureRequest, clone: Path, tmp_path: Path, service: PreflightService
) -> Commits:
    module = PROGRAMS[request.param]
    pytest.importorskip(module, reason=f"{request.param} is not installed")
    (tmp_path / "project").mkdir()
    environment = package_registry.ENVIRONMENT | {
        "PRE_COMMIT_HOME": str(tmp_path / "hooks"),
        "PREK_HOME": str(tmp_path / "hooks"),
        "NERQ_API_URL": service.url,
        "NERQ_CACHE_DIR": str(tmp_path / "answers"),
    }
    made = Commits(tmp_path / "project", environment)
    revision = subprocess.check_output(["git", "-C", clone, "rev-parse", "HEAD"], text=True)
    made.done("git", "init", "-q")
    config = f"repos:\n- repo: {clone}\n  rev: {revision.strip()}\n  hooks:\n  - id: nerq-scan\n"
    (made.folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    made.done(sys.executable, "-m", module, "install", "--install-hooks")
    return made


@pytest.mark.parametrize("commits", PROGRAMS, indirect=True)
def test_a_bad_commit_is_blocked_and_a_good_one_passes(
    commits: Commits, service: PreflightService
) -> None:
    is_made, said = commits.commit({"requirements.txt": "flask\nnose\n"})
    assert not is_made
    assert "31.5 is below 70" in said
    assert "requirements.txt:2" in said
    assert commits.count == 0

    is_made, said = commits.commit({"requirements.txt": "flask\n"})
    assert is_made, said
    assert "Passed" in said
    assert commits.count == 1
    assert set(service.asked) == {"flask", "nose"}

    # The model is named in a file that is not staged in this commit.
    (commits.folder / "chat.py").write_text(
        'from transformers import pipeline\n\nchat = pipeline(model="microsoft/phi-2")\n'
    )
    is_made, said = commits.commit({"notes.md": "Nothing.\n"})
    assert not is_made
    assert "61.2 is below 70" in said
    (commits.folder / "chat.py").unlink()

    # Nobody answers any more: what was asked before is known, what is new blocks the commit.
    offline = {"NERQ_API_URL": service.url}
    service.__exit__(None, None, None)
    is_made, said = commits.commit({"setup.cfg": "[metadata]\nname = x\n"}, **offline)
    assert is_made, said
    is_made, said = commits.commit({"requirements.txt": "flask\nclick\n"}, **offline)
    assert not is_made
    assert "cannot be reached" in said
